"""`stenogram run … --dry-run`: what would be taken, before anything is."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from pipeline.canonical import canonical
from pipeline.cli.group import safe
from pipeline.cli.sources import Sourced
from pipeline.seminar import DeclaredMedia, DeclaredSession, Seminar

if TYPE_CHECKING:
    from rich.table import Table


def preview(wanted: Sequence[Sourced], *, as_json: bool) -> None:
    """Print what each source stands for: as JSON, a line each, or as a table."""
    for each in wanted:
        if as_json:
            click.echo(json.dumps(_data(each), ensure_ascii=False))
        else:
            _show(each)


def _seminar(each: Sourced) -> Seminar:
    """As it is, or as the page says it is."""
    from pipeline.declaring import declared

    if each.is_new or each.found is None:
        return each.seminar
    return declared(each.found, each.seminar.page)


def _data(each: Sourced) -> dict[str, object]:
    found = each.found
    return {
        "seminar": each.folder.name,
        "new": each.is_new,
        "says": canonical(_seminar(each)),
        "published": found and found.published and found.published.isoformat(),
        "organiser_is": found and found.organiser_is,
        "left_out": [{"what": left.what, "why": left.why} for left in found.left_out]
        if found
        else [],
        "told": list(each.told),
    }


def _show(each: Sourced) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=False)
    seminar = _seminar(each)
    state = "would be written" if each.is_new else "is declared"
    click.echo(safe(f"{each.folder.name}: {state}"))
    for name, value in _facts(each, seminar):
        click.echo(safe(f"  {name:10} {value}"))
    for title, items in (("recordings", seminar.recordings), ("decks", seminar.decks)):
        click.echo(f"  {title}: {len(items)}")
        if items:
            console.print(_media(items))
    if seminar.programme:
        click.echo(f"  programme: {len(seminar.programme)} lines")
        console.print(_programme(seminar.programme))
    for left in each.found.left_out if each.found else ():
        click.echo(safe(f"  not taken: {left.what}: {left.why}"))
    for line in each.told:
        click.echo(safe(f"  {line}"))


def _facts(each: Sourced, seminar: Seminar) -> Iterator[tuple[str, str]]:
    yield "title", seminar.title
    if seminar.organiser:
        owner = each.found is not None and each.found.organiser_is == "site"
        yield "organiser", seminar.organiser + (" (the owner of the site)" if owner else "")
    if seminar.dates:
        yield "dates", ", ".join(day.isoformat() for day in seminar.dates)
    if each.found is not None and each.found.published:
        yield "published", each.found.published.isoformat()
    if seminar.page:
        yield "page", seminar.page


def _table(*columns: str) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _media(items: Sequence[DeclaredMedia]) -> "Table":
    table = _table("title", "date", "from")
    for item in items:
        date = getattr(item, "date", None)
        table.add_row(
            safe(item.title), date.isoformat() if date else "", safe(item.url or item.file)
        )
    return table


def _programme(sessions: Sequence[DeclaredSession]) -> "Table":
    table = _table("time", "title", "speakers", "recording")
    for session in sessions:
        times = "–".join(f"{at:%H:%M}" for at in (session.start, session.end) if at)
        speakers = ", ".join(session.speakers)
        table.add_row(times, safe(session.title), safe(speakers), session.recording)
    return table
