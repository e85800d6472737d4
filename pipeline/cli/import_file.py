"""`stenogram import SEMINAR RECORDING FILE`: a transcript that was corrected elsewhere."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import FAILED, safe
from pipeline.cli.workspaces import seminar_of, workspace_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.artefacts import Transcript
    from pipeline.config import Workspace
    from pipeline.corrections import Entry
    from pipeline.importing import Known
    from pipeline.seminar import SeminarFolder

_MOST = 40
_READING = 120.0
"""Seconds; a file of a hundred hours takes a few, a hostile one may never end."""


@click.command("import")
@click.argument("seminar")
@click.argument("recording")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", "dry", is_flag=True, help="Only show what would change.")
@click.option(
    "--as-it-is", "as_it_is", is_flag=True, help="Take every difference from the words of now."
)
@click.pass_context
def command(
    context: click.Context, /, seminar: str, recording: str, file: Path, **how: bool
) -> None:
    """Bring back a transcript of RECORDING that was corrected in another program.

    FILE is one that the page of the recording offers, changed and saved: WebVTT or SubRip from a
    program for captions, Word from Word or LibreOffice, Markdown or plain text from an editor. What
    was changed in it becomes corrections; its times do not matter. Exports carry a mark of the
    words that they were made of, so that only what a person changed is taken, also when there were
    other corrections meanwhile. A file of something else, or that lost half of its text, is
    refused.

    Exit code 1 when some of it has no place in the words that are there by now, as status tells, or
    is left out, since somebody has changed the same words since the export.
    """
    from pipeline.corrections import append, corrections_file, entry_lines
    from pipeline.importing import Target, bring_back, read
    from pipeline.pool import Pool

    workspace = workspace_of(context)
    folder = seminar_of(seminar, workspace)
    transcript, labels, known = _present(folder, recording, workspace)
    path = corrections_file(folder.path, recording)
    target = Target(folder.id, recording, transcript, entry_lines(path), labels)
    pool = Pool(1)
    try:
        given = pool.call(read, (file, known), _READING)
    finally:
        pool.close()
    brought = bring_back(target, given, str(file), as_it_is=how["as_it_is"])
    for note in brought.notes:
        click.echo(safe(f"note: {note}"))
    _tell(brought.entries)
    if brought.entries and not how["dry"]:
        added = append(path, brought.entries, lambda lines: tuple(lines) == target.lines)
        if not added:
            raise UsageError(f"{path}: somebody corrected it just now; import once more")
        click.echo(safe(f"{len(added)} corrections added to {path}; next: stenogram run"))
    elif not brought.entries:
        click.echo("nothing is different")
    for conflict in (*brought.clashes, *brought.conflicts):
        wanted = f"„{conflict.wanted}” for „{conflict.before}”"
        stands = f"there is now „{conflict.stands}”"
        click.echo(safe(f"not applied: {wanted}; {stands}: {conflict.reason}"))
    if brought.conflicts or brought.clashes:
        context.exit(FAILED)


def _present(
    folder: "SeminarFolder", recording: str, workspace: "Workspace"
) -> "tuple[Transcript, tuple[str, ...], Known]":
    """The words corrections are made on, who says each of the present ones, what exports add."""
    from pipeline.importing.known import known_of
    from pipeline.owners import owners_of
    from pipeline.proofreading.reading import repaired
    from pipeline.publishing import view_of
    from pipeline.stages.render.dates import day, days
    from pipeline.stages.render.voices import Voices, each_voice

    owners = owners_of(folder, workspace.outputs).children
    owner = next(
        (each for each in owners if each.id == recording and each.scope == "recording"), None
    )
    if owner is None:
        there = ", ".join(each.id for each in folder.recordings) or "none"
        raise UsageError(f"{folder.id}/{recording}: no such recording; there are: {there}")
    transcript = repaired(owner)
    if transcript is None:
        raise UsageError(
            f"{folder.id}/{recording}: has no words yet; run: stenogram run {folder.id}"
        )
    language = workspace.settings().render.language
    view = view_of(folder, workspace.outputs)
    shown = next((each for each in view.recordings if each.info.id == recording), None)
    voices = Voices(view.turns, view.names, language)
    stretches = voices.stretches(recording)
    words = len(shown.transcript.words) if shown else 0
    told = [each.label if each else "" for each in each_voice(stretches, words)]
    info, days_ = view.info, days(view.info.dates, language)
    title = shown.info.title if shown else ""
    own = day(shown.info.date, language) if shown and shown.info.date else ""
    known = known_of([info.title, title, own, days_], [info.page, info.credits], set(told))
    return transcript, tuple(told) if stretches else (), known


def _tell(entries: "Sequence[Entry]") -> None:
    """What changes, in the order of time."""
    from pipeline.passages import clock

    for entry in sorted(entries, key=lambda each: each.start)[:_MOST]:
        if entry.verb == "speaker":
            change = f"speaker: {' '.join(entry.new)}"
        else:
            change = f"„{' '.join(entry.old)}” → „{' '.join(entry.new)}”"
        click.echo(safe(f"{clock(entry.start)}  {change}"))
    if len(entries) > _MOST:
        click.echo(f"and {len(entries) - _MOST} more")
