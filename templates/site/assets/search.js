// The search of the pages: what `tthc search` does, on lists that were written with the pages. Nothing here knows of a page.
"use strict";

(() => {
  // Data files call this with what they hold.
  const held = { core: null, sayings: null, parts: new Map() };
  globalThis.tthcData = (name, value) => {
    if (typeof name === "number") held.parts.set(name, readPart(value));
    else held[name] = value;
  };

  /* Text */

  const VOWELS = ["aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"]
    .map(row => [...row]);
  const TONES = new Map(VOWELS.flatMap(row => row.map((vowel, tone) => [vowel, [row[0], tone]])));
  const withTone = (vowel, tone) => VOWELS.find(row => row[0] === vowel)?.[tone] ?? vowel;
  const WORD = /[\p{Alphabetic}\p{N}][\p{Alphabetic}\p{N}\u0300-\u036f]*/gu;

  function clean(text) {
    return text
      .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]/g, "")
      .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, " ")
      .replace(/[\u00d0\u0189]/g, "Đ")
      .replace(/\u00f0/g, "đ")
      .normalize("NFC");
  }

  // One spelling of a syllable: hoà is hòa, lí is lý.
  function canonical(word) {
    const letters = [...word.toLowerCase().normalize("NFC")];
    const n = letters.length;
    const [first, last] = [TONES.get(letters[n - 2]), TONES.get(letters[n - 1])];
    if (n >= 2 && first?.[1] === 0 && last?.[1] > 0 && ["oa", "oe", "uy"].includes(first[0] + last[0]) && letters[n - 3] !== "q") {
      letters[n - 2] = withTone(first[0], last[1]);
      letters[n - 1] = last[0];
    }
    const lone = n === 2 ? "klmtshv".includes(letters[0]) : n === 3 && letters[0] === "q" && letters[1] === "u";
    const end = TONES.get(letters[n - 1]);
    if (lone && end?.[0] === "i") letters[n - 1] = withTone("y", end[1]);
    return letters.join("");
  }

  const bareLetter = letter => {
    if (letter === "đ") return "d";
    const base = letter.normalize("NFD")[0];
    return base.charCodeAt(0) < 128 ? base : letter;
  };
  const fold = word => canonical([...canonical(word)].map(bareLetter).join(""));

  function isBreak(gap) {
    return gap !== " " && (/[\n;:!?…•|]/.test(gap) || gap.includes(". ") || gap.includes(".\t"));
  }

  function syllables(text) {
    const found = [];
    let end = 0;
    for (const match of text.matchAll(WORD)) {
      const start = match.index;
      const exact = canonical(match[0]);
      found.push({ start, end: start + match[0].length, exact, folded: fold(exact), afterBreak: isBreak(text.slice(end, start)), written: match[0] });
      end = start + match[0].length;
    }
    return found;
  }

  const isAccented = syllable => syllable.exact !== syllable.folded;
  const whole = text => syllables(text).map(syllable => syllable.folded).join(" ");
  const cut = (words, accented) => syllables(words).map(syllable => (accented ? syllable.exact : syllable.folded));

  /* Lists: lines of a syllable, its spellings behind "=", the pairs it begins behind "_"; each with its procedures */

  function readPart(text) {
    const lists = new Map();
    let syllable = "";
    for (const line of text.split("\n")) {
      const [term, procedures] = line.split("\t");
      if (procedures === undefined) continue;
      if (term[0] === "=") lists.set(term, procedures);
      else if (term[0] === "_") lists.set(syllable + term, procedures);
      else lists.set((syllable = term), procedures);
    }
    return lists;
  }

  // Letters from "#" on without "<" and "\": the first 32 end a number, the others go on with it.
  const DIGITS = new Map([..."#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcd"].map((letter, value) => [letter.charCodeAt(0), value]));

  function readList(written) {
    const list = [];
    let [value, times, procedure] = [0, 1, -1];
    for (let at = 0; at < written.length; at++) {
      const digit = DIGITS.get(written.charCodeAt(at));
      value += (digit & 31) * times;
      times *= 32;
      if (digit >= 32) continue;
      procedure += (value >> 2) + 1;
      list.push(procedure, value & 3);
      [value, times] = [0, 1];
    }
    return list;
  }

  /* The index */

  function opened(core) {
    const tables = core.tables;
    const vocabulary = core.syllables.split(" ");
    const known = new Map();
    core.parts.forEach((first, part) => {
      const end = core.parts[part + 1] ?? vocabulary.length;
      for (let at = first; at < end; at++) known.set(vocabulary[at], { part, frequency: core.frequencies[at] });
    });
    const phrases = words => ({ exact: cut(words, true), folded: cut(words, false) });
    const verbs = tables.verbs.flatMap(([, , said], verb) => said.map(words => ({ verb, ...phrases(words) })));
    const between = tables.between.map(words => ({ verb: null, ...phrases(words) }));
    const fillers = tables.fillers.map(phrases);
    return {
      ...core, vocabulary, known,
      verbs: [...verbs, ...between].sort((a, b) => b.exact.length - a.exact.length),
      stops: tables.stop_words.map(phrases),
      stopSyllables: new Set(tables.stop_words.flatMap(words => cut(words, false))),
      fillersExact: new Set(fillers.map(filler => filler.exact.join(" "))),
      fillersFolded: new Set(fillers.map(filler => filler.folded.join(" "))),
      levelWords: tables.level_words.map(([words, level]) => ({ level, exact: ` ${cut(words, true).join(" ")} `, folded: ` ${cut(words, false).join(" ")} ` })),
    };
  }

  // What the lists say while a query is looked at. What is not there yet is noted, and the query looked at again.
  class Lists {
    constructor(index, missing) {
      this.index = index;
      this.missing = missing;
      this.read = new Map();
    }
    written(form, term) {
      if (form === "numbers") return this.part(this.index.numbers)?.get(term);
      // A spelling stands with its syllable, a pair with its first.
      const syllable = form === "exact" ? fold(term) : form === "pairs" ? term.slice(0, term.indexOf("_")) : term;
      const known = this.index.known.get(syllable);
      return known && this.part(known.part)?.get(form === "exact" ? `=${term}` : term);
    }
    part(number) {
      const part = held.parts.get(number);
      if (!part) this.missing.add(number);
      return part;
    }
    list(form, term) {
      const key = `${form} ${term}`;
      let list = this.read.get(key);
      if (!list) {
        const written = this.written(form, term);
        this.read.set(key, (list = written === undefined ? [] : readList(written)));
      }
      return list;
    }
    frequency(form, term) {
      if (form === "folded") return this.index.known.get(term)?.frequency ?? 0;
      return this.list(form, term).length / 2;
    }
    telling(frequency) {
      return frequency ? Math.log(1 + (this.index.records.length - frequency + 0.5) / (frequency + 0.5)) : 0;
    }
    // The commonest spelling of a folded syllable.
    accented(folded) {
      const known = this.index.known.get(folded);
      let [most, best] = [0, folded];
      for (const [term, written] of (known && this.part(known.part)) ?? []) {
        if (term[0] !== "=" || fold(term.slice(1)) !== folded) continue;
        const frequency = readList(written).length;
        if (frequency > most) [most, best] = [frequency, term.slice(1)];
      }
      return best;
    }
  }

  /* Phrases that mean something else */

  const [LONGEST, UNMISTAKABLE, MOST_FILLERS] = [8, 3, 2];

  function readSayings({ meanings, contexts, lines }) {
    const [byPhrase, beginnings] = [new Map(), new Set()];
    for (const line of lines.split("\n")) {
      const [folded, exact, origin, meaning, context] = line.split("\t");
      if (meaning === undefined) continue;
      const saying = { exact: exact || folded, origin: origin[0], other: origin.length > 1, standsFor: meanings[meaning], inContext: contexts[context] ?? [] };
      byPhrase.has(folded) ? byPhrase.get(folded).push(saying) : byPhrase.set(folded, [saying]);
      for (let at = folded.indexOf(" "); at > 0; at = folded.indexOf(" ", at + 1)) beginnings.add(folded.slice(0, at));
    }
    return { byPhrase, beginnings };
  }

  function candidates(index, read) {
    const accented = read.some(isAccented);
    const filler = read.map(syllable => index.fillersExact.has(syllable.exact) || (!accented && index.fillersFolded.has(syllable.folded)));
    const { byPhrase, beginnings } = index.sayings;
    const found = [];
    const on = (syllable, fillers, before, phrase) => {
      phrase += (phrase && " ") + read[syllable].folded;
      const at = [...before, syllable];
      const sayings = byPhrase.get(phrase);
      if (!sayings && !beginnings.has(phrase)) return;
      if (sayings) found.push({ at, sayings });
      for (let skipped = 0; skipped <= fillers; skipped++) {
        const next = syllable + 1 + skipped;
        if (at.length === LONGEST || !read[next] || read[next].afterBreak) break;
        on(next, fillers - skipped, at, phrase);
        if (!filler[next]) break;
      }
    };
    read.forEach((_, start) => on(start, MOST_FILLERS, [], ""));
    return found.sort((a, b) => b.at.length - a.at.length || a.at[0] - b.at[0] || a.at.at(-1) - b.at.at(-1));
  }

  function meaningsOf(sayings, typed, all) {
    const exact = typed.map(syllable => syllable.exact).join(" ");
    const accented = typed.some(isAccented);
    let meanings = [];
    for (const saying of sayings) {
      const same = saying.exact === exact;
      if (saying.other && ((typed.length < UNMISTAKABLE && !same) || meanings.length)) continue;
      const mistakable = !accented && typed.length === 1 && saying.origin !== "a";
      if (!same && (mistakable || (accented && typed.length < UNMISTAKABLE))) continue;
      const told = saying.inContext.find(([, near]) => near.some(word => all.includes(` ${word} `)));
      for (const words of told ? [told[0]] : saying.standsFor) meanings.push({ origin: saying.origin, words });
    }
    const seen = new Set();
    return meanings.filter(({ words }) => !seen.has(whole(words)) && seen.add(whole(words)));
  }

  function phrasesOf(index, read) {
    const [found, overlapping] = [[], []];
    const all = read.map(syllable => ` ${syllable.folded}`).join("") + " ";
    const accented = read.some(isAccented);
    for (const { at, sayings } of candidates(index, read)) {
      const [start, said, end] = [at[0], at.length, at.at(-1) + 1];
      if ([...found, ...overlapping].some(other => other.start <= start && end <= other.start + other.length)) continue;
      if (end - start > said && said < UNMISTAKABLE && !accented) continue;
      const overlaps = found.some(other => start < other.start + other.length && other.start < end);
      const meanings = meaningsOf(sayings, at.map(place => read[place]), all);
      if (meanings.length) (overlaps ? overlapping : found).push({ start, length: end - start, said, meanings });
    }
    found.sort((a, b) => a.start - b.start);
    return { found, overlapping };
  }

  /* Words that only ask, levels, verbs */

  function stopsOf(index, read) {
    const accented = read.some(isAccented);
    const typed = read.map(syllable => (accented ? syllable.exact : syllable.folded));
    const stops = typed.map(() => 0);
    for (const { exact, folded } of index.stops) {
      const words = accented ? exact : folded;
      const certainty = !accented && exact.length === 1 && exact[0] !== folded[0] ? 1 : 2;
      for (let start = 0; start + words.length <= typed.length; start++) {
        if (words.every((word, at) => typed[start + at] === word)) {
          for (let at = start; at < start + words.length; at++) stops[at] = Math.max(stops[at], certainty);
        }
      }
    }
    return stops;
  }

  function levelsOf(index, read) {
    const form = read.some(isAccented) ? "exact" : "folded";
    const typed = read.map(syllable => ` ${syllable[form]}`).join("") + " ";
    return [...new Set(index.levelWords.filter(words => typed.includes(words[form])).map(words => words.level))];
  }

  function verbsOf(index, read) {
    const form = read.some(isAccented) ? "exact" : "folded";
    const isLevel = at => read[at] && index.tables.no_verb_before.some(([exact, folded]) => read[at][form] === (form === "exact" ? exact : folded));
    const found = [];
    for (let at = 0; at < read.length; ) {
      const phrase = index.verbs.find(phrase => phrase[form].every((word, next) => read[at + next]?.[form] === word));
      if (phrase) {
        const level = phrase.verb === 0 && phrase[form].length === 1 && isLevel(at + 1);
        if (phrase.verb !== null && !level) found.push(phrase.verb);
      }
      at += phrase ? phrase[form].length : 1;
    }
    return found;
  }

  /* Numbers of legal documents and codes */

  const isDigits = (word, least, most) => /^[0-9]+$/.test(word) && least <= word.length && word.length <= most;
  const isYear = word => /^[0-9]{4}$/.test(word) && word >= 1945 && word <= 2100;

  function numbersOf(text) {
    const words = [...text.matchAll(WORD)].map(match => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
    const word = at => words[at]?.text ?? "";
    const gap = at => (at > 0 && words[at] ? text.slice(words[at - 1].end, words[at].start) : "");
    const slash = at => /^[ .]*\/[ .]*$/.test(gap(at));
    const dash = at => /^[-–‐_&] *$/.test(gap(at));
    const inside = at => /[0-9]$/.test(word(at - 1)) && ["/", ".", ","].includes(gap(at));
    const symbol = at => {
      if (!/^\p{Alphabetic}/u.test(word(at))) return null;
      const kind = fold(word(at));
      let [symbol, next] = [kind, at + 1];
      while (next < at + 5 && dash(next) && /^\p{Alphabetic}/u.test(word(next))) symbol += fold(word(next++));
      return { next, symbol, kind };
    };
    const code = at => {
      if (!/^[1-9]$/.test(word(at)) || gap(at + 1) !== "." || !isDigits(word(at + 1), 6, 6) || inside(at)) return null;
      let next = at + 2;
      const publisher = at => /^[GHgh][0-9]{2}$/.test(word(at));
      while ((gap(next) === "." && (publisher(next) || isDigits(word(next), 2, 3))) || (gap(next) === ". " && publisher(next))) next++;
      return { next, code: true, terms: [`${word(at)}.${word(at + 1)}`] };
    };
    const document = at => {
      const digits = word(at).replace(/[a-z]$/i, "");
      if (!isDigits(digits, 1, 6) || inside(at)) return null;
      let [number, next] = [word(at).replace(/^0+/, "").toLowerCase(), at + 1];
      if (gap(next) === "." && isDigits(word(next), 1, 2)) number += `.${word(next++)}`;
      if (slash(next)) {
        if (isYear(word(next))) {
          const dated = `${number}/${word(next)}`;
          const issuer = slash(next + 1) && symbol(next + 1);
          return issuer ? { next: issuer.next, terms: [`${dated}/${issuer.symbol}`, dated] } : { next: next + 1, terms: [dated] };
        }
        const issuer = symbol(next);
        return issuer && { next: issuer.next, terms: [...new Set([`${number}/${issuer.symbol}`, `${number}/${issuer.kind}`])] };
      }
      if (fold(word(next)) === "nam" && gap(next) === " " && gap(next + 1) === " " && isYear(word(next + 1)) && fold(word(at - 1)) !== "thang") {
        return { next: next + 2, terms: [`${number}/${word(next + 1)}`] };
      }
      const party = fold(word(next + 1));
      if (dash(next) && slash(next + 1) && ["tw", "tu"].includes(party)) return { next: next + 2, terms: [`${number}-${fold(word(next))}/${party}`] };
      return null;
    };
    const found = [];
    for (let at = 0; at < words.length; ) {
      const number = code(at) ?? document(at);
      if (number) found.push({ start: words[at].start, end: words[number.next - 1].end, code: Boolean(number.code), terms: number.terms });
      at = number ? number.next : at + 1;
    }
    return found;
  }

  // Codes typed carelessly: without the dot, without zeros at an end, with a comma.
  function meantCodes(piece) {
    if (!/[0-9]/.test(piece)) return [];
    const word = [...piece.toLowerCase()].map(bareLetter).join("").replace(/^[^\p{Alphabetic}\p{N}]+|[^\p{Alphabetic}\p{N}]+$/gu, "");
    const codes = [word];
    const parts = /^([0-9])[.,]([0-9]{4,6})(\.|$)/.exec(word);
    if (parts) codes.push(`${parts[1]}.${parts[2].padEnd(6, "0")}`, `${parts[1]}.${parts[2].padStart(6, "0")}`);
    else if (isDigits(word, 7, 7)) codes.push(`${word[0]}.${word.slice(1)}`);
    else if (isDigits(word, 6, 6) && word[0] === "0") codes.push(`1.${word}`, `2.${word}`, `3.${word}`);
    return codes;
  }

  /* Words the lists do not have */

  const MARKED = [["a", "â", "a", "6"], ["e", "ê", "e", "6"], ["o", "ô", "o", "6"], ["a", "ă", "w", "8"], ["o", "ơ", "w", "7"], ["u", "ư", "w", "7"], ["d", "đ", "d", "9"]];
  const INITIALS = new Set(["", ..."b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x q".split(" ")]);
  const FINALS = new Set(["", ..."c ch m n ng nh p t".split(" ")]);
  const isVowel = letter => "aăâeêioôơuưy".includes(letter);

  // What an input method left behind: "ddawng kys" (Telex), "d9a8ng ky1" (VNI).
  function decoded(typed) {
    const word = typed.toLowerCase();
    if (!/^[a-z][a-z0-9]*$/.test(word)) return null;
    const vni = /[0-9]/.test(word);
    const [letters, key] = [[], vni ? 3 : 2];
    let tone = 0;
    for (const letter of word) {
      const toned = (vni ? "23415" : "frxsj").indexOf(letter) + 1;
      if (toned && letters.some(isVowel)) {
        if (tone) return null;
        tone = toned;
      } else if (!marked(letters, letter, key)) {
        if (/[0-9]/.test(letter)) return null;
        letters.push(letter === "w" && !vni ? "ư" : letter);
      }
    }
    if (!tone && letters.join("") === word) return null;
    let start = letters.findIndex(isVowel);
    if (start < 0) return null;
    let end = start;
    while (end < letters.length && isVowel(letters[end])) end++;
    if (start > 0 && end - start > 1 && ["qu", "gi"].includes(letters[start - 1] + letters[start])) start++;
    if (end - start > 3 || !INITIALS.has(letters.slice(0, start).join("")) || !FINALS.has(letters.slice(end).join(""))) return null;
    if (tone) {
      let at = end - 1;
      while (at >= start && !"ăâêôơư".includes(letters[at])) at--;
      if (at < start) at = end - start === 1 ? start : end < letters.length ? end - 1 : end - 2;
      letters[at] = withTone(letters[at], tone);
    }
    return canonical(letters.join(""));
  }

  function marked(letters, letter, key) {
    const carries = it => MARKED.find(row => row[0] === it && row[key] === letter);
    let at = letters.length - 1;
    while (at >= 0 && !carries(letters[at])) at--;
    if (at < 0) return false;
    if (key === 2 && letter !== "w" && letter !== "d" && letters.slice(at + 1).some(isVowel)) return false;
    letters[at] = carries(letters[at])[1];
    if (letters[at] === "ơ" && letters[at - 1] === "u" && letters[at - 2] !== "q") letters[at - 1] = "ư";
    return true;
  }

  // Whether two different words are one slip apart: a letter more, less or other, or two swapped.
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start++;
    const rest = (word, from) => word.slice(from);
    if (a.length === b.length) {
      return rest(a, start + 1) === rest(b, start + 1) || (a[start] === b[start + 1] && a[start + 1] === b[start] && rest(a, start + 2) === rest(b, start + 2));
    }
    return a.length < b.length ? rest(a, start) === rest(b, start + 1) : rest(a, start + 1) === rest(b, start);
  }

  function confusions(index, folded) {
    const made = [];
    for (const [a, b] of index.tables.confused.flatMap(([a, b]) => [[a, b], [b, a]])) {
      if (folded.startsWith(a) && /^[aeiouy]/.test(folded.slice(a.length))) made.push(b + folded.slice(a.length));
    }
    return made;
  }

  function guesses(index, lists, word, folded, place) {
    const frequency = lists.frequency("folded", folded);
    if (frequency <= 2) {
      const exact = decoded(word);
      if (exact !== null && lists.frequency("folded", fold(exact)) > frequency) return [{ syllables: [fold(exact)], exact }];
    }
    if (folded.length < 3 || !/^[a-z]+$/.test(folded)) return [];
    const beside = it =>
      (place.before ? lists.frequency("pairs", `${place.before}_${it}`) : 0) + (place.after ? lists.frequency("pairs", `${it}_${place.after}`) : 0);
    const nearest = () => {
      const all = new Set([...index.vocabulary.filter(it => near(folded, it)), ...confusions(index, folded)]);
      all.delete(folded);
      const ranked = [...all]
        .map(it => ({ it, beside: 0, frequency: lists.frequency("folded", it) }))
        .filter(({ it, frequency }) => frequency && !/[0-9]/.test(it));
      for (const guess of ranked) guess.beside = beside(guess.it);
      ranked.sort((a, b) => b.beside - a.beside || b.frequency - a.frequency || (a.it < b.it ? -1 : 1));
      const fitting = ranked[0]?.beside > 0;
      return ranked.filter(guess => !fitting || guess.beside).slice(0, 3).map(({ it }) => ({ syllables: [it], exact: null }));
    };
    if (!frequency) {
      const found = nearest();
      if (found.length) return found;
      let [most, best] = [0, []];
      for (let at = 2; at < folded.length - 1; at++) {
        const two = [folded.slice(0, at), folded.slice(at)];
        const together = lists.frequency("pairs", two.join("_"));
        if (together > most) [most, best] = [together, [{ syllables: two, exact: null }]];
      }
      return best;
    }
    if (beside(folded)) return [];
    const doubtful = frequency <= 2 ? nearest().flatMap(guess => guess.syllables) : [];
    return [...confusions(index, folded), ...doubtful].filter(it => beside(it) >= 3).slice(0, 1).map(it => ({ syllables: [it], exact: null }));
  }

  /* A query as clauses; each holds the choices of what may be meant */

  function isAbbreviation(written) {
    const letters = [...written].filter(letter => /\p{Alphabetic}/u.test(letter));
    const capitals = letters.filter(letter => /\p{Lu}/u.test(letter)).length;
    return (capitals > 1 && capitals === letters.length) || !/[aeiouy]/.test(fold(written));
  }

  function wordsOf(index, lists, read, taken, phrases) {
    const tuning = index.tables.tuning;
    const stops = stopsOf(index, read);
    const onlyStops = stops.every(stop => stop > 0);
    const inside = (ranges, syllable) => ranges.some(range => range.start <= syllable.start && syllable.start < range.end);
    return read.map((syllable, at) => {
      const minor = (stops[at] > 0 && !onlyStops) || inside(taken.documents, syllable);
      const searched = !inside(taken.codes, syllable);
      const inPhrase = phrases.some(found => found.start <= at && at < found.start + found.length);
      const place = { before: syllable.afterBreak ? undefined : read[at - 1]?.folded, after: read[at + 1]?.folded };
      const guess = searched && !minor && !inPhrase && !isAbbreviation(syllable.written);
      return {
        syllable, searched,
        guesses: guess ? guesses(index, lists, syllable.exact, syllable.folded, place) : [],
        factor: !minor ? 1 : stops[at] === 1 ? tuning.doubtful_stop_word : tuning.stop_word,
        counts: !minor,
      };
    });
  }

  const readAs = ({ syllable, guesses: [guess] }) =>
    guess?.syllables.length === 1 ? { ...syllable, exact: guess.exact ?? guess.syllables[0], folded: guess.syllables[0] } : syllable;

  function clausesOf(tuning, words, { found, overlapping }) {
    const syllableTerms = (folded, exact, factor) => {
      const has = exact !== null && exact !== folded;
      const terms = [{ form: "folded", term: folded, factor: factor * (has ? tuning.folded : 1) }];
      if (has) terms.push({ form: "exact", term: exact, factor: factor * tuning.exact });
      return terms;
    };
    const pair = (a, b, factor) => ({ form: "pairs", term: `${a}_${b}`, factor: factor * tuning.pairs });
    const wordClause = word => {
      const choices = [{ terms: syllableTerms(word.syllable.folded, word.syllable.exact, word.factor), weight: 1 }];
      for (const guess of word.guesses) {
        const terms = guess.syllables.flatMap(folded => syllableTerms(folded, guess.exact, word.factor));
        if (guess.syllables.length === 2) terms.push(pair(...guess.syllables, word.factor));
        choices.push({ terms, weight: guess.exact !== null ? 1 : tuning.repair });
      }
      return { choices, counts: word.counts, said: 1, words: [word] };
    };
    const readings = (word, guess) => {
      const others = word.guesses.filter(other => other.syllables.length === 1);
      return [[word.syllable.folded, 1], ...(guess ? others.map(other => [other.syllables[0], other.exact !== null ? 0.999 : tuning.repair]) : [])];
    };
    const pairClause = (first, second, guess) => {
      if (second.syllable.afterBreak || !first.searched || !second.searched) return [];
      const factor = Math.min(first.factor, second.factor);
      const choices = readings(first, guess).flatMap(([a, aWeight]) =>
        readings(second, guess).map(([b, bWeight]) => ({ terms: [pair(a, b, factor)], weight: aWeight * bWeight })));
      return [{ choices, counts: false, said: 0, words: [] }];
    };
    const phraseClause = found => {
      const here = words.slice(found.start, found.start + found.length);
      const before = here[0].syllable.afterBreak ? undefined : words[found.start - 1];
      const next = words[found.start + found.length];
      const after = next?.syllable.afterBreak ? undefined : next;
      const factor = Math.max(...here.map(word => word.factor));
      const typed = here.flatMap((word, at) => {
        const terms = syllableTerms(word.syllable.folded, word.syllable.exact, word.factor);
        if (here[at + 1]) terms.push(pair(word.syllable.folded, here[at + 1].syllable.folded, Math.min(word.factor, here[at + 1].factor)));
        return terms;
      });
      const choices = [{ terms: typed, weight: 1 }];
      found.meanings.slice(0, 3).forEach(({ origin, words: meant }, place) => {
        const worth = { a: tuning.abbreviation, c: tuning.citizen_word, f: tuning.former_name }[origin];
        const read = syllables(meant);
        const bounded = origin === "a" ? 1 : Math.min((tuning.longest_meaning * found.said) / Math.max(read.length, 1), 1);
        const terms = read.flatMap((syllable, at) => {
          const terms = syllableTerms(syllable.folded, syllable.exact, factor);
          if (read[at + 1]) terms.push(pair(syllable.folded, read[at + 1].folded, factor));
          return terms;
        });
        if (before?.searched && read.length) terms.push(pair(before.syllable.folded, read[0].folded, Math.min(factor, before.factor)));
        if (after?.searched && read.length) terms.push(pair(read.at(-1).folded, after.syllable.folded, Math.min(factor, after.factor)));
        choices.push({ terms, weight: worth * bounded * 0.95 ** place, origin, meant });
      });
      return { choices, counts: here.some(word => word.counts), said: found.said, words: here };
    };
    const [clauses, seen, starts] = [[], new Set(), new Map(found.map(found => [found.start, found]))];
    for (let at = 0; at < words.length; ) {
      let phrase = starts.get(at);
      starts.delete(at);
      if (phrase && !words.slice(at, at + phrase.length).every(word => word.searched)) phrase = undefined;
      if (phrase) clauses.push(phraseClause(phrase));
      else if (words[at].searched && !seen.has(words[at].syllable.folded)) {
        seen.add(words[at].syllable.folded);
        clauses.push(wordClause(words[at]));
      }
      at += phrase?.length ?? 1;
      if (at < words.length) clauses.push(...pairClause(words[at - 1], words[at], !phrase && !starts.has(at)));
    }
    for (const other of overlapping) {
      const clause = phraseClause(other);
      clause.choices.shift();
      for (const choice of clause.choices) choice.weight *= tuning.overlapping;
      clauses.push({ ...clause, counts: false });
    }
    return clauses;
  }

  function planOf(index, lists, query) {
    const tuning = index.tables.tuning;
    const typed = clean(query).slice(0, 4000);
    const taken = { codes: [], documents: [] };
    const [codes, clauses] = [[], []];
    for (const number of numbersOf(typed)) {
      (number.code ? taken.codes : taken.documents).push(number);
      if (number.code) codes.push(...number.terms);
      const choices = number.terms.map((term, place) => ({ terms: [{ form: "numbers", term, factor: tuning.number }], weight: 0.5 ** place }));
      clauses.push({ choices, counts: true, said: 1, words: [] });
    }
    for (const match of typed.matchAll(/\S+/g)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if ([...taken.codes, ...taken.documents].some(range => range.start < end && start < range.end)) continue;
      const meant = meantCodes(match[0]);
      if (meant.length > 1 && /[.,]/.test(match[0])) taken.codes.push({ start, end });
      codes.push(...meant);
    }
    const read = syllables(typed).slice(0, 64);
    const first = phrasesOf(index, read);
    const words = wordsOf(index, lists, read, taken, first.found);
    const meant = words.map(readAs);
    const same = meant.every((syllable, at) => syllable.exact === read[at].exact && syllable.folded === read[at].folded);
    clauses.push(...clausesOf(tuning, words, same ? first : phrasesOf(index, meant)));
    const verbs = verbsOf(index, meant);
    for (const clause of clauses) {
      const meaning = clause.choices.find(choice => choice.origin === "c" && choice.meant.split(" ").length <= 3);
      if (meaning) verbs.push(...verbsOf(index, syllables(meaning.meant)));
    }
    return { typed, read, words, codes, clauses, verbs: new Set(verbs), levels: levelsOf(index, meant), whole: whole(typed) };
  }

  // What was typed with its repairs; nothing where there are none.
  function suggestionOf(lists, { typed, read, words }) {
    const accented = read.some(isAccented);
    let [out, end, repaired] = ["", 0, false];
    words.forEach(({ searched, syllable, guesses: [guess] }) => {
      if (!guess || !searched) return;
      const spelt = guess.exact ?? guess.syllables.map(folded => (accented ? lists.accented(folded) : folded)).join(" ");
      out += typed.slice(end, syllable.start) + spelt;
      [end, repaired] = [syllable.end, true];
    });
    return repaired ? out + typed.slice(end) : "";
  }

  /* What every procedure earns */

  const shows = term => term.form === "folded" || term.form === "numbers";
  const sum = numbers => numbers.reduce((all, number) => all + number, 0);

  function boardOf(index, lists, plan) {
    const { tuning } = index.tables;
    const count = index.records.length;
    const [scores, covered] = [new Float64Array(count), new Float64Array(count)];
    let [mass, total, said] = [0, 0, 0];
    for (const clause of plan.clauses) {
      for (const choice of clause.choices) {
        for (const term of choice.terms) term.telling = lists.telling(lists.frequency(term.form, term.term));
        choice.shown = sum(choice.terms.filter(shows).map(term => term.telling));
      }
      const most = Math.max(0, ...clause.choices.map(choice => choice.shown));
      clause.mass = clause.counts ? most : 0;
      mass += clause.mass;
      if (clause.mass > 0) said += clause.said;
      const usable = clause.choices.filter(choice => choice.terms.some(term => term.telling > 0));
      total += Math.max(0, ...usable.map(choice => choice.weight * sum(choice.terms.map(term => term.factor * term.telling))));
      const [bestPoints, bestPresent] = [new Map(), new Map()];
      for (const choice of usable) {
        const [points, present] = [new Map(), new Map()];
        for (const term of choice.terms.filter(term => term.telling > 0)) {
          const worth = choice.weight * term.factor * term.telling;
          const there = shows(term) ? term.telling / choice.shown : 0;
          const list = lists.list(term.form, term.term);
          for (let at = 0; at < list.length; at += 2) {
            const procedure = list[at];
            points.set(procedure, (points.get(procedure) ?? 0) + worth * (term.form === "numbers" ? 1 : index.tables.shares[list[at + 1]]));
            present.set(procedure, (present.get(procedure) ?? 0) + there);
          }
        }
        for (const [procedure, earned] of points) if (earned > (bestPoints.get(procedure) ?? 0)) bestPoints.set(procedure, earned);
        for (const [procedure, there] of present) if (there > (bestPresent.get(procedure) ?? 0)) bestPresent.set(procedure, there);
      }
      for (const [procedure, earned] of bestPoints) scores[procedure] += earned;
      for (const [procedure, there] of bestPresent) covered[procedure] += clause.mass * there;
    }
    const pinned = new Set(plan.codes.flatMap(code => index.byCode.get(code) ?? []));
    for (const procedure of pinned) scores[procedure] += tuning.own_code;
    for (const procedure of index.byName.get(plan.whole) ?? []) scores[procedure] += tuning.whole_name;
    const most = covered.reduce((most, covered) => Math.max(most, covered), 0);
    const share = index.tables.enough[Math.min(said, index.tables.enough.length - 1)];
    const enough = Math.min(mass * share, most * 0.999);
    const found = [];
    for (let at = 0; at < count; at++) if ((most > 0 && covered[at] >= enough) || pinned.has(at)) found.push(at);
    return { scores, found, mass, total };
  }

  // The best looked at again by their names, verbs and levels.
  function rerank(index, plan, board, best) {
    const { tuning } = index.tables;
    const exactOf = new Map();
    for (const { choices } of plan.clauses) {
      for (const { terms } of choices) {
        let folded = null;
        for (const term of terms) {
          if (term.form === "folded") {
            folded = term.term;
            if (!exactOf.has(folded)) exactOf.set(folded, null);
          } else if (term.form === "exact" && folded !== null && exactOf.get(folded) === null) exactOf.set(folded, term.term);
        }
      }
    }
    const isDerived = verb => index.tables.verbs[verb][1];
    const derivedAsked = [...plan.verbs].some(isDerived);
    for (const procedure of best) {
      const record = index.records[procedure];
      const [folded, exact] = [new Set(), new Set()];
      let [counted, asked] = [0, 0];
      for (const syllable of syllables(record.name)) {
        if (exactOf.has(syllable.folded)) {
          counted++;
          asked++;
          folded.add(syllable.folded);
          const wanted = exactOf.get(syllable.folded);
          if (wanted === null || wanted === syllable.exact) exact.add(syllable.folded);
        } else if (!index.stopSyllables.has(syllable.folded)) counted++;
      }
      const share = ({ terms, weight, shown }) => {
        const words = terms.filter(term => term.form === "folded");
        const whole = sum(words.map(term => term.telling));
        const has = sum(words.map(({ term, telling }) => (exact.has(term) ? telling : folded.has(term) ? tuning.other_accents * telling : 0)));
        return shown > 0 && whole > 0 ? (Math.min(weight, 1) * has) / whole : 0;
      };
      const clauses = plan.clauses.filter(clause => clause.mass > 0);
      const covers = board.mass > 0 ? sum(clauses.map(clause => clause.mass * Math.max(...clause.choices.map(share)))) / board.mass : 0;
      let more = tuning.name_covers_query * covers + (tuning.query_covers_name * covers * asked) / Math.max(counted, 1);
      const verbs = record.verbs;
      if (verbs.some(verb => plan.verbs.has(verb))) more += tuning.verb;
      else if (derivedAsked) more -= tuning.other_verb;
      else if (verbs.length && verbs.every(isDerived)) more -= tuning.special_verb;
      if (record.levels.some(level => plan.levels.includes(level))) more += tuning.level;
      board.scores[procedure] += more * board.total;
    }
  }

  /* Marks in names */

  function marksOf(tuning, plan, name) {
    const wanted = new Map();
    for (const { choices, words } of plan.clauses) {
      // Words that surely only ask are no reason for a hit.
      if (words.length && words.every(word => word.factor <= tuning.stop_word)) continue;
      for (const { terms } of choices) {
        terms.forEach((term, at) => {
          if (term.form !== "folded" || !term.telling) return;
          const exact = terms[at + 1]?.form === "exact" ? terms[at + 1].term : null;
          const known = wanted.get(term.term) ?? new Set();
          wanted.set(term.term, known.add(exact));
        });
      }
    }
    const marks = [];
    for (const { start, end, exact, folded } of syllables(name)) {
      const asked = wanted.get(folded);
      if (!asked || !(asked.has(null) || asked.has(exact))) continue;
      const last = marks.at(-1);
      if (last && /^ *$/.test(name.slice(last[1], start))) last[1] = end;
      else marks.push([start, end]);
    }
    return marks;
  }

  /* Search */

  const FACETS = ["level", "field", "online"];
  const valuesOf = { level: record => record.levels, field: record => [record.field], online: record => (record.online ? [record.online] : []) };

  function filtered(index, found, chosen) {
    const passes = (record, facet) => !chosen[facet] || valuesOf[facet](record).includes(chosen[facet]);
    const facets = {};
    for (const facet of FACETS) {
      const counts = new Map();
      for (const at of found) {
        const record = index.records[at];
        if (!FACETS.every(other => other === facet || passes(record, other))) continue;
        for (const value of valuesOf[facet](record)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      facets[facet] = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "vi"));
    }
    return { facets, left: found.filter(at => FACETS.every(facet => passes(index.records[at], facet))) };
  }

  function answer(index, lists, query, chosen) {
    const everything = !query.trim();
    const plan = planOf(index, lists, query);
    const board = everything
      ? { scores: new Float64Array(index.records.length), found: index.records.map((_, at) => at), mass: 0, total: 0 }
      : boardOf(index, lists, plan);
    const { facets, left } = filtered(index, board.found, chosen);
    const byScore = (a, b) => board.scores[b] - board.scores[a] || a - b;
    left.sort(byScore);
    if (!everything) {
      rerank(index, plan, board, left.slice(0, index.tables.tuning.reranked));
      left.sort(byScore);
    }
    return { plan, total: left.length, found: left, facets, suggestion: everything ? "" : suggestionOf(lists, plan) };
  }

  // A search over the data files that `load(name)` brings in; it promises that they are there.
  globalThis.tthcSearch = load => {
    let opening = null;
    const open = async () => {
      await Promise.all([load("core"), load("sayings")]);
      const index = opened(held.core);
      index.sayings = readSayings(held.sayings);
      index.records = held.core.records.map(([code, name, field, levels, online, verbs, page, others]) => ({
        code, name, verbs, page: page || code, others: others ?? [],
        field: held.core.fields[field],
        levels: levels.map(level => held.core.levels[level]),
        online: online < 0 ? null : held.core.onlines[online],
      }));
      const add = (map, key, at) => (map.has(key) ? map.get(key).push(at) : map.set(key, [at]));
      [index.byCode, index.byName] = [new Map(), new Map()];
      index.records.forEach((record, at) => {
        [record.code.toLowerCase(), ...record.others].forEach(code => add(index.byCode, code, at));
        add(index.byName, whole(record.name), at);
      });
      return index;
    };
    return async (query, chosen = {}, limit = 20) => {
      const index = await (opening ??= open());
      for (;;) {
        const missing = new Set();
        const result = answer(index, new Lists(index, missing), query, chosen);
        if (missing.size) {
          await Promise.all([...missing].map(part => load(part)));
          continue;
        }
        const hits = result.found.slice(0, limit).map(at => ({ ...index.records[at], marks: marksOf(index.tables.tuning, result.plan, index.records[at].name) }));
        return { total: result.total, hits, facets: result.facets, suggestion: result.suggestion };
      }
    };
  };
})();
