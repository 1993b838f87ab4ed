// The box, its hits and its keys. Every page reads without it; what data says is only ever put in as text.
"use strict";

(() => {
  const root = document.documentElement.dataset.root;
  const byId = id => document.getElementById(id);
  const [box, input] = [byId("box"), byId("q")];
  const found = byId("found");
  box.hidden = false;

  const element = (name, attributes = {}, ...content) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  };
  const isTyping = target => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

  // "/" goes to the box, arrows from it through the hits and back, Esc back to an empty box.
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...document.querySelectorAll(".hit a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "/" && !isTyping(event.target)) {
      input.focus();
      input.select();
    } else if (event.key === "Escape" && (at >= 0 || event.target === input)) {
      if (event.target === input && input.value) {
        input.value = "";
        input.dispatchEvent(new Event("input"));
      }
      input.focus();
    } else if (event.key === "ArrowDown" && (at >= 0 || event.target === input) && links[at + 1]) {
      links[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (links[at - 1] ?? input).focus();
    } else {
      return;
    }
    event.preventDefault();
  });
  if (!found) return;

  /* The search, on the first page */

  // A page opened from a folder may not read files, but it may run those beside it.
  const coming = new Map();
  const load = name => {
    if (!coming.has(name)) {
      coming.set(name, new Promise((there, failed) => {
        const script = element("script", { src: `${root}data/${name}.js` });
        script.onload = there;
        script.onerror = () => {
          coming.delete(name);
          failed(new Error(`data/${name}.js`));
        };
        document.head.append(script);
      }));
    }
    return coming.get(name);
  };
  const search = tthcSearch(load);
  const FACETS = [["level", "cap", "Cấp thực hiện"], ["field", "linh-vuc", "Lĩnh vực"], ["online", "truc-tuyen", "Dịch vụ công trực tuyến"]];
  const PAGE = 20;
  const MOST_VALUES = 8;
  const number = new Intl.NumberFormat("vi-VN");
  let [chosen, limit, asked] = [{}, PAGE, 0];

  // The address says what is looked for, behind "#": a file has no other place for it.
  function read() {
    const parameters = new URLSearchParams(location.hash.slice(1));
    for (const [key, value] of new URLSearchParams(location.search)) if (!parameters.has(key)) parameters.set(key, value);
    input.value = parameters.get("q") ?? "";
    chosen = Object.fromEntries(FACETS.map(([facet, key]) => [facet, parameters.get(key) ?? ""]));
    limit = PAGE;
  }

  function address(words, chosen) {
    const parameters = new URLSearchParams();
    if (words.trim()) parameters.set("q", words.trim());
    for (const [facet, key] of FACETS) if (chosen[facet]) parameters.set(key, chosen[facet]);
    return `#${parameters}`;
  }

  function marked(name, marks) {
    const parts = [];
    let end = 0;
    for (const [from, to] of marks) {
      parts.push(name.slice(end, from), element("mark", {}, name.slice(from, to)));
      end = to;
    }
    return [...parts, name.slice(end)];
  }

  function hit({ code, name, field, levels, online, page, marks }) {
    const link = element("a", { href: `${root}thu-tuc/${encodeURIComponent(page)}.html` }, ...marked(name, marks));
    const meta = element("p", { class: "meta" }, element("code", {}, code), ` · ${[field, levels.join(", "), online].filter(Boolean).join(" · ")}`);
    return element("li", { class: "hit" }, element("h2", {}, link), meta);
  }

  const choice = (facet, value, words) => element("a", { href: address(words, { ...chosen, [facet]: value }) });

  function facetList(words, facets) {
    return FACETS.filter(([facet]) => facets[facet].length).map(([facet, , label]) => {
      const items = facets[facet].map(([value, count]) => {
        const on = chosen[facet] === value;
        const link = choice(facet, on ? "" : value, words);
        if (on) link.setAttribute("aria-current", "true");
        link.append(element("span", {}, value), " ", element("span", { class: "count" }, number.format(count)));
        return element("li", {}, link);
      });
      const section = element("section", {}, element("h2", {}, label), element("ul", {}, ...items.slice(0, MOST_VALUES)));
      if (items.length > MOST_VALUES) {
        section.append(element("details", {}, element("summary", {}, `${number.format(items.length - MOST_VALUES)} giá trị khác`), element("ul", {}, ...items.slice(MOST_VALUES))));
      }
      return section;
    });
  }

  function chips(words) {
    const items = FACETS.filter(([facet]) => chosen[facet]).map(([facet]) => {
      const link = choice(facet, "", words);
      link.append(`${chosen[facet]} ×`);
      link.setAttribute("aria-label", `Bỏ lọc ${chosen[facet]}`);
      return element("li", {}, link);
    });
    byId("chosen").hidden = !items.length;
    byId("chosen").replaceChildren(...items);
  }

  async function show() {
    const own = ++asked;
    const words = input.value;
    const idle = !words.trim() && !Object.values(chosen).some(Boolean);
    document.title = words.trim() ? `${words.trim()} – Tìm kiếm` : document.querySelector(".brand").textContent;
    byId("fields").hidden = !idle;
    if (idle) {
      found.hidden = true;
      return;
    }
    let result;
    try {
      result = await search(words, chosen, limit);
    } catch (error) {
      if (own !== asked) return;
      found.hidden = false;
      byId("said").textContent = `Không đọc được ${error.message}: thư mục này không còn đủ tệp, cần chép lại.`;
      return;
    }
    if (own !== asked) return;
    found.hidden = false;
    byId("said").textContent = result.total ? `${number.format(result.total)} thủ tục` : "Không tìm thấy thủ tục nào. Thử ít từ hơn, hoặc từ khác.";
    const meant = byId("meant");
    meant.hidden = !result.suggestion;
    if (result.suggestion) {
      meant.replaceChildren("Kết quả gồm cả: ", element("a", { href: address(result.suggestion, chosen) }, result.suggestion));
    }
    chips(words);
    byId("hits").replaceChildren(...result.hits.map(hit));
    byId("more").hidden = result.total <= limit;
    byId("facets").replaceChildren(...facetList(words, result.facets));
  }

  input.addEventListener("input", () => {
    limit = PAGE;
    history.replaceState(null, "", address(input.value, chosen));
    show();
  });
  box.addEventListener("submit", event => {
    event.preventDefault();
    show().then(() => input.value.trim() && document.querySelector(".hit a")?.focus());
  });
  byId("more").addEventListener("click", async () => {
    const first = limit;
    limit += PAGE;
    await show();
    document.querySelectorAll(".hit a")[first]?.focus();
  });
  addEventListener("hashchange", () => {
    read();
    show();
  });
  byId("keys").hidden = false;
  // On narrow pages the filters are folded away at first.
  if (matchMedia("(max-width: 60rem)").matches) byId("filters").open = false;
  read();
  if (!matchMedia("(pointer: coarse)").matches) input.focus();
  show();
  // By the time something is typed they are there.
  load("core").then(() => load("sayings")).catch(() => {});
})();
