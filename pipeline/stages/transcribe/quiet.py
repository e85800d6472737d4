"""Quiet speakers brought up to the others before they are recognised.

The recogniser measures what it hears by the loudest sound of its window, so that it leaves out a
quiet speaker beside a loud one. The speech detector hears both: each stretch of speech is measured,
and only what is much too quiet is touched; pauses and noise never are.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.sound import RATE_HZ
from pipeline.stages.transcribe.parts import Raised, Span

_TARGET = -23.0  # dB of full scale; where EBU R128 wants speech
_ENOUGH = -33.0  # what is louder is recognised as well as it is
_MOST = 40.0  # dB; below lies the noise of 16 bits
_FRAME = RATE_HZ // 10  # samples; the louder half of them is speech, the rest is breath
_EDGE = RATE_HZ * 3 // 20  # samples of a pause in which the gain comes and goes
_BLOCK = 60 * RATE_HZ  # samples in memory at a time


def raise_quiet(path: Path, speech: Sequence[Span]) -> tuple[Raised, ...]:
    """Bring up, in place, the stretches of speech that are too quiet; which, and by how much.

    `path` holds signed 16-bit samples, 16 kHz, one channel; `speech` is in order and apart.
    """
    raised = []
    length = path.stat().st_size // 2
    for index, span in enumerate(speech):
        start, end = round(span.start * RATE_HZ), min(round(span.end * RATE_HZ), length)
        gain = _TARGET - _level(path, start, end)
        if gain <= _TARGET - _ENOUGH:
            continue
        gain = round(min(gain, _MOST), 1)
        before = round(speech[index - 1].end * RATE_HZ) if index else 0
        after = round(speech[index + 1].start * RATE_HZ) if index + 1 < len(speech) else length
        first = start - min(_EDGE, (start - before) // 2)
        last = end + min(_EDGE, (after - end) // 2)
        _multiply(path, (first, start, end, last), 10 ** (gain / 20))
        raised.append(Raised(span.start, span.end, gain))
    return tuple(raised)


def _level(path: Path, start: int, end: int) -> float:
    """Of the louder half of a stretch, in dB of full scale; 0 dB where it is empty."""
    energies = []
    for at in range(start, end, _BLOCK):
        samples = np.fromfile(path, np.int16, min(_BLOCK, end - at), offset=2 * at)
        block = samples.astype(np.float64) / 32768
        frames = max(1, len(block) // _FRAME)
        energies += [float((frame**2).mean()) for frame in np.array_split(block, frames)]
    louder = sorted(energies)[len(energies) // 2 :]
    energy = sum(louder) / len(louder) if louder else 1.0
    return 10 * float(np.log10(max(energy, 1e-10)))


def _multiply(path: Path, corners: tuple[int, int, int, int], factor: float) -> None:
    """Multiply what lies between the inner corners; towards the outer ones less and less."""
    with path.open("r+b") as file:
        for at in range(corners[0], corners[3], _BLOCK):
            count = min(_BLOCK, corners[3] - at)
            samples = np.fromfile(path, np.int16, count, offset=2 * at)
            factors = np.interp(np.arange(at, at + count), corners, (1.0, factor, factor, 1.0))
            louder = np.clip(np.rint(samples * factors), -32768, 32767).astype(np.int16)
            file.seek(2 * at)
            file.write(louder.tobytes())
        file.flush()
        os.fsync(file.fileno())
