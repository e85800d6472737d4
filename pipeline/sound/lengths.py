"""How long recordings say that they are: told in milliseconds, and believed for a plan alone."""

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.sound.container import open_media, stated_duration


def stated_lengths(files: Sequence[Path], patience: float) -> dict[Path, float]:
    """Seconds of each file that says them, of as many as are looked at in `patience` seconds."""
    give_up = time.monotonic() + patience
    found = {}
    for file in files:
        if time.monotonic() > give_up:
            break
        with contextlib.suppress(SourceError, OSError), open_media(file) as container:
            length = stated_duration(container, file)
            if length is not None and length > 0:
                found[file] = length
    return found
