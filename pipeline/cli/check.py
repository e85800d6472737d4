"""`stenogram check`: what was lost of the speech, and which words are worth a look."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.artefacts import Sound
from pipeline.checking import Look, Place, Replaced, Seconds, percent
from pipeline.cli.group import FAILED, safe, told
from pipeline.cli.workspaces import workspace_of
from pipeline.config import Workspace
from pipeline.errors import InvalidFile, StoreError, UsageError
from pipeline.files import store_error
from pipeline.seminar import FILE, SeminarFolder, read_seminar, seminar_folders

if TYPE_CHECKING:
    from pipeline.making import Owner

_MOST_TEXT = 200
_WAYS = {"difference": "the difference", "left": "the left one", "right": "the right one"}
_WHY = {
    "number": "number",
    "name": "name",
    "unknown": "in no dictionary",
    "unsure": "the model was unsure",
    "beside unsure": "the model was unsure beside it",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The request; percentages in [0, 100]."""

    names: tuple[str, ...]
    words: int
    every: bool
    share: float
    max_lost: float
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Check:
    """What is told of one recording."""

    recording: str
    stage: str
    """The one that left the transcript."""
    duration: float
    recognised: float | None
    seconds: Seconds
    sound: Sound
    places: tuple[Place, ...]
    words: int
    calibrated: bool
    replaced: tuple[Replaced, ...]
    looks: tuple[Look, ...]

    def is_lost(self, most: float) -> bool:
        """Whether more than `most` per cent of the speech is lost, in places one can hear."""
        return bool(self.places) and 100 * (1 - (self.recognised or 0.0)) > most


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
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON, a line each.")
@click.pass_context
def command(context: click.Context, /, **_: object) -> None:
    """Tell what to check of recordings: speech that was lost, and doubtful words.

    Without a name, of all recordings of the workspace. Text that was rejected is shown here and
    nowhere else. The words most worth a look come first; a number is worth one sooner.

    Exit code 0 when all speech was recognised; 1 when there is a place to listen to (or, with
    --max-lost, when more is lost than that), or a recording has no transcript that can be read;
    2 when no such recording is declared.
    """
    asked = _Asked(**context.params)
    workspace = workspace_of(context)
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
        failed |= made.is_lost(asked.max_lost)
        if asked.as_json:
            click.echo(_line(asdict(made)))
        else:
            for line in _lines(made, asked):
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


def _checked(owner: "Owner", share: float) -> _Check:
    """What the last transcript of a recording says. Raises `StoreError`."""
    from pipeline import checking
    from pipeline.artefacts import Transcript
    from pipeline.making import note_present
    from pipeline.owners import STAGES

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
    total = checking.seconds(transcript.ledger)
    return _Check(
        owner.label,
        made.stage,
        transcript.duration,
        total.share,
        total,
        transcript.sound,
        checking.places(transcript.ledger),
        len(transcript.words),
        checking.is_calibrated(transcript.words),
        checking.replaced(transcript),
        checking.looks(transcript.words, transcript.replacements, share),
    )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise store_error(error, path) from error


def _line(data: dict[str, object]) -> str:
    """JSON in which what could steer a terminal is escaped."""
    text = json.dumps(data, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _lines(check: _Check, asked: _Asked) -> Iterator[str]:
    """What a person reads of one recording."""
    share = check.recognised
    heard = "nobody speaks" if share is None else f"speech recognised: {percent(share):g} %"
    yield f"{check.recording}: {_moment(check.duration)}, {heard}"
    told = {name.replace("_", " "): length for name, length in asdict(check.seconds).items()}
    yield "  " + ", ".join(f"{name} {length:.1f} s" for name, length in told.items() if length)
    if done := "; ".join(_done_to(check.sound)):
        yield f"  {done}"
    for place in check.places:
        yield f"  {_place(place, asked)}"
    if check.replaced:
        yield f"  replaced by the stage repair: {len(check.replaced)}"
        for each in check.replaced if asked.every else ():
            yield f"    {_moment(each.start)}  {each.after}, was „{each.before}”"
    shown = check.looks if asked.every else check.looks[: asked.words]
    if check.looks:
        yield f"  {len(check.looks)} of {check.words} words are worth a look{_measure(check)}"
    for look in shown:
        yield f"    {_moment(look.start)}  {100 * look.doubt:3.0f} %  {look.text}{_why(look)}"
    if 0 < len(shown) < len(check.looks):
        yield f"    {len(check.looks) - len(shown)} more; show them: --all"


def _done_to(sound: Sound) -> Iterator[str]:
    """What was measured of the sound, and what was done to it that is not usual."""
    if sound.loudness is not None:
        yield f"loudness {sound.loudness:.1f} LUFS"
    ways = _distinct(_WAYS.get(way, "") for _, way in sound.channels)
    if ways:
        yield f"of its two channels: {ways}"
    if sound.raised:
        length = sum(each.end - each.start for each in sound.raised)
        most = max(each.gain for each in sound.raised)
        yield f"{length:.0f} s of quiet speech brought up, by {most:.0f} dB at most"


def _measure(check: _Check) -> str:
    """What the percentages beside the words are."""
    if check.calibrated:
        return "; how likely each is wrong:"
    return "; as the stage repair has not judged them, what the model's own probability leaves:"


def _moment(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _place(place: Place, asked: _Asked) -> str:
    states = _distinct(entry.state for entry in place.entries)
    reasons = _distinct(entry.reason for entry in place.entries)
    text = _distinct(entry.text for entry in place.entries)
    if len(text) > _MOST_TEXT and not asked.every:
        text = text[:_MOST_TEXT].rstrip() + " …"
    told = f"{_moment(place.start)}–{_moment(ceil(place.end))} {states}"
    return told + (f": {reasons}" if reasons else "") + (f": „{text}”" if text else "")


def _distinct(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _why(look: Look) -> str:
    reasons = [_WHY[reason] for reason in look.reasons if reason in _WHY]
    if look.before:
        reasons.insert(0, f"was „{look.before}”")
    return f"  ({', '.join(reasons)})" if reasons else ""
