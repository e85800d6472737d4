"""What lies in the folder of an owner and is of no use any more. Nothing is touched here."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

from pipeline.errors import StenogramError
from pipeline.files import TEMPORARY, read_json
from pipeline.holders import HOLDER, look
from pipeline.making import Bench, Making, Owner
from pipeline.owners import STAGES
from pipeline.seminar import FILE
from pipeline.stages.download.origin import ORIGIN
from pipeline.store import Sidecar

Kind = Literal["superseded", "undeclared", "downloads", "staging", "scratch", "temporaries"]
LOCK = ".lock"
_DOWNLOAD = "download"
_FETCHED = ("media.*", "deck.*", "captions.*")
_DERIVED = ("playable.*", "slides")
_ALWAYS = {"log.jsonl", "source.json", FILE}
_CHILDREN = {"recordings", "decks"}


@dataclass(frozen=True, slots=True)
class Size:
    """A file, as far as it takes space."""

    inode: tuple[int, int]
    """With the device."""
    links: int
    """Names that it has: it takes space until the last is gone."""
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that could go."""

    kind: Kind
    path: Path
    """A file, a link, or a folder with all that is in it."""
    files: tuple[Size, ...]

    @classmethod
    def of(cls, kind: Kind, path: Path) -> "Leftover":
        """Measure it; what goes in the meantime takes no space."""
        found = [path]
        if path.is_dir() and not path.is_symlink():
            found = [Path(root, name) for root, _, names in os.walk(path) for name in names]
        return cls(kind, path, tuple(size for file in found for size in _size(file)))


def _size(path: Path) -> Iterator[Size]:
    try:
        status = path.lstat()
    except OSError:
        return
    size = 0 if path.is_symlink() else status.st_size
    yield Size((status.st_dev, status.st_ino), status.st_nlink, size)


def freed(leftovers: list[Leftover]) -> int:
    """Bytes that are free when all of them are gone: nothing where a file has yet another name."""
    names: dict[Size, int] = {}
    for leftover in leftovers:
        for size in leftover.files:
            names[size] = names.get(size, 0) + 1
    return sum(size.size_bytes for size, count in names.items() if count >= size.links)


class _Listing:
    """The names in an owner's folder, and what its sidecars say of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.names = sorted({entry.name for entry in os.scandir(folder)} - _CHILDREN)
        except OSError:
            self.names = []
        self.sidecars = {name: self._sidecar(name) for name in self._before(".recipe.json")}
        self.stages = {*self.sidecars, *self._before(".failed.json"), *self._before(".work")}

    def _before(self, ending: str) -> set[str]:
        return {n.removesuffix(ending) for n in self.names if n.endswith(ending)} - {""}

    def _sidecar(self, stage: str) -> Sidecar | None:
        return read_json(self.folder / f"{stage}.recipe.json", Sidecar)

    def attached(self, stage: str) -> set[str]:
        """The files, or the folders below this one that hold them, that belong to a stage."""
        sidecar = self.sidecars.get(stage)
        files = [file.stamp.name for file in sidecar.files] if sidecar else []
        return {file.split("/")[0] for file in files} & {*self.names}

    def of_stage(self, stage: str) -> set[str]:
        """All that a stage has left, but for its scratch."""
        endings = ("json", "recipe.json", "failed.json", "memory.json")
        own = {f"{stage}.{ending}" for ending in endings}
        return (own & {*self.names}) | self.attached(stage)

    def matching(self, patterns: tuple[str, ...]) -> set[str]:
        """The names that are like one of the patterns."""
        return {name for name in self.names if any(fnmatch(name, each) for each in patterns)}

    def temporaries(self) -> Iterator[Leftover]:
        """What a process that has died was writing, and its record of holding the lock."""
        for name in self.names:
            path = self.folder / name
            if name.startswith(".") and name.endswith(TEMPORARY):
                yield Leftover.of("temporaries", path)
            if name == HOLDER:
                record = look(path)
                holder = record.holder if record else None
                if holder and holder.is_here and not holder.is_alive:
                    yield Leftover.of("temporaries", path)


def of_undeclared(folder: Path) -> Iterator[Leftover]:
    """What there is of a recording, a deck or a seminar that is not declared any more.

    What came from the web is told apart with what makes it known again: if it is declared once
    more, it is there.
    """
    here = _Listing(folder)
    fetched = _holds_files(here)
    kept = here.of_stage(_DOWNLOAD) | here.matching((ORIGIN, *_FETCHED)) if fetched else set()
    ours = {*_ALWAYS, ORIGIN} | here.matching((*_FETCHED, *_DERIVED))
    for stage in here.stages:
        ours |= here.of_stage(stage)
    for name in sorted(ours & {*here.names}):
        yield Leftover.of("downloads" if name in kept else "undeclared", folder / name)
    for stage in sorted(here.stages):
        if f"{stage}.work" in here.names:
            kind: Kind = "downloads" if stage == _DOWNLOAD else "undeclared"
            yield Leftover.of(kind, folder / f"{stage}.work")
    yield from here.temporaries()


def _holds_files(here: _Listing) -> bool:
    """Whether a recording or deck itself is here, and no link to a person's file.

    Nobody knows where else it is: the web may have lost it, and so may who had a copy made.
    """
    return any(not (here.folder / name).is_symlink() for name in here.matching(_FETCHED))


def of_declared(owner: Owner, bench: Bench) -> Iterator[Leftover]:
    """What a declared owner has besides what is wanted of it. Notes in `made` what is there.

    What a run would go on from is wanted.
    """
    here = _Listing(owner.folder.path)
    live = [stage for stage in STAGES if stage.scope == owner.scope]
    wanted = {name for stage in live for name in here.of_stage(stage.name)}
    gone = {
        name
        for stage in here.stages - {stage.name for stage in live}
        for name in (*here.of_stage(stage), *({f"{stage}.work"} & {*here.names}))
    }
    for name in sorted(gone - wanted):
        yield Leftover.of("superseded", here.folder / name)
    yield from _scratch(here, owner, bench)
    if owner.scope != "seminar" and owner.folder.sidecar(_DOWNLOAD) is not None:
        for name in sorted(here.matching((*_FETCHED, *_DERIVED)) - wanted - gone):
            is_file = name in here.matching(_FETCHED) and not (here.folder / name).is_symlink()
            yield Leftover.of("downloads" if is_file else "superseded", here.folder / name)
    yield from here.temporaries()


def _scratch(here: _Listing, owner: Owner, bench: Bench) -> Iterator[Leftover]:
    """Scratch of stages that are through with it, or whose recipe is another now."""
    is_sure = owner.scope != "seminar"  # what its recordings come to is not known here
    owner.made.clear()
    for stage in STAGES:
        if stage.scope != owner.scope:
            continue
        making = Making(stage, owner, bench)
        present, wanted = making.present(), _wanted(making)
        is_current = present is not None and present.sidecar.recipe == wanted
        if present is not None:
            owner.made[stage.output] = present
        work = here.folder / f"{stage.name}.work"
        kind: Kind = "staging" if stage.name == _DOWNLOAD else "scratch"
        if is_current and work.name in here.names:
            yield Leftover.of(kind, work)
        elif is_sure and wanted and work.name in here.names and not work.is_symlink():
            for old in sorted(work.iterdir()):
                if old.name != wanted[:16]:
                    yield Leftover.of(kind, old)
        is_sure = is_sure and is_current


def _wanted(making: Making) -> str:
    """The recipe that a run would make it by; empty where that is not known now."""
    try:
        return making.provenance().recipe
    except StenogramError:
        return ""
