"""Artefacts on the disk: written whole or not at all, and known again without being read.

Each artefact is one JSON file in the folder of its owner (a recording, a deck, a seminar), with a
sidecar that holds the recipe it was made by, the digest of its content and what the file and the
files attached to it looked like. A failure leaves a record beside them until it is overcome.
"""

import contextlib
import errno
import hashlib
import json
import os
import platform
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.canonical import canonical, digest, pretty, typed
from pipeline.errors import Busy, DiskFull, StoreError

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


@contextlib.contextmanager
def locked(folder: Path, what: str, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of an owner's folder; the system gives it back if the process dies.

    Raises `Busy` when another process or thread holds it for longer than `wait` seconds.
    """
    from filelock import FileLock, Timeout  # a tenth of the start-up of `--help`

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=wait, thread_local=False)
        with lock:
            yield
    except Timeout:
        raise Busy(f"{what}: another run is working on it; wait for it or stop it") from None
    except PermissionError as error:
        raise store_error(error, folder) from error


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
        status = (folder / name).stat()
        return cls(name, status.st_size, status.st_mtime_ns, status.st_ino)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that belongs to an artefact, and the digest of its bytes."""

    stamp: FileStamp
    sha256: str

    @classmethod
    def of(cls, folder: Path, name: str, sha256: str) -> "Attached":
        """The file `folder / name`. Raises `OSError`."""
        return cls(FileStamp.of(folder, name), sha256)

    def seen_again(self, folder: Path) -> "Attached | None":
        """The same file with its present stamp; `None` when its bytes are others.

        Raises `OSError` when it is gone.
        """
        stamp = FileStamp.of(folder, self.stamp.name)
        if stamp == self.stamp:
            return self
        same = stamp.size_bytes == self.stamp.size_bytes
        same = same and file_digest(folder / stamp.name) == self.sha256
        return Attached(stamp, self.sha256) if same else None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """How an artefact was made and what it looked like then."""

    recipe: str
    inputs: str
    """Digest of what it was made from; the recipe has the options and the model besides."""
    digest: str
    artefact: FileStamp
    files: tuple[Attached, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a stage left no artefact."""

    recipe: str
    message: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made an artefact. It is stored with it and is no part of its digest."""

    stage: str
    version: int
    options: object
    model: str
    """Name and revision; empty for a stage that uses none."""
    inputs: str
    recipe: str


class Folder:
    """The artefacts of one owner. Only the holder of its lock may write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _file(self, stage: str, ending: str) -> Path:
        return self.path / f"{stage}.{ending}"

    def sidecar(self, stage: str) -> Sidecar | None:
        """The sidecar of `stage`'s artefact, if both are there and nothing was touched since."""
        sidecar = read_json(self._file(stage, "recipe.json"), Sidecar)
        if sidecar is None:
            return None
        try:
            files = tuple(file.seen_again(self.path) for file in sidecar.files)
            stamp = FileStamp.of(self.path, sidecar.artefact.name)
            if None in files or (stamp != sidecar.artefact and not self._holds(sidecar)):
                return None
        except OSError:
            return None
        seen = Sidecar(
            sidecar.recipe, sidecar.inputs, sidecar.digest, stamp, tuple(f for f in files if f)
        )
        if seen != sidecar:
            with contextlib.suppress(StoreError):  # a read-only folder is no reason to fail
                write_atomically(self._file(stage, "recipe.json"), pretty(seen))
        return seen

    def _holds(self, sidecar: Sidecar) -> bool:
        """Whether a copied or restored artefact still has the content it was made with."""
        try:
            content = json.loads((self.path / sidecar.artefact.name).read_bytes())["artefact"]
        except (ValueError, KeyError, TypeError):
            return False
        return digest(content) == sidecar.digest

    def read(self, stage: str, kind: type[T]) -> T:
        """The artefact that `stage` left. Raises `StoreError` if it is missing or damaged."""
        path = self._file(stage, "json")
        try:
            content = json.loads(path.read_bytes())["artefact"]
            return typed(content, kind)
        except OSError as error:
            raise store_error(error, path) from error
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}: damaged; delete it and run again") from error

    def write(
        self, artefact: object, made_by: Provenance, files: Sequence[Attached] = ()
    ) -> Sidecar:
        """Store an artefact of `made_by.stage` and what is attached to it."""
        path = self._file(made_by.stage, "json")
        content = canonical(artefact)
        head = {
            "stage": made_by.stage,
            "version": made_by.version,
            "model": made_by.model,
            "options": canonical(made_by.options),
        }
        self._file(made_by.stage, "recipe.json").unlink(missing_ok=True)
        write_atomically(path, pretty({**head, "artefact": content}))
        sidecar = Sidecar(
            made_by.recipe,
            made_by.inputs,
            digest(content),
            FileStamp.of(self.path, path.name),
            tuple(files),
        )
        write_atomically(self._file(made_by.stage, "recipe.json"), pretty(sidecar))
        self._file(made_by.stage, "failed.json").unlink(missing_ok=True)
        return sidecar

    def failure(self, stage: str) -> Failure | None:
        """What `stage` last failed with, if it has not succeeded since."""
        return read_json(self._file(stage, "failed.json"), Failure)

    def fail(self, stage: str, failure: Failure) -> None:
        """Record why `stage` left nothing; an older artefact stays, its recipe tells it apart."""
        write_atomically(self._file(stage, "failed.json"), pretty(failure))

    def is_tidy(self) -> bool:
        """Whether no run was cut short here: nothing temporary or half-done lies about."""
        try:
            names = [entry.name for entry in os.scandir(self.path)]
        except OSError:
            return True
        return not any(name.endswith((TEMPORARY, ".work")) for name in names)

    def log(self, **event: str | float) -> None:
        """Add a line to the owner's log, which is no artefact: when, where, how long."""
        event = {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "host": platform.node(), **event}
        with contextlib.suppress(OSError), (self.path / "log.jsonl").open("a") as file:
            file.write(json.dumps(event, ensure_ascii=False) + "\n")

    def scratch(self, stage: str, recipe: str) -> Path:
        """Where `stage` may keep what it needs to go on after a stop. The runner removes it.

        Scratch of other recipes is removed at once: it can never be of use again.
        """
        base = self._file(stage, "work")
        wanted = base / recipe[:16]
        if base.is_dir():
            for old in base.iterdir():
                if old != wanted:
                    shutil.rmtree(old, ignore_errors=True)
        wanted.mkdir(parents=True, exist_ok=True)
        return wanted

    def remove_scratch(self, stage: str) -> None:
        """Remove what `scratch` gave."""
        base = self._file(stage, "work")
        if base.is_dir():
            shutil.rmtree(base, ignore_errors=True)


def remembered_digest(path: Path, memory: Path) -> str:
    """sha256 of a file, from `memory` while size, time and inode of the file stay the same."""
    path = path.resolve()
    stamp = FileStamp.of(path.parent, path.name)
    known = read_json(memory, _Remembered)
    if known is not None and known.stamp == stamp:
        return known.sha256
    sha256 = file_digest(path)
    write_atomically(memory, pretty(_Remembered(stamp, sha256)))
    return sha256


@dataclass(frozen=True, slots=True)
class _Remembered:
    stamp: FileStamp
    sha256: str


def read_json(path: Path, kind: type[T]) -> T | None:
    """The file as `kind`; `None` where it is missing, damaged or something else."""
    try:
        return typed(json.loads(path.read_bytes()), kind)
    except (OSError, ValueError, TypeError):
        return None
