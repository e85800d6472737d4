"""How sure turns are told to be, and how many of their seconds are right."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from bench.diarisation import Stretch, matched
from pipeline.artefacts import Turn

_BORDERS = (0.0, 0.7, 0.9, 0.95, 0.98, 0.995, 0.999, 1.0001)
Told = tuple[Sequence[Stretch], Sequence[Turn]]
"""Who speaks when in a recording, and the turns that were found in it."""


def reliability(told: Sequence[Told]) -> Iterator[str]:
    """A line for each stretch of the scale."""
    rows = np.array([row for known, turns in told for row in _rows(known, turns)])
    yield f"{'told to be':20} {'turns':>6} {'right':>7}"
    for low, high in pairwise(_BORDERS):
        here = rows[(rows[:, 0] >= low) & (rows[:, 0] < high)]
        if len(here):
            right = 100 * here[:, 1].sum() / here[:, 2].sum()
            yield f"{f'{low:.3f} to {min(high, 1.0):.3f}':20} {len(here):6} {right:6.1f}%"


def _rows(known: Sequence[Stretch], turns: Sequence[Turn]) -> list[tuple[float, float, float]]:
    """The confidence of each turn, its seconds that are right, and those in which anyone speaks."""
    names = sorted({each.speaker for each in known})
    numbers = sorted({turn.speaker for turn in turns if turn.speaker})
    shared = np.zeros((len(turns), len(names)))
    for row, turn in enumerate(turns):
        for each in known:
            both = min(turn.end, each.end) - max(turn.start, each.start)
            shared[row, names.index(each.speaker)] += max(0.0, both)
    owners = np.array([turn.speaker or 0 for turn in turns])
    sums = np.array([shared[owners == number].sum(axis=0) for number in numbers])
    who = {numbers[one]: other for one, other in matched(np.rint(100 * sums).astype(np.int64))}
    return [
        (turn.confidence, own[who[turn.speaker]] if turn.speaker in who else 0.0, own.sum())
        for turn, own in zip(turns, shared, strict=True)
        if turn.confidence is not None and own.sum()
    ]
