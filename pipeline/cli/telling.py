"""What a run says before it begins, and when it is done."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import safe
from pipeline.cli.progress import clock
from pipeline.planning import Plan, needs
from pipeline.seminar import SeminarFolder
from pipeline.stages.render import DRAFTS

if TYPE_CHECKING:
    from pipeline.reporting import Report

_MOST_NAMED = 10


def plan_lines(plan: Plan) -> Iterator[str]:
    """What is to be made, how long it will take, what disk it needs; nothing if nothing is."""
    if not plan.queue:
        return
    recordings = sum(len(queued.recordings) for queued in plan.queue)
    names = _named([queued.seminar.id for queued in plan.queue])
    of = f", {_count(recordings, 'recording')}" if recordings else ""
    yield f"to do: {len(plan.queue)} of {_count(len(plan.seminars), 'seminar')}{of}: {names}"
    needed = plan.needed
    sound = f"{clock(needed.sound)} of sound" if needed.sound else "sound"
    if needed.unknown:
        unknown = f"{_count(needed.unknown, 'recording')} whose length is not known yet"
        sound = f"{sound}, and {unknown}" if needed.sound else unknown
    if recordings:
        yield f"sound: {sound}"
    if needed.seconds is None:
        yield "time: not known yet; it is measured as stages are made on this computer"
    else:
        besides = ", without what is not known yet" if needed.unknown else ""
        yield f"time: about {clock(needed.seconds)} at most, by what was measured here{besides}"
    if recordings:
        yield f"disk: {needs(needed)}"


def data_of(report: "Report", site: Path) -> dict[str, object]:
    """What was done, for programs."""
    return {
        "made": [{"owner": owner, "stage": stage} for owner, stage in report.made],
        "kept": report.kept,
        "failed": [
            {"owner": owner, "stage": stage, "message": message}
            for owner, stage, message in report.failed
        ],
        "busy": list(report.busy),
        "pages_changed": report.pages,
        "site": str(site),
        "seminars": report.seminars,
        "finished": report.finished,
        "seconds": round(report.seconds, 2),
        "sound": round(report.sound, 2),
    }


def tell(
    report: "Report", site: Path | None, seminars: Sequence[SeminarFolder], *, verbose: bool
) -> None:
    """What was done, and where to look; no `site` where none was asked for."""
    if verbose:
        for owner, stage in report.made:
            click.echo(f"made {owner}: {stage}")
    if report.made or report.pages or report.failed:
        failed = f", {len(report.failed)} failed" if report.failed else ""
        click.echo(
            f"{len(report.made)} artefacts made, {report.kept} kept{failed}; "
            f"{report.pages} files of the site changed"
        )
        for line in _summary(report):
            click.echo(safe(line))
    elif not report.busy:
        kept = f"{report.kept} artefacts" + (" and the site" if site else "")
        click.echo(f"nothing to do: {kept} are up to date")
    if site is None or not (site / "index.html").is_file():
        return
    click.echo(f"site: {site / 'index.html'}")
    click.echo(f"address: {(site / 'index.html').as_uri()}")
    drafts = any(r.state == "draft" for seminar in seminars for r in seminar.recordings)
    first = site / DRAFTS / "index.html"
    if drafts and first.is_file():
        click.echo(f"drafts, not published: {first.as_uri()}")
        click.echo('to publish one, write state = "public" in its seminar.toml and run again')
    click.echo("to look at it with sound that can be sought: stenogram serve")


def _summary(report: "Report") -> Iterator[str]:
    told = f"{report.finished} of {_count(report.seminars, 'seminar')} finished"
    if report.busy:
        told += f", {len(report.busy)} busy"
    told += f"; it took {clock(report.seconds)}"
    if report.sound:
        speed = report.sound / max(report.seconds, 0.1)
        told += f" for {clock(report.sound)} of sound, {speed:.1f}x real time"
    yield told
    if report.failed:
        failed = list(dict.fromkeys(f"{owner} ({stage})" for owner, stage, _ in report.failed))
        yield f"failed: {_named(failed)}; see: stenogram status"


def _named(names: Sequence[str]) -> str:
    """Names with commas between, not too many."""
    more = len(names) - _MOST_NAMED
    told = ", ".join(names[:_MOST_NAMED])
    return f"{told} and {more} more" if more > 0 else told


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
