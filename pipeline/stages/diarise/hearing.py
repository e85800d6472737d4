"""What the voice model hears of one recording: a vector for each word, and where a voice is heard.

Memory is bounded: sound and frames are held a minute at a time, and of each word one vector in
bytes is kept, 10 MB for four hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Transcript, Word
from pipeline.pool import report
from pipeline.sound import RATE_HZ, Samples, decode
from pipeline.voice import FRAME, HOP, SIZE, WINDOW, Floats, Voice, frames

PER_SECOND = 100
"""Frames."""
Flags = npt.NDArray[np.bool_]
_BLOCK = 60 * PER_SECOND  # frames
_STEP = 20  # frames between windows: they are independent only every 80
_VOICED = 0.7  # of a window's frames
_CLOSED = 30  # frames without voice that are no pause
_SHORTEST = 30  # frames with voice that are worth a window
_SMOOTHED = 5
_QUIETEST, _LOUD = 5, 90  # percentiles of what is speech
_ABOVE_DB, _ABOVE = 8.0, 0.3  # the quietest, at least; as a share of the way to what is loud
_NOISE = 0.1  # of a minute's frames are nothing but noise
_TAKEN, _LEFT = 1.5, 0.1  # of noise is taken off; of a band is left at least
_LOWEST_BAND = 3  # below it, rooms hum
_MIDDLE = (HOP * (WINDOW - 1) + FRAME) / 2 / RATE_HZ  # seconds into a window
_SCALE = 127
_KEPT = 500  # words behind, into which no window of the same minute can fall


@dataclass(frozen=True, slots=True)
class Heard:
    """What is kept of a recording."""

    vectors: npt.NDArray[np.int8]
    """The mean vector of each word's windows in 127ths, shape (words, 256)."""
    weights: Floats
    """How many windows each word has, those of a short cry counting half; shape (words,)."""
    voiced: Flags
    """Whether a voice is heard in each hundredth of a second; shape (frames,)."""

    def means(self, first: int, end: int) -> Floats:
        """The mean vectors of some words, shape (words, 256)."""
        return np.asarray(self.vectors[first:end] / np.float32(_SCALE), np.float32)


def hear(media: Path, transcript: Transcript, voice: Voice) -> Heard:
    """Listen to the speech of a recording. Raises `SourceError` when it cannot be decoded."""
    borders = borders_of(transcript.words)
    sums = _Sums(len(transcript.words))
    speech = _speech(transcript)
    voiced = np.zeros(len(speech), bool)
    carried = np.zeros((0, 40), np.float32)
    for first, whole in _blocks(media):
        block = whole[: max(0, len(speech) - first)]  # no word is beyond the transcript's end
        here = slice(first, first + len(block))
        voiced[here] = _voiced(block, speech[here])
        joined = np.concatenate([carried, block])
        start = first - len(carried)
        for times, windows in _windows(joined, voiced[start : first + len(block)], start):
            sums.add(np.searchsorted(borders, times), voice.vectors(windows), 1.0)
        for times, windows in _cries(block, voiced[here], first):
            sums.add(np.searchsorted(borders, times), voice.vectors(windows), 0.5)
        carried = joined[-(WINDOW - _STEP) :]
        report((first + len(block)) / PER_SECOND, transcript.duration)
    return Heard(sums.means(), sums.weights, voiced)


def borders_of(words: tuple[Word, ...]) -> npt.NDArray[np.float64]:
    """Where one word ends and the next begins: midway between their times; (words - 1,)."""
    starts = np.array([word.start for word in words[1:]])
    ends = np.array([word.end for word in words[:-1]])
    return np.maximum.accumulate((starts + ends) / 2)


class _Sums:
    """The vectors of words, summed while windows come in."""

    def __init__(self, words: int) -> None:
        self._means = np.zeros((words, SIZE), np.int8)
        self._open: dict[int, Floats] = {}
        self.weights = np.zeros(words, np.float32)

    def add(self, words: npt.NDArray[np.intp], vectors: Floats, weight: float) -> None:
        if not len(self.weights):
            return
        for word, vector in zip(words.tolist(), vectors, strict=True):
            self._open[word] = self._open.get(word, np.zeros(SIZE, np.float32)) + weight * vector
            self.weights[word] += weight
        done = int(words[0]) - _KEPT
        for word in [each for each in self._open if each < done]:
            self._close(word)

    def means(self) -> npt.NDArray[np.int8]:
        for word in list(self._open):
            self._close(word)
        return self._means

    def _close(self, word: int) -> None:
        mean = self._open.pop(word) / self.weights[word]
        self._means[word] = np.rint(mean * _SCALE).astype(np.int8)


