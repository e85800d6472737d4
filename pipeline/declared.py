"""What a person declares, as far as a stage reads it.

Each type holds no more than its stage needs, so that a recipe changes only when something changed
that matters to that stage.
"""

from dataclasses import dataclass, field
from datetime import date

from pipeline.artefacts import SessionKind


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording or a deck comes from: a URL, or a file with the digest of its bytes."""

    url: str
    """Empty for a file."""
    sha256: str = ""
    """Of a file; empty for a URL."""
    path: str = field(default="", metadata={"recipe": False})
    """Absolute. Not part of a recipe: a file that moved is the same file."""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One line of a published programme. Texts are empty where nothing was printed."""

    id: str
    title: str
    kind: SessionKind
    speakers: tuple[str, ...]
    planned: str
    recording: str
    """The recording it is known to be in, else empty."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The published programme in its order, and the recordings in theirs."""

    sessions: tuple[PlannedSession, ...]
    recordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeminarInfo:
    """What pages say of a seminar. Texts are empty where nothing was declared."""

    id: str
    title: str
    organiser: str
    dates: tuple[date, ...]
    page: str
    """The web page it was published on."""
    description: str
    credits: str
    """Printed on every page of the seminar: licences, voices, disclaimers."""


@dataclass(frozen=True, slots=True)
class RecordingInfo:
    """What pages say of a recording."""

    id: str
    title: str
    date: date | None
    public: bool
    """`False`: a draft, kept out of public lists and of the public index."""


@dataclass(frozen=True, slots=True)
class DeckInfo:
    """What pages say of a deck."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The seminar's own names and terms, for `repair`."""

    terms: tuple[str, ...]
    """Declared as such, and the programme's speakers; as they are written."""
    texts: tuple[str, ...]
    """What was printed of it besides: the organiser, the titles of the programme."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What people changed of a recording's words, for `review`: entries, a line each."""

    lines: tuple[str, ...]
