"""What of a seminar a site may show: everything, or only what rests on public recordings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.artefacts import (
    Programme,
    RecordingTurns,
    Session,
    Turns,
)
from pipeline.shown import Slideshow
from pipeline.stages.render.views import SeminarView
from pipeline.summaries import Summary, SummarySentence, Term

Selection = Literal["public", "all"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A seminar as a site shows it."""

    view: SeminarView
    withheld: frozenset[str]
    """Sessions whose recording is kept back; they stand in the programme without a place."""


def select(view: SeminarView, selection: Selection) -> Shown:
    """The part of a seminar that a site may show. No word of a draft is in the public part."""
    if selection == "all":
        return Shown(view, frozenset())
    public = frozenset(each.info.id for each in view.recordings if each.info.public)
    sessions = tuple(
        _kept(session, public)
        for session in view.programme.sessions
        if _is_printed(session) or _is_in(session, public)
    )
    withheld = frozenset(
        session.id
        for session in view.programme.sessions
        if session.placement is not None and not _is_in(session, public)
    )
    shown = replace(
        view,
        recordings=tuple(each for each in view.recordings if each.info.public),
        programme=Programme(sessions),
        summary=_summary(view, sessions, public),
        missing=tuple(each for each in view.missing if each.public),
        turns=_turns(view.turns, public),
        note=None if _cites_a_draft(view) else view.note,
        names=_names(view, public),
        slideshow=Slideshow(
            tuple(each for each in view.slideshow.shown if each.recording in public)
        ),
    )
    return Shown(shown, withheld)


def _cites_a_draft(view: SeminarView) -> bool:
    """Whether the editor's note leads to a recording that is kept back."""
    text = view.note.text if view.note else ""
    drafts = (each.info.id for each in view.recordings if not each.info.public)
    return any(f"{view.info.id}/{name}." in text for name in drafts)


def _turns(turns: Turns, public: frozenset[str]) -> Turns:
    kept = tuple(each for each in turns.recordings if each.recording in public)
    heard = _heard(kept)
    return Turns(kept, tuple(number for number in turns.mixed if number in heard))


def _names(view: SeminarView, public: frozenset[str]) -> dict[int, str]:
    """The names of those who are heard in public: nobody else is to be known to have spoken.

    Who is called by their own word alone must have said it there.
    """
    heard = _heard(each for each in view.turns.recordings if each.recording in public)
    return {
        number: name
        for number, name in view.names.items()
        if number in heard and view.said_in.get(number, public) & public
    }


def _heard(recordings: Iterable[RecordingTurns]) -> frozenset[int]:
    found = (turn.speaker for each in recordings for turn in each.turns)
    return frozenset(number for number in found if number is not None)


def _is_printed(session: Session) -> bool:
    return session.origin == "programme"


def _is_in(session: Session, public: frozenset[str]) -> bool:
    return session.placement is not None and session.placement.recording in public


def _kept(session: Session, public: frozenset[str]) -> Session:
    """The titles of chapters come from what was said: they go with the place."""
    if session.placement is None or _is_in(session, public):
        return session
    return replace(session, placement=None, chapters=())


def _summary(view: SeminarView, sessions: tuple[Session, ...], public: frozenset[str]) -> Summary:
    placed = {session.id for session in sessions if session.placement is not None}
    parts = tuple(
        replace(part, sentences=_sentences(part.sentences, public))
        for part in view.summary.sessions
        if part.session in placed
    )
    phrases = view.summary.phrases
    if any(not each.info.public for each in view.recordings):
        # A phrase of the whole may have been said in the draft alone.
        said = {phrase for part in parts for phrase in part.phrases}
        phrases = tuple(phrase for phrase in phrases if phrase in said)
    return Summary(
        _sentences(view.summary.sentences, public),
        phrases,
        parts,
        tuple(_terms(view.summary.terms, public)),
    )


def _sentences(
    sentences: tuple[SummarySentence, ...], public: frozenset[str]
) -> tuple[SummarySentence, ...]:
    """Those that rest on public words alone."""
    return tuple(
        sentence
        for sentence in sentences
        if all(passage.recording in public for passage in sentence.evidence)
    )


def _terms(terms: Iterable[Term], public: frozenset[str]) -> Iterator[Term]:
    for term in terms:
        passages = tuple(each for each in term.passages if each.recording in public)
        if passages:
            yield replace(term, passages=passages)
