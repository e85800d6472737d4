/* Finds words of the record in any inflection. The same answers as pipeline/search/index.py.

   stenogram.openIndex(baseUrl)          -> Promise of an engine; baseUrl is the folder search/
   engine.search(query, {limit: 20, speaker: ""}) -> Promise of {query, hits, total, forms, unknown}
   engine.speakers                       -> the names one can ask for
   hit: {documentId, url, title, seminar, date, session, start, excerpt, marks, score, kind,
     speaker, doubtful};
   kind is "recording", or "deck": then start is the number of the slide;
   marks are half-open ranges of UTF-16 units, so that excerpt.slice(a, b) is what was found.
   Both reject with an Error whose message says what is missing. */
(() => {
  "use strict";
  const stenogram = (window.stenogram = window.stenogram || {});
  const VERSION = 3;
  const EXACT = 100, FIRST = 60, OTHER = 25, FOLDED = 10;

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

  // ---- shards: scripts that call stenogram.shard(name, base64 of deflated JSON)
  const waiting = new WeakMap(); // by script, so that two indexes cannot be mixed up
  stenogram.shard = (name, body) => {
    const script = document.currentScript;
    const take = waiting.get(script);
    waiting.delete(script);
    if (take) take(name, body);
  };
  const unpack = async (body) => {
    const bytes = Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await new Response(stream).text());
  };
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
  const readQuery = (query, functionWords) => {
    const single = (text) => tokens(text).map((token) => [spell(token.text)]);
    let terms = [], end = 0;
    for (const quoted of query.matchAll(/["„“”«»]([^"„“”«»]*)["„“”«»]/g)) {
      terms.push(...single(query.slice(end, quoted.index)));
      const words = tokens(quoted[1]).map((token) => spell(token.text));
      if (words.length) terms.push(words);
      end = quoted.index + quoted[0].length;
    }
    terms.push(...single(query.slice(end)));
    terms = [...new Map(terms.map((words) => [words.join("\n"), words])).values()];
    const kept = [];
    let count = 0;
    for (const words of terms) {
      count += words.length;
      if (count > 32) break;
      kept.push(words);
    }
    if (!kept.length && terms.length) kept.push(terms[0].slice(0, 32));
    const matter = kept.filter((words) => words.length > 1 || !functionWords.has(words[0]));
    return matter.length ? matter : kept;
  };

  // ---- matching: as in pipeline/search/matching.py
  const phrase = (words) => {
    const found = new Map();
    for (const [place, spots] of words[0]) {
      const rest = words.slice(1).map(
        (word) => new Map((word.get(place) || []).map((spot) => [spot.position, spot])));
      for (const start of spots) {
        const run = [start, ...rest.map((at, i) => at.get(start.position + i + 1))];
        if (run.some((spot) => !spot)) continue;
        group(found, place).push({ position: start.position, width: run.length, size: start.size,
          score: mean(run.map((spot) => spot.score)), forms: run.flatMap((spot) => spot.forms) });
      }
    }
    return found;
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
  const answers = (terms, apart) => {
    const places = [...new Set(terms.flatMap((term) => [...term.keys()]))].sort((a, b) => a - b);
    const whole = new Set(places.filter((place) => terms.every((term) => term.has(place))));
    const found = [];
    for (const place of whole) {
      const here = terms.map((term) => term.get(place));
      let score = 1000 + mean(here.map(best)) + 2 * (3 - here[0][0].size);
      if (terms.length > 1) score += Math.max(0, 40 - 4 * slack(here));
      found.push({ place, places: 1, score, spots: here.flat().map((spot) => [0, spot]) });
    }
    let taken = -1;
    for (const place of terms.length > 1 ? places : []) {
      const after = place + 1;
      if (whole.has(place) || whole.has(after) || apart.has(after) || place === taken) continue;
      const sides = terms.map((term) => [term.get(place) || [], term.get(after) || []]);
      if (sides.some(([a, b]) => !a.length && !b.length)) continue;
      if (sides.every(([, b]) => !b.length)) continue;
      found.push({ place, places: 2, score: mean(sides.map(([a, b]) => best([...a, ...b]))),
        spots: [0, 1].flatMap((side) => sides.flatMap((both) => both[side].map((s) => [side, s]))) });
      taken = after;
    }
    return found.sort((a, b) => b.score - a.score || a.place - b.place);
  };

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

  class Engine {
    constructor(base, manifest) {
      this.base = base;
      this.manifest = manifest;
      this.functionWords = new Set(manifest.function);
      // Places that do not go on from the one before: first ones, and all slides.
      this.apart = new Set(manifest.documents.map((row) => row[5]));
      manifest.documents.forEach((row, index) => {
        const next = manifest.documents[index + 1];
        const end = row[6] === "deck" ? (next ? next[5] : manifest.places) : 0;
        for (let place = row[5]; place < end; place += 1) this.apart.add(place);
      });
      this.shards = new Map();
    }

    shard(name) {
      if (!this.shards.has(name)) {
        const promise = fetchShard(this.base, name);
        promise.catch(() => this.shards.delete(name)); // the next search may try again
        this.shards.set(name, promise);
      }
      return this.shards.get(name);
    }

    get speakers() {
      return [...this.manifest.speakers];
    }

    // The ids of the speakers of that name or, if there are none, with that in their name.
    named(asked) {
      const key = fold(asked.trim());
      const names = this.manifest.speakers.map(fold);
      const ids = (fits) => [...names.keys()].filter((id) => fits(names[id]));
      const same = ids((name) => name === key);
      return same.length ? same : ids((name) => name.includes(key));
    }

    async spokenBy(ids) {
      const held = new Set();
      for (const id of ids) {
        for (const [, numbers] of await this.records(this.manifest.voices, id)) {
          let place = 0;
          for (let i = 0; i < numbers.length; i += 2) {
            place += numbers[i];
            for (const end = place + numbers[i + 1]; place < end; place += 1) held.add(place);
          }
        }
      }
      return held;
    }

    async search(query, { limit = 20, speaker = "" } = {}) {
      const text = String(query);
      const terms = readQuery(text, this.functionWords);
      const words = new Map();
      for (const word of terms.flat()) if (!words.has(word)) words.set(word, this.word(word));
      const looked = await Promise.all(words.values());
      const found = new Map([...words.keys()].map((word, index) => [word, looked[index]]));
      const unknown = [...found.keys()].filter((word) => !found.get(word).size);
      if (!terms.length || unknown.length) {
        return { query: text, hits: [], total: 0, forms: [], unknown };
      }
      let matches = terms.map((term) => phrase(term.map((word) => found.get(word))));
      if (speaker.trim()) {
        const held = await this.spokenBy(this.named(speaker));
        matches = matches.map((term) => new Map([...term].filter(([place]) => held.has(place))));
      }
      const all = answers(matches, this.apart);
      const counted = new Map();
      for (const answer of all) {
        for (const [, spot] of answer.spots) {
          for (const form of spot.forms) counted.set(form, (counted.get(form) || 0) + 1);
        }
      }
      const forms = [...counted].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(first);
      const shown = all.slice(0, Math.max(0, limit));
      const hits = await Promise.all(shown.map((answer) => this.hit(answer)));
      return { query: text, hits, total: all.length, forms, unknown };
    }

    async entries(key) {
      const at = upper(this.manifest.forms, key, first) - 1;
      if (at < 0) return [];
      const shard = await this.shard(this.manifest.forms[at][1]);
      if (!shard.found) {
        shard.found = new Map();
        let form = "";
        shard.rests.split("\n").forEach((rest, index) => {
          form = form.slice(0, shard.shared[index]) + rest;
          group(shard.found, fold(form)).push([form, [shard.lemmas[index]].flat()]);
        });
      }
      return shard.found.get(key) || [];
    }

    async meanings(word) {
      const key = fold(word);
      let entries = await this.entries(key);
      if (!entries.length) entries = await this.entries("~" + stem(word, this.manifest.stem));
      const same = entries.filter(([form]) => form === word);
      if (same.length && word !== key) entries = same;
      const exact = new Set((same.length ? same : entries).map(first));
      return entries.flatMap(([form, lemmas]) => lemmas.map((lemma, rank) => (
        { lemma, rank, exact, folded: same.length > 0 && form !== word })));
    }

    async records(list, id) {
      const high = upper(list, id, first);
      let low = high - 1;
      while (low > 0 && list[low][0] === id && list[low - 1][0] === id) low -= 1;
      const shards = await Promise.all(list.slice(low, high).map(([, name]) => this.shard(name)));
      return shards.flat().filter((record) => record[0] === id);
    }

    async word(word) {
      const spots = new Map();
      for (const meaning of await this.meanings(word)) {
        for (const [, forms, ranks, numbers] of await this.records(this.manifest.postings, meaning.lemma)) {
          let place = 0;
          for (let i = 0; i < numbers.length; i += 2) {
            place += numbers[i];
            const size = numbers[i + 1] % 4;
            const rest = (numbers[i + 1] - size) / 4;
            const form = forms[rest % forms.length];
            const rank = ranks[rest % forms.length];
            const score = meaning.folded ? FOLDED : meaning.exact.has(form) ? EXACT
              : rank === 0 && meaning.rank === 0 ? FIRST : OTHER;
            const position = Math.floor(rest / forms.length);
            if (!spots.has(place)) spots.set(place, new Map());
            const held = spots.get(place).get(position);
            if (!held || held.score < score) {
              spots.get(place).set(position, { position, width: 1, score, forms: [form], size });
            }
          }
        }
      }
      const sorted = new Map();
      for (const [place, at] of [...spots].sort((a, b) => a[0] - b[0])) {
        sorted.set(place, [...at.values()].sort((a, b) => a.position - b.position));
      }
      return sorted;
    }

    row(place) {
      return this.manifest.documents[upper(this.manifest.documents, place, (row) => row[5]) - 1];
    }

    async sentences(place) {
      const at = upper(this.manifest.texts, place, first) - 1;
      const { rows, sessions } = await this.shard(this.manifest.texts[at][1]);
      const index = place - this.manifest.texts[at][0];
      const side = (step, border) => (rows[index + step] && !this.apart.has(border)
        ? { text: rows[index + step][1], told: rows[index + step][3] } : null);
      const [start, text, session, told] = rows[index];
      return { start, text, session: sessions[session], told,
        before: side(-1, place), after: side(1, place + 1) };
    }

    async hit(answer) {
      const around = [];
      for (let side = 0; side < answer.places; side += 1) {
        around.push(await this.sentences(answer.place + side));
      }
      let text = around.map((one) => one.text).join(" ");
      const words = around.map((one) => tokens(one.text));
      let moved = 0;
      const offsets = [0, around[0].text.length + 1];
      const one = around.every(({ told }) => Math.abs(told) === Math.abs(around[0].told));
      const told = one ? Math.min(...around.map((each) => each.told)) : 0;
      // Nobody is shown with the words of another.
      const near = (side) => (side && side.told === told ? side.text : "");
      const before = near(around[0].before);
      const after = near(around[around.length - 1].after);
      if (text.length < 60) {
        moved = before ? before.length + 1 : 0;
        text = (before ? before + " " : "") + text + (after ? " " + after : "");
      }
      const marks = answer.spots.flatMap(([side, spot]) => words[side]
        .slice(spot.position, spot.position + spot.width)
        .map((token) => [token.start + offsets[side] + moved, token.end + offsets[side] + moved]));
      const [excerpt, kept] = cut(text, marks);
      const [documentId, url, title, seminar, date, , kind] = this.row(answer.place);
      return { documentId, url, title, seminar: this.manifest.seminars[seminar], date,
        session: around[0].session, start: around[0].start, excerpt, marks: kept,
        score: answer.score, kind,
        speaker: told ? this.manifest.speakers[Math.abs(told) - 1] : "", doubtful: told < 0 };
    }
  }

  Object.assign(stenogram, { fold, stem, tokens });
  stenogram.openIndex = async (baseUrl) => {
    const base = new URL(String(baseUrl).replace(/\/*$/, "/"), document.baseURI).href;
    const manifest = await fetchShard(base, "manifest");
    if (manifest.version !== VERSION) {
      throw new Error(`The search index has version ${manifest.version}, the page needs ${VERSION}.`);
    }
    return new Engine(base, manifest);
  };
})();
