"""`stenogram run SOURCE…`: the main job."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import BUSY, FAILED, safe, told
from pipeline.cli.workspaces import seminar_of, workspace_of
from pipeline.config import Workspace
from pipeline.errors import InvalidFile, UsageError
from pipeline.seminar import FILE, SeminarFolder, seminar_folders
from pipeline.stages.render import DRAFTS

if TYPE_CHECKING:
    from pipeline.runner import Report


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what fails.")
@click.option("-v", "--verbose", is_flag=True, help="Say each artefact that was made.")
@click.option("--json", "as_json", is_flag=True, help="End with what was done, as JSON.")
@click.pass_context
def command(
    context: click.Context, sources: tuple[str, ...], *, quiet: bool, verbose: bool, as_json: bool
) -> None:
    """Make seminars from start to end: download, transcribe, segment, summarise, render.

    SOURCE is a seminar's folder, its seminar.toml, its name in this workspace, a media file, or a
    URL; for a file or URL a seminar.toml is written. Without SOURCE, all seminars of the workspace
    are brought up to date. What is made already is not made again; a run that was stopped goes on.
    """
    from pipeline.cli.progress import progress
    from pipeline.runner import Runner

    workspace = workspace_of(context, create=bool(sources))
    settings = workspace.settings()
    seminars, faulty = _seminars(sources, workspace, quiet=quiet)
    with (
        progress(quiet=quiet or as_json) as listener,
        Runner(workspace, settings, listener) as runner,
    ):
        report = runner.run(seminars)
    site = workspace.site
    if as_json:
        click.echo(json.dumps(_data(report, site), ensure_ascii=False))
    elif not quiet:
        _tell(report, site, seminars, verbose=verbose)
    for label in report.busy:
        click.echo(f"stenogram: {label}: another run is working on it", err=True)
    if report.failed or faulty:
        sys.exit(FAILED)
    if report.busy:
        sys.exit(BUSY)


def _seminars(
    sources: Sequence[str], workspace: Workspace, *, quiet: bool
) -> tuple[list[SeminarFolder], bool]:
    """The seminars that are meant, each once, and whether one of several cannot be read.

    Raises `UsageError` where there is nothing to do.
    """
    every = [str(path) for path in seminar_folders(workspace.seminars)]
    if not sources and not every and not workspace.site.is_dir():
        raise UsageError(f"{workspace.seminars}: no seminar is here; name a SOURCE: a file or URL")
    seminars: dict[str, SeminarFolder] = {}
    faults: list[str] = []
    for source in sources or every:
        try:
            seminar, new = seminar_of(source, workspace)
        except UsageError as error:
            faults += str(error).splitlines()
            continue
        if new and not quiet:
            said = f"wrote {seminar.path / FILE}: correct and complete it at any time"
            click.echo(safe(said), err=True)
        _check_place(seminar, workspace)
        if not seminar.recordings and not quiet:
            said = f"{seminar.id}: no recordings are declared yet; add [[recordings]]"
            click.echo(safe(said), err=True)
        seminars[seminar.id] = seminar
    if faults and not seminars:
        raise InvalidFile(faults)
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
        "busy": report.busy,
        "pages_changed": report.pages,
        "site": str(site),
    }


def _tell(
    report: "Report", site: Path, seminars: Sequence[SeminarFolder], *, verbose: bool
) -> None:
    """What was done, and where to look."""
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
        click.echo(f"nothing to do: {report.kept} artefacts and the site are up to date")
    if not (site / "index.html").is_file():
        return
    click.echo(f"site: {site / 'index.html'}")
    click.echo(f"address: {(site / 'index.html').as_uri()}")
    drafts = any(r.state == "draft" for seminar in seminars for r in seminar.recordings)
    first = site / DRAFTS / "index.html"
    if drafts and first.is_file():
        click.echo(f"drafts, not published: {first.as_uri()}")
        click.echo('to publish one, write state = "public" in its seminar.toml and run again')
    click.echo("to look at it with sound that can be sought: stenogram serve")
