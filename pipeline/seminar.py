"""`seminar.toml`: what a person declares of one seminar."""

import dataclasses
import datetime as dt
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from pipeline.deadlines import announced_fault, due
from pipeline.declared import DeckInfo, Glossary, Plan, PlannedSession, RecordingInfo, SeminarInfo
from pipeline.errors import InvalidFile
from pipeline.named import Confirm, DeclaredSpeaker, no_recording, speaker_faults
from pipeline.toml import read_toml

Media = TypeVar("Media", bound="DeclaredMedia")
FILE = "seminar.toml"
RESERVED = frozenset({"assets", "search", "robocze", "media", "decks", "index", "szukaj", "site"})
"""Names that the site uses itself, and that of its folder."""


@dataclass(frozen=True, slots=True)
class DeclaredMedia:
    """What recordings and decks have in common: they are at a `url` or in a `file`.

    With both, the file is what was at the address, attached by hand: the address is not asked.
    """

    id: str = ""
    """Names its pages and files: `[a-z0-9-]`; made from the title when left out."""
    title: str = ""
    file: str = ""
    """Relative to the folder of seminar.toml, or absolute."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredRecording(DeclaredMedia):
    """A table `[[recordings]]`: one video or audio file."""

    date: dt.date | None = None
    state: Literal["draft", "public"] = "draft"


@dataclass(frozen=True, slots=True)
class DeclaredDeck(DeclaredMedia):
    """A table `[[decks]]`: one presentation as PDF or PowerPoint."""


@dataclass(frozen=True, slots=True)
class DeclaredSession:
    """A table `[[programme]]`: one line of the published programme."""

    title: str
    speakers: tuple[str, ...] = ()
    start: dt.time | None = None
    end: dt.time | None = None
    kind: Literal["session", "break"] = "session"
    recording: str = ""
    """The id of the recording it is in, if known."""


@dataclass(frozen=True, slots=True)
class Seminar:
    """All of `seminar.toml`."""

    title: str
    organiser: str = ""
    dates: tuple[dt.date, ...] = ()
    page: str = ""
    description: str = ""
    credits: str = ""
    recordings: tuple[DeclaredRecording, ...] = ()
    decks: tuple[DeclaredDeck, ...] = ()
    programme: tuple[DeclaredSession, ...] = ()
    glossary: tuple[str, ...] = ()
    """Names and terms as they are written."""
    speakers: tuple[DeclaredSpeaker, ...] = ()
    confirm: Confirm = "person"
    """Whether speakers are called as they say themselves, where no person has named them."""
    captions_due: dt.date | None = None
    """By when there will be captions, where another day than usual was announced."""


@dataclass(frozen=True, slots=True)
class SeminarFolder:
    """A seminar and the folder it was declared in, which gives it its id."""

    path: Path
    declared: Seminar
    recordings: tuple[DeclaredRecording, ...] = field(init=False)
    """As declared, ids filled in."""
    decks: tuple[DeclaredDeck, ...] = field(init=False)

    def __post_init__(self) -> None:
        given = self.declared
        object.__setattr__(self, "recordings", tuple(_with_ids(given.recordings, "nagranie")))
        object.__setattr__(self, "decks", tuple(_with_ids(given.decks, "prezentacja")))

    @property
    def id(self) -> str:
        """The name of the folder."""
        return self.path.name

    @property
    def info(self) -> SeminarInfo:
        """What pages say of it."""
        given = self.declared
        return SeminarInfo(
            id=self.id,
            title=given.title,
            organiser=given.organiser,
            dates=given.dates,
            page=given.page,
            description=given.description,
            credits=given.credits,
        )

    @property
    def plan(self) -> Plan:
        """Its programme, as the stage `segment` reads it."""
        sessions = [
            PlannedSession(
                id=f"s{number:02d}",
                title=session.title,
                kind=session.kind,
                speakers=session.speakers,
                planned=_printed(session),
                recording=session.recording,
            )
            for number, session in enumerate(self.declared.programme, 1)
        ]
        return Plan(tuple(sessions), tuple(recording.id for recording in self.recordings))

    @property
    def glossary(self) -> Glossary:
        """Its own names and terms, as the stage `repair` reads them."""
        given = self.declared
        speakers = [name for session in given.programme for name in session.speakers]
        # Titles and descriptions of pages are not here, nor whose voice is whose: to change one is
        # not to change the words.
        texts = [given.organiser, *(session.title for session in given.programme)]
        return Glossary(
            tuple(dict.fromkeys([*given.glossary, *speakers])),
            tuple(dict.fromkeys(text for text in texts if text)),
        )

    def recording_info(self, recording: DeclaredRecording) -> RecordingInfo:
        """What pages say of one of its recordings."""
        title = recording.title or self.declared.title
        return RecordingInfo(recording.id, title, recording.date, recording.state == "public")

    def captions_due(self, recording: DeclaredRecording) -> dt.date | None:
        """The last day on which a recording may be public without captions, if it is known."""
        return due(self.event_day(recording), self.declared.captions_due)

    def event_day(self, recording: DeclaredRecording) -> dt.date | None:
        """The day of a recording, else the last of the seminar."""
        return recording.date or max(self.declared.dates, default=None)

    def deck_info(self, deck: DeclaredDeck) -> DeckInfo:
        """What pages say of one of its decks."""
        return DeckInfo(deck.id, deck.title or deck.id)

    def local(self, file: str) -> Path:
        """The path of a declared `file`."""
        return (self.path / Path(file).expanduser()).absolute()


def slug(text: str, limit: int = 60) -> str:
    """`text` as an id: `[a-z0-9-]`, at most `limit` characters; empty if nothing is left."""
    plain = text.lower().replace("ł", "l")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].strip("-")


def read_seminar(path: Path) -> SeminarFolder:
    """The seminar declared in `path`, a folder or its seminar.toml.

    Raises `InvalidFile` with all the faults at once.
    """
    file = path / FILE if path.is_dir() else path
    folder = file.absolute().parent
    misnamed = []
    if folder.name != slug(folder.name) or folder.name in RESERVED:
        proposal = slug(folder.name) or "seminarium"
        misnamed.append(
            f"{file}: the folder is called {folder.name!r}; a seminar's folder is named in "
            f"[a-z0-9-] and not like a part of the site: rename it, for example to {proposal}"
        )
    try:
        declared = read_toml(file, Seminar, _faults)
    except InvalidFile as error:
        raise InvalidFile([*error.faults, *misnamed]) from None
    if misnamed:
        raise InvalidFile(misnamed)
    return SeminarFolder(folder, declared)


def seminar_folders(seminars: Path) -> list[Path]:
    """The folders below `seminars` that declare a seminar, by name."""
    try:
        names = sorted(os.listdir(seminars))  # noqa: PTH208 - thousands, and a glob takes longer
    except OSError:
        return []
    return [seminars / name for name in names if os.path.exists(f"{seminars}/{name}/{FILE}")]  # noqa: PTH110 - the same


def _printed(session: DeclaredSession) -> str:
    times = [f"{moment:%H:%M}" for moment in (session.start, session.end) if moment]
    return "–".join(times)


def _with_ids(items: Iterable[Media], fallback: str) -> Iterable[Media]:
    taken = {item.id for item in items}
    for number, item in enumerate(items, 1):
        name = item.id
        if not name:
            base = slug(item.title) or slug(Path(item.file).stem) or f"{fallback}-{number}"
            base = f"{base}-nagranie" if base in RESERVED else base
            name = next(n for n in _numbered(base) if n not in taken)
            taken.add(name)
        yield dataclasses.replace(item, id=name)


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _faults(seminar: Seminar) -> Iterable[str]:
    """What the types cannot say."""
    if not seminar.title.strip():
        yield "title: is empty; write the seminar's title"
    if seminar.page and not _is_web(seminar.page):
        yield f"page: must start with http:// or https://, not {seminar.page[:60]!r}"
    if fault := announced_fault(max(seminar.dates, default=None), seminar.captions_due):
        yield f"captions_due: {fault}"
    yield from _item_faults("recordings", seminar.recordings)
    yield from _item_faults("decks", seminar.decks)
    recordings = {recording.id for recording in _with_ids(seminar.recordings, "nagranie")}
    for number, session in enumerate(seminar.programme, 1):
        if session.recording and session.recording not in recordings:
            told = no_recording(session.recording, recordings)
            yield f"programme[{number}].recording: {told}"
        times = [moment for moment in (session.start, session.end) if moment]
        if any(moment.tzinfo for moment in times):
            yield f"programme[{number}]: a time has no time zone; write such as 10:30:00"
        elif len(times) == 2 and times[1] <= times[0]:
            yield f"programme[{number}].end: is not after start; correct one of them"
    yield from speaker_faults(seminar.speakers, recordings)


def _item_faults(table: str, items: Sequence[DeclaredMedia]) -> Iterable[str]:
    seen: set[str] = set()
    for number, item in enumerate(items, 1):
        where = f"{table}[{number}]"
        if not item.file and not item.url:
            yield f"{where}: write file or url"
        if item.url and not _is_web(item.url):
            yield f"{where}.url: must start with http:// or https://, not {item.url[:60]!r}"
        if item.file and not _names_file(item.file):
            yield f"{where}.file: {item.file[:60]!r} names no file; write a path"
        if item.id and (item.id != slug(item.id) or item.id in RESERVED):
            proposal = slug(item.id) or "nagranie-1"
            proposal = f"{proposal}-1" if proposal in RESERVED else proposal
            yield f"{where}.id: {item.id[:60]!r} cannot name a page; write for example {proposal}"
        if item.id and item.id in seen:
            yield f"{where}.id: {item.id!r} is there twice; each id names one"
        seen.add(item.id)


def _names_file(file: str) -> bool:
    try:
        Path(file).expanduser()
    except RuntimeError:  # ~somebody, who has no home here
        return False
    return file.isprintable()


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
