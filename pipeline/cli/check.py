"""`stenogram check`: what was lost of the speech, and which words are worth a look."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.check_report import Check, lines
from pipeline.cli.group import FAILED, safe, told
from pipeline.cli.workspaces import workspace_of
from pipeline.config import Workspace
from pipeline.errors import InvalidFile, StoreError, UsageError
from pipeline.files import store_error
from pipeline.seminar import FILE, SeminarFolder, read_seminar, seminar_folders

if TYPE_CHECKING:
    from pipeline.artefacts import Transcript
    from pipeline.checking import Look
    from pipeline.making import Owner
    from pipeline.reviews import Review


@dataclass(frozen=True, slots=True)
class _Asked:
    """The request; percentages in [0, 100]."""

    names: tuple[str, ...]
    words: int
    every: bool
    share: float
    max_lost: float
    site: bool
    as_json: bool


@click.command()
@click.argument("names", nargs=-1, metavar="[SEMINAR[/RECORDING]]...")
@click.option(
    "--words", default=20, show_default=True, type=click.IntRange(0), help="How many are shown."
)
@click.option("--all", "every", is_flag=True, help="Show all of them, and all that was replaced.")
@click.option(
    "--share",
    default=15.0,
    show_default=True,
    type=click.FloatRange(0, 100),
    help="Per cent of a recording's words that are worth a look.",
)
@click.option(
    "--max-lost",
    default=0.0,
    show_default=True,
    type=click.FloatRange(0, 100),
    help="Per cent of the speech that may be lost before the exit code is 1.",
)
@click.option("--site", is_flag=True, help="Look over the site instead: links, HTML, captions.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON, a line each.")
@click.pass_context
def command(context: click.Context, /, **_: object) -> None:
    """Tell what to check of recordings: speech that was lost, and doubtful words.

    Without a name, of all recordings of the workspace. Text that was rejected is shown here and
    nowhere else. The words most worth a look come first; a number is worth one sooner.

    Exit code 0 when all speech was recognised; 1 when there is a place to listen to (or, with
    --max-lost, when more is lost than that), a correction that someone must decide on, or a
    recording without a transcript that can be read; 2 when no such recording is declared.

    With --site: the public site as it lies in outputs/site. Links and places in pages that lead
    nowhere, faults of the HTML, public recordings without captions, empty captions, and by when
    captions are due: 14 days after the event, or the day that seminar.toml has as captions_due.
    Exit code 1 when anything of that is wrong. Captions that nobody has checked to their end are
    told, and overdue after that day, without being wrong.
    """
    asked = _Asked(**context.params)
    workspace = workspace_of(context)
    if asked.site:
        from pipeline.cli.check_site import check_site

        if asked.names:
            raise UsageError("--site looks over the whole site; leave out the names")
        sys.exit(FAILED if check_site(workspace, as_json=asked.as_json) else 0)
    wanted, faults = _wanted(asked.names, workspace)
    failed = bool(faults)
    if faults:
        click.echo(told(InvalidFile(faults)), err=True, nl=False)
    for owner in wanted:
        try:
            made = _checked(owner, asked.share / 100)
        except StoreError as error:
            failed = True
            if asked.as_json:
                click.echo(_line({"recording": owner.label, "fault": str(error)}))
            click.echo(told(error), err=True, nl=False)
            continue
        failed |= made.is_lost(asked.max_lost) or bool(made.review.conflicts)
        if asked.as_json:
            click.echo(_line(asdict(made)))
        else:
            for line in lines(made, most=asked.words, every=asked.every):
                click.echo(safe(line))
    if failed:
        sys.exit(FAILED)


def _wanted(names: Sequence[str], workspace: Workspace) -> tuple[list["Owner"], list[str]]:
    """The recordings that are meant, each once, and the faults of seminars that cannot be read.

    Raises `UsageError` for a name that no recording has, or where there is none at all.
    """
    from pipeline.owners import owners_of

    folders = {folder.name: folder for folder in seminar_folders(workspace.seminars)}
    if not folders:
        raise UsageError(f"{workspace.seminars}: no seminar is here yet; run: stenogram run FILE")
    wanted: dict[str, Owner] = {}
    faults: dict[str, None] = {}
    for name in names or folders:
        folder, recording = _parts(name, folders)
        try:
            seminar = read_seminar(folder)
        except InvalidFile as error:
            faults |= dict.fromkeys(error.faults)
            continue
        _check_named(seminar, recording)
        for owner in owners_of(seminar, workspace.outputs).children:
            if owner.scope == "recording" and recording in ("", owner.id):
                wanted[owner.label] = owner
    if faults and not wanted:
        raise InvalidFile(list(faults))
    return list(wanted.values()), list(faults)


def _parts(name: str, folders: dict[str, Path]) -> tuple[Path, str]:
    """The folder of the seminar that is meant, and the id of the recording or nothing."""
    seminar, _, recording = name.strip("/").partition("/")
    if seminar in folders:
        return folders[seminar], recording
    path = Path(name).absolute()  # as a shell completes it
    if (path / FILE).is_file() and path in [folder.absolute() for folder in folders.values()]:
        return path, ""
    raise UsageError(f"{name}: no such seminar here; there are: {', '.join(folders)}")


def _check_named(seminar: SeminarFolder, recording: str) -> None:
    ids = [each.id for each in seminar.recordings]
    if recording and recording not in ids:
        raise UsageError(
            f"{seminar.id}/{recording}: no such recording; there are: {', '.join(ids) or 'none'}"
        )


def _checked(owner: "Owner", share: float) -> Check:
    """What the last transcript of a recording says. Raises `StoreError`."""
    from pipeline import checking
    from pipeline.artefacts import Transcript
    from pipeline.making import note_present
    from pipeline.owners import STAGES, review_of

    note_present(owner, STAGES)
    made = owner.made.get(Transcript)
    stages = [stage.name for stage in STAGES if stage.output is Transcript]
    for stage in reversed(stages):
        path = owner.folder.path / f"{stage}.json"
        if made and made.stage == stage:
            break
        if _is_there(path):
            raise StoreError(f"{path}: damaged, or changed since it was made; run again")
    if made is None:
        raise StoreError(f"{owner.label}: there is no transcript yet; make it: stenogram run")
    transcript = made.read(Transcript)
    fault = checking.fault(transcript)
    if fault:
        raise StoreError(f"{path}: {fault}; delete it and run again")
    total, review = checking.seconds(transcript.ledger), review_of(owner.made)
    return Check(
        owner.label,
        made.stage,
        transcript.duration,
        total.share,
        total,
        transcript.sound,
        _agreement(owner, transcript),
        checking.places(transcript.ledger),
        len(transcript.words),
        checking.is_calibrated(transcript.words),
        checking.replaced(transcript),
        _looks(transcript, review, share),
        review,
    )


def _looks(transcript: "Transcript", review: "Review", share: float) -> "tuple[Look, ...]":
    """Those that nobody has checked yet."""
    from pipeline import checking

    found = checking.looks(transcript.words, transcript.replacements, share)
    return tuple(look for look in found if look.word >= review.checked_words)


def _agreement(owner: "Owner", transcript: "Transcript") -> float | None:
    from pipeline.artefacts import Recording
    from pipeline.captions import agreement, polish_captions

    made = owner.made.get(Recording)
    if made is None:
        return None
    outputs = owner.folder.path.parents[2]
    captions = polish_captions(made.read(Recording), outputs)
    return agreement([word.text for word in transcript.words], captions)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise store_error(error, path) from error


def _line(data: dict[str, object]) -> str:
    """JSON in which what could steer a terminal is escaped."""
    text = json.dumps(data, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
