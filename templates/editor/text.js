// The text in paragraphs of words: one of them is where we are. Only it is a stop of Tab.
import { byId, clock, make, say } from "./talk.js";

const box = byId("paragraphs");
let desk = null;
let known = new Map();
let marked = [];
let onWords = () => {};
export const whenChosen = (act) => { onWords = act; };

const label = (name) => (/^\d+$/.test(name) ? say("voice", { n: name }) : name);

const doubtful = () => {
  const found = new Set();
  for (const [first, end] of desk.doubts) for (let at = first; at < end; at++) found.add(at);
  return found;
};

const pictures = (first, end) => desk.descriptions.filter(([start]) => {
  const at = desk.words.findIndex((word) => Math.abs(word[1] - start) < 0.006);
  return at >= first && at < end;
});

// One paragraph; its words know their place in it, it knows its first word.
const built = (first, end, name, doubts) => {
  const words = [];
  for (let at = first; at < end; at++) {
    const span = make("span", {}, desk.words[at][0]);
    if (doubts.has(at)) span.className = "doubtful";
    if (at < desk.checked_words) span.classList.add("checked");
    span.place = at - first;
    words.push(span);
  }
  const seen = pictures(first, end).map(([, text]) => make("p", { className: "note" }, `[${say("picture", { text })}]`));
  const line = make("p", {});
  line.append(make("span", { className: "t" }, clock(desk.words[first][1])));
  if (name) line.append(make("b", { className: "who" }, label(name)), " ");
  words.forEach((word, at) => line.append(...(at ? [" ", word] : [word])));
  const element = make("div", { className: "paragraph" }, ...seen, line);
  element.words = words;
  return element;
};

export const render = (told) => {
  desk = told;
  const doubts = doubtful();
  const before = known;
  known = new Map();
  const elements = [];
  for (const [first, end, name] of desk.paragraphs) {
    const words = desk.words.slice(first, end).map((word, at) => `${word[0]}${doubts.has(first + at) ? "?" : ""}`);
    const checked = Math.min(end, Math.max(first, desk.checked_words)) - first;
    const key = JSON.stringify([clock(desk.words[first][1]), name, checked, words, pictures(first, end)]);
    const element = before.get(key)?.pop() ?? built(first, end, name, doubts);
    element.first = first;
    if (!known.has(key)) known.set(key, []);
    known.get(key).push(element);
    elements.push(element);
  }
  if (elements.length !== box.children.length || elements.some((each, at) => box.children[at] !== each)) {
    const inside = box.contains(document.activeElement);
    box.replaceChildren(...elements);
    if (inside) byId("which").focus({ preventScroll: true });
  }
};

const paragraphAt = (at) => {
  let low = 0, high = box.children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (box.children[middle].first <= at) low = middle + 1; else high = middle;
  }
  return box.children[low - 1];
};
const wordAt = (at) => {
  const paragraph = paragraphAt(at);
  return paragraph?.words[at - paragraph.first];
};

// Marks the words that are looked at; `focus` goes to them only where it was in the text already.
export const mark = (first, end, { focus = false, scroll = true } = {}) => {
  for (const word of marked) {
    word.classList.remove("here");
    for (const name of ["tabindex", "role", "aria-current"]) word.removeAttribute(name);
  }
  marked = [];
  for (let at = first; at < Math.max(end, first + 1) && at < desk.words.length; at++) marked.push(wordAt(at));
  marked = marked.filter(Boolean);
  for (const word of marked) word.classList.add("here");
  const [word] = marked;
  if (!word) return;
  word.tabIndex = 0;
  word.setAttribute("role", "button");
  word.setAttribute("aria-current", "true");
  if (focus) word.focus({ preventScroll: true });
  if (!scroll) return;
  const place = word.getBoundingClientRect();
  const above = matchMedia("(max-width: 60rem)").matches ? innerHeight * 0.35 : 60;
  if (place.top < above || place.bottom > innerHeight - 60) {
    const narrow = matchMedia("(max-width: 60rem)").matches;
    if (focus || !narrow) word.scrollIntoView({ block: "center", behavior: "auto" });
  }
};

export const isInText = () => box.contains(document.activeElement);
export const rangeOfParagraph = (at) => {
  const found = desk.paragraphs.find(([first, end]) => at >= first && at < end);
  return found ? [found[0], found[1]] : [at, at];
};

box.addEventListener("click", (event) => {
  const paragraph = event.target.closest(".paragraph");
  if (!paragraph) return;
  const place = event.target.place;
  if (place !== undefined) onWords(paragraph.first + place, event.shiftKey);
  else if (event.target.className === "t") onWords(paragraph.first, false, true);
});

// The word that is heard now.
let heard = null;
export const follow = (time) => {
  let low = 0, high = desk ? desk.words.length : 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (desk.words[middle][1] <= time + 0.02) low = middle + 1; else high = middle;
  }
  const word = low ? wordAt(low - 1) : null;
  if (word === heard) return;
  heard?.classList.remove("on");
  word?.classList.add("on");
  heard = word;
};
