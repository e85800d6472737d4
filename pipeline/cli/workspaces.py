"""Finding the workspace that a command is meant for."""

from pathlib import Path

import click

from pipeline.config import Workspace, find_workspace
from pipeline.errors import UsageError


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
