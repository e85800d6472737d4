// Reading a transcript: what a search found, words to doubt, quotations and addresses to take along.
(() => {
  "use strict";
  const { spans, starts, unpacked, player, show, say, leave, name, aimed } = stenogram;
  const tools = document.getElementById("narzedzia");
  const says = tools.dataset;
  const article = document.querySelector("article");
  const by = (id) => document.getElementById(id);
  const press = (id, act) => by(id)?.addEventListener("click", act);
  const paint = (kind, ranges) => { if (CSS.highlights) CSS.highlights.set(kind, new Highlight(...ranges)); };
  const within = (span, start, end) => {
    const range = document.createRange();
    range.setStart(span.firstChild, start);
    range.setEnd(span.firstChild, end);
    return range;
  };
  const clock = (time) => {
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const hours = Math.floor(time / 3600), minutes = Math.floor(time / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(time % 60)}` : `${minutes}:${two(time % 60)}`;
  };
  // replace() would read "$&" in what people said.
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  // ---- to the clipboard; where the browser refuses, a field with all of it selected
  const hand = by("recznie");
  const field = hand.firstElementChild;
  field.addEventListener("blur", () => { hand.hidden = true; });
  const copy = async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
      say(done);
      return;
    } catch { /* refused, or not there */ }
    const focused = document.activeElement;
    hand.hidden = false;
    field.value = text;
    field.select();
    if (document.execCommand("copy")) {
      focused.focus({ preventScroll: true });
      say(done);
    } else say(says.hand);
  };
  const here = says.address || location.href.replace(/[?#].*$/s, "");
  const moment = () => `#t=${Math.floor(player.currentTime)}`;
  press("chwila", () => copy(here + moment(), says.link));
  press("kopiuj-kod", () => copy(by("kod").value.replace('.html"', `.html${moment()}"`), says.code));
  const mail = by("blad");
  const letter = mail && mail.href;
  press("blad", () => { if (player) mail.href = letter + encodeURIComponent(`${clock(player.currentTime)} ${here}${moment()}\r\n`); });

  // ---- a quotation: what is selected, or the paragraph whose time has the focus
  const pick = by("wybor");
  const [quote, link] = pick.children;
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const whos = [...article.querySelectorAll(".who")];
  const who = (span) => {
    const label = whos.findLast((each) => each.compareDocumentPosition(span) & Node.DOCUMENT_POSITION_FOLLOWING);
    return label ? plain(label.textContent) : "";
  };
  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return [];
    const range = selection.getRangeAt(0);
    return spans.flatMap((span, index) => {
      if (!range.intersectsNode(span)) return [];
      const part = document.createRange();
      part.selectNodeContents(span);
      if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
      if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
      const text = plain(part.toString());
      return text ? [{ index, text }] : [];
    });
  };
  const passage = () => {
    const chosen = selected();
    if (chosen.length) return chosen;
    return spans.flatMap((span, index) => span.parentNode === pick.parentNode ? [{ index, text: plain(span.textContent) }] : []);
  };
  quote.addEventListener("click", () => {
    const chosen = passage();
    const speakers = chosen.map(({ index }) => who(spans[index]));
    const one = new Set(speakers).size === 1;
    const text = chosen.map((each, at) => {
      const turn = !one && speakers[at] !== speakers[at - 1] && speakers[at];
      return turn ? `${turn}: ${each.text}` : each.text;
    }).join(" ");
    const time = starts[chosen[0].index];
    const said = (selector) => plain(document.querySelector(selector)?.textContent || "");
    const source = [one && speakers[0], said(".trail a"), said("h1"), said(".facts time"), clock(time)].filter(Boolean).join(", ");
    copy(`${filled(says.quotation, { text, source })}\n${here}#t=${Math.floor(time)}`, says.quote);
  });
  link.addEventListener("click", () => {
    const { index } = passage()[0];
    copy(`${here}?t=${Math.floor(starts[index])}#${name(index)}`, says.link);
  });
  const offer = (paragraph, after, top) => {
    if (pick.previousSibling !== after) after.after(pick);
    pick.hidden = false;
    pick.style.top = `${top(pick.offsetHeight + 4) - paragraph.getBoundingClientRect().top}px`;
  };
  const withdraw = () => { pick.hidden = true; };
  article.addEventListener("focusin", ({ target }) => {
    const paragraph = target.closest("p:not([class])");
    if (paragraph && target.matches("a.t")) offer(paragraph, target, (height) => target.getBoundingClientRect().top - height);
  });
  article.addEventListener("focusout", ({ relatedTarget }) => {
    if (!pick.contains(relatedTarget) && !selected().length) withdraw();
  });
  document.addEventListener("selectionchange", () => {
    const chosen = selected();
    if (!chosen.length) {
      if (!pick.contains(document.activeElement) && document.activeElement !== pick.previousSibling) withdraw();
      return;
    }
    const last = spans[chosen[chosen.length - 1].index];
    const boxes = getSelection().getRangeAt(0).getClientRects();
    offer(last.parentNode, last, () => boxes[boxes.length - 1].bottom + 4);
  });

  // ---- words to doubt
  const doubts = by("niepewne");
  const doubtful = () => {
    const chosen = new Set(unpacked(article.dataset.doubts));
    let at = 0;
    return spans.flatMap((span) => [...span.textContent.matchAll(/\S+/g)].flatMap((word) =>
      chosen.has(at++) ? [within(span, word.index, word.index + word[0].length)] : []));
  };
  const toggle = (button, act) => button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    act(on);
  });
  doubts.hidden = !CSS.highlights || !article.dataset.doubts;
  toggle(doubts, (on) => {
    paint("niepewne", on ? doubtful() : []);
    if (on) say(says.doubts);
  });
  toggle(by("czytanie"), (on) => {
    document.body.classList.toggle("reading", on);
    if (player) player.pause();
  });

  // ---- what the search that led here found: ?q=…&formy=…, both a stranger's text
  const asked = new URLSearchParams(location.search);
  const given = (asked.get("formy") || "").slice(0, 4200).split(",");
  const words = asked.has("formy") ? given : (asked.get("q") || "").slice(0, 4200).match(/[\p{L}\p{N}]+/gu) || [];
  const forms = [...new Set(words.map((form) => plain(form).toLowerCase()))].filter((form) => form && form.length <= 64).slice(0, 64);
  if (!forms.length) return;
  const whole = forms.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "\\s")).join("|");
  const wanted = new RegExp(`(?<![\\p{L}\\p{N}])(?:${whole})(?![\\p{L}\\p{N}])`, "giu");
  const hits = spans.flatMap((span, index) => [...span.textContent.matchAll(wanted)].map((found) =>
    ({ index, range: within(span, found.index, found.index + found[0].length) })));
  if (!hits.length) return;
  const bar = by("trafienia");
  const [told, previous, next, clear] = bar.children;
  const n = hits.length;
  const aim = aimed(location.hash);
  const nearest = aim ? hits.findIndex(({ index }) => starts[index] > aim.time - 1) : -1;
  let now = nearest - 1;
  told.textContent = filled(says[new Intl.PluralRules(document.documentElement.lang).select(n)] || says.many, { n });
  bar.hidden = false;
  paint("trafienia", hits.map(({ range }) => range));
  const visit = (by) => {
    now = (now + by + n) % n;
    const { index, range } = hits[now];
    paint("trafienie", [range]);
    leave();
    show(spans[index]);
    told.textContent = filled(says.hit, { i: now + 1, n, time: clock(starts[index]) });
    const sentence = document.createElement("span");
    sentence.className = "quiet";
    sentence.textContent = ` ${spans[index].textContent}`;
    told.append(sentence);
  };
  previous.addEventListener("click", () => visit(now < 0 ? 0 : -1));
  next.addEventListener("click", () => visit(1));
  clear.addEventListener("click", () => {
    paint("trafienia", []);
    paint("trafienie", []);
    bar.hidden = true;
    try { history.replaceState(null, "", location.pathname + location.hash); } catch { /* refused on file:// */ }
    by("tresc").focus({ preventScroll: true });
  });
})();
