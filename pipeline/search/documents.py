"""What goes into the index."""

from dataclasses import dataclass
from typing import Literal

DocumentKind = Literal["recording", "deck"]


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence of a recording or one slide of a deck: the unit that is found."""

    start: float
    """In a recording, its time; in a deck, the number of the slide."""
    text: str
    session: str
    """The title of the session it is in, or of the slide; or empty."""
    speaker: str = ""
    """The name of who says it; empty where that is not known by name."""
    doubtful: bool = False
    """Whether it may be someone else."""


@dataclass(frozen=True, slots=True)
class Document:
    """One recording, its `places` in order of time; or one deck, each slide a place by itself."""

    id: str
    """`<seminar>/<recording>`, or `<seminar>/decks/<deck>`."""
    url: str
    """Relative to the root of the site."""
    title: str
    seminar: str
    """The title of the seminar."""
    date: str
    """ISO date, or empty."""
    places: tuple[Place, ...]
    kind: DocumentKind = "recording"
