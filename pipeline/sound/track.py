"""The decoded sound of a recording as a plain file, to be mapped instead of read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.artefacts import Raised
from pipeline.files import temporary
from pipeline.sound.decoding import RATE_HZ, Decoded, Samples, decode

_BYTES = 2  # of a sample


def write_track(media: Path, target: Path) -> Decoded:
    """Leave the sound of `media` in `target`; what decoding did.

    Signed 16-bit samples, 16 kHz, one channel, in the byte order of the machine. Raises
    `SourceError` as `decode` does, or `StoreError`.
    """
    with temporary(target) as draft, draft.open("wb") as file:
        decoding = decode(media, max_seconds=1e9)  # bounded when it was downloaded
        for block in decoding:
            file.write(block.tobytes())
    return decoding.report


@dataclass(frozen=True, slots=True)
class Track:
    """What `write_track` left. It is read and not mapped: what is mapped stays in memory."""

    path: Path

    @property
    def duration(self) -> float:
        """Of what lies there, in seconds. Raises `OSError`."""
        return self.path.stat().st_size / _BYTES / RATE_HZ

    def stretch(self, start: float, end: float) -> Samples:
        """The samples of `[start, end)` seconds, shape (samples,), as far as there are any."""
        first, last = round(start * RATE_HZ), round(end * RATE_HZ)
        with self.path.open("rb") as file:
            file.seek(first * _BYTES)
            return np.frombuffer(file.read((last - first) * _BYTES), np.int16)

    def as_recognised(self, start: float, end: float, raised: Sequence[Raised]) -> Samples:
        """The same, quiet speech brought up as it was for recognition."""
        stretch = self.stretch(start, end)
        for each in raised:
            first = max(0, round((each.start - start) * RATE_HZ))
            last = round((each.end - start) * RATE_HZ)
            if first < last and first < len(stretch):
                louder = stretch[first:last] * np.float32(10 ** (each.gain / 20))
                stretch = stretch.copy()
                stretch[first:last] = np.clip(np.rint(louder), -32768, 32767).astype(np.int16)
        return stretch
