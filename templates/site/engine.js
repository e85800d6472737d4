// Finds words of the record in any inflection. The same answers as pipeline/search/index.py.
//
// stenogram.openIndex(baseUrl) -> Promise of an engine; baseUrl is the folder search/
// engine.find(query, {speaker: "", all: false}) -> Promise of {query, answers, total, more,
//   documents, forms, unknown, suggested}; answers are places, best first; `more` says that there
//   are more than `total`: without `all`, of words that are everywhere only the best are read.
// stenogram.pick(answers, limit) -> [{shown, rest}, …]: answers by recording, so many to show
// engine.hit(answer)           -> Promise of what to show, or of null: words of grammar in a
//   phrase are looked for only then, and may not be there
// engine.search(query, {limit: 20, …}) -> Promise of the same with the first hits
// engine.facets()              -> Promise of {seminars, speakers, years}: what one can keep to
// hit: {documentId, url, title, seminar, date, session, start, excerpt, marks, score, kind,
//   speaker, doubtful, heading};
// kind is "recording", or "deck": then start is the number of the slide;
// marks are half-open ranges of UTF-16 units, so that excerpt.slice(a, b) is what was found.
// All reject with an Error whose message says what is missing.
(() => {
  "use strict";
  const stenogram = (window.stenogram = window.stenogram || {});
  const VERSION = 5;
  const EXACT = 100, FIRST = 60, OTHER = 25, FOLDED = 10;
  const UNITS = 2 ** 20, BLOCK = 52, KEY = 10;
  const SLIDE = 4, TITLE = 5, NUMBER = 6;
  const PIECES = 2; // shards of a long list that are read unless all are asked for
  const EACH = 3; // places of one recording that are shown at first

  // ---- words: as in pipeline/language/folding.py, words.py and stemming.py
  const fold = (text) => text.normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(/\p{M}/gu, "").replace(/ł/g, "l");
  const L = "[\\p{L}\\p{Nl}\\p{No}\\u0300-\\u036f]";
  const X = "[\\p{L}\\p{N}\\u0300-\\u036f]";
  const D = "\\p{Nd}";
  const WORD = new RegExp(
    `${D}{1,3}(?:[ \\u00a0\\u202f]${D}{3})+(?!${X})(?:,${D}+)?` +
    `|${D}+(?:,${D}+)+(?!${X})|${D}{1,2}:${D}{2}(?!${X})` +
    `|${X}+(?:(?:-(?=${L})|(?<=${L})-(?=${D})|\\.(?=[a-ząćęłńóśźż0-9])|['’](?=${L}))${X}+)*`, "gu");
  const tokens = (text) => Array.from(text.matchAll(WORD),
    (found) => ({ text: found[0], start: found.index, end: found.index + found[0].length }));
  const spell = (word) => word.normalize("NFC").toLowerCase().replace(/[ \u00a0\u202f]/g, "");
  const strip = (word, endings, least) => {
    const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= least);
    return ending ? word.slice(0, -ending.length) : word;
  };
  const stem = (form, rules) => {
    let word = fold(form);
    const hyphen = word.lastIndexOf("-");
    if (hyphen > 0 && rules.endings.includes(word.slice(hyphen + 1))) word = word.slice(0, hyphen);
    if (!/^\p{L}+$/u.test(word)) return word;
    for (const [ending, base] of rules.softened) {
      if (word.endsWith(ending) && word.length - ending.length >= rules.least - 1) {
        word = word.slice(0, -ending.length) + base;
        break;
      }
    }
    word = strip(strip(word, rules.endings, rules.least), rules.inner, rules.least);
    const bare = word.replace(/(?<=[^aeiouy])i?e(?=[^aeiouy]$)/u, "");
    if (bare.length >= rules.least) word = bare;
    const last = rules.finals.find(([final]) => word.endsWith(final));
    return last ? word.slice(0, -last[0].length) + last[1] : word;
  };

  // ---- shards: scripts that call stenogram.shard(name, deflated bytes, seven bits a letter)
  const waiting = new WeakMap(); // by script, so that two indexes cannot be mixed up
  stenogram.shard = (name, body) => {
    const script = document.currentScript;
    const take = waiting.get(script);
    waiting.delete(script);
    if (take) take(name, body);
  };
  const unpack = async (body) => {
    const bytes = new Uint8Array(Math.floor(body.length * 7 / 8));
    for (let i = 0, at = 0, held = 0, bits = 0; at < bytes.length; i += 1) {
      held = (held << 7) | body.charCodeAt(i);
      bits += 7;
      if (bits >= 8) bytes[at++] = held >> (bits -= 8);
      held &= (1 << bits) - 1;
    }
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };
  const text = new TextDecoder();
  const asJson = (bytes) => JSON.parse(text.decode(bytes));
  // Varints, as in pipeline/search/varints.py; numbers may have more than 32 bits.
  class Reader {
    constructor(bytes, at = 0) { this.bytes = bytes; this.at = at; }
    number() {
      let value = 0, factor = 1, byte;
      do {
        if (this.at >= this.bytes.length) throw new Error("A shard of the search index ends early.");
        byte = this.bytes[this.at++];
        value += (byte & 127) * factor;
        factor *= 128;
      } while (byte > 127);
      return value;
    }
    numbers(count) { return Array.from({ length: count }, () => this.number()); }
    data() { const length = this.number(); return this.bytes.subarray(this.at, this.at += length); }
  }
  const fetchShard = (base, name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      script.remove();
      reject(new Error(`The search index lacks ${name}.js, or it is broken.`));
    };
    waiting.set(script, (given, body) => {
      if (given === name) unpack(body).then(resolve, fail);
      else fail();
    });
    script.onload = () => {
      if (waiting.has(script)) fail(); // it called nothing
      script.remove();
    };
    script.onerror = fail;
    script.src = new URL(`${name}.js`, base).href;
    document.head.append(script);
  });

  // ---- helpers over sorted lists
  const upper = (list, value, key) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (less(value, key(list[middle]))) high = middle; else low = middle + 1;
    }
    return low;
  };
  // Python orders texts by code points, JavaScript by UTF-16 units.
  const points = (text) => Array.from(text, (char) => char.codePointAt(0));
  const less = (a, b) => {
    if (typeof a === "number") return a < b;
    const left = points(a), right = points(b);
    for (let i = 0; i < left.length && i < right.length; i += 1) {
      if (left[i] !== right[i]) return left[i] < right[i];
    }
    return left.length < right.length;
  };
  const compare = (a, b) => (less(a, b) ? -1 : less(b, a) ? 1 : 0);
  const first = (row) => row[0];
  const group = (map, key) => {
    if (!map.has(key)) map.set(key, []);
    return map.get(key);
  };
  const sum = (list) => list.reduce((total, value) => total + value, 0);
  const mean = (list) => Math.floor(sum(list) / list.length);

  // ---- the query: as in pipeline/search/query.py
  const PIECE = /((?<!\S)[-−–])?(=)?(?:(\p{L}{3,12}):)?(?:["„“”«»]([^"„“”«»]*)["„“”«»]|([^\s"„“”«»]+))/gu;
  const FACETS = { mowca: "speaker", kto: "speaker", speaker: "speaker", seminarium: "seminar",
    seminar: "seminar", sesja: "session", session: "session", rok: "year", year: "year" };
  const facetOf = (name) => (Object.hasOwn(FACETS, fold(name || "")) ? FACETS[fold(name)] : null);
  const readQuery = (query, functionWords, numerals) => {
    let terms = [], bare = [];
    const facets = [];
    const loose = () => { terms.push(...looseTerms(bare.join(" "), numerals)); bare = []; };
    for (const [, minus, exact, name, quoted, plain] of query.matchAll(PIECE)) {
      let piece = quoted ?? plain;
      const facet = facetOf(name);
      if (facet && piece.trim()) { facets.push([facet, piece.trim()]); continue; }
      if (name) piece = `${name}:${piece}`;
      if (!minus && !exact && quoted === undefined) { bare.push(piece); continue; }
      loose();
      const words = tokens(piece).map((token) => spell(token.text));
      if (quoted !== undefined || exact) {
        if (words.length) terms.push({ words, exact: Boolean(exact), wanted: !minus });
      } else terms.push(...words.map((word) => ({ words: [word], exact: false, wanted: false })));
    }
    loose();
    terms = [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
    const kept = [];
    let count = 0;
    for (const term of terms) {
      count += term.words.length;
      if (count > 32) break;
      kept.push(term);
    }
    if (!kept.length && terms.length) kept.push({ words: terms[0].words.slice(0, 32), exact: false, wanted: true });
    const matter = kept.filter(({ words, exact }) => words.length > 1 || exact || !functionWords.has(words[0]));
    return { terms: matter.length ? matter : kept, facets };
  };
  const looseTerms = (piece, numerals) => {
    const words = tokens(piece).map((token) => spell(token.text));
    const terms = [];
    for (let at = 0; at < words.length;) {
      const [worth, end] = numeral(words, at, numerals);
      terms.push({ words: [worth === null ? words[at] : `#${worth}`], exact: false, wanted: true });
      at = worth === null ? at + 1 : end;
    }
    return terms;
  };
  // A whole number in words or digits, thousands and millions folded in: [worth, end] or [null].
  // What pipeline/language/numerals.py knows of dates, fractions and units, queries do without.
  const numeral = (words, start, numerals) => {
    const kind = (at) => (at < words.length && Object.hasOwn(numerals, words[at]) ? numerals[words[at]] : ["", "0"]);
    let at = start, total = 0, group = null, least = Infinity, ordinal = false;
    for (; at < words.length && !ordinal; at += 1) {
      const [name, worth] = kind(at);
      const value = Number(worth);
      if (name === "scale") {
        if (group === null && at > start) break;
        total += (group ?? 1) * value;
        group = null;
        least = Infinity;
      } else if (name === "cardinal" || name === "ordinal") {
        const size = value < 20 ? 1 : value < 100 ? 10 : 100;
        if (group !== null && (size >= least || (value >= 10 && value < 20 && least <= 10))) break;
        group = (group ?? 0) + value;
        least = value >= 10 && value < 20 ? 1 : size;
        ordinal = name === "ordinal";
      } else if (at === start && /^\p{Nd}+(,\p{Nd}+)?$/u.test(words[at]) && words[at].length < 16) {
        group = Number(words[at].replace(",", "."));
        least = 0;
      } else break;
    }
    if (at === start) return [null, start];
    const worth = Math.round((total + (group ?? 0)) * 1e6) / 1e6;
    return worth === 1 || !Number.isInteger(worth) ? [null, start] : [worth, at];
  };

  // ---- matching: as in pipeline/search/matching.py; a Set stands for a word of grammar
  const phrase = (words) => {
    const lead = words.findIndex((word) => word instanceof Map);
    const kept = words.filter((word) => word instanceof Map);
    const found = new Map();
    for (const [place, spots] of kept[0]) {
      if (!kept.every((word) => word.has(place))) continue;
      const held = words.map((word) => (word instanceof Map
        ? new Map(word.get(place).map((spot) => [spot.position, spot])) : word));
      for (const { position } of spots) {
        const run = phraseAt(held, position - lead);
        if (run) group(found, place).push(run);
      }
    }
    return found;
  };
  const phraseAt = (words, start) => {
    let position = start;
    const spots = [], unsure = [];
    for (const word of words) {
      if (word instanceof Set) { unsure.push([position, word]); position += 1; continue; }
      const spot = word.get(position);
      if (!spot) return null;
      spots.push(spot);
      position += spot.width;
    }
    return start < 0 ? null : { position: start, width: position - start, unsure,
      score: mean(spots.map((spot) => spot.score)), forms: spots.flatMap((spot) => spot.forms),
      kind: Math.max(...spots.map((spot) => spot.kind)), apart: spots.some((spot) => spot.apart),
      extra: Math.max(...spots.map((spot) => spot.extra)) };
  };
  const slack = (terms) => {
    const line = terms.flatMap((spots, index) => spots.map((s) => [s.position, s.width, index]))
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    const latest = new Map();
    let least = Infinity;
    for (const [position, width, index] of line) {
      latest.set(index, [position, width]);
      if (latest.size < terms.length) continue;
      const all = [...latest.values()];
      const begin = Math.min(...all.map(([at]) => at));
      const end = Math.max(...all.map(([at, length]) => at + length));
      least = Math.min(least, end - begin - sum(all.map(([, length]) => length)));
    }
    return Math.max(0, least);
  };
  const best = (spots) => Math.max(...spots.map((spot) => spot.score));
  const worth = (spots) => {
    const kinds = spots.map((spot) => spot.kind);
    if (kinds.includes(TITLE)) return 150;
    if (kinds.includes(SLIDE)) return 60;
    return 2 * (3 - Math.min(...kinds.filter((kind) => kind !== NUMBER), 3));
  };
  const answers = (terms, unwanted, kept) => {
    const places = [...new Set(terms.flatMap((term) => [...term.keys()]))].sort((a, b) => a - b);
    const fits = (place) => kept(place) && !unwanted.some((term) => term.has(place));
    const whole = new Set(places.filter((place) => terms.every((term) => term.has(place)) && fits(place)));
    const found = [];
    for (const place of whole) {
      const here = terms.map((term) => term.get(place));
      let score = 10000 + 10 * mean(here.map(best)) + worth(here.flat());
      if (terms.length > 1) score += Math.max(0, 40 - 4 * slack(here));
      found.push({ place, places: 1, score, spots: here.flat().map((spot) => [0, spot]) });
    }
    let taken = -1;
    for (const place of terms.length > 1 ? places : []) {
      const after = place + 1;
      if (whole.has(place) || whole.has(after) || place === taken) continue;
      const sides = terms.map((term) => [term.get(place) || [], term.get(after) || []]);
      if (sides.some(([a, b]) => !a.length && !b.length)) continue;
      if (sides.every(([, b]) => !b.length)) continue;
      const spots = [0, 1].flatMap((side) => sides.flatMap((both) => both[side].map((s) => [side, s])));
      if (spots.some(([, spot]) => spot.apart) || !fits(place) || !fits(after)) continue;
      found.push({ place, places: 2, score: 10 * mean(sides.map(([a, b]) => best([...a, ...b]))), spots });
      taken = after;
    }
    return found;
  };

  // ---- words one letter off: as in pipeline/search/misspelling.py
  const off = (word, form) => {
    if (word === form || Math.abs(word.length - form.length) > 1) return 0;
    let head = 0;
    while (head < Math.min(word.length, form.length) && word[head] === form[head]) head += 1;
    if (word.length === form.length) {
      if (word[head] === form[head + 1] && word[head + 1] === form[head] && word.slice(head + 2) === form.slice(head + 2)) return 1;
      return word.slice(head + 1) === form.slice(head + 1) ? 3 : 0;
    }
    const [long, short] = word.length > form.length ? [word, form] : [form, word];
    if (long.slice(head + 1) !== short.slice(head)) return 0;
    return head && long[head] === long[head - 1] ? 1 : 2;
  };
  const corrections = (word, known) => (word.length < 4 ? [] : [...new Set(known)]
    .map((form) => [off(word, form), form]).filter(([distance]) => distance)
    .sort((a, b) => a[0] - b[0] || compare(a[1], b[1])).map(([, form]) => form));

  // ---- excerpts: as in pipeline/search/excerpt.py
  const cut = (text, marks) => {
    const joined = [];
    for (const [start, end] of marks.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = joined[joined.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end]);
    }
    if (text.length <= 240) return [text, joined];
    let begin = Math.max(0, (joined.length ? joined[0][0] : 0) - 80);
    let end = Math.min(text.length, begin + 240);
    begin = Math.max(0, end - 240);
    if (begin > 0) {
      const space = text.indexOf(" ", begin);
      if (space >= 0 && space < begin + 80) begin = space + 1;
    }
    if (end < text.length) {
      const space = text.lastIndexOf(" ", end - 1);
      if (space >= end - 80) end = space;
    }
    const head = begin > 0 ? "… " : "";
    const shift = head.length - begin;
    return [head + text.slice(begin, end) + (end < text.length ? " …" : ""),
      joined.filter(([a, b]) => a >= begin && b <= end).map(([a, b]) => [a + shift, b + shift])];
  };

  // ---- the base, or the delta: as in pipeline/search/reading.py
  class Generation {
    constructor(engine, row) {
      Object.assign(this, { engine, row });
      this.keys = row.forms.flatMap((firsts, part) => firsts.map((first, at) => [first, `f${part}-${at}`]));
      this.firsts = row.postings.flatMap((steps, part) => {
        let number = 0;
        return steps.map((step, at) => [number += step, `p${part}-${at}`]);
      });
    }

    load(name, read) { return this.engine.load(`${this.row.name}/${name}`, read); }
    key(document) { return this.row.keys.slice(document * KEY, (document + 1) * KEY); }
    facets() { return this.load("facets", asJson); }

    formsAround(key) {
      const at = Math.max(0, upper(this.keys, key, first) - 1);
      return this.keys.length ? this.load(this.keys[at][1], readForms) : Promise.resolve(new Map());
    }

    async entries(key) { return (await this.formsAround(key)).get(key) || []; }

    async record(lemma) {
      const at = upper(this.firsts, lemma, first) - 1;
      if (at < 0) return null;
      const data = (await this.load(this.firsts[at][1], readPostings)).get(lemma);
      return data ? readRecord(data, this.firsts[at][1].split("-")[0]) : null;
    }

    // Yields [document, unit, position, kind, form, extra] in order of place: of a long list all
    // that is asked for, or of each piece that may have one of `documents`; without, the best.
    async postings(record, { all, documents, limits }) {
      const found = [];
      if (!record.pieces.length || (!all && !documents)) this.decode(record, record.bytes, 0, found);
      else {
        const wanted = record.pieces.filter(([base], at) => all || !documents.length || documents.some((document) =>
          document >= base && document <= (record.pieces[at + 1]?.[0] ?? Infinity)));
        const shards = await Promise.all((all ? wanted : wanted.slice(0, PIECES)).map(([base, name]) =>
          this.load(name, (bytes) => bytes).then((bytes) => [bytes, base])));
        for (const [bytes, base] of shards) this.decode({ ...record, long: false }, bytes, base, found);
        if (!all && wanted.length > PIECES) limits.cut = true;
      }
      return found;
    }

    decode({ forms, long }, bytes, base, found) {
      const reader = new Reader(bytes);
      for (let document = base; reader.at < bytes.length;) {
        document += reader.number();
        if (long) reader.number();
        let unit = 0;
        for (let left = reader.number(); left > 0; left -= 1) {
          unit += reader.number();
          const packed = reader.number();
          const kind = packed % 8, spot = (packed - kind) / 8, form = spot % forms.length;
          const extra = kind >= TITLE ? reader.number() : 0;
          found.push([document, unit, (spot - form) / forms.length, kind, form, extra]);
        }
      }
    }

    async spoken(asked) {
      const { speakers, voices } = await this.facets();
      const held = new Set();
      for (const speaker of named(speakers, asked)) {
        const at = upper(voices, speaker, (first) => first) - 1;
        const rows = await this.load(`v${at}`, asJson);
        for (const [, flat] of rows.filter(([number]) => number === speaker)) {
          for (let i = 0, document = 0; i < flat.length; i += 3) {
            document += flat[i];
            for (let unit = 0; unit < flat[i + 2]; unit += 1) held.add(document * UNITS + flat[i + 1] + unit);
          }
        }
      }
      return held;
    }
  }
  const readForms = (bytes) => {
    const { shared, rests, lemmas } = asJson(bytes);
    const found = new Map();
    let form = "", base = 0;
    rests.split("\n").forEach((rest, index) => {
      form = form.slice(0, shared[index]) + rest;
      const [step, ...more] = [lemmas[index]].flat();
      base += step;
      group(found, fold(form)).push([form, [base, ...more.map((each) => base + each)]]);
    });
    return found;
  };
  const readPostings = (bytes) => {
    const reader = new Reader(bytes);
    const heads = Array.from({ length: reader.number() }, () => reader.numbers(2));
    const found = new Map();
    let number = 0, { at } = reader;
    for (const [step, length] of heads) found.set(number += step, bytes.subarray(at, at += length));
    return found;
  };
  const readRecord = (data, prefix) => {
    const reader = new Reader(data);
    const pairs = Array.from({ length: reader.number() }, () => [reader.number(), text.decode(reader.data())]);
    const [documents, units, long] = reader.numbers(3);
    const bases = long ? reader.numbers(long - 1) : [];
    const own = long ? reader.number() : 0;
    return { forms: pairs.map(([, form]) => form), ranks: pairs.map(first), documents, units, long: long > 0,
      pieces: bases.map((base, at) => [base, `${prefix}x${own + at}`]), bytes: data.subarray(reader.at) };
  };
  const isWhole = ({ long, pieces }) => !long || pieces.length > 0;
  // Those of that very name or, if there are none, with that in their name.
  const named = (names, asked) => {
    const key = fold(asked.trim());
    const ids = (fits) => [...names.keys()].filter((id) => fits(fold(names[id])));
    const same = ids((name) => name === key);
    return same.length ? same : ids((name) => name.includes(key));
  };

  class Engine {
    constructor(base, manifest) {
      Object.assign(this, { base, manifest, shards: new Map() });
      this.functionWords = new Set(manifest.function);
      this.generations = manifest.generations.map((row) => new Generation(this, row));
    }

    load(name, read) {
      if (!this.shards.has(name)) {
        const promise = fetchShard(this.base, name).then(read);
        promise.catch(() => this.shards.delete(name)); // the next search may try again
        this.shards.set(name, promise);
      }
      return this.shards.get(name);
    }

    async facets() {
      const all = await Promise.all(this.generations.map((one) => one.facets()));
      const distinct = (list) => [...new Set(list)];
      return { seminars: distinct(all.flatMap((one) => one.seminars)), speakers: distinct(all.flatMap((one) => one.speakers)),
        years: distinct(all.flatMap((one) => one.documents.map(([, date]) => date.slice(0, 4))).filter(Boolean)).sort().reverse() };
    }

    async search(query, { limit = 20, ...options } = {}) {
      const found = await this.find(query, options);
      const hits = [];
      let refused = 0;
      for (let at = 0; hits.length < limit && at < found.answers.length;) {
        const next = found.answers.slice(at, at + limit - hits.length);
        const read = await Promise.all(next.map((answer) => this.hit(answer)));
        hits.push(...read.filter(Boolean));
        refused += read.filter((hit) => !hit).length;
        at += next.length;
      }
      return { ...found, total: found.total - refused, hits };
    }

    async find(query, { speaker = "", all = false } = {}) {
      const asked = String(query);
      const { terms, facets } = readQuery(asked, this.functionWords, this.manifest.numerals);
      if (speaker.trim()) facets.push(["speaker", speaker]);
      const wanted = terms.filter((term) => term.wanted);
      const words = new Map();
      for (const word of terms.flatMap((term) => term.words)) words.set(word, null);
      await Promise.all([...words.keys()].map(async (word) => { words.set(word, await this.records(word)); }));
      const unknown = [...new Set(wanted.flatMap((term) => term.words))]
        .filter((word) => !words.get(word).some(({ records }) => records.some(Boolean)));
      const none = { query: asked, answers: [], total: 0, more: false, documents: 0, forms: [], suggested: "" };
      if (!wanted.length || unknown.length) {
        return { ...none, unknown: unknown.map((word) => word.replace(/^#/, "")), suggested: await this.suggested(asked, unknown) };
      }
      const limits = { cut: false };
      const whole = all || facets.some(([facet]) => facet === "speaker" || facet === "session");
      const found = [];
      let total = 0;
      for (const [index, generation] of [...this.generations.entries()].reverse()) {
        const here = await this.answers(index, terms, words, { facets, all: whole, limits });
        found.push(...here.map((answer) => ({ ...answer, generation })));
        total += here.length;
      }
      found.sort((a, b) => b.score - a.score); // as good: the newest first
      let more = limits.cut;
      if (wanted.length === 1 && wanted[0].words.length === 1 && !facets.length && terms.length === 1 && !all) {
        const records = words.get(wanted[0].words[0]).flatMap((meaning) => meaning.records.filter(Boolean));
        const most = Math.max(...records.map((record) => record.units));
        if (records.some((record) => record.long) && most > total) [total, more] = [most, records.length > 1];
      } else if (!whole && wanted.length === 1 && facets.length) more = more || words.get(wanted[0].words[0]).some((meaning) => meaning.records.some((record) => record?.long));
      const counted = new Map();
      for (const { spots } of found) for (const [, spot] of spots) {
        for (const form of spot.forms) counted.set(form, (counted.get(form) || 0) + 1);
      }
      const forms = [...counted].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(first);
      const documents = new Set(found.map(({ place, generation }) => generation.row.name + Math.floor(place / UNITS))).size;
      return { ...none, answers: found, total, more, documents, forms, unknown };
    }

    // The meanings of a word, each with its record in every generation, or null.
    async records(word) {
      return Promise.all((await this.meanings(word)).map(async (meaning) => ({ ...meaning,
        records: await Promise.all(this.generations.map((one) => one.record(meaning.lemma))) })));
    }

    async answers(index, terms, words, { facets, all, limits }) {
      const generation = this.generations[index];
      const several = terms.length > 1 || terms[0].words.length > 1;
      const long = (word) => words.get(word).reduce((most, { records }) =>
        Math.max(most, records[index]?.pieces.length ? records[index].units : 0), 0);
      // The rarest first: of a long list only what may meet it is read.
      const spots = new Map();
      let documents = several ? [] : null;
      const required = new Set(terms.filter((term) => term.wanted).flatMap((term) => term.words));
      for (const word of [...words.keys()].sort((a, b) => long(a) - long(b))) {
        const found = await this.word(index, words.get(word), { all, documents, limits });
        spots.set(word, found);
        const blank = words.get(word).some(({ records }) => records[index] && !isWhole(records[index]));
        if (several && required.has(word) && !blank) {
          const near = [...new Set([...found.keys()].map((place) => Math.floor(place / UNITS)))];
          documents = documents.length ? documents.filter((each) => near.includes(each)) : near;
          if (!documents.length) return [];
        }
      }
      const matches = terms.map((term) => this.term(index, term, words, spots));
      const wanted = matches.filter((_, at) => terms[at].wanted);
      if (wanted.some((term) => !term.size)) return [];
      const checks = await Promise.all(facets.map(([facet, asked]) => this.kept(index, facet, asked)));
      return answers(wanted, matches.filter((_, at) => !terms[at].wanted), (place) => checks.every((check) => check(place)));
    }

    term(index, term, words, spots) {
      const found = term.words.map((word) => (term.exact ? onlyForm(spots.get(word), word) : spots.get(word)));
      if (found.length < 2) return found[0];
      const blanks = term.words.map((word) => {
        const records = words.get(word).map((meaning) => meaning.records[index]).filter(Boolean);
        return records.every(isWhole) ? null : new Set(term.exact ? [word] : records.flatMap((record) => record.forms));
      });
      return phrase(blanks.every(Boolean) ? found : found.map((word, at) => blanks[at] || word));
    }

    async kept(index, facet, asked) {
      const generation = this.generations[index];
      if (facet === "speaker") {
        const held = await generation.spoken(asked);
        return (place) => held.has(place);
      }
      if (facet === "session") {
        const held = await this.inSessions(index, asked);
        return (place) => held.has(place);
      }
      const { seminars, documents } = await generation.facets();
      if (facet === "year") return (place) => documents[Math.floor(place / UNITS)][1].startsWith(asked);
      const ids = new Set(named(seminars, asked));
      return (place) => ids.has(documents[Math.floor(place / UNITS)][0]);
    }

    async inSessions(index, asked) {
      const terms = readQuery(asked, this.functionWords, {}).terms.filter((term) => term.wanted);
      const words = new Map();
      const spots = new Map();
      for (const word of terms.flatMap((term) => term.words)) {
        words.set(word, await this.records(word));
        spots.set(word, await this.word(index, words.get(word), { all: true, documents: null, limits: {} }));
      }
      const found = terms.map((term) => this.term(index, term, words, spots));
      const held = new Set();
      for (const [place, here] of found.length ? found[0] : []) {
        const under = Math.max(...here.map((spot) => spot.extra));
        if (!under || place % UNITS === 0 || !found.every((term) => term.has(place))) continue;
        for (let at = place; at <= place + under; at += 1) held.add(at);
      }
      return held;
    }

    async suggested(query, unknown) {
      let line = query;
      for (const word of unknown) {
        const known = [];
        for (const one of [...this.generations].reverse()) known.push(...(await one.formsAround(fold(word))).keys());
        let near = null;
        for (const key of corrections(fold(word), known)) {
          for (const one of this.generations) for (const [form] of await one.entries(key)) {
            if (near === null && (await this.records(form)).some(({ records }) => records.some(Boolean))) near = form;
          }
          if (near !== null) break;
        }
        const at = line.toLowerCase().indexOf(word);
        if (near === null || at < 0) return "";
        line = line.slice(0, at) + near + line.slice(at + word.length);
      }
      return line === query ? "" : line;
    }

    // Of the base with what the delta adds; where the base lacks the very form, of the delta, too.
    async entries(key, form) {
      const [base, ...deltas] = this.generations;
      const found = (await base.entries(key)).map(([form, numbers]) => [form, [...numbers,
        ...deltas.flatMap(({ row }) => (Object.hasOwn(row.extra, form) ? row.extra[form] : []))]]);
      if (found.some(([each]) => each === form)) return found;
      const more = await Promise.all(deltas.map((one) => one.entries(key)));
      return [...found, ...more.flat()];
    }

    async meanings(word) {
      const key = fold(word);
      let entries = await this.entries(key, word);
      const unknown = "~" + stem(word, this.manifest.stem);
      if (!entries.length) entries = await this.entries(unknown, unknown);
      const same = entries.filter(([form]) => form === word);
      if (same.length && word !== key) entries = same;
      const exact = new Set((same.length ? same : entries).map(first));
      const found = entries.flatMap(([form, lemmas]) => lemmas.map((lemma, rank) => (
        { lemma, rank, exact, folded: same.length > 0 && form !== word })));
      if (/^\p{Nd}+$/u.test(word)) {
        const number = "#" + word.replace(/^0+/, "");
        for (const [, lemmas] of await this.entries(number, number)) {
          found.push(...lemmas.map((lemma) => ({ lemma, rank: 0, exact, folded: false })));
        }
      }
      return found;
    }

    async word(index, meanings, options) {
      const spots = new Map();
      for (const meaning of meanings) {
        const record = meaning.records[index];
        for (const [document, unit, position, kind, at, extra] of record ? await this.generations[index].postings(record, options) : []) {
          const form = record.forms[at], number = kind === NUMBER;
          const score = meaning.folded ? FOLDED : meaning.exact.has(form) ? EXACT
            : record.ranks[at] === 0 && meaning.rank === 0 ? FIRST : OTHER;
          const place = document * UNITS + unit;
          if (!spots.has(place)) spots.set(place, new Map());
          const held = spots.get(place).get(position);
          if (!held || held.score < score) {
            spots.get(place).set(position, { position, width: number ? Math.max(1, Math.floor(extra / 2)) : 1, score,
              forms: number ? [] : [form], kind, unsure: [], extra: number ? 0 : extra,
              apart: kind === SLIDE || kind === TITLE || (number && extra % 2 === 1) });
          }
        }
      }
      const sorted = new Map();
      for (const [place, at] of [...spots].sort((a, b) => a[0] - b[0])) {
        sorted.set(place, [...at.values()].sort((a, b) => a.position - b.position));
      }
      return sorted;
    }

    async sentences(key, unit) {
      const [document, text, times, session, told, titles, sessions, speakers] =
        await this.load(`texts/${key}-${Math.floor(unit / BLOCK)}`, asJson);
      const at = unit % BLOCK;
      const texts = text.split("\n");
      const heading = titles.includes(at);
      const apart = document[5] === "deck" || heading;
      const side = (near) => (!apart && near in told && !titles.includes(near)
        ? { text: texts[near], told: told[near] } : null);
      return { document, start: sum(times.slice(0, at + 1)) / 100, text: texts[at], heading, told: told[at],
        session: sessions[session[at]], speaker: speakers[Math.abs(told[at])],
        before: side(at - 1), after: side(at + 1) };
    }

    async hit({ place, places, score, spots, generation }) {
      const key = generation.key(Math.floor(place / UNITS));
      const sides = Array.from({ length: places }, (_, side) => this.sentences(key, (place % UNITS) + side));
      const around = await Promise.all(sides);
      let line = around.map((one) => one.text).join(" ");
      const words = around.map((one) => tokens(one.text));
      const stands = ([side, { unsure }]) => unsure.every(([at, forms]) => words[side][at] && forms.has(spell(words[side][at].text)));
      if (!spots.every(stands)) return null;
      let moved = 0;
      const offsets = [0, around[0].text.length + 1];
      const one = around.every(({ speaker }) => speaker === around[0].speaker);
      const speaker = one ? around[0].speaker : "";
      const doubtful = Boolean(speaker) && around.some(({ told }) => told < 0);
      // Nobody is shown with the words of another.
      const told = !speaker ? 0 : around.find((each) => each.told < 0 === doubtful).told;
      const near = (side) => (side && side.told === told ? side.text : "");
      const before = near(around[0].before);
      const after = near(around[around.length - 1].after);
      if (line.length < 60) {
        moved = before ? before.length + 1 : 0;
        line = (before ? before + " " : "") + line + (after ? " " + after : "");
      }
      const marks = spots.flatMap(([side, spot]) => words[side]
        .slice(spot.position, spot.position + spot.width)
        .map((token) => [token.start + offsets[side] + moved, token.end + offsets[side] + moved]));
      const [excerpt, kept] = cut(line, marks);
      const { start, session, heading, document: [documentId, url, title, seminar, date, kind] } = around[0];
      return { documentId, url, title, seminar, date, session, start, excerpt, marks: kept, score, kind, speaker, doubtful, heading };
    }
  }
  const onlyForm = (spots, word) => new Map([...spots]
    .map(([place, here]) => [place, here.filter((spot) => spot.score >= EXACT && spot.forms.includes(word))])
    .filter(([, here]) => here.length));

  // Which recording or deck an answer is in, and which file has its words.
  const documentOf = ({ generation, place }) => `${generation.row.name} ${Math.floor(place / UNITS)}`;
  const fileOf = (answer) => `${documentOf(answer)} ${Math.floor((answer.place % UNITS) / BLOCK)}`;
  // The best place of each recording, best first, and further ones where they cost no file.
  const pick = (answers, limit) => {
    const groups = new Map();
    const files = new Set();
    let count = 0;
    for (const answer of answers) {
      const held = groups.get(documentOf(answer));
      if (!held) {
        if (count >= limit) continue;
        groups.set(documentOf(answer), { shown: [answer], rest: [] });
        files.add(fileOf(answer));
        count += 1;
      } else if (held.shown.length < EACH && count < limit && files.has(fileOf(answer))) {
        held.shown.push(answer);
        count += 1;
      } else held.rest.push(answer);
    }
    return [...groups.values()];
  };

  Object.assign(stenogram, { documentOf, fold, pick, stem, tokens });
  stenogram.openIndex = async (baseUrl) => {
    const base = new URL(String(baseUrl).replace(/\/*$/, "/"), document.baseURI).href;
    const manifest = asJson(await fetchShard(base, "manifest"));
    if (manifest.version !== VERSION) {
      throw new Error(`The search index has version ${manifest.version}, the page needs ${VERSION}.`);
    }
    return new Engine(base, manifest);
  };
})();
