"""What goes into the index."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence of a recording: the unit that is found."""

    start: float
    text: str
    session: str
    """The title of the session it is in, or empty."""


@dataclass(frozen=True, slots=True)
class Document:
    """One recording. `places` are in order of time."""

    id: str
    """`<seminar>/<recording>`."""
    url: str
    """Relative to the root of the site."""
    title: str
    seminar: str
    """The title of the seminar."""
    date: str
    """ISO date, or empty."""
    places: tuple[Place, ...]
