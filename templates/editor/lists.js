// What is not in the text: corrections that fit nowhere, and text that was rejected.
import { byId, clock, make, say } from "./talk.js";

const listen = (start, end, play) => make("button", { type: "button", onclick: () => play(start, end) }, say("listen", { clock: clock(start) }));

const conflict = (each, act) => {
  if (!each.id) return make("li", {}, say("conflict_unreadable", { line: each.line }));
  const rows = [["conflict_was", each.was], ["conflict_mine", each.wanted], ["conflict_now", each.old]];
  const facts = make("dl", {}, ...rows.flatMap(([name, text]) => [make("dt", {}, say(name)), make("dd", {}, text || say("conflict_nothing"))]));
  const around = make("p", { className: "aside" }, `… ${each.before} `, make("mark", {}, each.old), ` ${each.after} …`);
  const buttons = [listen(Math.max(0, each.start - 1), (each.until || each.start) + 1, act.play)];
  if (["text", "restore", "speaker", "picture"].includes(each.verb)) buttons.push(make("button", { type: "button", onclick: () => act.decide(each, true) }, say("decide_mine")));
  buttons.push(make("button", { type: "button", onclick: () => act.decide(each, false) }, say("decide_machine")));
  return make("li", {}, facts, around, make("div", { className: "row" }, ...buttons));
};

const thrown = (each, at, act) => {
  const name = `restore-${at}`;
  if (each.back) return make("li", {}, listen(each.start, each.end, act.play), " ", make("span", {}, each.text), " ", make("em", {}, say("restored")));
  const field = make("input", { type: "text", id: name, value: each.text.trim(), maxLength: 2000 });
  const back = make("button", { type: "button", onclick: () => act.restore(each, field.value) }, say("restore"));
  const label = make("label", { htmlFor: name, className: "quiet" }, say("restore_field", { clock: clock(each.start) }));
  return make("li", { className: "row" }, listen(each.start, each.end, act.play), label, field, back);
};

const fill = (id, items, key) => {
  const section = byId(id);
  section.hidden = !items.length;
  if (section.dataset.key === key) return; // what is being typed there stays
  section.dataset.key = key;
  section.querySelector("ul").replaceChildren(...items);
};

export const showLists = (desk, act) => {
  fill("conflicts", desk.conflicts.map((each) => conflict(each, act)), JSON.stringify(desk.conflicts));
  const key = JSON.stringify(desk.rejected.map((each) => [each.start, each.text, each.back]));
  fill("rejected", desk.rejected.map((each, at) => thrown(each, at, act)), key);
};
