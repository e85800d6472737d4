// The desk: what is seen of a recording, the place that is looked at, and what is done with it.
import { alarm, announce, byId, clock, make, remaining, say, show } from "./talk.js";
import { get, inTurn, post } from "./net.js";
import { follow, isInText, mark, rangeOfParagraph, render, whenChosen } from "./text.js";
import * as panel from "./panel.js";
import { showLists } from "./lists.js";
import { play, whenHeard } from "./sound.js";
import { listen, remembered, toggle } from "./keys.js";

const POLL = 2000;
const field = byId("field");
const atOnce = toggle(byId("at-once"), "stenogram-at-once");
let desk = null;
let here = { first: 0, end: 0 };
let turn = 0; // where we are in the queue
let order = remembered.kept("stenogram-order", "gain");
let same = null;
let mayUndo = []; // what takes our own changes back, the last at the end

const text = (first, end) => panel.words(desk, first, end);
const count = (value) => value.split(/\s+/).filter(Boolean).length;
const startOf = (at) => (desk.words[at] ?? [0, desk.words.at(-1)?.[2] ?? 0])[1];
const number = () => desk.doubts.findIndex(([first, end]) => first === here.first && end === here.end);
const isDirty = () => panel.isEditing() && field.value.trim() !== (panel.edited().value ?? panel.edited().old);

// ---- what is seen

const sorted = () => { desk.doubts = order === "gain" ? desk.gain : [...desk.gain].sort((a, b) => a[0] - b[0]); };

const found = (start) => {
  const at = desk.words.findIndex((word) => word[1] >= start - 0.02);
  return at < 0 ? Math.max(0, desk.words.length - 1) : at;
};

const apply = (told) => {
  const before = desk && { start: startOf(here.first), many: here.end - here.first };
  desk = told;
  desk.gain = told.doubts;
  sorted();
  render(desk);
  if (before) {
    const first = found(before.start);
    here = { first, end: Math.min(desk.words.length, first + before.many) };
  }
  mark(here.first, here.end, { scroll: false });
  panel.showPlace(desk, here, number());
  showLists(desk, { play, decide, restore });
  show("remaining", remaining(desk.minutes, desk.doubts.length));
  const all = desk.words.length && desk.checked_words === desk.words.length;
  show("checked", all ? say("checked_all") : desk.checked_words ? say("checked_to", { clock: clock(desk.checked_to) }) : say("checked_none"));
};
const reload = async () => apply(await get("desk"));

const showOrder = () => byId("order").replaceChildren(`${say("order_label")}: ${say(`order: ${order}`)} `, make("kbd", { ariaHidden: "true" }, "k"));

// ---- where we are

const around = () => {
  if (here.first < here.end) play(startOf(here.first) - 0.8, desk.words[here.end - 1][2] + 0.6);
};

const look = (first, end, { focus = "", sound = false } = {}) => {
  const last = desk.words.length;
  here = { first: Math.max(0, Math.min(first, last - 1)), end: Math.max(0, Math.min(end, last)) };
  if (here.end <= here.first) here.end = Math.min(last, here.first + 1);
  if (panel.isEditing()) panel.end(desk, here);
  const at = number();
  if (at >= 0) turn = at;
  mark(here.first, here.end, { focus: focus === "text" });
  panel.showPlace(desk, here, at);
  panel.offer(desk, here);
  if (focus === "place") {
    byId("which").focus({ preventScroll: true });
    byId("place").scrollIntoView({ block: "nearest" });
  }
  if (sound && atOnce()) around();
};

// What is written and not saved is not left behind by chance.
const held = () => {
  if (!isDirty()) return false;
  field.focus();
  alarm(say("unsaved"));
  return true;
};

const step = (by) => {
  const many = desk.doubts.length;
  if (!many) { announce(say("remaining_none")); return; }
  const at = number();
  let to = at < 0 ? turn + (by < 0 ? -1 : 0) : at + by;
  if (at < 0 && order === "time") {
    const after = desk.doubts.findIndex(([first]) => first >= here.first);
    to = (after < 0 ? many : after) + (by < 0 ? -1 : 0);
  }
  const [first, end] = desk.doubts[(to + many) % many];
  look(first, end, { focus: "place", sound: true });
};

// The queue moves up when a place leaves it: the next one stands where it stood.
const onward = (was) => {
  if (was < 0 || !desk.doubts.length) return false;
  const [first, end] = desk.doubts[was % desk.doubts.length];
  look(first, end, { focus: "place", sound: true });
  return true;
};

const leaveSame = () => { panel.hideSame(); same = null; };

// ---- what is written

