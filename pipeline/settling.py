"""Seminars of which nothing is to do, known again at a glance.

Where all artefacts of a seminar are up to date, it is noted in `outputs/.settled` what every file
looked like that this was told from. While they look the same, and stages, options and models are
the same, there is no need to read sidecars and count recipes. The notes can be lost at any time.
"""

import contextlib
import functools
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.canonical import canonical, digest, typed
from pipeline.corrections import corrections_file
from pipeline.errors import StenogramError
from pipeline.files import TEMPORARY, sweep
from pipeline.making import Made, Owner
from pipeline.owners import STAGES
from pipeline.seminar import FILE, Seminar, SeminarFolder, read_seminar
from pipeline.stage import Model
from pipeline.store import Sidecar

FOLDER = ".settled"
_VERSION = 1
_MOST_BYTES = 4 << 20
_ENDINGS = (".recipe.json", ".json")
Stamp = tuple[str, int, int, int]
"""A path relative to the outputs, size, time of change (ns), inode; zeros where nothing is."""
Shown = tuple[tuple[str, ...], ...]
"""Of one owner, by type of artefact: its name, the digest of the last one, those of its files."""


class Settled:
    """A seminar of which nothing is to do. Little is read of a note: there are thousands."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Raises `ValueError`, `LookupError`, `TypeError` where it is no such note."""
        self.key = str(content["key"])
        self.artefacts = int(content["artefacts"])
        self.shown: tuple[Shown, ...] = tuple(content["shown"])
        """Of its children in their order, then of itself."""
        self.seen: list[Stamp] = [(name, *stamp) for name, *stamp in content["seen"]]
        """The first is that of its seminar.toml."""
        self._content = content

    @functools.cached_property
    def declared(self) -> Seminar:
        """As it is declared. Raises `ValueError`."""
        return typed(self._content["declared"], Seminar)

    @property
    def recordings(self) -> int:
        """How many it has."""
        return len(self._content["declared"]["recordings"])


class Settlements:
    """What is noted of the seminars of a workspace, for the stages, options and models of now."""

    def __init__(
        self, outputs: Path, settings: object, models: Mapping[type[Model], Model]
    ) -> None:
        self._outputs = outputs
        self._base = f"{outputs}/"
        self._read: dict[str, Settled | None] = {}
        self._holds: dict[str, Settled] = {}
        self._is_swept = False
        self._above: dict[Path, str] = {}
        heads = [
            (
                stage.name,
                stage.version,
                getattr(settings, stage.name, None),
                models[stage.model].revision if stage.model else "",
            )
            for stage in STAGES
        ]
        self._key = digest([_VERSION, __version__, heads])

    def seminar(self, folder: Path) -> SeminarFolder:
        """The seminar declared in `folder`, read only if it changed. Raises `InvalidFile`."""
        noted = self._noted(folder)
        if noted is not None and _stamp(self._base, noted.seen[0][0]) == noted.seen[0]:
            with contextlib.suppress(ValueError):
                return SeminarFolder(folder, noted.declared)
        return read_seminar(folder)

    def known(self, folder: Path) -> Settled | None:
        """The note of the seminar declared in `folder`, if it holds at this moment."""
        noted = self._noted(folder)
        if noted is None:
            return None
        for each in noted.seen:
            if _stamp(self._base, each[0]) != each:
                return None
        self._holds[folder.name] = noted
        return noted

    def held(self, folder: Path) -> Settled | None:
        """The same as it was when `known` or `note` was last asked."""
        return self._holds.get(folder.name)

    def _noted(self, folder: Path) -> Settled | None:
        """What is noted, whether it holds or not."""
        name = folder.name
        if name not in self._read:
            self._read[name] = None
            with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
                path = f"{self._base}{FOLDER}/{name}.json"
                with open(path, "rb") as file:  # noqa: PTH123 - thousands, and a Path takes longer
                    noted = Settled(json.loads(file.read(_MOST_BYTES)))
                above = self._above.get(folder.parent) or self._relative(folder.parent)
                self._above[folder.parent] = above
                if noted.key == self._key and noted.seen[0][0] == f"{above}/{name}/{FILE}":
                    self._read[name] = noted
        return self._read[name]

    def look(self, seminar: SeminarFolder, owner: Owner) -> list[Stamp]:
        """What the files of a seminar look like, before it is told that nothing is to do."""
        paths = [seminar.path / FILE]
        for media in (*seminar.recordings, *seminar.decks):
            paths += [seminar.local(media.file)] if media.file else []
        paths += [corrections_file(seminar.path, each.id) for each in seminar.recordings]
        for each in (*owner.children, owner):
            paths.append(each.folder.path)
            for stage in STAGES:
                if stage.scope == each.scope:
                    paths += [each.folder.path / f"{stage.name}{end}" for end in _ENDINGS]
        return [_stamp(self._base, self._relative(path)) for path in paths]

    def note(
        self,
        seminar: SeminarFolder,
        owner: Owner,
        before: Sequence[Stamp],
        sidecars: Sequence[tuple[Path, Sidecar]],
    ) -> None:
        """Note that nothing is to do of a seminar, unless a file of it has changed meanwhile.

        `before`: what `look` gave; `sidecars`: all there are, with their folders.
        """
        with contextlib.suppress(StenogramError, OSError):
            same = read_seminar(seminar.path).declared == seminar.declared
            if not same or self.look(seminar, owner) != list(before):
                return
            attached = [
                (self._relative(path / one.name), one.size_bytes, one.mtime_ns, one.inode)
                for path, sidecar in sidecars
                for one in (file.stamp for file in sidecar.files)
            ]
            content = {
                "key": self._key,
                "declared": canonical(seminar.declared),
                "artefacts": len(sidecars),
                "shown": [shown_of(each.made) for each in (*owner.children, owner)],
                "seen": [*before, *attached],
            }
            self._holds[seminar.id] = self._read[seminar.id] = Settled(content)
            self._write(seminar.id, json.dumps(content, ensure_ascii=False))

    def _relative(self, path: Path) -> str:
        """So that notes of a workspace that was moved or copied are of its own files."""
        return os.path.relpath(path, self._outputs)

    def _write(self, name: str, text: str) -> None:
        """Without waiting for the disk: what is lost is told anew."""
        folder = self._outputs / FOLDER
        folder.mkdir(exist_ok=True)
        if not self._is_swept:  # what another run of this moment loses by it is told anew, too
            self._is_swept = True
            sweep(folder, deep=False)
        draft = folder / f".{name}.{os.getpid()}{TEMPORARY}"
        try:
            draft.write_text(text, "utf-8", errors="surrogateescape")
            draft.replace(folder / f"{name}.json")
        finally:
            draft.unlink(missing_ok=True)


def shown_of(made: Mapping[type, Made]) -> Shown:
    """What pages are made of, as far as it is one owner's."""
    return tuple(
        (kind.__name__, one.sidecar.digest, *(file.sha256 for file in one.sidecar.files))
        for kind, one in made.items()
    )


def _stamp(base: str, name: str) -> Stamp:
    try:
        status = os.stat(base + name)  # noqa: PTH116 - thousands, and a Path takes longer
    except OSError:
        return name, 0, 0, 0
    return name, status.st_size, status.st_mtime_ns, status.st_ino
