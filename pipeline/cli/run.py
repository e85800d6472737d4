"""`stenogram run SOURCE…`: the main job."""

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.gathering import Gathering
from pipeline.cli.group import BUSY, FAILED, safe, told
from pipeline.cli.preview import preview
from pipeline.cli.workspaces import workspace_of
from pipeline.config import Settings, Workspace
from pipeline.errors import InvalidFile, UsageError
from pipeline.seminar import SeminarFolder

if TYPE_CHECKING:
    from pipeline.engine import Engine
    from pipeline.reporting import Listener


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
@click.option(
    "--list",
    "lists",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Take the SOURCEs from a file, too: one a line.",
)
@click.option("--jobs", type=int, metavar="N", help="Recordings worked on at the same time.")
@click.option("--only", metavar="STAGE,...", default="", help="Make these stages alone.")
@click.option("--until", metavar="STAGE", default="", help="Make nothing behind this stage.")
@click.option(
    "--remake", metavar="STAGE,...", default="", help="Make these anew, though up to date."
)
@click.option("--cluster", metavar="ADDRESS", default="", help="Use other machines.")
@click.pass_context
def command(context: click.Context, /, **_: object) -> None:
    """Make seminars from start to end: download, transcribe, segment, summarise, render.

    SOURCE is a seminar's folder, its seminar.toml, its name in this workspace, a media file, or a
    URL: of a web page about a seminar, of a recording, of a playlist or channel. A folder of
    seminars means all of them, and so does a pattern in quotes ('seminars/2019-*'). For a file or
    URL a seminar.toml is written; what you change in it stays, also when its page is read again.
    Without SOURCE, all seminars of the workspace are brought up to date. What is made already is
    not made again; a run that was stopped goes on.

    STAGE is download, transcribe, repair, review, correct, watch, diarise, match, segment,
    summarise or render. What a stage that is left out has made counts as it stands, also where it
    is not up to date.
    """
    from pipeline.catalogue import Catalogue
    from pipeline.choosing import chosen
    from pipeline.cli.progress import Quiet, progress
    from pipeline.cli.telling import data_of, plan_lines, tell
    from pipeline.runner import Runner
    from pipeline.settling import Settlements

    asked = _Asked(**context.params)
    stages = chosen(asked.only, asked.until, asked.remake)
    workspace = workspace_of(context, create=bool(asked.sources or asked.lists))
    settings = _overridden(workspace.settings(), asked)
    models = Catalogue(workspace.models).models(settings.transcribe.model)
    settlements = Settlements(workspace.outputs, settings, models)
    gathering = Gathering(workspace, settings.download, settlements.seminar, asked.separate)
    found, faults = gathering.sourced(asked.sources, asked.lists)
    if faults:
        click.echo(told(InvalidFile(faults)), err=True, nl=False)
    if asked.dry_run:
        preview(found, as_json=asked.as_json)
        seminars = [SeminarFolder(each.folder, each.seminar) for each in found]
        with Runner(workspace, settings, Quiet(), None, stages) as runner:
            for line in () if asked.as_json else plan_lines(runner.plan(seminars)):
                click.echo(safe(line))
        sys.exit(FAILED if faults else 0)
    seminars = gathering.written(found, (lambda _line: None) if asked.quiet else _say)
    with (
        progress(quiet=asked.quiet or asked.as_json) as listener,
        Runner(
            workspace, settings, listener, _machines(asked.cluster, workspace, listener), stages
        ) as runner,
    ):
        plan = runner.plan(seminars, settlements)
        for line in () if asked.quiet or asked.as_json else plan_lines(plan):
            listener.say(line)
        report = runner.run(plan)
    site = workspace.site
    if asked.as_json:
        click.echo(json.dumps(data_of(report, site), ensure_ascii=False))
    elif not asked.quiet:
        tell(report, site if stages.site else None, seminars, verbose=asked.verbose)
    for line in report.busy.values():
        _say(f"stenogram: {line}")
    sys.exit(FAILED if report.failed or faults else BUSY if report.busy else 0)


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
    lists: tuple[Path, ...]
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


def _say(line: str) -> None:
    click.echo(safe(line), err=True)
