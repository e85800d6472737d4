"""The file of a recording's corrections: read leniently, added to, never rewritten."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.corrections.entries import Entry, parsed, written
from pipeline.errors import StoreError
from pipeline.files import store_error
from pipeline.locks import locked

_MOST_BYTES = 64 << 20
_WAIT = 10.0
_HEAD = """\
# Poprawki do transkrypcji; nowe wiersze są tylko dopisywane, cofnięcie też jest wpisem.
# kiedy | co | czas | słowa przed [co było] słowa po | co jest
"""


def corrections_file(seminar: Path, recording: str) -> Path:
    """Where the corrections of a recording lie, whether there are any or not."""
    return seminar / "corrections" / f"{recording}.txt"


def belonging_nowhere(seminar: Path, recordings: Collection[str]) -> list[str]:
    """What to tell of corrections of recordings that are not declared, or not any more."""
    if not os.path.isdir(f"{seminar}/corrections"):  # noqa: PTH112 - thousands of seminars
        return []
    known = ", ".join(sorted(recordings)) or "(there is no recording)"
    return [
        f"{path}: no recording has the id {path.stem[:60]!r}, so these corrections are not applied;"
        f" rename the file after one of: {known}"
        for path in sorted(seminar.glob("corrections/*.txt"))
        if path.stem not in recordings
    ]


def entry_lines(path: Path) -> tuple[str, ...]:
    """The lines that are meant as entries; none where there is no file. Raises `StoreError`."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise StoreError(f"{path}: larger than {_MOST_BYTES >> 20} MiB; these are no entries")
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise store_error(error, path) from error
    lines = (line.strip() for line in text.split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))


def append(
    path: Path,
    entries: Sequence[Entry],
    agreed: Callable[[Sequence[str]], bool] = lambda _lines: True,
) -> tuple[Entry, ...]:
    """Adds entries, each with its `when`; they are on the disk when this returns.

    Adds and gives none where `agreed`, asked with the lines that are there by then, says no. Raises
    `Busy` where somebody else is writing for ten seconds, `StoreError`.
    """
    with locked(path.parent, f"corrections of {path.stem}", wait=_WAIT):
        lines = entry_lines(path)
        if not agreed(lines):
            return ()
        last = max((e.when for e in map(parsed, lines) if isinstance(e, Entry)), default="")
        dated = []
        for entry in entries:
            last = _after(last)
            dated.append(replace(entry, when=last))
        _add(path, "".join(written(entry) + "\n" for entry in dated))
    return tuple(dated)


def _add(path: Path, text: str) -> None:
    """Adds whole lines, or nothing; a file whose last line has no end gets one first."""
    try:
        is_new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            size = os.fstat(handle).st_size
            if is_new or size == 0:
                text = _HEAD + text
            elif os.pread(handle, 1, size - 1) != b"\n":
                text = "\n" + text
            _write(handle, text.encode(errors="replace"), size)
        finally:
            os.close(handle)
        if is_new:
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        raise store_error(error, path) from error


def _write(handle: int, data: bytes, size: int) -> None:
    """Writes all of it and waits for the disk; where that fails, the file is as long as before."""
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _after(last: str) -> str:
    """Now, or a millisecond after `last` where the clock says less."""
    now = dt.datetime.now(dt.UTC)
    with contextlib.suppress(ValueError):
        if last:
            now = max(now, dt.datetime.fromisoformat(last) + dt.timedelta(milliseconds=1))
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
