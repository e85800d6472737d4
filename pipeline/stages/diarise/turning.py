"""Words with their voices → turns: when each begins and ends, where it pauses, how sure it is."""

from collections.abc import Sequence

import numpy as np

from pipeline.artefacts import Turn, Word
from pipeline.stages.diarise.assigning import Assigned
from pipeline.stages.diarise.hearing import PER_SECOND, Heard, borders_of, stretches

_LATE = 0.016
"""Seconds from the number of a frame to the middle of what it hears."""


def turns(
    words: Sequence[Word], heard: Heard, assigned: Assigned, numbers: Sequence[int | None]
) -> tuple[Turn, ...]:
    """The turns of a recording. `numbers`: the speaker of each voice, `None` for nobody's."""
    if not words:
        return ()
    borders = borders_of(tuple(words))
    changes = (np.flatnonzero(np.diff(assigned.voices)) + 1).tolist()
    spoken = [(first / PER_SECOND + _LATE, end / PER_SECOND + _LATE) for first, end in stretches(heard.voiced)]
    found = []
    for first, end in zip([0, *changes], [*changes, len(words)], strict=True):
        earliest = _cut(borders[first - 1], words, first, spoken) if first else -np.inf
        latest = _cut(borders[end - 1], words, end, spoken) if end < len(words) else np.inf
        found.append(
            _turn(words, (first, end), _within(spoken, earliest, latest), heard, assigned, numbers)
        )
    return tuple(found)


def _cut(border, words, index, spoken):
    """The middle of the longest pause between the middles of two words, else their border."""
    low = (words[index - 1].start + words[index - 1].end) / 2
    high = (words[index].start + words[index].end) / 2
    pauses = [
        (max(low, end), min(high, start))
        for (_, end), (start, _) in zip(spoken, spoken[1:])
        if end < high and start > low
    ]
    if not pauses:
        return float(border)
    a, b = max(pauses, key=lambda p: p[1] - p[0])
    return (a + b) / 2


def _within(spoken, earliest, latest):
    return [
        (max(start, earliest), min(end, latest))
        for start, end in spoken
        if end > earliest and start < latest
    ]


def _turn(words, span, spoken, heard, assigned, numbers):
    first, end = span
    start, stop = words[first].start, words[end - 1].end
    pauses = ()
    if spoken:
        start, stop = spoken[0][0], spoken[-1][1]
        pauses = tuple((round(b, 2), round(c, 2)) for (_, b), (c, _) in zip(spoken, spoken[1:]))
    weights = heard.weights[first:end]
    conf = None
    if weights.sum():
        conf = round(float((assigned.likely[first:end] * weights).sum() / weights.sum()), 3)
    return Turn(round(start, 2), round(stop, 2), first, end, numbers[int(assigned.voices[first])], conf, pauses)
