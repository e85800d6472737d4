// The player of a recording: times seek, the text follows, captions come along on file:// too.
(() => {
  "use strict";
  const article = document.querySelector("article");
  const spans = article ? [...article.querySelectorAll("p:not([class]) > span")] : [];
  // As packed.py packs ascending numbers.
  const unpacked = (letters = "") => {
    let sum = 0;
    return [...letters].flatMap((letter) => {
      sum += letter.charCodeAt(0) - 63;
      return letter === "~" ? [] : [sum];
    });
  };
  const starts = unpacked(article?.dataset.starts).map((halves) => halves / 2);
  const player = document.getElementById("player");
  const sessions = [...document.querySelectorAll(".sessions [data-start]")];
  const resume = document.getElementById("resume");
  const slides = [...document.querySelectorAll(".text .shown")];
  const beside = document.getElementById("slajd-teraz");
  const status = document.getElementById("powiedz");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let at = -1;
  let following = true;
  let ours = 0;
  let until = Infinity;
  let silence;

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

  const say = (text) => {
    clearTimeout(silence);
    status.textContent = text;
    silence = setTimeout(() => { status.textContent = ""; }, 6000);
  };

  const leave = () => { following = false; };

  // "#t=75", "#t=75.4" or "#t=75,90": the moment of the element of that name, else as it says.
  const timed = (hash) => {
    const found = /^#t=(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?$/.exec(hash);
    if (!found) return null;
    const time = +found[1];
    const named = document.getElementById(`t=${found[1]}`);
    const alone = found[2] === undefined; // a range is the name of no element
    const end = alone ? Infinity : +found[2];
    const first = named ? spans.findIndex((span) => named.contains(span)) : -1;
    if (first >= 0 && Math.abs(starts[first] - time) < 1.5) return { time: starts[first], place: spans[first], exact: alone, end };
    return { time, place: spans[Math.max(0, before(time))], exact: alone && Boolean(named), end };
  };

  // "#w-…" names the words of a place, as anchors.py does: it is found where they stand now,
  // and where they stand no longer, at the time that the address adds.
  const letters = (text) => [...text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")];
  const name = (index) => {
    let found = [];
    for (let each = index; each < spans.length && found.length < 48; each++) found = found.concat(letters(spans[each].textContent));
    let state = 0x811c9dc5;
    for (const letter of found.slice(0, 48)) state = Math.imul(state ^ letter.codePointAt(0), 0x01000193) >>> 0;
    return `w-${(state % 36 ** 5).toString(36)}`;
  };
  const aimed = (hash) => {
    if (!/^#w-\w+$/.test(hash)) return timed(hash);
    const place = document.getElementById(hash.slice(1));
    const found = place ? spans.indexOf(place) : spans.findIndex((_, index) => `#${name(index)}` === hash);
    if (found >= 0) return { time: starts[found], place: spans[found], exact: Boolean(place), end: Infinity };
    return timed(`#t=${new URLSearchParams(location.search).get("t")}`);
  };

  const go = (hash, play) => {
    const aim = aimed(hash);
    if (!aim) return;
    ours = performance.now();
    following = true;
    // The browser itself scrolls to what bears the name.
    if (!aim.exact && aim.place) show(aim.place);
    if (!player) return;
    const seek = () => {
      player.currentTime = aim.time;
      until = aim.end > aim.time ? aim.end : Infinity;
    };
    if (player.readyState) seek();
    else player.addEventListener("loadedmetadata", seek, { once: true });
    if (play) player.play().catch(() => {});
  };

  window.stenogram = { spans, starts, unpacked, player, show, say, leave, name, aimed };
  addEventListener("hashchange", () => { if (!player || player.paused) go(location.hash, false); });
  if (!player) {
    go(location.hash, false);
    return;
  }
  document.documentElement.classList.add("js");

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
    if (resume) resume.hidden = following || player.paused || !spans[at] || seen(spans[at]);
  };
  for (const kind of ["timeupdate", "seeking", "play", "pause"]) player.addEventListener(kind, mark);
  player.addEventListener("timeupdate", () => {
    if (player.currentTime < until) return;
    if (player.currentTime < until + 2) player.pause();
    until = Infinity; // once: who plays on, plays on
  });

  // What is pressed in the player's section is the player's; elsewhere keys are the reader's own.
  const section = player.closest(".playing");
  const back = (seconds) => { player.currentTime = Math.max(0, player.currentTime + seconds); };
  const keys = {
    j: () => back(-10),
    k: () => { if (player.paused) player.play().catch(() => {}); else player.pause(); },
    l: () => back(10),
    c: () => { for (const track of player.textTracks) track.mode = track.mode === "showing" ? "hidden" : "showing"; },
  };
  section.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const step = (by) => {
    const time = player.currentTime;
    const now = sessions.findLastIndex((link) => +link.dataset.start <= time + 0.05);
    // Back leads to the beginning of this session first, as on any player.
    const to = sessions[by < 0 && now >= 0 && time - sessions[now].dataset.start > 3 ? now : now + by];
    if (!to) return;
    go(to.hash, !player.paused);
    say(to.innerText);
  };
  const press = (id, act) => document.getElementById(id)?.addEventListener("click", act);
  press("wstecz", () => step(-1));
  press("dalej", () => step(1));

  const speed = document.getElementById("tempo");
  if (speed) {
    const hasten = () => { player.playbackRate = player.defaultPlaybackRate = +speed.value; };
    try { speed.value = sessionStorage.getItem("tempo") || "1"; } catch { /* storage is not for everyone */ }
    if (!speed.value) speed.value = "1";
    hasten();
    speed.addEventListener("change", () => {
      hasten();
      try { sessionStorage.setItem("tempo", speed.value); } catch { /* it holds for this page */ }
    });
  }

  if (resume) {
    const scrolled = () => {
      if (!player.paused && performance.now() - ours > 1200) leave();
      if (!resume.hidden || !following) mark();
    };
    addEventListener("wheel", leave, { passive: true });
    addEventListener("touchmove", leave, { passive: true });
    addEventListener("scroll", scrolled, { passive: true });
    addEventListener("scrollend", () => { if (following) ours = 0; }, { passive: true });
    addEventListener("keydown", (event) => {
      if (!section.contains(event.target) && /^(Arrow(Up|Down)|Page(Up|Down)|Home|End|Tab)$/.test(event.key)) leave();
    });
    resume.addEventListener("click", () => {
      following = true;
      if (spans[at]) show(spans[at]);
      resume.hidden = true;
      player.focus({ preventScroll: true });
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#t="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hash === location.hash) go(link.hash, true);
    else addEventListener("hashchange", () => go(location.hash, true), { once: true });
  });
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
