// The page of a recording: times seek, the text follows, captions come along on file:// too.
(() => {
  "use strict";
  const player = document.getElementById("player");
  if (!player) return;
  document.documentElement.classList.add("js");
  const spans = [...document.querySelectorAll(".text [data-start]")];
  const starts = spans.map((span) => +span.dataset.start);
  const sessions = [...document.querySelectorAll(".sessions [data-start]")];
  const resume = document.getElementById("resume");
  const slides = [...document.querySelectorAll(".text .shown")];
  const beside = document.getElementById("slajd-teraz");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let at = -1;
  let following = true;
  let ours = 0;

  // The last sentence that starts at or before a time, or -1.
  const before = (time) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time + 0.05) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const show = (span) => {
    ours = performance.now();
    span.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  };

  // A sentence near the edge is as good as unseen; what the player covers is not seen at all.
  const seen = (span) => {
    const box = span.getBoundingClientRect();
    const above = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    return box.top >= above && box.bottom <= innerHeight - 80;
  };

  // What the player itself shows is not shown again beside it.
  const slide = (time) => {
    const seen = player.tagName === "VIDEO";
    const now = slides.find((each) => time >= +each.dataset.from && time < +each.dataset.to && !(seen && !("spoken" in each.dataset)));
    const from = now ? now.dataset.from : "";
    if ((beside.dataset.at || "") === from) return;
    beside.dataset.at = from;
    beside.hidden = !now;
    const copy = now ? [now.cloneNode(true)] : [];
    for (const each of copy) each.removeAttribute("id");
    beside.replaceChildren(...copy);
  };

  const mark = () => {
    const time = player.currentTime;
    if (beside) slide(time);
    const now = before(time);
    if (now !== at) {
      if (spans[at]) spans[at].classList.remove("on");
      at = now;
      if (spans[at]) {
        spans[at].classList.add("on");
        if (following && !player.paused && !seen(spans[at])) show(spans[at]);
      }
    }
    for (const link of sessions) {
      const current = time + 0.05 >= +link.dataset.start && time < +link.dataset.end;
      if (!current) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "true");
        const list = link.closest(".sessions");
        list.scrollTop = link.offsetTop - list.clientHeight / 2;
      }
    }
    resume.hidden = following || player.paused || !spans[at] || seen(spans[at]);
  };

  const leave = () => { following = false; };
  const scrolled = () => {
    if (!player.paused && performance.now() - ours > 1200) leave();
    if (!resume.hidden || !following) mark();
  };
  addEventListener("wheel", leave, { passive: true });
  addEventListener("touchmove", leave, { passive: true });
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("scrollend", () => { if (following) ours = 0; }, { passive: true });
  addEventListener("keydown", (event) => {
    if (event.target !== player && /^(Arrow(Up|Down)|Page(Up|Down)|Home|End|Tab)$/.test(event.key)) leave();
  });
  resume.addEventListener("click", () => {
    following = true;
    if (spans[at]) show(spans[at]);
    resume.hidden = true;
    player.focus({ preventScroll: true });
  });
  for (const name of ["timeupdate", "seeking", "play", "pause"]) player.addEventListener(name, mark);

  // "#t=75", "#t=75.4" or "#t=75,90": the moment of the element of that name, else as it says.
  const aimed = (hash) => {
    const found = /^#t=(\d+(?:\.\d+)?)(?:,\d+(?:\.\d+)?)?$/.exec(hash);
    if (!found) return null;
    const time = +found[1];
    const named = document.getElementById(`t=${found[1]}`);
    const alone = hash === `#t=${found[1]}`; // a range is the name of no element
    const first = named && (named.dataset.start ? named : named.querySelector("[data-start]"));
    if (first && Math.abs(+first.dataset.start - time) < 1.5) return { time: +first.dataset.start, place: first, exact: alone };
    return { time, place: spans[Math.max(0, before(time))], exact: alone && Boolean(named) };
  };

  const go = (hash, play) => {
    const aim = aimed(hash);
    if (!aim) return;
    ours = performance.now();
    following = true;
    const seek = () => { player.currentTime = aim.time; };
    if (player.readyState) seek();
    else player.addEventListener("loadedmetadata", seek, { once: true });
    // The browser itself scrolls to what bears the name.
    if (!aim.exact && aim.place) show(aim.place);
    if (play) player.play().catch(() => {});
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#t="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hash === location.hash) go(link.hash, true);
    else addEventListener("hashchange", () => go(location.hash, true), { once: true });
  });
  addEventListener("hashchange", () => { if (player.paused) go(location.hash, false); });
  go(location.hash, false);

  // <track> is refused on file://; a script is not.
  if (location.protocol === "file:" && player.dataset.cues) {
    const old = player.querySelector("track");
    const { label, srclang } = old;
    old.remove();
    window.stenogramCues = (rows) => {
      const track = player.addTextTrack("captions", label, srclang);
      for (const [start, end, text] of rows) track.addCue(new VTTCue(start, end, text));
      track.mode = "showing";
    };
    const script = document.createElement("script");
    script.src = player.dataset.cues;
    document.head.append(script);
  }
})();
