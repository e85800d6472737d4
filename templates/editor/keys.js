// Keys: letters for those who want them, arrows from word to word. Nothing while one is writing.
import { byId } from "./talk.js";

const LETTERS = {
  o: "play", d: "accept", n: "next", w: "previous", z: "replace", i: "insert", x: "delete", u: "unclear",
  m: "speaker", s: "picture", t: "checked", c: "undo", k: "order", a: "all", "?": "help",
};
const switched = byId("letters");

const kept = (name, fallback) => {
  try { return localStorage.getItem(name) ?? fallback; } catch { return fallback; }
};
const keep = (name, value) => {
  try { localStorage.setItem(name, value); } catch { /* it holds for this page */ }
};

// A button that is on or off, and stays so.
export const toggle = (button, name) => {
  button.setAttribute("aria-pressed", kept(name, "true"));
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    keep(name, String(on));
  });
  return () => button.getAttribute("aria-pressed") === "true";
};
export const remembered = { kept, keep };

const isOn = toggle(switched, "stenogram-letters");
const writes = (target) => target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]');

export const listen = (act) => {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const { target, key } = event;
    if (writes(target)) {
      if (key === "Escape") act.escape(event);
      return;
    }
    const inText = byId("paragraphs").contains(target);
    const moves = { ArrowLeft: () => act.word(-1, event.shiftKey), ArrowRight: () => act.word(1, event.shiftKey) };
    if (inText) {
      Object.assign(moves, {
        ArrowUp: () => act.paragraph(-1), ArrowDown: () => act.paragraph(1), Home: () => act.edge(-1), End: () => act.edge(1),
        Enter: () => act.do("replace"), " ": () => act.do("play"),
      });
    }
    let found = target.closest("video, audio") ? null : moves[key];
    if (!found && isOn()) {
      if (/^[1-9]$/.test(key)) found = () => act.offer(+key);
      else if (Object.hasOwn(LETTERS, key.toLowerCase())) found = () => act.do(LETTERS[key.toLowerCase()]);
    }
    if (key === "Escape") found = () => act.escape(event);
    if (!found) return;
    event.preventDefault();
    found();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) act.do(button.dataset.do, true);
  });
};
