"""Speech, clips and parts: which stretches of sound are recognised together.

A clip is at most 28 s, one window of the model; a part is about five minutes of clips, the unit
that is recognised, saved and resumed. All ranges are half-open, in seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Sound

MAX_CLIP = 28.0
"""Whisper hears 30 s at a time; what is longer is cut without a word."""
FRAME = 512 / 16_000
"""Seconds that one probability of the speech detector stands for."""
_MIN_SPEECH = 0.2  # a shorter sound is a click
_MIN_SILENCE = 0.3  # a shorter silence is a consonant
_PAD = 0.25  # kept around speech, so that no onset is lost
_HYSTERESIS = 0.15  # speech goes on until its probability is this much below the threshold
_MAX_PAUSE = 3.0  # a clip does not span a longer pause: the model would stop there


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of sound."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Part:
    """Clips that are recognised and saved together."""

    clips: tuple[Span, ...]
    speech: tuple[Span, ...] = ()
    """Where the detector hears somebody speak in them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be recognised of one recording, and what was done to its sound."""

    duration: float
    """As decoded."""
    parts: tuple[Part, ...]
    holes: tuple[Span, ...] = ()
    """Silence written in place of sound that is damaged or missing."""
    sound: Sound = field(default_factory=Sound)

    @property
    def speech(self) -> tuple[Span, ...]:
        """Where the detector hears someone speak, by start."""
        return tuple(span for part in self.parts for span in part.speech)


@dataclass(frozen=True, slots=True)
class Frames:
    """How likely somebody speaks, from `first` frames after the start of the recording on."""

    likely: npt.NDArray[np.float32]
    """Shape (frames,), one for each `FRAME` seconds."""
    first: int = 0

    @property
    def start(self) -> float:
        """Seconds from the start of the recording."""
        return self.first * FRAME

    @property
    def end(self) -> float:
        """Where the last one ends."""
        return (self.first + len(self.likely)) * FRAME


def speech_spans(frames: Frames, threshold: float, *, speaking: bool = False) -> list[Span]:
    """Where someone speaks; `speaking`: whether somebody does already where the frames begin."""
    spans: list[Span] = []
    start: int | None = frames.first if speaking else None
    quiet = 0
    for index, likely in enumerate(frames.likely, frames.first):
        if likely >= threshold:
            start = index if start is None else start
            quiet = 0
        elif start is not None and likely < threshold - _HYSTERESIS:
            quiet += 1
            if quiet * FRAME >= _MIN_SILENCE:
                spans.append(Span(start * FRAME, (index + 1 - quiet) * FRAME))
                start, quiet = None, 0
    if start is not None:
        spans.append(Span(start * FRAME, (frames.first + len(frames.likely) - quiet) * FRAME))
    return [span for span in spans if span.end - span.start >= _MIN_SPEECH]


def clips(spans: Sequence[Span], frames: Frames, end: float) -> tuple[Span, ...]:
    """Speech in clips of at most `MAX_CLIP`, cut at its longest pauses, with a little air.

    None begins before the frames do, or ends behind `end`.
    """
    padded = _padded(spans, frames.start, end)
    groups: list[list[Span]] = []
    for span in padded:
        if groups and span.start - groups[-1][-1].end <= _MAX_PAUSE:
            groups[-1].append(span)
        else:
            groups.append([span])
    return tuple(clip for group in groups for clip in _cut(group, frames))


def _padded(spans: Sequence[Span], first: float, last: float) -> list[Span]:
    """The spans widened by `_PAD`, at most to the middle of the pause between two."""
    padded = []
    for index, span in enumerate(spans):
        before = (spans[index - 1].end + span.start) / 2 if index else first
        after = (span.end + spans[index + 1].start) / 2 if index + 1 < len(spans) else last
        padded.append(Span(max(before, span.start - _PAD), min(after, span.end + _PAD)))
    return padded


def _cut(group: list[Span], frames: Frames) -> list[Span]:
    """A group of spans as clips: in two at its longest pause, again and again, until all fit."""
    if group[-1].end - group[0].start <= MAX_CLIP:
        return [Span(group[0].start, group[-1].end)]
    if len(group) == 1:
        return _cut_inside(group[0], frames)
    middle = (group[0].start + group[-1].end) / 2
    length = group[-1].end - group[0].start

    def worth(index: int) -> float:
        """A pause counts less the farther from the middle it is, so that clips stay long."""
        pause = group[index].start - group[index - 1].end
        return (pause + 0.2) * (1 - abs(group[index].start - middle) / length)

    best = max(range(1, len(group)), key=worth)
    return _cut(group[:best], frames) + _cut(group[best:], frames)


def _cut_inside(span: Span, frames: Frames) -> list[Span]:
    """Speech without a pause: cut where it is least likely speech, in the middle half."""
    length = span.end - span.start
    if length <= MAX_CLIP:
        return [span]
    at = least_spoken(frames, span.start + length / 4, span.end - length / 4)
    return _cut_inside(Span(span.start, at), frames) + _cut_inside(Span(at, span.end), frames)


def least_spoken(frames: Frames, start: float, end: float) -> float:
    """The moment in `[start, end)` that is least like speech, in seconds."""
    first = int(start / FRAME)
    likely = frames.likely[first - frames.first : max(first + 1, int(end / FRAME)) - frames.first]
    return (first + int(np.argmin(likely))) * FRAME
