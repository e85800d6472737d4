"""What the machine made and nobody needs any more: told, or removed.

People's files, models, the site and what lies in outputs/ itself are never touched, and no link is
followed out of outputs/.
"""

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.config import Settings, Workspace
from pipeline.errors import Busy, InvalidFile, UsageError
from pipeline.files import store_error
from pipeline.holders import HOLDER
from pipeline.leftovers import LOCK, Leftover, of_declared, of_undeclared
from pipeline.locks import locked
from pipeline.making import Bench, Owner
from pipeline.owners import owners_of
from pipeline.pool import Pool
from pipeline.seminar import RESERVED, read_seminar, seminar_folders, slug

_FOLDERS = ("decks", "recordings")


@dataclass(frozen=True, slots=True)
class Found:
    """A leftover, and whose it is: `seminar` or `seminar/recording`."""

    owner: str
    leftover: Leftover


@dataclass(slots=True)
class Cleaned:
    """What could go, or went."""

    found: list[Found] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    """What another run holds, as it is told; it is left as it is."""
    left: list[str] = field(default_factory=list)
    """What else is to be told: what was left as it is, and why."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The folder of an owner; `owner` is `None` where it is not declared any more."""

    label: str
    folder: Path
    owner: Owner | None = None


class Cleaner:
    """Looks through outputs/ for what is of no use any more."""

    def __init__(
        self, workspace: Workspace, settings: Settings, *, remove: bool, downloads: bool
    ) -> None:
        """`remove` what is found; with it `downloads` whose owner is not declared any more.

        Raises `ModelError` when the settings want a model that is not there.
        """
        models = Catalogue(workspace.models).models(settings.transcribe.model)
        self._bench = Bench(workspace.outputs, settings, models, lambda _model: None, Pool(0))
        self._workspace = workspace
        self._remove = remove
        self._downloads = downloads
        self.report = Cleaned()

    def clean(self, names: Sequence[str] = ()) -> Cleaned:
        """Go through the seminars with these names, or all. Raises `UsageError`, `StoreError`."""
        declared = {path.name: path for path in seminar_folders(self._workspace.seminars)}
        there = self._made()
        unknown = [name for name in names if name not in {*declared, *there}]
        if unknown:
            known = ", ".join(sorted({*declared, *there})) or "none"
            raise UsageError(f"{unknown[0]}: no seminar has this name; there are: {known}")
        if there and not declared:
            raise UsageError(
                f"{self._workspace.seminars}: no seminar is there, so that all of "
                f"{self._workspace.outputs} would go; put the seminars back, or delete it by hand"
            )
        for name in sorted({*names} or there):
            if name in there:
                self._seminar(name, declared.get(name))
        return self.report

    def _made(self) -> set[str]:
        """The seminars of which there is anything in outputs/."""
        return {
            folder.name
            for folder in _folders(self._workspace.outputs)
            if slug(folder.name) == folder.name and folder.name not in RESERVED
        }

    def _seminar(self, name: str, declared: Path | None) -> None:
        base = self._workspace.outputs / name
        owner = None
        if declared is not None:
            try:
                owner = owners_of(read_seminar(declared), self._workspace.outputs)
            except InvalidFile:
                self.report.left.append(
                    f"{name}: its seminar.toml has faults; see stenogram status"
                )
                return
        elif (self._workspace.seminars / name).exists():
            self.report.left.append(f"{name}: its folder is there, without a seminar.toml")
            return
        children = [*_children(name, base, owner)]
        own = _Place(name, base, owner)
        if not self._remove:
            for place in (*children, own):
                self._note(place, self._leftovers(place))
            return
        if not any(self._leftovers(place) for place in (*children, own)):
            return
        try:
            with locked(base, name, told=partial(self._told, name)):
                done = [self._clear_child(child) for child in children]
                self._clear(own)
                if all(done):
                    _remove_empty(own, [base / each for each in _FOLDERS])
        except Busy as error:
            self.report.busy.append(str(error))
            return
        if owner is None:
            _rmdir(base)

    def _clear_child(self, place: _Place) -> bool:
        """Clear a recording or deck under its lock; whether nobody else holds it."""
        if not self._leftovers(place):
            return True
        try:
            with locked(place.folder, place.label, told=partial(self._told, place.label)):
                self._clear(place)
                _remove_empty(place, [])
        except Busy as error:
            self.report.busy.append(str(error))
            return False
        if place.owner is None:
            _rmdir(place.folder)
        return True

    def _clear(self, place: _Place) -> None:
        """Remove what there is by now; its lock is held."""
        leftovers = self._leftovers(place)
        self._note(place, leftovers)
        for leftover in leftovers:
            if leftover.kind != "downloads" or self._downloads:
                _remove(leftover.path)

    def _leftovers(self, place: _Place) -> list[Leftover]:
        if place.owner is None:
            return [*of_undeclared(place.folder)]
        return [*of_declared(place.owner, self._bench)]

    def _told(self, label: str, text: str) -> None:
        self.report.left.append(f"{label}: {text}")

    def _note(self, place: _Place, leftovers: Sequence[Leftover]) -> None:
        self.report.found += [Found(place.label, each) for each in leftovers]


def _folders(path: Path) -> list[Path]:
    """The folders in a folder, without links to some: these may lead anywhere."""
    if not path.is_dir():
        return []
    return sorted(each for each in path.iterdir() if each.is_dir() and not each.is_symlink())


def _children(name: str, base: Path, seminar: Owner | None) -> Iterator[_Place]:
    """The decks and recordings of a seminar that have a folder, declared or not."""
    owners = {child.folder.path: child for child in seminar.children} if seminar else {}
    for kind in _folders(base):
        if kind.name in _FOLDERS:
            for folder in _folders(kind):
                yield _Place(f"{name}/{folder.name}", folder, owners.get(folder))


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise store_error(error, path) from error


def _remove_empty(place: _Place, folders: Sequence[Path]) -> None:
    """Take the lock's file, too, from the folder of what is not declared, once all else is gone."""
    for folder in folders:
        _rmdir(folder)
    if place.owner is None and {each.name for each in place.folder.iterdir()} <= {LOCK, HOLDER}:
        (place.folder / LOCK).unlink(missing_ok=True)


def _rmdir(folder: Path) -> None:
    with contextlib.suppress(OSError):  # something is in it, or it is not there
        folder.rmdir()
