"""Recordings of any length, made of others."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
_SILENCE = RATE_HZ  # samples between two recordings
_BLOCK = 10 * RATE_HZ


def join(sources: Sequence[Path], seconds: float, target: Path) -> Path:
    """`seconds` of `sources` one after the other, again and again, as a FLAC file `target`.

    A second of silence is between two of them.
    """
    import av

    with av.open(str(target), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE_HZ, layout="mono")
        stream.format = "s16"
        at = 0
        for block in _blocks(sources, round(seconds * RATE_HZ)):
            frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, at
            at += len(block)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target


def _blocks(sources: Sequence[Path], wanted: int) -> Iterator[npt.NDArray[np.int16]]:
    """`wanted` samples, in blocks of at most `_BLOCK`."""
    sounds = [np.pad(_samples(source), (0, _SILENCE)) for source in sources]
    for sound in itertools.cycle(sounds):
        for start in range(0, len(sound), _BLOCK):
            block = sound[start : start + _BLOCK][:wanted]
            wanted -= len(block)
            yield block
            if not wanted:
                return


def duration_of(source: Path) -> float:
    """Seconds of sound in a file."""
    return len(_samples(source)) / RATE_HZ


def _samples(source: Path) -> npt.NDArray[np.int16]:
    """Decoded by faster-whisper, so that what is measured does not make what it is given."""
    from faster_whisper import decode_audio

    heard = np.asarray(decode_audio(str(source), sampling_rate=RATE_HZ))
    return (heard * 32767).round().astype(np.int16)
