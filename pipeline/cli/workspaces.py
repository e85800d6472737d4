"""Finding the workspace, and the seminar that a SOURCE of the command line stands for."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from pipeline.config import Workspace, find_workspace
from pipeline.errors import InvalidFile, SourceError, UsageError
from pipeline.files import write_atomically
from pipeline.seminar import FILE, SeminarFolder, read_seminar, seminar_folders, slug
from pipeline.stages.download.guard import check_url


def workspace_of(context: click.Context, *, create: bool = False) -> Workspace:
    """The workspace named on the command line, or the one that the working folder is in.

    With `create`, the working folder becomes one where there is none. Raises `UsageError`.
    """
    named: Path | None = context.obj
    if named is not None:
        if not named.is_dir():
            raise UsageError(f"{named}: no such folder; make a workspace there: stenogram init")
        return Workspace(named.absolute())
    try:
        return find_workspace(Path.cwd())
    except UsageError:
        if create:
            return Workspace(Path.cwd())
        raise


def seminar_of(source: str, workspace: Workspace) -> tuple[SeminarFolder, bool]:
    """The seminar for a folder, a seminar.toml, a media file or a URL; whether it is new.

    Raises `UsageError`, or `InvalidFile` for a seminar.toml with faults.
    """
    if "://" in source:
        try:
            check_url(source)
        except SourceError as error:
            raise UsageError(str(error)) from None
        return _for_media(workspace, url=source)
    path = Path(source).expanduser()
    if path.is_dir() and (path / FILE).is_file():
        return read_seminar(path), False
    if path.name == FILE and path.is_file():
        return read_seminar(path), False
    if (workspace.seminars / source / FILE).is_file():
        return read_seminar(workspace.seminars / source), False
    if path.is_dir():
        raise UsageError(f"{path}: there is no {FILE} in it; write one, see: stenogram init")
    if path.suffix == ".toml":
        raise UsageError(f"{path}: no such file, or not called {FILE}")
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder, nor a seminar of this workspace")
    if not path.is_file():
        raise UsageError(f"{path}: is neither a file nor a folder")
    return _for_media(workspace, file=path.absolute())


def _for_media(
    workspace: Workspace, *, url: str = "", file: Path | None = None
) -> tuple[SeminarFolder, bool]:
    """The seminar that has this recording already, or a new one that declares it."""
    if file and not str(file).isprintable():
        raise UsageError(f"{str(file)!r}: such a name cannot be written down; rename the file")
    names = []
    for folder in seminar_folders(workspace.seminars):
        names.append(folder.name)
        try:
            seminar = read_seminar(folder)
        except InvalidFile:
            continue  # told where that one is run
        for recording in seminar.recordings:
            here = seminar.local(recording.file) if recording.file else None
            if (url and recording.url == url) or (file and here == file):
                return seminar, False
    title = file.stem if file else _named_by(url)
    base = slug(title) or "seminarium"
    name = next(n for n in _candidates(base) if n not in names and not _reserved(n))
    target = workspace.seminars / name / FILE
    write_atomically(target, _declaration(_clean(title) or name, url, file).encode())
    return read_seminar(target), True


def _named_by(url: str) -> str:
    """The last part of a URL's path that says anything, without a file's ending."""
    parts = urlsplit(url)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return Path(last).stem if Path(last).suffix[1:].isalnum() else last or str(parts.hostname)


def _candidates(base: str) -> list[str]:
    return [base, *(f"{base}-{number}" for number in range(2, 10_000))]


def _reserved(name: str) -> bool:
    from pipeline.seminar import RESERVED

    return name in RESERVED


def _declaration(title: str, url: str, file: Path | None) -> str:
    """A seminar.toml for one recording, with what a person may want to add."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("What is known of this seminar; correct and complete it."))
    document.add("title", tomlkit.item(title))
    for hint in (
        'organiser = "…"',
        "dates = [2020-04-23]",
        'glossary = ["…"]  # names and terms, as they are written',
    ):
        document.add(tomlkit.comment(hint))
    document.add(tomlkit.nl())
    recording = tomlkit.table()
    recording.add("id", "nagranie")
    recording.add("title", title)
    recording.add("url" if url else "file", url or str(file))
    recording.add("state", "draft")
    recording["state"].comment('"public" when it may be published')
    recordings = tomlkit.aot()
    recordings.append(recording)
    document.add("recordings", recordings)
    return tomlkit.dumps(document)


def _clean(title: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:200]
