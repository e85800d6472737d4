"""Speech, clips and parts: which stretches of sound are recognised together.

A clip is at most 28 s, one window of the model; a part is about five minutes of clips, the unit
that is recognised, saved and resumed. All ranges are half-open, in seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.sound import Way

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
    """Where the detector hears somebody speak in them; filled in when it is recognised."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Speech that was brought up by `gain` decibels before recognition."""

    start: float
    end: float
    gain: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be recognised of one recording."""

    duration: float
    """As decoded."""
    parts: tuple[Part, ...]
    speech: tuple[Span, ...] = ()
    """Where the detector hears someone speak."""
    holes: tuple[Span, ...] = ()
    """Silence written in place of sound that is damaged or missing."""
    channels: tuple[tuple[float, Way], ...] = ()
    """From when on one channel was made of two in which way; empty where there was only one."""
    loudness: float | None = None
    """Of the sound as it came, in LUFS after EBU R128; `None` where there was only silence."""
    raised: tuple[Raised, ...] = ()
    """Speech that was too quiet, by start."""


def speech_spans(probabilities: npt.NDArray[np.float32], threshold: float) -> list[Span]:
    """Where someone speaks. `probabilities`: shape (frames,), one for each `FRAME` seconds."""
    spans: list[Span] = []
    start: int | None = None
    quiet = 0
    for index, probability in enumerate(probabilities):
        if probability >= threshold:
            start = index if start is None else start
            quiet = 0
        elif start is not None and probability < threshold - _HYSTERESIS:
            quiet += 1
            if quiet * FRAME >= _MIN_SILENCE:
                spans.append(Span(start * FRAME, (index + 1 - quiet) * FRAME))
                start, quiet = None, 0
    if start is not None:
        spans.append(Span(start * FRAME, (len(probabilities) - quiet) * FRAME))
    return [span for span in spans if span.end - span.start >= _MIN_SPEECH]


def clips(
    spans: Sequence[Span], probabilities: npt.NDArray[np.float32], duration: float
) -> list[Span]:
    """Speech in clips of at most `MAX_CLIP`, cut at its longest pauses, with a little air."""
    padded = _padded(spans, duration)
    groups: list[list[Span]] = []
    for span in padded:
        if groups and span.start - groups[-1][-1].end <= _MAX_PAUSE:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [clip for group in groups for clip in _cut(group, probabilities)]


def _padded(spans: Sequence[Span], duration: float) -> list[Span]:
    """The spans widened by `_PAD`, at most to the middle of the pause between two."""
    padded = []
    for index, span in enumerate(spans):
        before = spans[index - 1].end if index else -2 * _PAD
        after = spans[index + 1].start if index + 1 < len(spans) else duration + 2 * _PAD
        start = max(0.0, span.start - min(_PAD, (span.start - before) / 2))
        end = min(duration, span.end + min(_PAD, (after - span.end) / 2))
        padded.append(Span(start, end))
    return padded


def _cut(group: list[Span], probabilities: npt.NDArray[np.float32]) -> list[Span]:
    """A group of spans as clips: in two at its longest pause, again and again, until all fit."""
    if group[-1].end - group[0].start <= MAX_CLIP:
        return [Span(group[0].start, group[-1].end)]
    if len(group) == 1:
        return _cut_inside(group[0], probabilities)
    middle = (group[0].start + group[-1].end) / 2
    length = group[-1].end - group[0].start

    def worth(index: int) -> float:
        """A pause counts less the farther from the middle it is, so that clips stay long."""
        pause = group[index].start - group[index - 1].end
        return (pause + 0.2) * (1 - abs(group[index].start - middle) / length)

    best = max(range(1, len(group)), key=worth)
    return _cut(group[:best], probabilities) + _cut(group[best:], probabilities)


def _cut_inside(span: Span, probabilities: npt.NDArray[np.float32]) -> list[Span]:
    """Speech without a pause: cut where it is least likely speech, in the middle half."""
    length = span.end - span.start
    if length <= MAX_CLIP:
        return [span]
    first = int((span.start + length / 4) / FRAME)
    last = max(first + 1, int((span.end - length / 4) / FRAME))
    at = (first + int(np.argmin(probabilities[first:last]))) * FRAME
    return _cut_inside(Span(span.start, at), probabilities) + _cut_inside(
        Span(at, span.end), probabilities
    )


def parts(all_clips: Sequence[Span], length: float) -> tuple[Part, ...]:
    """The clips in parts of about `length` seconds each, from their first sound to their last."""
    grouped: list[list[Span]] = []
    for clip in all_clips:
        if grouped and clip.end - grouped[-1][0].start <= length:
            grouped[-1].append(clip)
        else:
            grouped.append([clip])
    return tuple(Part(tuple(group)) for group in grouped)
