"""`stenogram edit SEMINAR`: proofreading in a browser."""

import os
import sys

import click

from pipeline.cli.group import safe
from pipeline.cli.workspaces import seminar_of, workspace_of
from pipeline.config import Workspace
from pipeline.errors import StenogramError, UsageError
from pipeline.seminar import SeminarFolder

PASSWORD = "STENOGRAM_EDIT_PASSWORD"  # noqa: S105 - the name of a variable
_SHORTEST = 8


@click.command()
@click.argument("seminar")
@click.option("-p", "--port", default=8010, show_default=True, type=click.IntRange(0, 65535))
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address of this computer at which others are to reach it. They need a password.",
)
@click.pass_context
def command(context: click.Context, /, seminar: str, port: int, host: str, *, open_: bool) -> None:
    """Correct the transcripts of SEMINAR in a browser, on this computer only. Ctrl-C ends it.

    The page leads to the places that are worth a look, each with its sound; all of it can be done
    by keyboard alone. Each change is on the disk, in seminars/SEMINAR/corrections/, before the page
    says so, and the site is made again in the background.

    Who has the address that is printed may change everything: it holds a token, and is another each
    time. With --host, others on your network can use it, too: what is sent to and fro, the password
    included, is not encrypted there, and whoever listens in can read it. The password is asked for,
    or taken from STENOGRAM_EDIT_PASSWORD; any user name will do.
    """
    workspace = workspace_of(context)
    declared = seminar_of(seminar, workspace)
    _check_place(declared, workspace)
    if not declared.recordings:
        raise UsageError(f"{declared.id}: no recordings are declared yet; add [[recordings]]")
    _serve(declared, workspace, (host, port), open_=open_)


def _serve(
    seminar: SeminarFolder, workspace: Workspace, where: tuple[str, int], *, open_: bool
) -> None:
    from pipeline.editing import (
        Editor,
        EditorPages,
        EditServer,
        Gate,
        Remaking,
        Terms,
        desks_of,
    )
    from pipeline.editing.desk import forget_all
    from pipeline.editing.gate import is_loopback

    host, port = where
    gate = Gate(host, "" if is_loopback(host) else _password())
    desks = desks_of(seminar, workspace.outputs)
    pages = EditorPages(
        workspace.templates, workspace.settings().render.language, seminar.declared.title
    )
    terms = Terms(seminar.path, workspace.outputs)
    run = (sys.executable, "-m", "pipeline", "--workspace", str(workspace.root))
    remaking = Remaking(
        (*run, "run", "--quiet", seminar.id),
        workspace.root,
        lambda: forget_all(desks.values()),
    )
    try:
        running = EditServer(Editor(desks, pages, gate, remaking, terms), port)
    except OSError as error:
        raise StenogramError(
            f"{host}, port {port}: {error.strerror or error}; take another with --port, or any with"
            " --port 0"
        ) from None
    if any(desk.is_behind() for desk in desks.values()):
        remaking.ask()
    _tell(running.address, host if gate.password else "")
    if open_:
        click.launch(running.address)
    try:
        running.serve_forever()
    except KeyboardInterrupt:
        click.echo("")
    finally:
        running.server_close()
        remaking.close()


def _tell(address: str, host: str) -> None:
    """Where it is and, where others reach `host`, what that means."""
    if host:
        click.echo(
            f"others can reach it at {safe(host)}, with the password and the address below; nothing"
            " that is sent, the password included, is encrypted",
            err=True,
        )
    click.echo(address)


def _password() -> str:
    """The password that others need."""
    password = os.environ.get(PASSWORD, "")
    if not password:
        if not sys.stdin.isatty():
            raise UsageError(f"--host: others need a password; set {PASSWORD}")
        password = click.prompt("password for others", hide_input=True, confirmation_prompt=True)
    if len(password) < _SHORTEST:
        raise UsageError(f"the password is shorter than {_SHORTEST} characters")
    return password


def _check_place(seminar: SeminarFolder, workspace: Workspace) -> None:
    """Only of what lies in the workspace the site is made."""
    if seminar.path.parent.resolve() != workspace.seminars.resolve():
        raise UsageError(f"{seminar.path}: is not in this workspace; name its with --workspace")
