"""What the disk that holds the outputs has room for."""

import errno
import shutil
import tempfile
from pathlib import Path

from pipeline.errors import DiskFull, StoreError
from pipeline.files import store_error

BYTES_A_SECOND = 32_000
"""Decoded sound that lies on the disk while a recording is transcribed: 16 kHz, two bytes each."""


def free_bytes(folder: Path) -> int:
    """What is free on the disk that `folder` is on, or will be."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free


def check_writable(folder: Path) -> None:
    """Raises `StoreError` where nothing can be written in `folder`, once for all that would be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        full = store_error(error, folder)
        if isinstance(full, DiskFull):
            raise full from error
        reason = "is not a folder" if error.errno == errno.EEXIST else error.strerror
        raise StoreError(
            f"{folder}: nothing can be written there ({reason}); make it writable, then run again"
        ) from error


def size(count: int) -> str:
    """Bytes as people say them: `115 MB`, `1.2 GB`."""
    for unit, least in (("GB", 10**9), ("MB", 10**6)):
        if count >= least:
            return f"{count / least:.1f} {unit}" if unit == "GB" else f"{count / least:.0f} {unit}"
    return f"{count / 1000:.0f} kB"
