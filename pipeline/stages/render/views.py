"""What render is given of each seminar, and what it tells when it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.artefacts import Deck, Programme, Recording, Transcript, Turns
from pipeline.declared import DeckInfo, RecordingInfo, SeminarInfo
from pipeline.reviews import NO_REVIEW, Review
from pipeline.shown import Slideshow
from pipeline.stages.render.note.editors import EditorsNote
from pipeline.summaries import Summary

_NO_TURNS = Turns(())
_NO_SLIDES = Slideshow(())


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A recording that could be made, with the transcript its readers see."""

    info: RecordingInfo
    recording: Recording
    transcript: Transcript
    review: Review = NO_REVIEW
    """What people changed of it and checked."""
    due: date | None = None
    """By when it is to have captions that somebody checked."""


@dataclass(frozen=True, slots=True)
class DeckView:
    """A deck that could be read."""

    info: DeckInfo
    deck: Deck


@dataclass(frozen=True, slots=True)
class SeminarView:
    """Everything that pages show of one seminar."""

    info: SeminarInfo
    recordings: tuple[RecordingView, ...]
    decks: tuple[DeckView, ...]
    programme: Programme
    summary: Summary
    missing: tuple[RecordingInfo, ...]
    """Recordings that could not be made: the page says so."""
    turns: Turns = _NO_TURNS
    note: EditorsNote | None = None
    """What an editor wrote in place of the automatic summary."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Names of speakers that may be shown, by number; the others are „Osoba n”."""
    said_in: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Recordings in which each of those says the name whom no person has named."""
    slideshow: Slideshow = _NO_SLIDES
    """Which slide is shown when; all its recordings and slides need not be there."""


@dataclass(frozen=True, slots=True)
class SeminarEntry:
    """A seminar as far as the site needs to know it before anything is loaded."""

    info: SeminarInfo
    digest: str
    """Changes whenever anything in the view does."""
    public: bool
    """Has a public recording."""
    draft: bool
    """Has a draft recording."""
    load: Callable[[], SeminarView]


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a run did. Paths are relative to the outputs folder, with `/`."""

    made: tuple[str, ...]
    """Files written; for the search index, its folder."""
    kept: int
    """How many files were found right and left alone."""
    removed: tuple[str, ...]
