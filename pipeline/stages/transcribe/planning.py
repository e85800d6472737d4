"""Parts planned while the sound is still being decoded.

What has been heard waits until there is enough of it for a part, which then ends in the longest
pause of its second half. So recognition begins after the first minutes, and no more than a part and
a little of the sound is ever in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.stages.transcribe.parts import (
    FRAME,
    Frames,
    Part,
    Span,
    clips,
    least_spoken,
    speech_spans,
)

_AHEAD = 30.0
"""Seconds behind a part that are known before it is cut: whether a pause there goes on."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sound up to a cut: `[start, end)` in frames, and the part in it if anybody speaks."""

    start: int
    end: int
    part: Part | None


class Planner:
    """Cuts what it is given into stretches that follow each other without a gap."""

    def __init__(self, threshold: float, length: float) -> None:
        """A part lasts at most `length` seconds, from its first word on."""
        self._threshold = threshold
        self._length = length
        self._waiting = Frames(np.zeros(0, np.float32))
        self._speaking = False  # where what waits begins: a cut may go through a word

    def add(self, likely: npt.NDArray[np.float32]) -> Iterator[Stretch]:
        """The stretches that are complete with these frames; `likely` as in `Frames`."""
        self._waiting = Frames(np.concatenate([self._waiting.likely, likely]), self._waiting.first)
        while (cut := self._cut(_AHEAD)) is not None:
            yield self._stretch(cut, cut * FRAME)

    def rest(self, duration: float) -> Iterator[Stretch]:
        """What is left of a recording that is this long."""
        while (cut := self._cut(0.0)) is not None:
            yield self._stretch(cut, cut * FRAME)
        if len(self._waiting.likely):
            yield self._stretch(self._waiting.first + len(self._waiting.likely), duration)

    def _stretch(self, cut: int, end: float) -> Stretch:
        frames = self._waiting
        count = cut - frames.first
        goes_on = any(span.start < cut * FRAME < span.end for span in self._spans(frames))
        self._waiting = Frames(frames.likely[count:], cut)
        frames = Frames(frames.likely[:count], frames.first)
        spans = self._spans(frames)
        self._speaking = goes_on
        part = Part(clips(spans, frames, end), tuple(spans)) if spans else None
        return Stretch(frames.first, cut, part)

    def _spans(self, frames: Frames) -> list[Span]:
        return speech_spans(frames, self._threshold, speaking=self._speaking)

    def _cut(self, ahead: float) -> int | None:
        """The frame to cut at, with `ahead` seconds known behind it; `None` while there is none."""
        frames = self._waiting
        spans = self._spans(frames)
        if not spans:
            silent = frames.first + len(frames.likely) - round(ahead / FRAME)
            return silent if ahead and silent > frames.first else None
        latest = spans[0].start + self._length
        if frames.end <= latest + ahead:
            return None
        earliest = spans[0].start + self._length / 2
        gaps = [Span(one.end, other.start) for one, other in pairwise(spans)]
        gaps.append(Span(spans[-1].end, frames.end))
        pauses = [Span(max(gap.start, earliest), min(gap.end, latest)) for gap in gaps]
        longest = max(pauses, key=lambda pause: pause.end - pause.start)
        if longest.end > longest.start:
            return round((longest.start + longest.end) / 2 / FRAME)
        return round(least_spoken(frames, earliest, latest) / FRAME)
