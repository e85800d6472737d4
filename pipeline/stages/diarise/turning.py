"""Words with their voices → turns: when each begins and ends, where it pauses, how sure it is."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.artefacts import Turn, Word
from pipeline.stages.diarise.assigning import Assigned
from pipeline.stages.diarise.hearing import PER_SECOND, Heard, borders_of, stretches

_LATE = 0.016  # seconds from the beginning of a frame to the middle of what it hears
Span = tuple[float, float]


def turns(
    words: Sequence[Word], heard: Heard, assigned: Assigned, numbers: Sequence[int | None]
) -> tuple[Turn, ...]:
    """The turns of a recording. `numbers`: the speaker of each voice, the last for nobody's."""
    if not words:
        return ()
    spoken = _Spoken(heard)
    changes = (np.flatnonzero(np.diff(assigned.voices)) + 1).tolist()
    borders = borders_of(tuple(words))
    cuts = [spoken.cut(words[at - 1], words[at], float(borders[at - 1])) for at in changes]
    found = []
    for (first, end), (earliest, latest) in zip(
        pairwise([0, *changes, len(words)]), pairwise([-np.inf, *cuts, np.inf]), strict=True
    ):
        speaker = numbers[int(assigned.voices[first])]
        spans = spoken.within(earliest, latest) or [(words[first].start, words[end - 1].end)]
        found.append(
            Turn(
                start=round(spans[0][0], 2),
                end=round(spans[-1][1], 2),
                first_word=first,
                end_word=end,
                speaker=speaker,
                confidence=_confidence(heard, assigned, slice(first, end)) if speaker else None,
                pauses=tuple(
                    (round(before, 2), round(after, 2))
                    for (_, before), (after, _) in pairwise(spans)
                ),
            )
        )
    return tuple(found)


def _confidence(heard: Heard, assigned: Assigned, here: slice) -> float | None:
    """The mean of the posterior over what was heard of the turn's words."""
    weights = heard.weights[here]
    total = float(weights.sum())
    if not total:
        return None
    return round(float((assigned.likely[here] * weights).sum()) / total, 3)


class _Spoken:
    """Where a voice is heard in a recording, in seconds."""

    def __init__(self, heard: Heard) -> None:
        found = np.array(stretches(heard.voiced), np.float64).reshape(-1, 2)
        self._starts, self._ends = (found / PER_SECOND + _LATE).T

    def cut(self, before: Word, after: Word, border: float) -> float:
        """Where one voice ends and another begins: in the longest pause around a border of words.

        Recognition is about 0.2 s off; without a pause, its border it is.
        """
        low, high = (before.start + before.end) / 2, (after.start + after.end) / 2
        first = int(np.searchsorted(self._ends, low))
        end = max(first, int(np.searchsorted(self._starts, high)))
        ends, starts = self._ends[first:end], self._starts[first:end]
        pauses = list(zip(ends[:-1], starts[1:], strict=True))
        if not pauses:
            return border
        start, stop = max(pauses, key=lambda pause: pause[1] - pause[0])
        return float(start + stop) / 2

    def within(self, earliest: float, latest: float) -> list[Span]:
        """What is heard between two moments."""
        first = int(np.searchsorted(self._ends, earliest, "right"))
        end = int(np.searchsorted(self._starts, latest))
        return [
            (max(float(self._starts[at]), earliest), min(float(self._ends[at]), latest))
            for at in range(first, end)
        ]
