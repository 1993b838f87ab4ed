// What makes the pages quicker to use. Every page works without it.
"use strict";

(() => {
  const box = document.getElementById("box");
  const results = document.getElementById("results");
  const input = document.getElementById("q");

  // On narrow pages the filters are folded away at first.
  const foldFilters = () => {
    const filters = document.querySelector(".facets > details");
    if (filters && matchMedia("(max-width: 60rem)").matches) filters.open = false;
  };

  // "/" goes to the box on every page, or to the page that has one.
  document.addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    if (input) {
      input.focus();
      input.select();
    } else {
      location.href = "/";
    }
  });

  function isTyping(element) {
    return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  }

  // "n" and "p" go to the next and the previous of what the page is one of.
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const link = document.querySelector(`a[rel][aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (link) location.href = link.href;
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // Links and forms to another state of the same page change it in place, and what had the focus keeps it.
  function stayInPlace(live) {
    if (!live) return;
    let request = null;
    async function show(url, push) {
      request?.abort();
      const own = (request = new AbortController());
      const focused = live.contains(document.activeElement) ? document.activeElement : null;
      const toggle = focused?.dataset.toggle;
      live.classList.add("waiting");
      try {
        const answer = await fetch(url, { signal: own.signal, headers: { Accept: "text/html" } });
        const text = await answer.text();
        const other = new DOMParser().parseFromString(text, "text/html").getElementById("live");
        if (own.signal.aborted) return;
        if (!answer.ok || !other) {
          location.href = url;
          return;
        }
        const filtersWereOpen = live.querySelector(".facets > details")?.open ?? true;
        live.replaceChildren(...other.childNodes);
        const filters = live.querySelector(".facets > details");
        if (filters) filters.open = filtersWereOpen;
        if (push) history.pushState(null, "", url);
        if (toggle) live.querySelector(`[data-toggle="${CSS.escape(toggle)}"]`)?.focus();
      } catch (error) {
        if (error.name === "AbortError") return;
        const said = live.querySelector("#said");
        if (said) said.textContent = live.dataset.failed;
      } finally {
        if (request === own) live.classList.remove("waiting");
      }
    }
    live.addEventListener("click", event => {
      const link = event.target.closest("a");
      const other = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
      if (!link || event.defaultPrevented || other || link.target || link.hasAttribute("download")) return;
      if (link.pathname !== location.pathname || link.origin !== location.origin) return;
      event.preventDefault();
      show(link.href, true).then(() => {
        if (link.rel === "prev" || link.rel === "next") live.querySelector(".hits")?.scrollIntoView({ block: "start" });
      });
    });
    live.addEventListener("submit", event => {
      if (event.target.method !== "get") return;
      event.preventDefault();
      show(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`, true);
    });
    const path = location.pathname;
    addEventListener("popstate", () => {
      if (location.pathname === path) show(location.href, false);
    });
  }

  // What a decision would come to is shown while somebody fills the form in; nothing is written by it.
  function previewAsTyped(form, place) {
    if (!form || !place) return;
    let timer = 0;
    let request = null;
    async function show() {
      request?.abort();
      const own = (request = new AbortController());
      const fields = new URLSearchParams(new FormData(form));
      fields.set("part", "preview");
      place.classList.add("waiting");
      try {
        const answer = await fetch(form.dataset.preview, { method: "POST", body: fields, signal: own.signal });
        const text = await answer.text();
        if (own.signal.aborted || !answer.ok) return;
        const page = new DOMParser().parseFromString(text, "text/html");
        const open = place.querySelector("details")?.open ?? false;
        place.replaceChildren(...page.body.childNodes);
        const details = place.querySelector("details");
        if (details) details.open = open;
      } catch (error) {
        // The button shows the same, and says what is wrong.
        if (error.name !== "AbortError") place.replaceChildren();
      } finally {
        if (request === own) place.classList.remove("waiting");
      }
    }
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(show, 250);
    };
    form.addEventListener("input", soon);
    const phrase = form.querySelector("#phrase");
    const reason = form.querySelector("#reason");
    phrase?.addEventListener("change", () => {
      if (phrase.value && !reason.value.includes(phrase.value)) {
        reason.value = reason.value.trim() ? `${phrase.value}; ${reason.value.trim()}` : phrase.value;
      }
      phrase.value = "";
      soon();
    });
    if (form.querySelector("input[name=outcome]:checked")) show();
  }

  foldFilters();
  stayInPlace(document.getElementById("live"));
  previewAsTyped(document.getElementById("decision"), document.getElementById("preview"));
  if (!box || !results || !input) return;

  const PAUSE = 120;
  let timer = 0;
  let request = null;
  let shown = input.value;

  // The address of what the form says now; from the first page.
  function asked() {
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(box)) if (String(value).trim() !== "") parameters.append(name, value);
    const query = parameters.toString();
    return query ? `/?${query}` : "/";
  }

  // Shows the results of an address. An answer that is no longer wanted is dropped.
  async function show(address, { keep = false, push = false, focus = false } = {}) {
    request?.abort();
    const own = (request = new AbortController());
    results.classList.add("waiting");
    const url = new URL(address, location.href);
    const part = new URL(url);
    part.searchParams.set("part", "results");
    try {
      const answer = await fetch(part, { signal: own.signal, headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (own.signal.aborted) return;
      // Whoever is not logged in any more is led elsewhere.
      if (!answer.ok || answer.redirected) {
        location.href = url;
        return;
      }
      const page = new DOMParser().parseFromString(text, "text/html");
      const filtersWereOpen = results.querySelector(".facets > details")?.open ?? true;
      results.replaceChildren(...page.body.childNodes);
      const filters = results.querySelector(".facets > details");
      if (filters) filters.open = filtersWereOpen;
      if (push) history.pushState(null, "", url);
      else if (!keep) history.replaceState(null, "", url);
      const words = url.searchParams.get("q");
      document.title = (words ? `${words} – ` : "") + results.dataset.title;
      if (focus) results.querySelector(".hit a")?.focus();
    } catch (error) {
      if (error.name === "AbortError") return;
      const said = results.querySelector("#said");
      if (said) said.textContent = results.dataset.failed;
    } finally {
      if (request === own) results.classList.remove("waiting");
    }
  }

  // As somebody types.
  input.addEventListener("input", event => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(typed, PAUSE);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(typed, PAUSE);
  });
  function typed() {
    if (input.value.trim() === shown.trim()) return;
    shown = input.value;
    show(asked());
  }

  box.addEventListener("submit", event => {
    event.preventDefault();
    clearTimeout(timer);
    shown = input.value;
    remember(input.value);
    show(asked(), { focus: true });
  });

  // Filters, pages and orders change the results in place; the address is that of the link.
  results.addEventListener("click", event => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.pathname !== "/" || link.origin !== location.origin) {
      remember(input.value);
      return;
    }
    event.preventDefault();
    follow(link.href);
  });

  function follow(address) {
    const url = new URL(address, location.href);
    fill(url);
    show(url.href, { push: true }).then(() => {
      if (url.searchParams.has("page")) results.scrollIntoView({ block: "start" });
    });
  }

  // Makes the form say what an address says.
  function fill(url) {
    input.value = shown = url.searchParams.get("q") ?? "";
    for (const field of box.querySelectorAll("input[type=hidden]")) field.remove();
    for (const [name, value] of url.searchParams) {
      if (["q", "page", "part", "lang", "theme"].includes(name)) continue;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      box.append(field);
    }
  }

  addEventListener("popstate", () => {
    const url = new URL(location.href);
    if (url.pathname !== "/") return;
    fill(url);
    show(url.href, { keep: true });
  });

  // Arrows go through the hits, Esc back to the box, and there clears it.
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const hits = [...results.querySelectorAll(".hit h2 a")];
    const at = hits.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && (event.target === input || at >= 0) && hits.length > 0) {
      event.preventDefault();
      hits[Math.min(at + 1, hits.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? input : hits[at - 1]).focus();
    } else if (event.key === "Escape" && event.target === input && input.value !== "") {
      event.preventDefault();
      input.value = "";
      typed();
    } else if (event.key === "Escape" && event.target !== input) {
      input.focus();
      input.select();
    }
  });

  // What was searched lately stays in this browser.
  const KEY = "tthc.recent";
  const MOST = 8;
  const recent = document.getElementById("recent");
  function remembered() {
    try {
      const list = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(list) ? list.filter(words => typeof words === "string") : [];
    } catch {
      return [];
    }
  }
  function remember(words) {
    words = words.trim();
    if (words.length < 2) return;
    try {
      localStorage.setItem(KEY, JSON.stringify([words, ...remembered().filter(other => other !== words)].slice(0, MOST)));
    } catch {
      // A browser that keeps nothing has no list.
    }
    showRecent();
  }
  function showRecent() {
    const list = remembered();
    recent.hidden = list.length === 0;
    recent.querySelector("ul").replaceChildren(
      ...list.map(words => {
        const link = document.createElement("a");
        link.href = `/?${new URLSearchParams({ q: words })}`;
        link.lang = "vi";
        link.textContent = words;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
  }
  recent.addEventListener("click", event => {
    const link = event.target.closest("a");
    if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      follow(link.href);
    } else if (event.target.id === "forget") {
      try {
        localStorage.removeItem(KEY);
      } catch {
        // It keeps nothing anyway.
      }
      showRecent();
      input.focus();
    }
  });
  showRecent();
})();
