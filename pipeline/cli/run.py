"""`stenogram run SOURCE…`: the main job."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import BUSY, FAILED, safe, told
from pipeline.cli.preview import preview
from pipeline.cli.sources import Sourced, sourced
from pipeline.cli.workspaces import workspace_of
from pipeline.config import Settings, Workspace
from pipeline.errors import InvalidFile, SourceError, UsageError
from pipeline.seminar import SeminarFolder, seminar_folders
from pipeline.stages.render import DRAFTS

if TYPE_CHECKING:
    from pipeline.engine import Engine
    from pipeline.reporting import Listener, Report


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what fails.")
@click.option("-v", "--verbose", is_flag=True, help="Say each artefact that was made.")
@click.option("--json", "as_json", is_flag=True, help="End with what was done, as JSON.")
@click.option("--dry-run", is_flag=True, help="Tell what would be taken, and do nothing.")
@click.option("--separate", is_flag=True, help="Of a playlist or channel, a seminar per video.")
@click.option(
    "--allow-private", is_flag=True, help="Ask addresses of private networks and this computer."
)
@click.option("--jobs", type=int, metavar="N", help="Recordings worked on at the same time.")
@click.option("--only", metavar="STAGE,...", default="", help="Make these stages alone.")
@click.option("--until", metavar="STAGE", default="", help="Make nothing behind this stage.")
@click.option(
    "--remake", metavar="STAGE,...", default="", help="Make these anew, though up to date."
)
@click.option("--cluster", metavar="ADDRESS", default="", help="Use other machines: see README.")
@click.pass_context
def command(context: click.Context, /, **_: object) -> None:
    """Make seminars from start to end: download, transcribe, segment, summarise, render.

    SOURCE is a seminar's folder, its seminar.toml, its name in this workspace, a media file, or a
    URL: of a web page about a seminar, of a recording, of a playlist or channel. For a file or URL
    a seminar.toml is written; what you change in it stays, also when its page is read again.
    Without SOURCE, all seminars of the workspace are brought up to date. What is made already is
    not made again; a run that was stopped goes on.

    STAGE is download, transcribe, repair, review, correct, watch, diarise, match, segment,
    summarise or render. What a stage that is left out has made counts as it stands, also where it
    is not up to date.
    """
    from pipeline.choosing import chosen
    from pipeline.cli.progress import progress
    from pipeline.runner import Runner

    asked = _Asked(**context.params)
    stages = chosen(asked.only, asked.until, asked.remake)
    workspace = workspace_of(context, create=bool(asked.sources))
    settings = _overridden(workspace.settings(), asked)
    if asked.dry_run:
        would, faults = _sourced(asked, workspace, settings)
        preview(would, as_json=asked.as_json)
        if faults:
            click.echo(told(InvalidFile(faults)), err=True, nl=False)
        sys.exit(FAILED if faults else 0)
    seminars, faulty = _seminars(asked, workspace, settings)
    with (
        progress(quiet=asked.quiet or asked.as_json) as listener,
        Runner(
            workspace, settings, listener, _machines(asked.cluster, workspace, listener), stages
        ) as runner,
    ):
        report = runner.run(runner.plan(seminars))
    site = workspace.site
    if asked.as_json:
        click.echo(json.dumps(_data(report, site), ensure_ascii=False))
    elif not asked.quiet:
        _tell(report, site if stages.site else None, seminars, verbose=asked.verbose)
    for line in report.busy.values():
        click.echo(f"stenogram: {safe(line)}", err=True)
    if report.failed or faulty:
        sys.exit(FAILED)
    if report.busy:
        sys.exit(BUSY)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The request."""

    sources: tuple[str, ...]
    quiet: bool
    verbose: bool
    as_json: bool
    dry_run: bool
    separate: bool
    allow_private: bool
    jobs: int | None
    only: str
    until: str
    remake: str
    cluster: str


def _overridden(settings: Settings, asked: _Asked) -> Settings:
    """The settings, with what the command line says besides. Raises `UsageError`."""
    if asked.jobs is not None and asked.jobs < 1:
        raise UsageError(f"--jobs {asked.jobs}: must be 1 or more")
    on_web = any("://" in source for source in asked.sources)  # then the web is asked anyway
    download = replace(
        settings.download,
        allow_private=asked.allow_private or settings.download.allow_private,
        notice_changes=on_web or settings.download.notice_changes,
    )
    jobs = asked.jobs or settings.run.jobs
    return replace(settings, download=download, run=replace(settings.run, jobs=jobs))


def _machines(address: str, workspace: Workspace, listener: "Listener") -> "Engine | None":
    """The cluster that is asked for. Raises `UsageError`, `EngineLost`."""
    if not address:
        return None
    from pipeline.cluster import Machines

    if workspace.models.parent != workspace.root:
        raise UsageError(
            f"{workspace.models}: other machines do not see the models there; make a folder "
            f"{workspace.root / 'models'} for them, then run again"
        )
    return Machines(
        address, workspace.outputs, lambda text: listener.noted("cluster", address, text)
    )


def _sourced(
    asked: _Asked, workspace: Workspace, settings: Settings
) -> tuple[list[Sourced], list[str]]:
    """What the sources stand for, and the faults of those that stand for nothing.

    Raises `InvalidFile` where none does, `UsageError` where there is nothing to do.
    """
    every = [str(path) for path in seminar_folders(workspace.seminars)]
    if not asked.sources and not every and not workspace.site.is_dir():
        raise UsageError(f"{workspace.seminars}: no seminar is here; name a SOURCE: a file or URL")
    found: list[Sourced] = []
    faults: list[str] = []
    for source in asked.sources or every:
        try:
            found += sourced(source, workspace, settings.download, separate=asked.separate)
        except (UsageError, SourceError) as error:
            faults += str(error).splitlines()
    if faults and not found:
        raise InvalidFile(faults)
    return found, faults


def _seminars(
    asked: _Asked, workspace: Workspace, settings: Settings
) -> tuple[list[SeminarFolder], bool]:
    """The seminars that are meant, each once and written, and whether one cannot be had."""
    found, faults = _sourced(asked, workspace, settings)
    seminars: dict[str, SeminarFolder] = {}
    for each in found:
        if each.folder.name in seminars:
            continue
        seminar, said = each.write(workspace.outputs)
        _check_place(seminar, workspace)
        if not seminar.recordings:
            said += (f"{seminar.id}: no recordings are declared yet; add [[recordings]]",)
        for line in () if asked.quiet else said:
            click.echo(safe(line), err=True)
        seminars[seminar.id] = seminar
    if faults:
        click.echo(told(InvalidFile(faults)), err=True, nl=False)
    return list(seminars.values()), bool(faults)


def _check_place(seminar: SeminarFolder, workspace: Workspace) -> None:
    """The site is made of what lies in the workspace; a seminar elsewhere would never be in it."""
    if seminar.path.parent.resolve() != workspace.seminars.resolve():
        raise UsageError(
            f"{seminar.path}: is not in this workspace; move the folder into "
            f"{workspace.seminars}, or name its workspace with --workspace"
        )


def _data(report: "Report", site: Path) -> dict[str, object]:
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
    }


def _tell(
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
