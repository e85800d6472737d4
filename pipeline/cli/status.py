"""`stenogram status`: how it stands with every seminar, recording and stage."""

import itertools
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.check_report import conflict_lines
from pipeline.cli.group import safe, told
from pipeline.cli.workspaces import seminar_of, workspace_of
from pipeline.config import Workspace
from pipeline.errors import InvalidFile
from pipeline.seminar import seminar_folders

if TYPE_CHECKING:
    from pipeline.states import SeminarState, StageState, Survey
    from pipeline.watching import AtWork

    Working = Mapping[tuple[str, str], AtWork]

_SIGNS = {"made": "✓", "stale": "~", "failed": "✗", "missing": "·"}
_WORKING = "▶"
_MOST_NAMED = 30
"""Seminars of which those that are made have a line each; of more they are counted."""


@click.command()
@click.argument("seminars", nargs=-1, metavar="[SEMINAR...]")
@click.option("-v", "--verbose", is_flag=True, help="Show every stage, also of what is made.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, a line each.")
@click.option(
    "--watch",
    type=click.FloatRange(min=0.2),
    is_flag=False,
    flag_value=2.0,
    metavar="[SECONDS]",
    help="Show what is being worked on, anew every 2 or so many seconds, until Ctrl-C.",
)
@click.pass_context
def command(
    context: click.Context,
    seminars: tuple[str, ...],
    *,
    verbose: bool,
    as_json: bool,
    watch: float | None,
) -> None:
    """Show every seminar, recording and stage: made, stale, failed and why.

    A stage is stale when something it was made from has changed since: the next run makes it anew.
    Seminars and recordings of which all is made have one line; every stage is shown of the others,
    of each SEMINAR that is named, and with -v. What a run works on at the moment is shown, too.
    Below `review` stand corrections that are not applied, since other words stand there now: the
    text stays as it is until someone decides, in `stenogram edit` or in the file of corrections.
    """
    from pipeline.states import Survey

    workspace = workspace_of(context)
    survey = Survey(workspace, workspace.settings())
    if seminars:
        folders = [seminar_of(name, workspace).path for name in seminars]
    else:
        folders = seminar_folders(workspace.seminars)
    if watch is not None:
        from pipeline.cli.status_watch import watch_until_stopped

        watch_until_stopped(survey, folders, workspace.outputs, watch)
        return
    if not folders and not as_json:
        click.echo(f"{workspace.seminars}: no seminar is here yet; begin with: stenogram run FILE")
    _show(
        survey,
        folders,
        workspace,
        how="json" if as_json else "all" if verbose else _how(folders, seminars),
    )


def _how(folders: Sequence[Path], named: Sequence[str]) -> str:
    if named:
        return "all"
    return "lines" if len(folders) <= _MOST_NAMED else "counted"


def _show(survey: "Survey", folders: Sequence[Path], workspace: Workspace, how: str) -> None:
    """`how`: every stage as `json` or `all`; what is made in `lines` or only `counted`."""
    from pipeline.corrections import belonging_nowhere
    from pipeline.watching import at_work

    working = {(each.owner, each.stage): each for each in at_work(workspace.outputs)}
    made = recordings = 0
    busy = {owner.partition("/")[0] for owner, _ in working}
    for folder in folders:
        if how == "counted" and folder.name not in busy:
            known = survey.recordings_made(folder)
            if known is not None:
                made += 1
                recordings += known
                continue
        try:
            state = survey.of(folder)
        except InvalidFile as error:
            click.echo(told(error), err=True, nl=False)
            continue
        for row in belonging_nowhere(folder, {each.id for each in state.seminar.recordings}):
            click.echo(f"stenogram: {safe(row)}", err=True)
        if how == "json":
            rows: Iterable[str] = (_json(state, each, working) for each in state.stages)
        elif how == "counted" and state.is_made and not _is_at_work(state, working):
            made += 1
            recordings += len(state.seminar.recordings)
            continue
        else:
            rows = _lines(state, working, compact=how != "all")
        text = "\n".join(rows)
        if text:
            click.echo(text)
    if made:
        click.echo(f"✓ {made} seminars with {recordings} recordings: all is made")


def _is_at_work(state: "SeminarState", working: "Working") -> bool:
    return bool(working) and any((each.owner, each.stage) in working for each in state.stages)


def _json(state: "SeminarState", each: "StageState", working: "Working") -> str:
    data: dict[str, object] = {
        "owner": each.owner,
        "seminar": state.seminar.id,
        "recording": each.id if each.scope == "recording" else "",
        "deck": each.id if each.scope == "deck" else "",
        "stage": each.stage,
        "state": each.state,
        "why": each.why,
    }
    if each.conflicts:
        data["conflicts"] = [asdict(conflict) for conflict in each.conflicts]
    now = working.get((each.owner, each.stage))
    if now is not None:
        data["at_work"] = {
            "host": now.host,
            "since": now.began,
            "parts": now.parts,
            "heard": now.heard,
            "duration": now.duration,
        }
    return json.dumps(data, ensure_ascii=False)


def _lines(state: "SeminarState", working: "Working", *, compact: bool) -> Iterator[str]:
    """A seminar for people; in a compact picture whatever is all made has one line."""
    name = f"{state.seminar.id}: {state.seminar.declared.title}"
    if compact and state.is_made and not _is_at_work(state, working):
        yield safe(f"✓ {name}: all is made")
        return
    yield safe(name)
    for label, group in itertools.groupby(state.stages, key=lambda each: each.owner):
        stages = list(group)
        right = all(each.state == "made" and not each.conflicts for each in stages)
        busy = bool(working) and any((label, each.stage) in working for each in stages)
        if compact and right and not busy:
            yield safe(f"  ✓ {label}: all is made")
            continue
        for each in stages:
            now = working.get((each.owner, each.stage))
            sign = _WORKING if now else _SIGNS[each.state]
            line = f"  {sign} {label}: {each.stage} {work_told(now) if now else each.state}"
            yield safe(f"{line}: {each.why}" if each.why and not now else line)
            for row in conflict_lines(each.conflicts):
                yield safe(f"      {row}")


def work_told(now: "AtWork") -> str:
    """How long a stage is at work, and how far it is, as far as that is known."""
    from pipeline.cli.progress import clock

    line = "at work"
    if now.began is not None:
        line += f" for {clock(max(0.0, time.time() - now.began))}"
    if now.parts:
        of = f" of {clock(now.duration)}" if now.duration else ""
        line += f", {now.parts} parts done, {clock(now.heard)}{of}"
    return f"{line}, on {now.host}" if now.host else line
