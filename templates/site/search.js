// The page of search: asks the engine, shows what it finds. Text goes in as text, never as markup.
(() => {
  "use strict";
  const form = document.getElementById("find");
  const input = document.getElementById("q");
  const status = document.getElementById("status");
  const instead = document.getElementById("instead");
  const results = document.getElementById("results");
  const more = document.getElementById("more");
  const filters = document.getElementById("filters");
  const fields = ["rok", "seminarium", "kto", "sesja"].map((name) => document.getElementById(name));
  const says = results.dataset;
  const PAGE = 10; // excerpts
  let engine;
  let limit = PAGE;
  let all = false;
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

  // `name` of "found" reads data-found-one, -few, -many.
  const counted = (name, number) => {
    const rule = new Intl.PluralRules(says.plural).select(number);
    const form = (kind) => says[name + kind[0].toUpperCase() + kind.slice(1)];
    return (form(rule) || form("many")).replace("{n}", number.toLocaleString(says.plural));
  };

  const day = (iso) => /^\d{4}-\d\d-\d\d$/.test(iso)
    ? new Intl.DateTimeFormat(says.plural, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso))
    : "";

  // Only a plain path below this page: whatever the index says, a hit leads nowhere else. The page
  // of a recording is told what was found, and marks it.
  const address = (hit, found) => {
    if (!/^[a-z0-9-]+\/(decks\/)?[a-z0-9-]+\.html$/.test(hit.url)) return null;
    const whole = Math.max(0, Math.floor(hit.start));
    if (hit.kind === "deck") return `${hit.url}#slajd-${whole}`;
    const forms = found.forms.slice(0, 40).join(",").slice(0, 600);
    return `${hit.url}?${new URLSearchParams({ q: input.value.trim().slice(0, 200), formy: forms })}#t=${whole}`;
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

  const shown = (hit, found) => {
    const row = element("li", "hit");
    const place = hit.kind === "deck" ? says.slide.replace("{n}", hit.start) : clock(hit.start);
    const link = element("a", "time", place);
    const to = address(hit, found);
    if (to) link.href = to;
    const body = element("div");
    body.append(excerpt(hit));
    const about = element("p", "aside");
    if (hit.heading) about.append(says.heading);
    if (hit.speaker) {
      about.append(element("b", "", hit.speaker));
      if (hit.doubtful) about.append(` (${says.doubtful})`);
    }
    if (hit.session && !hit.heading) about.append(hit.speaker ? ` · ${hit.session}` : hit.session);
    if (about.hasChildNodes()) body.append(about);
    row.append(link, body);
    return row;
  };

  const hitsOf = async (answers) => (await Promise.all(answers.map((answer) => engine.then((one) => one.hit(answer))))).filter(Boolean);

  const group = async ({ shown: first, rest }, found) => {
    const hits = await hitsOf(first);
    if (!hits.length) return null;
    const made = element("section", "group");
    const title = element("h2");
    const link = element("a", "", hits[0].title);
    if (address(hits[0], found)) link.href = hits[0].url;
    title.append(link);
    made.append(title, element("p", "aside", [hits[0].kind === "deck" ? says.deck : "", hits[0].seminar, day(hits[0].date)].filter(Boolean).join(" · ")));
    const list = element("ul");
    list.append(...hits.map((hit) => shown(hit, found)));
    made.append(list);
    if (rest.length) made.append(further(list, rest, found));
    return made;
  };

  const further = (list, rest, found) => {
    const line = element("p", "further");
    const button = element("button", "", counted("further", rest.length));
    button.type = "button";
    button.addEventListener("click", async () => {
      button.disabled = true;
      const hits = await hitsOf(rest.splice(0, 20)).catch(() => []);
      const rows = hits.map((hit) => shown(hit, found));
      list.append(...rows);
      button.disabled = false;
      if (rest.length) button.textContent = counted("further", rest.length);
      else line.remove();
      rows[0]?.querySelector("a").focus();
    });
    line.append(button);
    return line;
  };

  const tell = (found, query) => {
    const total = found.total ? counted("found", found.total) : says.none.replace("{q}", () => query);
    const within = found.documents > 1 && !found.more ? ` ${counted("within", found.documents)}` : "";
    const lines = [(found.more ? `${says.over} ` : "") + total + within];
    const forms = found.forms.slice(0, 30).join(", ") + (found.forms.length > 30 ? ", …" : "");
    if (forms) lines.push(`${says.forms}: ${forms}`);
    if (found.unknown.length) lines.push(`${says.unknown}: ${found.unknown.join(", ")}`);
    status.textContent = lines.join("\n");
    instead.replaceChildren();
    instead.hidden = !found.suggested;
    if (found.suggested) {
      const link = element("a", "", found.suggested);
      link.href = `?${new URLSearchParams({ q: found.suggested })}`;
      instead.append(`${says.instead} `, link, "?");
    }
  };

  const opened = () => (engine ??= stenogram.openIndex("search/"));

  // What one can keep to is read when somebody asks for it.
  let offered;
  const offer = () => (offered ??= opened().then((one) => one.facets()).then(({ years, seminars, speakers }) => {
    const inOrder = new Intl.Collator(says.plural).compare;
    for (const [field, values] of [["rok", years], ["seminarium", [...seminars].sort(inOrder)], ["kto", [...speakers].sort(inOrder)]]) {
      const select = document.getElementById(field);
      select.append(...values.map((value) => new Option(value, value)));
      select.closest(".by").hidden = values.length < (field === "kto" ? 1 : 2);
    }
  }));
  // A part of a name in the address chooses the first that has it.
  const choose = (field, wanted) => {
    if (field.tagName !== "SELECT") { field.value = wanted; return; }
    const key = stenogram.fold(wanted.trim());
    const values = [...field.options].map((option) => option.value).filter(Boolean);
    if (key) field.value = values.find((value) => value === wanted) ?? values.find((value) => stenogram.fold(value).includes(key)) ?? "";
  };

  const quoted = (text) => `"${text.replace(/["„“”«»]/g, " ")}"`;
  // Filters are words of the query, too: what is typed there and what is chosen mean the same.
  const whole = (query) => [query, ...fields.filter((field) => field.value.trim()).map((field) => `${field.id}:${quoted(field.value)}`)].join(" ");

  const search = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    const asked = new URLSearchParams([["q", query], ...fields.map((field) => [field.id, field.value.trim()])].filter(([, value]) => value));
    try { history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname); } catch { /* some browsers refuse on file:// */ }
    if (!query) {
      status.textContent = "";
      instead.hidden = more.hidden = true;
      results.replaceChildren();
      return;
    }
    if (!results.children.length) status.textContent = says.searching;
    try {
      const found = await (await opened()).find(whole(query), { all });
      const groups = stenogram.pick(found.answers, limit);
      const made = await Promise.all(groups.map((one) => group(one, found)));
      if (mine !== turn) return;
      results.replaceChildren(...made.filter(Boolean));
      tell(found, query);
      const held = new Set(found.answers.map(stenogram.documentOf)).size;
      const everything = groups.length >= held;
      more.textContent = everything && found.more ? says.everywhere : says.more;
      more.hidden = everything && !found.more;
    } catch (error) {
      if (mine !== turn) return;
      engine = offered = undefined;
      results.replaceChildren();
      more.hidden = true;
      status.textContent = says.failed;
      console.error(error);
    }
  };

  const anew = () => {
    clearTimeout(timer);
    limit = PAGE;
    all = false;
    search();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    anew();
  });
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(anew, 200);
  };
  input.addEventListener("input", soon);
  more.addEventListener("click", async () => {
    const before = results.querySelectorAll(".hit").length;
    if (more.textContent === says.everywhere) all = true;
    limit += PAGE;
    await search();
    const next = results.querySelectorAll(".hit > a")[before];
    if (next) next.focus();
  });
  filters.hidden = false;
  filters.addEventListener("toggle", () => { if (filters.open) offer().catch(() => { offered = undefined; }); });
  for (const field of fields) field.addEventListener(field.tagName === "SELECT" ? "change" : "input", field.tagName === "SELECT" ? anew : soon);
  const given = new URLSearchParams(location.search);
  input.value = given.get("q") || "";
  if (!input.value) input.focus();
  const start = async () => {
    if (fields.some((field) => given.get(field.id))) {
      filters.open = true;
      await offer();
      for (const field of fields) choose(field, given.get(field.id) || "");
    }
  };
  // What cannot be read is told when something is looked for.
  start().catch(() => { engine = offered = undefined; }).then(() => { if (input.value) search(); });
})();
