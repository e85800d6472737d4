"""What happened, an event a line: a file that stays small, and whole however a run ends."""

import contextlib
import json
import os
import threading
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.files import write_atomically

MOST_BYTES = 256 << 10
_lock = threading.Lock()
"""One for all logs: a line is quickly written."""


def add_line(path: Path, event: dict[str, str | float]) -> None:
    """Add an event; of a log that has grown too large the older half goes.

    A log that cannot be written is no reason to stop.
    """
    line = (json.dumps(event, ensure_ascii=False) + "\n").encode(errors="backslashreplace")
    with _lock, contextlib.suppress(OSError, StoreError):
        if _add(path, line) > MOST_BYTES:
            write_atomically(path, _newer_half(path))


def _add(path: Path, line: bytes) -> int:
    """Add all of a line or nothing, behind the last whole one; the file's size then, in bytes."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        before = os.fstat(handle).st_size
        if before and os.pread(handle, 1, before - 1) != b"\n":  # a power cut left half a line
            before = path.read_bytes().rfind(b"\n") + 1
            os.ftruncate(handle, before)
        if os.write(handle, line) < len(line):  # the disk is full
            os.ftruncate(handle, before)
            return before
        return before + len(line)
    finally:
        os.close(handle)


def _newer_half(path: Path) -> bytes:
    """The last lines: half of what a log may have, from the start of a line."""
    with path.open("rb") as file:
        file.seek(-MOST_BYTES // 2, os.SEEK_END)
        return file.read().partition(b"\n")[2]
