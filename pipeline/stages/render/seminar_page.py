"""The page of a seminar: programme, summary, recordings, decks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from pipeline.artefacts import Session
from pipeline.declared import RecordingInfo
from pipeline.stages.render.deck_page import deck_name, deck_page_name
from pipeline.stages.render.linked_data import event_json
from pipeline.stages.render.note.published import all_checked, editors_html, state_of
from pipeline.stages.render.options import Media
from pipeline.stages.render.pages import About, Frame, Pages, shortened
from pipeline.stages.render.selection import Shown
from pipeline.stages.render.talk import Talk, TalkTimes
from pipeline.stages.render.views import DeckView, RecordingView, SeminarView
from pipeline.stages.render.voices import Voices
from pipeline.summaries import SentenceKind, SessionSummary, SummarySentence, TermKind

if TYPE_CHECKING:
    from markupsafe import Markup

SURE = 0.8
"""From this confidence on a start needs no „about”."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the programme. `address` is empty where the session is not placed."""

    session: Session
    address: str
    start: float
    end: float
    about: bool
    withheld: bool
    summary: tuple[SummarySentence, ...]
    phrases: tuple[str, ...]
    talk: tuple[Talk, ...]
    """Who was heard in it, the longest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that follow each other in one recording; `recording` is `None` for none."""

    recording: RecordingInfo | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DeckLine:
    """A deck and where it and its page are, seen from the page of the seminar."""

    view: DeckView
    address: str
    page: str


@dataclass(frozen=True, slots=True)
class SeminarPage:
    """What the template of a seminar is given."""

    view: SeminarView
    parts: tuple[Part, ...]
    decks: tuple[DeckLine, ...]
    found: bool
    """No session has a title from a programme."""
    titles: dict[str, str]
    """Titles of recordings by id."""
    carries: bool
    """Whether media and decks are part of the site."""
    talk: tuple[Talk, ...]
    """Who was heard in all recordings, the longest first."""
    note: "Markup"
    """What an editor wrote in place of the automatic summary; empty where nobody did."""
    note_state: str
    unheard: tuple[str, ...]
    """Titles of recordings in which voices were not told apart, where there are others."""
    kinds: tuple[SentenceKind, ...] = get_args(SentenceKind)
    term_kinds: tuple[TermKind, ...] = get_args(TermKind)


def seminar_html(shown: Shown, pages: Pages, how: Media, *, draft: bool) -> bytes:
    """The page of a seminar."""
    view = shown.view
    sessions = view.programme.sessions
    voices = Voices(view.turns, view.names, pages.language)
    times = TalkTimes(voices, view.turns.mixed, pages.language)
    turns = [turn for each in view.recordings for turn in view.turns.of(each.info.id)]
    page = SeminarPage(
        view=view,
        parts=tuple(_parts(shown, times)),
        decks=tuple(DeckLine(d, deck_name(d), deck_page_name(d)) for d in view.decks),
        found=bool(sessions) and all(each.origin == "found" for each in sessions),
        titles={each.info.id: each.info.title for each in view.recordings},
        carries=how != "none",
        talk=times.of(turns),
        note=editors_html(view, "../"),
        note_state=state_of(view.note, pages.language, checked=all_checked(view)),
        unheard=tuple(
            each.info.title
            for each in view.recordings
            if turns and each.transcript.words and not view.turns.of(each.info.id)
        ),
    )
    about = About(
        path=f"{view.info.id}/index.html",
        description=shortened(view.info.description or _held(view)),
        kind="article",
        data=event_json(shown, pages),
    )
    frame = Frame(view.info.title, "../", draft, about)
    return pages.html("seminar.html", frame, page=page)


def _held(view: SeminarView) -> str:
    """What it is, where nobody has described it."""
    held = "; ".join(each.info.title for each in view.recordings)
    return f"{view.info.title}: {held}" if held else view.info.title


def _parts(shown: Shown, times: TalkTimes) -> Iterator[Part]:
    known = {each.info.id: each for each in shown.view.recordings}
    summaries = {each.session: each for each in shown.view.summary.sessions}
    lines: list[Line] = []
    current: RecordingView | None = None
    for session in shown.view.programme.sessions:
        place = session.placement
        here = known.get(place.recording) if place else None
        if here is not None and here is not current:
            # What is not placed stays with the lines before it, as the programme has it.
            if lines and current is not None:
                yield Part(current.info, tuple(lines))
                lines = []
            current = here
        line = _line(session, here, shown, summaries.get(session.id))
        if place and here:
            turns = shown.view.turns.of(place.recording)
            line = replace(line, talk=times.of(turns, place.start, place.end))
        lines.append(line)
    if lines:
        yield Part(current.info if current else None, tuple(lines))


def _line(
    session: Session, here: RecordingView | None, shown: Shown, summary: SessionSummary | None
) -> Line:
    place = session.placement if here else None
    sure = place is None or place.confidence is None or place.confidence >= SURE
    known = {each.info.id for each in shown.view.recordings}
    # Where an editor wrote, nothing automatic stands beside it that does not say so.
    sentences = summary.sentences if summary and not shown.view.note else ()
    return Line(
        session=session,
        address=f"{place.recording}.html" if place else "",
        start=place.start if place else 0.0,
        end=place.end if place else 0.0,
        about=not sure,
        withheld=session.id in shown.withheld,
        summary=tuple(each for each in sentences if each.place.recording in known),
        phrases=summary.phrases if summary else (),
        talk=(),
    )
