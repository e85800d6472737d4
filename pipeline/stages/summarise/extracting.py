"""What of a seminar is worth quoting, session by session."""

from collections.abc import Sequence

from pipeline.artefacts import Placement, Programme, Session, Transcript, Turns
from pipeline.declared import Plan
from pipeline.language import key_phrases
from pipeline.stage import Of
from pipeline.stages.summarise.choosing import (
    choose,
    kind_of,
    most_central,
    questions,
    strongest,
)
from pipeline.stages.summarise.options import SummariseOptions
from pipeline.stages.summarise.terms import index_of
from pipeline.stages.summarise.units import Unit, units
from pipeline.summaries import SentenceKind, SessionSummary, Summary, SummarySentence

_QUESTION: SentenceKind = "question"
_ROUNDED = 0.01
"""Seconds that the last word may end after its recording, both being rounded."""


def extract(
    programme: Programme,
    transcripts: tuple[Of[Transcript], ...],
    plan: Plan,
    options: SummariseOptions,
    turns: Turns | None = None,
) -> Summary:
    """A summary of each placed session and of the whole; recordings without sessions count whole.

    Every sentence is one that was said, less hesitations; none is said better than it was.
    """
    by_recording = _units(transcripts, turns)
    parts = _of_sessions(_placed(programme, by_recording), options)
    everything = [unit for found in by_recording.values() for unit in found]
    quoted = {sentence.evidence for part in parts for sentence in part.sentences}
    covered = {each.place.recording for part in parts for each in part.sentences}
    best = [u for u in everything if (u.place,) in quoted or u.place.recording not in covered]
    phrases = key_phrases([unit.text for unit in everything], options.phrases)
    return Summary(
        _sentences(strongest(best, options.seminar_sentences), ()),
        phrases,
        tuple(parts),
        index_of(transcripts, plan),
    )


def _of_sessions(
    placed: Sequence[tuple[Session, Sequence[Unit]]], options: SummariseOptions
) -> list[SessionSummary]:
    """What was said in the sessions that is worth quoting, within the share of words of all."""
    most: dict[SentenceKind, int] = {
        "point": options.max_points,
        "figure": options.max_figures,
        "commitment": options.max_commitments,
    }
    asked = [[inside[n] for n in questions(inside, options.max_questions)] for _, inside in placed]
    spoken = sum(u.place.end_word - u.place.first_word for _, inside in placed for u in inside)
    budget = int(options.share * spoken) - sum(unit.words for each in asked for unit in each)
    told = choose([inside for _, inside in placed], budget, most)
    return [
        SessionSummary(
            session.id,
            _sentences(statements, questions_),
            key_phrases([unit.text for unit in inside], options.phrases),
        )
        for (session, inside), statements, questions_ in zip(placed, told, asked, strict=True)
    ]


def _sentences(told: Sequence[Unit], asked: Sequence[Unit]) -> tuple[SummarySentence, ...]:
    """Units as sentences of a summary, in order; the most central point tells what it is about."""
    found = [(unit, kind_of(unit)) for unit in told] + [(unit, _QUESTION) for unit in asked]
    about = most_central(told)
    return tuple(
        SummarySentence(unit.text, "about" if unit is about else kind, (unit.place,))
        for unit, kind in sorted(found, key=lambda each: _order(each[0]))
    )


def _order(unit: Unit) -> tuple[str, int]:
    return unit.place.recording, unit.place.first_word


def _inside(found: Sequence[Unit], placement: Placement) -> list[Unit]:
    return [
        unit
        for unit in found
        if placement.start <= unit.place.start and unit.place.end <= placement.end + _ROUNDED
    ]


def quotable(
    programme: Programme, transcripts: tuple[Of[Transcript], ...], turns: Turns | None
) -> list[tuple[Session, list[Unit]]]:
    """The sessions that are placed, each with all that was said in it."""
    return _placed(programme, _units(transcripts, turns))


def _units(transcripts: tuple[Of[Transcript], ...], turns: Turns | None) -> dict[str, list[Unit]]:
    return {each.owner: units(each, turns or Turns(())) for each in transcripts}


def _placed(
    programme: Programme, by_recording: dict[str, list[Unit]]
) -> list[tuple[Session, list[Unit]]]:
    return [
        (session, _inside(by_recording.get(session.placement.recording, []), session.placement))
        for session in programme.sessions
        if session.placement is not None and session.kind != "break"
    ]
