"""What `stenogram check --site` tells: captions, and what is wrong with pages."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import safe
from pipeline.errors import InvalidFile, UsageError
from pipeline.passages import clock
from pipeline.seminar import read_seminar, seminar_folders

if TYPE_CHECKING:
    from pipeline.config import Workspace
    from pipeline.inspecting import Captioned

_STATES = {
    "unchecked": "automatic, unchecked",
    "checked to": "checked to",
    "checked": "checked",
    "missing": "missing",
    "faulty": "faulty",
    "no speech": "none needed: nobody speaks",
    "draft": "not public",
}


def check_site(workspace: "Workspace", *, as_json: bool) -> bool:
    """Tell all of it; whether anything is wrong. Raises `UsageError` where there is no site."""
    from pipeline.inspecting import Inspection, inspect

    if not (workspace.site / "index.html").is_file():
        raise UsageError(f"{workspace.site}: there is no site yet; make one with: stenogram run")
    today = datetime.now().astimezone().date()
    rows, unread = _captions(workspace, today)
    if as_json:
        for row in rows:
            _tell_json(asdict(row) | {"event": _day(row.event), "due": _day(row.due)})
    else:
        _tell(rows)
    counts, faults = Inspection(), len(unread)
    for told in unread:
        _tell_fault({"fault": told}, told, as_json=as_json)
    for fault in inspect(workspace.site, workspace.settings().render.base, counts):
        faults += 1
        told = f"{fault.page}:{fault.line}: {fault.what}"
        found: dict[str, object] = {"page": fault.page, "line": fault.line, "fault": fault.what}
        _tell_fault(found, told, as_json=as_json)
    wrong, late = sum(row.is_wrong for row in rows), sum(row.overdue for row in rows)
    if as_json:
        _tell_json(asdict(counts) | {"faults": faults, "without_captions": wrong, "overdue": late})
    else:
        click.echo(
            f"{counts.pages} pages with {counts.links} links, {faults} faults;"
            f" {wrong} public recordings without captions, {late} without checked ones overdue"
        )
    return bool(faults or wrong)


def _captions(workspace: "Workspace", today: date) -> "tuple[list[Captioned], list[str]]":
    """Each recording that is declared, and what is wrong with declarations."""
    from pipeline.inspecting import captioned

    rows: list[Captioned] = []
    faults: list[str] = []
    for folder in seminar_folders(workspace.seminars):
        try:
            rows.extend(captioned(workspace, read_seminar(folder), today))
        except InvalidFile as error:
            faults.extend(error.faults)
    return rows, faults


def _tell(rows: "Sequence[Captioned]") -> None:
    width = max([len(row.recording) for row in rows] + [9])
    click.echo(f"{'recording':{width}}  {'event':10}  {'due':10}  captions")
    for row in rows:
        state = _STATES[row.captions]
        if row.captions == "checked to":
            state += f" {clock(row.checked_to)}"
        if row.checked_on:
            state += f" (on {row.checked_on})"
        if row.overdue:
            state += ", OVERDUE"
        if row.outside:
            state += f"; {row.outside} of {row.cues} break a rule, see stenogram lint"
        days = f"{_day(row.event) or 'unknown':10}  {_day(row.due) or 'unknown':10}"
        click.echo(safe(f"{row.recording:{width}}  {days}  {state}"))
        for fault in row.faults:
            click.echo(safe(f"  {fault}"))


def _tell_fault(row: dict[str, object], told: str, *, as_json: bool) -> None:
    if as_json:
        _tell_json(row)
    else:
        click.echo(safe(told))


def _tell_json(row: dict[str, object]) -> None:
    """JSON in which what could steer a terminal is escaped."""
    text = json.dumps(row, ensure_ascii=False)
    click.echo("".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
