"""A recording cut into moments: in each, the same sentence and the same scene."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Transcript
from pipeline.language import sentences
from pipeline.stages.match.evidence import terms
from pipeline.stages.match.seeing import Seen, Sight

_PAUSE = 3.0
"""Seconds without a word after which nobody is speaking."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, until the next begins or nobody speaks; its terms."""

    start: float
    end: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """`said`: the index of its sentence; `share`: how much of the sentence is in it."""

    start: float
    end: float
    said: int | None
    share: float
    sight: Sight | None


def sentences_said(transcript: Transcript) -> tuple[Said, ...]:
    """The sentences of a transcript, in order, none before the end of another."""
    words = transcript.words
    ranges = sentences(words)
    found: list[Said] = []
    for number, each in enumerate(ranges):
        begin, end = words[each.start].start, words[each.stop - 1].end
        if number + 1 < len(ranges):
            following = words[ranges[number + 1].start].start
            end = following if following - end <= _PAUSE else end
        begin = max(begin, found[-1].end if found else 0.0)
        text = " ".join(words[index].text for index in each)
        found.append(Said(begin, max(begin, end), terms(text)))
    return tuple(found)


def moments(said: Sequence[Said], seen: Seen, duration: float) -> list[Moment]:
    """The moments of `[0, duration)`, in order."""
    borders = {0.0, duration}
    borders |= {time for each in said for time in (each.start, each.end)}
    borders |= {time for each in seen.sights for time in (each.start, each.end)}
    times = sorted(time for time in borders if 0 <= time <= duration)
    found, at, scene = [], 0, 0
    for start, end in itertools.pairwise(times):
        middle = (start + end) / 2
        while at < len(said) and said[at].end <= middle:
            at += 1
        while scene < len(seen.sights) and seen.sights[scene].end <= middle:
            scene += 1
        here = at if at < len(said) and said[at].start <= middle else None
        share = 0.0 if here is None else (end - start) / (said[here].end - said[here].start)
        sight = seen.sights[scene] if scene < len(seen.sights) else None
        found.append(Moment(start, end, here, share, sight))
    return found
