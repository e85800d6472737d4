"""When captions come and go: long enough to be read, and never into one another.

A cue comes with its first word, or up to `LEAD` earlier where nobody speaks; it goes after its
last word, or stays into the silence that follows. Where neighbours want the same silence, the
cheapest row of starts wins.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.stages.render.cues import GAP_MS, LONGEST_MS, SHORTEST_MS, SPEED, Cue
from pipeline.stages.render.cutting import LEAD
from pipeline.stages.render.voices import Voice

_LINGER_MS = 400
"""How long a cue stays after its last word though it could be read by then."""
_STEPS = 5
"""Starts that are tried between the first word and the earliest."""
_EARLY = 0.02
"""What a tenth of a second of coming early costs, in seconds that a reader lacks."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The lines of a cue, and when its words are spoken: seconds, `[start, end)`."""

    start: float
    end: float
    lines: tuple[str, ...]
    voices: tuple[Voice | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a cue would like, in milliseconds."""

    starts: tuple[int, ...]
    """All that it may have, the word's own first."""
    spoken_until: int
    wanted: int
    """How long it is to be seen."""


def timed(spoken: Sequence[Spoken], duration: float) -> tuple[Cue, ...]:
    """The cues with their times, in the order given; `duration` is that of the recording."""
    if not spoken:
        return ()
    wishes = [_wish(spoken[at - 1] if at else None, each) for at, each in enumerate(spoken)]
    limit = max(_ms(duration), wishes[-1].spoken_until)
    cues: list[Cue] = []
    free = 0
    starts = [*_starts(wishes, limit), limit + GAP_MS]
    for at, (each, wish) in enumerate(zip(spoken, wishes, strict=True)):
        start = max(free, starts[at])
        end = max(start + 1, _end(wish, start, starts[at + 1] - GAP_MS))
        cues.append(Cue(start, end, each.lines, each.voices))
        free = end + GAP_MS
    return tuple(cues)


def _wish(before: Spoken | None, spoken: Spoken) -> _Wish:
    start = _ms(spoken.start)
    silent = start if before is None else start - _ms(before.end) - GAP_MS
    lead = max(0, min(_ms(LEAD), silent))
    # Rounded up: a thousandth less than it takes is too fast.
    wanted = max(SHORTEST_MS, math.ceil(sum(map(len, spoken.lines)) * 1000 / SPEED))
    starts = tuple(dict.fromkeys(start - lead * step // _STEPS for step in range(_STEPS + 1)))
    return _Wish(starts, _ms(spoken.end), min(wanted, LONGEST_MS))


def _end(wish: _Wish, start: int, wall: int) -> int:
    """When a cue that comes at `start` goes; the next one allows it to stay until `wall`."""
    end = max(min(wish.spoken_until, start + LONGEST_MS) + _LINGER_MS, start + wish.wanted)
    return min(end, wall, start + LONGEST_MS)


def _starts(wishes: Sequence[_Wish], limit: int) -> list[int]:
    """One start for each cue, so that together they lack the least time to be read."""
    costs = [_early(wishes[0], start) for start in wishes[0].starts]
    paths: list[list[int]] = []
    for at, wish in enumerate(wishes):
        following = wishes[at + 1] if at + 1 < len(wishes) else None
        coming = following.starts if following else (limit + GAP_MS,)
        best: list[float] = []
        chosen: list[int] = []
        for then in coming:
            found = [
                cost + _lack(wish, start, then - GAP_MS)
                for cost, start in zip(costs, wish.starts, strict=True)
            ]
            least = min(range(len(found)), key=found.__getitem__)
            chosen.append(least)
            best.append(found[least] + (_early(following, then) if following else 0.0))
        costs = best
        paths.append(chosen)
    picked, state = [], 0
    for at in range(len(wishes) - 1, -1, -1):
        state = paths[at][state]
        picked.append(wishes[at].starts[state])
    return picked[::-1]


def _early(wish: _Wish, start: int) -> float:
    return (wish.starts[0] - start) * _EARLY / 100


def _lack(wish: _Wish, start: int, wall: int) -> float:
    """Seconds that are lacking to read it; one more where any are."""
    lacking = wish.wanted - (_end(wish, start, wall) - start)
    return 1.0 + lacking / 1000 if lacking > 0 else 0.0


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
