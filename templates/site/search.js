// The page of search: asks the engine, shows what it finds. Text goes in as text, never as markup.
(() => {
  "use strict";
  const form = document.getElementById("find");
  const input = document.getElementById("q");
  const status = document.getElementById("status");
  const results = document.getElementById("results");
  const more = document.getElementById("more");
  const who = document.getElementById("kto");
  const says = results.dataset;
  const PAGE = 20;
  let engine;
  let limit = PAGE;
  let turn = 0;
  let timer;

  const element = (name, kind, text) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  };

  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };

  const counted = (number) => {
    const rule = new Intl.PluralRules(says.plural).select(number);
    return (says[rule] || says.many).replace("{n}", number);
  };

  const day = (iso) => /^\d{4}-\d\d-\d\d$/.test(iso)
    ? new Intl.DateTimeFormat(says.plural, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso))
    : "";

  // Only a plain path below this page: whatever the index says, a hit leads nowhere else.
  const address = (hit) => {
    if (!/^[a-z0-9-]+\/(decks\/)?[a-z0-9-]+\.html$/.test(hit.url)) return null;
    const whole = Math.max(0, Math.floor(hit.start));
    return `${hit.url}#${hit.kind === "deck" ? "slajd-" : "t="}${whole}`;
  };

  const excerpt = (hit) => {
    const quote = element("blockquote");
    let from = 0;
    for (const [start, end] of hit.marks) {
      if (start < from) continue;
      quote.append(hit.excerpt.slice(from, start), element("mark", "", hit.excerpt.slice(start, end)));
      from = end;
    }
    quote.append(hit.excerpt.slice(from));
    return quote;
  };

  const shown = (hit) => {
    const row = element("li", "hit");
    const place = hit.kind === "deck" ? says.slide.replace("{n}", hit.start) : clock(hit.start);
    const link = element("a", "time", place);
    const to = address(hit);
    if (to) link.href = to;
    const body = element("div");
    body.append(excerpt(hit));
    const about = element("p", "aside");
    if (hit.speaker) {
      about.append(element("b", "", hit.speaker));
      if (hit.doubtful) about.append(` (${says.doubtful})`);
    }
    if (hit.session) about.append(hit.speaker ? ` · ${hit.session}` : hit.session);
    if (about.hasChildNodes()) body.append(about);
    row.append(link, body);
    return row;
  };

  const group = (hits) => {
    const first = hits[0];
    const made = element("section", "group");
    const title = element("h2");
    const link = element("a", "", first.title);
    const to = address(first);
    if (to) link.href = first.url;
    title.append(link);
    made.append(title, element("p", "aside", [first.kind === "deck" ? says.deck : "", first.seminar, day(first.date)].filter(Boolean).join(" · ")));
    const list = element("ul");
    list.append(...hits.map(shown));
    made.append(list);
    return made;
  };

  const tell = (found, query) => {
    const lines = [found.total ? counted(found.total) : says.none.replace("{q}", () => query)];
    if (found.forms.length) lines.push(`${says.forms}: ${found.forms.join(", ")}`);
    if (found.total && found.unknown.length) lines.push(`${says.unknown}: ${found.unknown.join(", ")}`);
    status.textContent = lines.join("\n");
  };

  const opened = () => (engine ??= stenogram.openIndex("search/"));

  // Who can be chosen, by name; a part of a name in the address chooses the first who has it.
  const offer = async (wanted) => {
    const { speakers } = await opened();
    if (!who || !speakers.length) return;
    speakers.sort(new Intl.Collator(says.plural).compare);
    who.append(...speakers.map((name) => new Option(name, name)));
    const key = stenogram.fold(wanted.trim());
    if (key) who.value = speakers.find((name) => name === wanted) ?? speakers.find((name) => stenogram.fold(name).includes(key)) ?? "";
    who.closest("[hidden]").hidden = false;
  };

  const search = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    const speaker = who ? who.value : "";
    const asked = new URLSearchParams(Object.entries({ q: query, kto: speaker }).filter(([, value]) => value));
    const url = query || speaker ? `?${asked}` : location.pathname;
    try { history.replaceState(null, "", url); } catch { /* some browsers refuse on file:// */ }
    if (!query) {
      status.textContent = "";
      results.replaceChildren();
      more.hidden = true;
      return;
    }
    if (!results.children.length) status.textContent = says.searching;
    try {
      const found = await (await opened()).search(query, { limit, speaker });
      if (mine !== turn) return;
      const groups = new Map();
      for (const hit of found.hits) groups.set(hit.documentId, [...(groups.get(hit.documentId) || []), hit]);
      results.replaceChildren(...[...groups.values()].map(group));
      tell(found, query);
      more.hidden = found.total <= found.hits.length;
    } catch (error) {
      if (mine !== turn) return;
      engine = undefined;
      results.replaceChildren();
      more.hidden = true;
      status.textContent = says.failed;
      console.error(error);
    }
  };

  const anew = () => {
    clearTimeout(timer);
    limit = PAGE;
    search();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    anew();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(anew, 200);
  });
  more.addEventListener("click", async () => {
    const before = results.querySelectorAll(".hit").length;
    limit += PAGE;
    await search();
    const next = results.querySelectorAll(".hit > a")[before];
    if (next) next.focus();
  });
  if (who) who.addEventListener("change", anew);
  const given = new URLSearchParams(location.search);
  input.value = given.get("q") || "";
  if (!input.value) input.focus();
  // What cannot be read is told when something is looked for.
  offer(given.get("kto") || "").catch(() => { engine = undefined; }).then(() => { if (input.value) search(); });
})();
