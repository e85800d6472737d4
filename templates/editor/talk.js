// What the page says, and to whom: texts by name, the lines of state, what is announced.
const main = document.getElementById("tresc");
const texts = JSON.parse(main.dataset.texts);
export const people = JSON.parse(main.dataset.people);
export const byId = (id) => document.getElementById(id);

export const say = (name, values = {}) =>
  (texts[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

export const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};

export const reasons = (names) => names.map((name) => (`reason: ${name}` in texts ? say(`reason: ${name}`) : name)).join(", ");

// Said again, it is heard again: a region whose text stays the same announces nothing.
const put = (region, text) => {
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
};
export const announce = (text) => {
  byId("alarm").textContent = "";
  put(byId("say"), text);
};
export const alarm = (text) => {
  byId("say").textContent = "";
  put(byId("alarm"), text);
};

export const show = (id, text) => {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
};

export const remaining = (minutes, places) => {
  if (!places) return say("remaining_none");
  return minutes < 1 ? say("remaining_little") : say("remaining", { n: Math.round(minutes) });
};

// An element with attributes, and what is in it; text is text.
export const make = (name, attributes = {}, ...content) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element && key !== "role") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...content);
  return element;
};
