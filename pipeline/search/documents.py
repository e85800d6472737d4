"""What goes into the index."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

DocumentKind = Literal["recording", "deck"]


class Place(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Source:
    """Documents that come and change together: those of a seminar."""

    id: str
    digest: str
    """Changes whenever any of its documents does."""
    date: str
    """ISO date, or empty: the newest sources come first where answers are as good."""
    load: Callable[[], Iterable[Document]]
    """Reads them; not asked for what is in the index already."""


class Unit(NamedTuple):
    """A place as it is indexed: a title is one of its own, before what it stands over."""

    place: Place
    kind: Literal["sentence", "slide", "title"]
    extent: int = 0
    """Of a title: how many units follow that it stands over."""


def units(document: Document) -> Iterator[Unit]:
    """Yield the places of a document in order, with titles of document and sessions between."""
    if document.kind == "deck":
        yield from (Unit(place, "slide") for place in document.places)
        return
    stretches = _stretches(document.places)
    whole = len(document.places) + sum(bool(stretch[0].session) for stretch in stretches)
    title = " – ".join(dict.fromkeys(filter(None, (document.title, document.seminar))))
    start = document.places[0].start if document.places else 0.0
    yield Unit(Place(start, title, ""), "title", whole)
    for stretch in stretches:
        if stretch[0].session:
            yield Unit(Place(stretch[0].start, stretch[0].session, ""), "title", len(stretch))
        yield from (Unit(place, "sentence") for place in stretch)


def _stretches(places: tuple[Place, ...]) -> list[list[Place]]:
    """Cut the places where the session changes."""
    found: list[list[Place]] = []
    for place in places:
        if found and found[-1][-1].session == place.session:
            found[-1].append(place)
        else:
            found.append([place])
    return found
