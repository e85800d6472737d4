"""Finding the workspace that a command is meant for."""

from pathlib import Path

import click

from pipeline.config import Workspace, find_workspace
from pipeline.errors import UsageError
from pipeline.seminar import FILE, SeminarFolder, read_seminar, seminar_folders


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


def seminar_of(name: str, workspace: Workspace) -> SeminarFolder:
    """The seminar of the workspace by its name or folder. Raises `UsageError`."""
    for folder in (workspace.seminars / name, Path(name).expanduser()):
        if (folder / FILE).is_file():
            return read_seminar(folder)
    known = ", ".join(path.name for path in seminar_folders(workspace.seminars))
    raise UsageError(
        f"{name}: is no seminar of {workspace.seminars}; there are: {known or 'none yet'}"
    )