const clashed = (clash, mine) => {
  const from = panel.edited();
  if (!from) { alarm(say("clash_told")); return; }
  panel.showClash(clash, mine, (isMine) => {
    byId("clash").hidden = true;
    if (!isMine) { const at = clash.first_word; panel.end(desk, here); look(at, Math.max(at + 1, clash.end_word), { focus: "place" }); return; }
    Object.assign(from, { version: clash.version, first: clash.first_word, end: clash.end_word });
    send(from, field.value);
  });
  field.focus();
};

// One request after the other; `done` is called when it is on the disk and the page shows it.
const save = (version, changes, done, mine = "") => inTurn(async () => {
  show("say", say("saving"));
  const { status, data } = await post(version, changes);
  if (status === 200) {
    show("site", say("site: waiting"));
    await reload().catch(() => {});
    done(data);
    return;
  }
  if (status === 409) {
    await reload().catch(() => {});
    clashed(data, mine);
    return;
  }
  alarm(say("not_saved", { why: data.fault || (status ? String(status) : say("no_connection")) }));
});
const remember = (data) => { if (data.undo.length) mayUndo.push({ version: data.version, changes: data.undo }); };

const change = (verb, first, end, value, rest = {}) => ({ verb, first_word: first, end_word: end, new: value, ...rest });

const accept = () => {
  if (here.first >= here.end) return;
  leaveSame();
  const was = number();
  const now = text(here.first, here.end);
  save(desk.version, [change("text", here.first, here.end, now)], (data) => {
    remember(data);
    announce(`${say("saved")}. ${byId("remaining").textContent}`);
    onward(was);
  }, now);
};

// New words where the old ones were: of them it is told whether the same mistake stands elsewhere.
const replaced = (from, value, was, inText) => (data) => {
  remember(data);
  const first = found(from.start);
  panel.end(desk, here);
  const title = panel.showSame(data.same);
  same = data.same.length ? { version: data.version, places: data.same } : null;
  announce([say("saved"), title || byId("remaining").textContent].join(". "));
  if (same || !onward(was)) look(first, first + Math.max(1, count(value)), { focus: inText ? "text" : "place" });
};

const told = (from, inText) => (data) => {
  remember(data);
  panel.end(desk, here);
  announce(say("saved"));
  look(here.first, here.end, { focus: inText ? "text" : "place" });
};

const send = (from, typed) => {
  const value = typed.trim().replace(/\s+/g, " ");
  const { version, first, end, kind, inText } = from;
  if (kind === "speaker") save(version, [change("speaker", ...from.range, value)], told(from, inText), value);
  else if (kind === "picture") save(version, [change("picture", first, first + 1, value)], told(from, inText), value);
  else if (kind === "insert") {
    if (value) save(version, [change("text", end, end, value)], told(from, inText), value);
    else cancel();
  } else save(version, [change("text", first, end, value)], replaced(from, value, number(), inText), value);
};

const replaceWith = (value) => {
  if (here.first >= here.end || held()) return;
  leaveSame();
  send({ kind: "replace", version: desk.version, ...here, start: startOf(here.first), inText: isInText() }, value);
};

const write = (kind, rest = {}) => {
  if (held()) return;
  leaveSame();
  panel.begin(kind, desk, here, { start: startOf(here.first), inText: isInText(), ...rest });
  panel.focusField();
};

const cancel = () => {
  const inText = panel.edited()?.inText;
  panel.end(desk, here);
  look(here.first, here.end, { focus: inText ? "text" : "place" });
};

const undo = () => {
  const last = mayUndo.pop();
  if (!last) { announce(say("nothing_to_undo")); return; }
  leaveSame();
  save(last.version, last.changes, () => {
    announce(say("undone"));
    const [{ verb, first_word: first, end_word: end, new: value }] = last.changes;
    if (verb === "text") look(first, first + Math.max(1, count(value)), { focus: "place" });
    else if (verb === "speaker") look(first, Math.min(first + 1, end), { focus: "place" });
  });
};

const correctAll = () => {
  if (!same) return;
  const ticks = panel.ticked();
  const places = same.places.filter((_, at) => ticks[at]);
  const { version } = same;
  leaveSame();
  if (!places.length) return;
  save(version, places.map((each) => change("text", each.first, each.end, each.new)), (data) => {
    remember(data);
    announce(say("same_done", { n: places.length }));
    look(here.first, here.end, { focus: "place" });
  });
};

const checked = () => {
  if (here.end <= desk.checked_words) { announce(byId("checked").textContent); return; }
  save(desk.version, [change("checked", desk.checked_words, here.end, "")], (data) => {
    remember(data);
    announce(`${say("saved")}. ${byId("checked").textContent}. ${byId("remaining").textContent}`);
  });
};

function restore(each, value) {
  save(desk.version, [change("restore", each.word, each.word, value, { stretch: [each.start, each.end] })], (data) => {
    remember(data);
    announce(say("saved"));
    look(each.word, each.word + Math.max(1, count(value)), { focus: "place" });
  }, value);
}

