"""Files written whole or not at all, and known again without being read."""

import contextlib
import errno
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline.canonical import pretty, typed
from pipeline.errors import DiskFull, InvalidFile, StoreError

T = TypeVar("T")
TEMPORARY = ".tmp"
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def store_error(error: OSError, path: Path) -> StoreError:
    """The error of this project that says what the system said of `path`."""
    if error.errno in _NO_SPACE:
        return DiskFull(f"{path}: no space is left to write it; free some and run again")
    return StoreError(f"{path}: {error.strerror or error}")


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old bytes or the new, even after a crash.

    Raises `StoreError`, or `DiskFull`; then the old file stands and no temporary is left.
    """
    with temporary(path) as draft:
        draft.write_bytes(data)


@contextlib.contextmanager
def temporary(path: Path) -> Iterator[Path]:
    """A file name beside `path` to write to; moved into place when the block ends well."""
    draft = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise store_error(error, path) from error
    try:
        yield draft
        _sync(draft)
        draft.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise store_error(error, path) from error
    finally:
        draft.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, *, deep: bool) -> None:
    """Remove the temporaries that a killed run left in `folder` or, if `deep`, below it."""
    for draft in folder.glob(f"**/.*{TEMPORARY}" if deep else f".*{TEMPORARY}"):
        draft.unlink(missing_ok=True)


def bounded_bytes(path: Path, most: int, what: str) -> bytes:
    """All of a file from outside, `most` bytes at the most. Raises `InvalidFile`.

    `what`: how the message goes on about a larger one, such as `which no captions are`.
    """
    try:
        if not path.is_file():
            raise InvalidFile([f"{path}: no such file"])
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise InvalidFile([f"{path}: {error.strerror or error}"]) from error
    if len(data) > most:
        raise InvalidFile([f"{path}: larger than {most >> 20} MiB, {what}"])
    return data


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes, in hexadecimal. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells cheaply that a file is still the one that was seen."""

    name: str
    size_bytes: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, folder: Path, name: str) -> "FileStamp":
        """The stamp of `folder / name`, links followed. Raises `OSError`."""
        status = os.stat(f"{folder}/{name}")  # noqa: PTH116 - thousands, and a Path takes longer
        return cls(name, status.st_size, status.st_mtime_ns, status.st_ino)


def look_of(place: Path, names: Iterable[str]) -> str:
    """What tells cheaply that all these files are still those that were seen.

    Empty where one is missing, or no file.
    """
    seen, folder = [], str(place)
    try:
        for name in names:
            found = os.stat(f"{folder}/{name}")  # noqa: PTH116 - thousands, and a Path takes longer
            if not stat.S_ISREG(found.st_mode):
                return ""
            seen.append(f"{name}\0{found.st_size}\0{found.st_mtime_ns}")
    except OSError:
        return ""
    return hashlib.sha256("\n".join(seen).encode(errors="replace")).hexdigest()


def remembered_digest(path: Path, memory: Path) -> str:
    """sha256 of a file, from `memory` while size, time and inode of the file stay the same."""
    stamp = FileStamp.of(path.parent, path.name)
    known = read_json(memory, _Remembered)
    if known is not None and known.stamp == replace(stamp, name=known.stamp.name):
        return known.sha256
    path = path.resolve()
    stamp = FileStamp.of(path.parent, path.name)
    sha256 = file_digest(path)
    with contextlib.suppress(StoreError):  # a read-only folder only costs the next reading
        write_atomically(memory, pretty(_Remembered(stamp, sha256)))
    return sha256


@dataclass(frozen=True, slots=True)
class _Remembered:
    stamp: FileStamp
    sha256: str


def read_json(path: Path | str, kind: type[T]) -> T | None:
    """The file as `kind`; `None` where it is missing, damaged or something else."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - thousands, and a Path takes longer
            return typed(json.loads(file.read()), kind)
    except (OSError, ValueError, TypeError):
        return None
