"""What a page says of a seminar. Texts are empty, and values `None`, where it says nothing."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FoundMedia:
    """A recording or a deck: where it is, and what the page calls it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FoundRecording(FoundMedia):
    """A video or audio file, or the page of a player that yt-dlp knows."""

    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FoundSession:
    """One line of the programme."""

    title: str
    speakers: tuple[str, ...]
    start: dt.time
    end: dt.time | None
    kind: Literal["session", "break"]
    day: dt.date | None
    """As its heading says."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that looks like a part of the seminar and was not taken."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """All of it, in the order of the page."""

    page: str
    """Its own address."""
    title: str
    organiser: str = ""
    organiser_is: Literal["printed", "site"] = "printed"
    """Whether the page names it as the organiser, or it is the owner of the site."""
    published: dt.date | None = None
    dates: tuple[dt.date, ...] = ()
    """Of the event."""
    lead: str = ""
    recordings: tuple[FoundRecording, ...] = ()
    decks: tuple[FoundMedia, ...] = ()
    programme: tuple[FoundSession, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
