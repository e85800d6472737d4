"""The seminar that a SOURCE of the command line stands for: found, or to be written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.config import Workspace
from pipeline.declaring import bring_up_to_date, declared, write
from pipeline.errors import Busy, InvalidFile, SourceError, UsageError
from pipeline.locks import locked
from pipeline.pool import Pool
from pipeline.seminar import (
    FILE,
    RESERVED,
    DeclaredRecording,
    Seminar,
    SeminarFolder,
    read_seminar,
    seminar_folders,
    slug,
)
from pipeline.stages.download.guard import check_url
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.page.found import Found

_LIMIT = 300.0
"""Seconds that a page may take."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """What a SOURCE stands for. Nothing is written yet."""

    folder: Path
    """Of the seminar, there already or to be written."""
    seminar: Seminar
    """As declared there, or as it is to be declared."""
    found: Found | None = None
    """What its page says, where one was read."""
    is_new: bool = False
    told: tuple[str, ...] = ()
    """What a person should know of it."""

    def write(self, outputs: Path) -> tuple[SeminarFolder, tuple[str, ...]]:
        """The seminar, declared; what was written. Raises `InvalidFile`, `StoreError`.

        What another run works on is left as it is.
        """
        if not self.is_new and self.found is None:
            return SeminarFolder(self.folder, self.seminar), self.told
        name = self.folder.name
        try:
            with locked(outputs / name, name):
                return self._written()
        except Busy:
            if not (self.folder / FILE).is_file():
                raise
            return read_seminar(self.folder), self.told

    def _written(self) -> tuple[SeminarFolder, tuple[str, ...]]:
        if self.is_new and not (self.folder / FILE).exists():
            seminar = write(self.folder, self.seminar, self.found)
            said = f"wrote {self.folder / FILE}: correct and complete it at any time"
            return seminar, (said, *self.told)
        seminar = read_seminar(self.folder)
        changed = bring_up_to_date(seminar, self.found) if self.found else []
        told = tuple(f"{seminar.id}: {each}" for each in changed)
        return read_seminar(self.folder), (*told, *self.told)


def sourced(
    source: str,
    workspace: Workspace,
    options: DownloadOptions,
    read: Callable[[Path], SeminarFolder] = read_seminar,
    *,
    separate: bool = False,
) -> list[Sourced]:
    """The seminar for a folder, a seminar.toml, a media file or an address of the web.

    `read` reads a seminar.toml. With `separate`, a list of recordings is a seminar for each.
    Raises `UsageError`, `SourceError`, or `InvalidFile` for a seminar.toml with faults.
    """
    if "://" in source:
        return _of_url(source, workspace, options, separate=separate)
    path = Path(source).expanduser()
    if path.is_dir() and (path / FILE).is_file():
        return [_there(read(path.absolute()))]
    if path.name == FILE and path.is_file():
        return [_there(read(path.absolute().parent))]
    if (workspace.seminars / source / FILE).is_file():
        return [_there(read(workspace.seminars / source))]
    if path.is_dir():
        raise UsageError(f"{path}: there is no {FILE} in it; write one, see: stenogram init")
    if path.suffix == ".toml":
        raise UsageError(f"{path}: no such file, or not called {FILE}")
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder, nor a seminar of this workspace")
    if not path.is_file():
        raise UsageError(f"{path}: is neither a file nor a folder")
    return [_of_file(path.absolute(), workspace)]


def _there(seminar: SeminarFolder, found: Found | None = None, *told: str) -> Sourced:
    return Sourced(seminar.path, seminar.declared, found, told=told)


def _of_file(file: Path, workspace: Workspace) -> Sourced:
    if not str(file).isprintable():
        raise UsageError(f"{str(file)!r}: such a name cannot be written down; rename the file")
    for seminar in _declared(workspace):
        if any(each.file and seminar.local(each.file) == file for each in seminar.recordings):
            return _there(seminar)
    title = _clean(file.stem)
    recording = DeclaredRecording(id="nagranie", title=title, file=str(file))
    return _new(Seminar(title, recordings=(recording,)), workspace, [])


def _of_url(
    url: str, workspace: Workspace, options: DownloadOptions, *, separate: bool
) -> list[Sourced]:
    try:
        check_url(url)
    except SourceError as error:
        raise UsageError(str(error)) from None
    for seminar in _declared(workspace):
        if any(recording.url == url for recording in seminar.recordings):
            return [_there(seminar)]
        if seminar.declared.page and _same(seminar.declared.page, url):
            return [_read_again(seminar, url, options)]
    found = _asked(url, options)
    if found is None:
        title = _clean(_named_by(url))
        recording = DeclaredRecording(id="nagranie", title=title, url=url)
        return [_new(Seminar(title, recordings=(recording,)), workspace, [])]
    if not separate:
        return [_new(declared(found, url), workspace, [], found)]
    names: list[str] = []
    made = []
    for each in found.recordings:
        alone = replace(found, title=each.title or found.title, recordings=(each,))
        made.append(_new(replace(declared(alone, url), page=""), workspace, names, alone))
        names.append(made[-1].folder.name)
    return made


def _read_again(seminar: SeminarFolder, url: str, options: DownloadOptions) -> Sourced:
    """A seminar whose page is asked again; without it, where it does not answer."""
    try:
        found = _asked(url, options)
    except SourceError as error:
        return _there(seminar, None, f"{seminar.id}: its page was not read again: {error}")
    return _there(seminar, found)


def _asked(url: str, options: DownloadOptions) -> Found | None:
    """What an address says, asked in a child process. Raises `SourceError`, `WorkerLost`."""
    from pipeline.stages.download.page.asking import ask

    pool = Pool(1)
    try:
        return pool.call(ask, (url, options), _LIMIT)
    finally:
        pool.close()


def _declared(workspace: Workspace) -> list[SeminarFolder]:
    seminars = []
    for folder in seminar_folders(workspace.seminars):
        try:
            seminars.append(read_seminar(folder))
        except InvalidFile:
            continue  # told where that one is run
    return seminars


def _new(
    seminar: Seminar, workspace: Workspace, taken: Sequence[str], found: Found | None = None
) -> Sourced:
    """A seminar in a folder of its own."""
    base = slug(seminar.title) or "seminarium"
    there = {folder.name for folder in seminar_folders(workspace.seminars)} | {*taken, *RESERVED}
    names = [base, *(f"{base}-{number}" for number in range(2, 10_000))]
    name = next(name for name in names if name not in there)
    titled = seminar if seminar.title else replace(seminar, title=name)
    return Sourced(workspace.seminars / name, titled, found, is_new=True)


def _same(one: str, other: str) -> bool:
    """Whether two addresses are of the same page."""
    return one.partition("#")[0].rstrip("/") == other.partition("#")[0].rstrip("/")


def _named_by(url: str) -> str:
    """The last part of a URL's path that says anything, without a file's ending."""
    parts = urlsplit(url)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return Path(last).stem if Path(last).suffix[1:].isalnum() else last or str(parts.hostname)


def _clean(title: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:200]
