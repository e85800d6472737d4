"""Where captions are cut, and where their lines break.

A shortest path over the words picks the cuts: each possible cue has a cost (what it tears apart,
how fast it must be read, whether it flashes by), and the cheapest row of cues wins.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.language import Bond
from pipeline.stages.render.cues import GAP_MS, LINE, LONGEST_MS, SHORTEST_MS, SPEED
from pipeline.stages.render.voices import Voice, one_speaker

PAUSE = 1.5
"""A longer silence, in seconds, ends a cue."""
DASH = "– "
"""Before each line of a cue that two speakers share, as Polish captions have it."""
LEAD = 0.2
"""Seconds that a cue may come before its first word, if nobody speaks then."""

_GAP, _LONGEST, _SHORTEST = GAP_MS / 1000, LONGEST_MS / 1000, SHORTEST_MS / 1000
_TEARS = {
    None: 16.0,
    Bond.SENTENCE: 2.0,
    Bond.CLAUSE: 6.0,
    Bond.LOOSE: 12.0,
    Bond.PLAIN: 18.0,
    Bond.PHRASE: 34.0,
    Bond.FIRM: 90.0,
    Bond.LEANS: 1_000.0,
}
"""What it costs to end a cue after a word; half of it to end a line there."""
_EACH = 14.0
_TRAILS = 16.0
"""A sentence ends in a cue, and the next one begins there without ending."""
_FLASH = 400.0
_FAST = 120.0
_FASTER = 8.0
"""For each character a second above what can be followed."""
_BORDER = 200.0
"""A session, or a speaker, that begins inside a cue."""
_BREATH = 0.4
"""Seconds of silence that make any place a better one to cut."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is shown of a word, no longer than a line. Seconds."""

    start: float
    end: float
    text: str
    bond: Bond | None
    """With the next word; `None` inside a word that is cut, and at the end."""
    ends: bool
    """Ends a sentence."""
    opens: bool
    """Starts a session."""
    voice: Voice | None = None
    """Who says it, where that is known."""


class _Run:
    """Words with no long pause between them, measured once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        # Characters before each word, a space after every one of them.
        self.before = [0, *accumulate(len(token.text) + 1 for token in tokens)]
        self.turns = [
            at
            for at in range(1, len(tokens))
            if not one_speaker(tokens[at - 1].voice, tokens[at].voice)
        ]
        self.tears = [self._tear(at) for at in range(len(tokens))]
        self.ends = [0, *accumulate(int(token.ends) for token in tokens)]
        self.opens = [0, *accumulate(int(token.opens) for token in tokens)]

    def _tear(self, at: int) -> float:
        token = self.tokens[at]
        cost = 0.0 if token.ends else _TEARS[token.bond]
        if at + 1 < len(self.tokens) and token.bond is not Bond.LEANS:
            pause = self.tokens[at + 1].start - token.end
            cost *= 0.6 if pause >= _BREATH else 1.0
        return cost

    def turn(self, first: int, after: int) -> tuple[int, int]:
        """How many speakers begin inside the words `[first, after)`, and where the first does."""
        low = bisect_right(self.turns, first)
        count = bisect_left(self.turns, after) - low
        return count, self.turns[low] if count > 0 else after

    def length(self, first: int, after: int) -> int:
        """Characters of the words `[first, after)` on one line."""
        return self.before[after] - self.before[first] - 1

    def room(self, first: int, after: int) -> float:
        """Seconds that a cue of the words `[first, after)` can be seen for."""
        tokens = self.tokens
        start = tokens[first].start
        # A pause is shared with the cue before; at the start of a run nobody else needs it, and
        # before the recording there is none.
        free = (start - tokens[first - 1].end - _GAP) / 2 if first else start
        lead = min(LEAD, max(0.0, free))
        following = tokens[after].start if after < len(tokens) else tokens[-1].end + PAUSE
        return following - _GAP - start + lead

    def cost(self, first: int, after: int) -> float:
        """What the cue of the words `[first, after)` costs; infinite where it does not fit."""
        fit = self.broken(first, after)
        if fit is None:
            return float("inf")
        turns = self.turn(first, after)[0]
        length = self.length(first, after) + (2 * len(DASH) if turns else 0)
        cost = _EACH + fit[1]
        if after < len(self.tokens):
            cost += self.tears[after - 1]
            if not self.tokens[after - 1].ends and self.ends[after] > self.ends[first]:
                cost += _TRAILS
        cost += _BORDER * (self.opens[after] - self.opens[first + 1] + turns)
        room = self.room(first, after)
        if room < _SHORTEST:
            cost += _FLASH * (1 + _SHORTEST - room)
        over = length / max(0.1, min(room, _LONGEST)) - SPEED
        return cost + (_FAST + _FASTER * over if over > 0 else 0.0)

    def broken(self, first: int, after: int) -> tuple[int, float] | None:
        """The word that begins the second line, and what the break costs.

        `after` itself where one line is enough; `None` where the words do not fit two lines. Two
        speakers have a line each, more do not fit.
        """
        turns, turn = self.turn(first, after)
        if turns:
            most = LINE - len(DASH)
            fits = max(self.length(first, turn), self.length(turn, after)) <= most
            return (turn, 0.0) if turns == 1 and fits else None
        whole = self.length(first, after)
        if whole <= LINE:
            return after, 0.0
        best: tuple[int, float] | None = None
        for at in range(first + 1, after):
            length = self.length(first, at)
            rest = whole - length - 1
            if length > LINE:
                break
            if rest <= LINE:
                cost = self.tears[at - 1] / 2 + abs(rest - length) / 4
                if best is None or cost < best[1]:
                    best = (at, cost)
        return best


def cut(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The cheapest way to cut words without a long pause between them into cues."""
    run, count = _Run(tokens), len(tokens)
    best = [0.0] + [float("inf")] * count
    back = [0] * (count + 1)
    for first in range(count):
        for after in range(first + 1, count + 1):
            lasts = tokens[after - 1].end - tokens[first].start
            too_much = run.length(first, after) > 2 * LINE + 1 or lasts > _LONGEST
            if too_much and after > first + 1:
                break
            cost = best[first] + run.cost(first, after)
            if cost < best[after]:
                best[after], back[after] = cost, first
    cues: list[tuple[Token, ...]] = []
    after = count
    while after:
        cues.append(tuple(tokens[back[after] : after]))
        after = back[after]
    return cues[::-1]


def lines(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words of one cue as its lines, those of two speakers with a dash each."""
    run = _Run(tokens)
    texts = [token.text for token in tokens]
    fit = run.broken(0, len(tokens))
    if fit is None:
        return tuple(texts)
    dash = DASH if run.turns else ""
    return tuple(dash + " ".join(part) for part in (texts[: fit[0]], texts[fit[0] :]) if part)
