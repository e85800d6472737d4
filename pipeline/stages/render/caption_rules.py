"""What captions are held to: a linter for cues, wherever they come from."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.artefacts import Word
from pipeline.language import leans
from pipeline.stages.render.cues import (
    LEAST_GAP_MS,
    LINE,
    LINES,
    LONGEST_MS,
    SHORTEST_MS,
    SPEED,
    Cue,
)

Rule = Literal[
    "empty", "lines", "long line", "leaning word",
    "short", "long", "fast", "gap", "overlap", "order",
]  # fmt: skip
SHARE = 0.02
"""Captions are right when a smaller share of their cues breaks a rule."""
_PAUSE_MS = 1_500


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that one cue breaks."""

    cue: int
    """From 1, in the order of the file."""
    start_ms: int
    rule: Rule
    measured: str
    """What was found beside what is allowed."""
    why: str
    """What kept it from being right, or what room there is; empty where nothing is known."""


@dataclass(frozen=True, slots=True)
class _Around:
    """A cue and what bounds it, as far as there is any."""

    number: int
    cue: Cue
    before: Cue | None
    after: Cue | None
    spoken_ms: float | None
    """From its first word to the first one of the next cue, or to the end of the last word; `None`
    where words are not known."""

    def breach(self, rule: Rule, measured: str, why: str = "") -> Breach:
        return Breach(self.number, self.cue.start_ms, rule, measured, why)

    @property
    def lasts(self) -> int:
        """Milliseconds on the screen."""
        return self.cue.end_ms - self.cue.start_ms


def breaches(cues: Sequence[Cue], words: Sequence[Word] = ()) -> tuple[Breach, ...]:
    """Every rule that is broken, cue by cue; where the `words` are known, reasons come from them.

    Words belong to the cue that is on the screen at their middle, or was last.
    """
    return tuple(found for around in _arounds(cues, words) for found in _of(around))


def outside(found: Sequence[Breach]) -> int:
    """How many cues break a rule."""
    return len({breach.cue for breach in found})


def within(cues: Sequence[Cue], found: Sequence[Breach]) -> bool:
    """Whether few enough of the cues break a rule."""
    return not found or outside(found) < SHARE * len(cues)


def _arounds(cues: Sequence[Cue], words: Sequence[Word]) -> Iterator[_Around]:
    middles = [(word.start + word.end) * 500 for word in words]
    for at, cue in enumerate(cues):
        before = cues[at - 1] if at else None
        after = cues[at + 1] if at + 1 < len(cues) else None
        first = bisect_left(middles, cue.start_ms)
        then = bisect_left(middles, after.start_ms) if after else len(words)
        spoken = None
        if first < then:
            until = words[then].start if then < len(words) else words[-1].end
            spoken = (until - words[first].start) * 1000
        yield _Around(at + 1, cue, before, after, spoken)


def _of(around: _Around) -> Iterator[Breach]:
    if not any(line.strip() for line in around.cue.lines):
        yield around.breach("empty", "no text")
    yield from _lines(around)
    yield from _times(around)
    yield from _next(around)


def _lines(around: _Around) -> Iterator[Breach]:
    cue = around.cue
    if len(cue.lines) > LINES:
        few = f"its {cue.length} characters do not fit {LINES} lines"
        why = few if cue.length > LINES * LINE else ""
        yield around.breach("lines", f"{len(cue.lines)} lines, {LINES} at most", why)
    last = ""
    for at, line in enumerate(cue.lines):
        if len(line) > LINE:
            why = "one word" if " " not in line.strip() else ""
            yield around.breach("long line", f"{len(line)} characters, {LINE} at most", why)
        for word in line.split():
            before, last = last, word
        if line.strip() and leans(last, before):
            why = _silence(around) if at + 1 == len(cue.lines) else ""
            yield around.breach("leaning word", f"a line ends with „{last}”", why)


def _silence(around: _Around) -> str:
    if around.after is None:
        return "nothing is said after it"
    pause = around.after.start_ms - around.cue.end_ms
    return f"a pause of {_seconds(pause)} follows" if pause >= _PAUSE_MS else ""


def _times(around: _Around) -> Iterator[Breach]:
    lasts = around.lasts
    if lasts < SHORTEST_MS:
        measured = f"{_seconds(lasts)}, {_seconds(SHORTEST_MS)} at least"
        yield around.breach("short", measured, _room(around, SHORTEST_MS))
    if lasts > LONGEST_MS:
        yield around.breach("long", f"{_seconds(lasts)}, {_seconds(LONGEST_MS)} at most")
    needed = around.cue.length * 1000 / SPEED
    if 0 < lasts < needed:
        speed = around.cue.length * 1000 / lasts
        measured = f"{speed:.1f} characters a second, {SPEED:g} at most"
        yield around.breach("fast", measured, _room(around, needed))


def _room(around: _Around, needed: float) -> str:
    """Why a cue cannot stay for `needed` milliseconds, or that it could."""
    if around.spoken_ms is not None and 0 < around.spoken_ms < needed:
        if needed <= SHORTEST_MS:
            return f"the next words come {_seconds(around.spoken_ms)} after its own"
        speed = around.cue.length * 1000 / around.spoken_ms
        return f"spoken at {speed:.1f} characters a second"
    if around.after is None:
        return ""
    earliest = around.before.end_ms + LEAST_GAP_MS if around.before else 0
    room = around.after.start_ms - LEAST_GAP_MS - earliest
    return f"between its neighbours there are {_seconds(max(0, room))}"


def _next(around: _Around) -> Iterator[Breach]:
    if around.after is None:
        return
    if around.after.start_ms < around.cue.start_ms:
        yield around.breach("order", "the next cue starts before it")
        return
    gap = around.after.start_ms - around.cue.end_ms
    if gap < 0:
        yield around.breach("overlap", f"{_seconds(-gap)} with the next cue")
    elif gap < LEAST_GAP_MS:
        yield around.breach("gap", f"{gap} ms to the next cue, {LEAST_GAP_MS} at least")


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s"
