"""What a person declares and a stage reads. Each type holds no more than its stage needs,
so that a recipe changes only when something changed that matters to that stage."""

from dataclasses import dataclass
from datetime import date

from pipeline.artefacts import SessionKind


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording or a deck comes from: a URL, or a file with the digest of its bytes."""

    address: str
    """A URL, or an absolute path. The path is no part of a recipe, the digest is."""
    sha256: str
    """Empty for a URL."""


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