function decide(conflict, isMine) {
  const { id, first, end, wanted, verb } = conflict;
  const changes = [change("settle", first, first, id)];
  if (isMine && verb === "speaker") changes.unshift(change("speaker", first, Math.max(first + 1, end), wanted));
  else if (isMine && verb === "picture") changes.unshift(change("picture", first, first + 1, wanted));
  else if (isMine) changes.unshift(change("text", first, end, wanted));
  save(desk.version, changes, (data) => {
    remember(data);
    announce(say("saved"));
    look(first, Math.max(first + 1, end), { focus: "place" });
  });
}

// ---- what keys and buttons do

const acts = {
  play: around,
  accept: () => { if (!held()) accept(); },
  next: () => { if (!held()) { leaveSame(); step(1); } },
  previous: () => { if (!held()) step(-1); },
  replace: () => write("replace"),
  insert: () => write("insert"),
  delete: () => replaceWith(""),
  unclear: () => replaceWith(say("unintelligible")),
  speaker: () => write("speaker", { range: rangeOfParagraph(here.first), value: "" }),
  picture: () => write("picture", { value: desk.descriptions.find(([start]) => Math.abs(start - startOf(here.first)) < 0.006)?.[1] ?? "" }),
  checked: () => { if (!held()) checked(); },
  undo: () => { if (!held()) undo(); },
  all: correctAll,
  help: () => byId("help").showModal(),
  order: () => {
    order = order === "gain" ? "time" : "gain";
    remembered.keep("stenogram-order", order);
    sorted();
    turn = 0;
    showOrder();
    panel.showPlace(desk, here, number());
    announce(say(`order: ${order}`));
  },
};

const moved = (first, end) => { if (!held()) look(first, end, { focus: isInText() ? "text" : "" }); };

listen({
  do: (name) => { if (desk) acts[name]?.(); },
  offer: (digit) => { const name = panel.offerAt(digit); if (desk && name) replaceWith(name); },
  word: (by, more) => {
    if (!desk) return;
    if (more) moved(here.first, Math.max(here.first + 1, here.end + by));
    else if (by < 0) moved(here.first - 1, here.first);
    else moved(Math.min(here.end, desk.words.length - 1), Math.min(here.end, desk.words.length - 1) + 1);
  },
  paragraph: (by) => {
    const at = desk.paragraphs.findIndex(([first, end]) => here.first >= first && here.first < end);
    const to = desk.paragraphs[Math.max(0, Math.min(desk.paragraphs.length - 1, at + by))];
    moved(to[0], to[0] + 1);
  },
  edge: (by) => {
    const [first, end] = rangeOfParagraph(here.first);
    moved(by < 0 ? first : end - 1, by < 0 ? first + 1 : end);
  },
  escape: (event) => {
    event.preventDefault();
    leaveSame();
    if (panel.isEditing() && desk) cancel();
  },
});

whenChosen((at, more, sound) => {
  if (held()) return;
  if (more) look(Math.min(here.first, at), Math.max(here.end, at + 1), { focus: "text" });
  else look(at, at + 1, { focus: "text" });
  if (sound) around();
});
whenHeard(follow);

field.addEventListener("input", () => {
  if (!panel.isEditing() && desk) panel.begin("replace", desk, here, { start: startOf(here.first), inText: false });
});
byId("change").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!desk) return;
  const from = panel.edited();
  if ((!from || from.kind === "replace") && field.value.trim() === (from?.old ?? text(here.first, here.end))) {
    if (from) panel.end(desk, here);
    accept();
  } else if (from) send(from, field.value);
});
byId("cancel").addEventListener("click", cancel);
byId("offers").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !desk) return;
  const from = panel.edited();
  if (from && from.kind !== "replace") send(from, button.value);
  else { if (from) panel.end(desk, here); replaceWith(button.value); }
});
byId("same-close").addEventListener("click", () => { leaveSame(); byId("which").focus(); });
byId("help-close").addEventListener("click", () => byId("help").close());

// ---- what others do, and how it stands with the public page

const poll = () => inTurn(async () => {
  try {
    const { version, site, why } = await get("version");
    show("site", say(`site: ${site}`, { why }));
    if (version !== desk.version) {
      await reload();
      announce(say("elsewhere"));
    }
  } catch {
    show("site", say("no_connection"));
  }
}).finally(() => setTimeout(poll, POLL));

showOrder();
inTurn(async () => {
  await reload();
  const [first, end] = desk.doubts[0] ?? [0, 1];
  look(first, end);
  byId("tresc").dataset.ready = "true";
}).then(poll, (error) => alarm(String(error.message || error)));
