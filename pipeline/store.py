"""Artefacts on the disk: written whole or not at all, and known again without being read.

Each artefact is one JSON file in the folder of its owner (a recording, a deck, a seminar), with a
sidecar that holds the recipe it was made by, the digest of its content and what the file and the
files attached to it looked like. A failure leaves a record beside them until it is overcome.
"""

import dataclasses
import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline.canonical import canonical, digest, pretty, typed
from pipeline.errors import StoreError
from pipeline.files import (
    TEMPORARY,
    FileStamp,
    file_digest,
    read_json,
    store_error,
    write_atomically,
)
from pipeline.holders import HOLDER
from pipeline.logs import add_line

T = TypeVar("T")


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
    file: str = ""
    """sha256 of all bytes of the artefact's file; those of old have none."""


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


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose artefacts lie in a folder: a seminar's own, or those of a recording or deck of it."""

    seminar: str = ""
    recording: str = ""
    deck: str = ""


_NOBODY = Whose()


class Folder:
    """The artefacts of one owner. Only the holder of its lock may write."""

    def __init__(self, path: Path, whose: Whose = _NOBODY) -> None:
        self.path = path
        self._whose = whose

    def _file(self, stage: str, ending: str) -> Path:
        return self.path / f"{stage}.{ending}"

    def sidecar(self, stage: str) -> Sidecar | None:
        """The sidecar of `stage`'s artefact, if both are there and nothing was touched since."""
        looked = self.looked(stage)
        return looked[0] if looked else None

    def looked(self, stage: str) -> tuple[Sidecar, bool] | None:
        """The same, and whether the artefact was copied or restored since it was noted."""
        sidecar = read_json(f"{self.path}/{stage}.recipe.json", Sidecar)
        if sidecar is None:
            return None
        try:
            files = tuple(file.seen_again(self.path) for file in sidecar.files)
            stamp = FileStamp.of(self.path, sidecar.artefact.name)
            if None in files or (stamp != sidecar.artefact and not self._holds(sidecar)):
                return None
        except OSError:
            return None
        seen = replace(sidecar, artefact=stamp, files=tuple(f for f in files if f))
        return seen, seen != sidecar

    def stages(self) -> frozenset[str]:
        """The stages that have left a sidecar here; one look instead of one for each stage."""
        try:
            names = os.listdir(self.path)  # noqa: PTH208 - thousands of folders
        except OSError:
            return frozenset()
        ending = ".recipe.json"
        return frozenset(name.removesuffix(ending) for name in names if name.endswith(ending))

    def renew(self, stage: str) -> None:
        """Note how a copied or restored artefact looks now, so that it need not be read again."""
        looked = self.looked(stage)
        if looked and looked[1]:
            write_atomically(self._file(stage, "recipe.json"), pretty(looked[0]))

    def _holds(self, sidecar: Sidecar) -> bool:
        """Whether a copied or restored artefact still is what was made. Raises `OSError`."""
        data = (self.path / sidecar.artefact.name).read_bytes()
        if sidecar.file:
            return hashlib.sha256(data).hexdigest() == sidecar.file
        try:
            content = json.loads(data)["artefact"]
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
        data = pretty({**head, "artefact": content})
        write_atomically(path, data)
        sidecar = Sidecar(
            made_by.recipe,
            made_by.inputs,
            digest(content),
            FileStamp.of(self.path, path.name),
            tuple(files),
            hashlib.sha256(data).hexdigest(),
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
        """Whether no run is at work or was cut short here: nothing half-done lies about."""
        try:
            names = [entry.name for entry in os.scandir(self.path)]
        except OSError:
            return True
        return not any(name.endswith((TEMPORARY, ".work", HOLDER)) for name in names)

    def log(self, **event: str | float) -> None:
        """Add a line to the owner's log, which is no artefact: when, where, whose, how long."""
        head = {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "host": platform.node()}
        whose = {name: told for name, told in dataclasses.asdict(self._whose).items() if told}
        add_line(self.path / "log.jsonl", {**head, **whose, **event})

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
        try:
            wanted.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise store_error(error, wanted) from error
        return wanted

    def remove_scratch(self, stage: str) -> None:
        """Remove what `scratch` gave."""
        base = self._file(stage, "work")
        if base.is_dir():
            shutil.rmtree(base, ignore_errors=True)