def _speech(transcript: Transcript) -> Flags:
    """Where words were recognised, a flag for each hundredth of a second."""
    flags = np.zeros(int(transcript.duration * PER_SECOND) + 1, bool)
    for entry in transcript.ledger:
        if entry.state == "transcribed":
            flags[int(entry.start * PER_SECOND) : int(entry.end * PER_SECOND)] = True
    return flags


def _blocks(media: Path) -> Iterator[tuple[int, Floats]]:
    """The frames of a recording, a minute at a time, with the number of the first."""
    first = 0
    waiting: list[Samples] = []
    length = 0
    for samples in decode(media, max_seconds=1e9):  # bounded when it was downloaded
        waiting.append(samples)
        length += len(samples)
        if length >= _BLOCK * HOP + FRAME:
            sound = np.concatenate(waiting)
            whole = frames(sound)
            yield first, without_noise(whole)
            first += len(whole)
            waiting = [sound[len(whole) * HOP :]]
            length = len(waiting[0])
    if length:
        yield first, without_noise(frames(np.concatenate(waiting)))


def without_noise(block: Floats) -> Floats:
    """Frames less what is always there: the mean of the quietest, in each band.

    Spectral subtraction (Boll 1979, https://doi.org/10.1109/TASSP.1979.1163209). What is left of a
    band is a tenth at least: what is cut to nothing is taken for a voice of its own.
    """
    if not len(block):
        return block
    power = 10.0**block
    loudness = power[:, _LOWEST_BAND:].sum(axis=1)
    noise = power[loudness <= np.quantile(loudness, _NOISE)].mean(axis=0)
    left = np.maximum(power - _TAKEN * noise, _LEFT * power)
    return np.asarray(np.log10(left + 1e-10), np.float32)


def _voiced(block: Floats, speech: Flags) -> Flags:
    """Which frames of speech are loud enough to be a voice and no pause between words."""
    loudness = 10 * np.log10((10.0 ** block[:, _LOWEST_BAND:]).sum(axis=1) + 1e-12)
    if len(block) < _SMOOTHED or speech.sum() < PER_SECOND:
        return speech.copy()
    loudness = np.convolve(loudness, np.ones(_SMOOTHED) / _SMOOTHED, "same")
    quiet, loud = np.percentile(loudness[speech], (_QUIETEST, _LOUD))
    return np.asarray(speech & (loudness > quiet + max(_ABOVE_DB, _ABOVE * (loud - quiet))))


def _windows(
    joined: Floats, voiced: Flags, start: int
) -> Iterator[tuple[npt.NDArray[np.float64], Floats]]:
    """Windows in which a voice is heard most of the time, and when each has its middle.

    `start`: the number of the first frame; windows begin at multiples of `_STEP`.
    """
    heard = np.concatenate([[0], np.cumsum(voiced)])
    firsts = np.arange(-start % _STEP, len(joined) - WINDOW + 1, _STEP)
    firsts = firsts[heard[firsts + WINDOW] - heard[firsts] >= _VOICED * WINDOW]
    for batch in np.array_split(firsts, len(firsts) // 64 + 1):
        if len(batch):
            windows = np.stack([joined[first : first + WINDOW] for first in batch])
            yield (batch + start) / PER_SECOND + _MIDDLE, windows


def _cries(
    block: Floats, voiced: Flags, start: int
) -> Iterator[tuple[npt.NDArray[np.float64], Floats]]:
    """What is too short for a window, between two pauses, said again until it fills one."""
    for first, end in stretches(voiced):
        if _SHORTEST <= end - first < _VOICED * WINDOW:
            window = np.resize(block[first:end], (WINDOW, block.shape[1]))
            middle = (first + end) / 2 + start
            yield np.array([middle / PER_SECOND]), window[None]


def stretches(voiced: Flags) -> list[tuple[int, int]]:
    """Where a voice is heard without a pause of 0.3 s: frames `[first, end)`, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], voiced.astype(np.int8), [0]])))
    found: list[tuple[int, int]] = []
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if found and first - found[-1][1] < _CLOSED:
            found[-1] = (found[-1][0], end)
        else:
            found.append((first, end))
    return found
