// The place that is looked at: its words with those around, the field, offers, what clashes with it,
// and the same mistake elsewhere.
import { alarm, byId, clock, make, people, reasons, say, show } from "./talk.js";
import { get } from "./net.js";

const AROUND = 8;
const field = byId("field");
let editing = null; // what the field is for, as the page was when it was begun
let offered = [];
let asked = 0;

export const isEditing = () => editing !== null;
export const edited = () => editing;

const texts = (desk, first, end) => desk.words.slice(Math.max(0, first), end).map((word) => word[0]).join(" ");
export const words = texts;

// The place in its context, and what speaks for a look.
export const showPlace = (desk, here, number) => {
  if (!desk.words.length) { show("which", say("place_none")); return; }
  const start = (desk.words[here.first] ?? desk.words[desk.words.length - 1])[1];
  const values = { n: number + 1, of: desk.doubts.length, clock: clock(start) };
  show("which", say(number >= 0 ? "place" : "place_chosen", values));
  byId("around").replaceChildren(
    `${texts(desk, here.first - AROUND, here.first)} `,
    make("mark", {}, texts(desk, here.first, here.end)),
    ` ${texts(desk, here.end, here.end + AROUND)}`,
  );
  show("why", number >= 0 ? reasons(desk.doubts[number][3]) : "");
  byId("why").hidden = !byId("why").textContent;
  if (!editing) rest(desk, here);
};

// The field at rest has the words themselves; whoever writes in it changes them.
const rest = (desk, here) => {
  show("wanted", say("field: replace", { old: texts(desk, here.first, here.end) }));
  field.value = texts(desk, here.first, here.end);
  byId("cancel").hidden = true;
};

// Begins to write: the version and the words are those that are seen now, whatever comes meanwhile.
export const begin = (kind, desk, here, told = {}) => {
  const old = texts(desk, here.first, here.end);
  editing = { kind, version: desk.version, first: here.first, end: here.end, old, ...told };
  show("wanted", say(`field: ${kind}`, { old }));
  if (kind === "replace") { if (told.value !== undefined) field.value = told.value; } else field.value = told.value ?? "";
  byId("cancel").hidden = false;
  if (kind === "speaker") showOffers(people);
  if (kind !== "speaker" && kind !== "replace") showOffers([]);
};

export const end = (desk, here) => {
  editing = null;
  byId("clash").hidden = true;
  rest(desk, here);
  offer(desk, here);
};

export const focusField = () => {
  field.focus();
  field.select();
};

const showOffers = (names) => {
  offered = names.slice(0, 9);
  byId("offers").hidden = !offered.length;
  byId("offers").replaceChildren(...offered.map((name, at) => make("button", { type: "button", value: name }, make("kbd", { ariaHidden: "true" }, String(at + 1)), ` ${name}`)));
};
export const offerAt = (number) => offered[number - 1];

// Names that the words may be; the last place that was asked for wins.
export const offer = (desk, here) => {
  const mine = ++asked;
  showOffers([]);
  if (here.first >= here.end) return;
  setTimeout(async () => {
    if (mine !== asked || editing) return;
    const names = await get(`offers?first=${here.first}&end=${here.end}`).catch(() => []);
    const now = texts(desk, here.first, here.end);
    if (mine === asked && !(editing && editing.kind !== "replace")) showOffers(names.filter((name) => name !== now));
  }, 120);
};

// Other words stand there now: both are shown, and what was typed stays.
export const showClash = (clash, mine, decided) => {
  const when = clash.when ? new Date(clash.when).toLocaleTimeString(document.documentElement.lang) : "";
  const kind = clash.when ? "clash_when" : clash.end_word ? "clash_now" : "clash_base";
  const told = say(kind, { when, now: clash.text || say("conflict_nothing"), mine: mine || say("conflict_nothing") });
  show("clash-told", told);
  byId("clash").hidden = false;
  byId("clash-mine").onclick = () => decided(true);
  byId("clash-theirs").onclick = () => decided(false);
  byId("clash-mine").hidden = !clash.end_word;
  alarm(`${say("clash_title")}. ${told}`);
};

// The same mistake elsewhere, with its contexts; those that are ticked are corrected at once.
export const showSame = (found) => {
  byId("same").hidden = !found.length;
  if (!found.length) return "";
  const title = say(found.length === 1 ? "same_one" : "same_many", { n: found.length });
  show("same-title", title);
  byId("same-places").replaceChildren(...found.map((each, at) => {
    const tick = make("input", { type: "checkbox", checked: true, id: `same-${at}` });
    const told = make("label", { htmlFor: `same-${at}` }, `${clock(each.start)} `, each.before, " ", make("del", {}, each.old), " ", make("ins", {}, each.new), " ", each.after);
    return make("li", {}, tick, told);
  }));
  return title;
};
export const ticked = () => [...byId("same-places").querySelectorAll("input")].map((tick) => tick.checked);
export const hideSame = () => { byId("same").hidden = true; };
