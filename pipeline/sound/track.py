"""The decoded sound of a recording as a plain file, to be mapped instead of read."""

from pathlib import Path

import numpy as np

from pipeline.files import temporary
from pipeline.sound.decoding import Decoded, Samples, decode


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


def read_track(path: Path) -> Samples:
    """What `write_track` left, shape (samples,), mapped and not read."""
    if path.stat().st_size == 0:
        return np.zeros(0, np.int16)
    return np.memmap(path, dtype=np.int16, mode="r")
