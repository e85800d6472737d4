"""Summaries: what was said, word for word, where it was said, and no more than was asked for."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.summaries import best_possible, covered, every_sentence, facts, filled, ours
from pipeline.artefacts import Placement, Programme, Session, SessionKind, Transcript, Word
from pipeline.declared import Plan
from pipeline.language.cleaning import cleaned
from pipeline.language.saying import promises
from pipeline.stage import Of
from pipeline.stages.segment import segment
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.summarise.extracting import extract
from pipeline.stages.summarise.options import SummariseOptions
from tests.stages.gold import transcripts, turns

_GOLD = transcripts()
_WORDS = {each.owner: each.artefact.words for each in _GOLD}
_FOUND = segment(Plan((), ("dzien-1", "dzien-2")), _GOLD, SegmentOptions())
_MARGIN = 0.011
_NO_PLAN = Plan((), ())


def _session(
    number: int, recording: str, start: float, end: float, kind: SessionKind = "session"
) -> Session:
    placement = Placement(recording, start, end, None, ())
    return Session(f"s{number}", "T", kind, "programme", (), "", placement, ())


@st.composite
def _programmes(draw: st.DrawFn) -> Programme:
    """Some stretches of both recordings, cut anywhere."""
    sessions: list[Session] = []
    for each in _GOLD:
        cuts = draw(st.lists(st.floats(0, each.artefact.duration), min_size=2, max_size=6))
        edges = sorted(cuts)
        for start, end in itertools.pairwise(edges):
            kind: SessionKind = "break" if draw(st.integers(0, 3)) == 0 else "session"
            sessions.append(_session(len(sessions), each.owner, start, end, kind))
    return Programme(tuple(sessions))


@settings(deadline=None, max_examples=8)
@given(_programmes(), st.integers(1, 6), st.floats(0.05, 1.0), st.integers(0, 5))
def test_every_sentence_was_said_inside_its_session_and_there_are_not_too_many(
    programme: Programme, most: int, share: float, phrases: int
) -> None:
    options = SummariseOptions(share, most, most, most, most, most, phrases)
    summary = extract(programme, _GOLD, _NO_PLAN, options)
    sessions = {session.id: session for session in programme.sessions}
    for each in summary.sessions:
        session = sessions[each.session]
        assert session.kind == "session"
        assert session.placement is not None
        for kinds in (("about", "point"), ("figure",), ("commitment",), ("question",)):
            assert sum(sentence.kind in kinds for sentence in each.sentences) <= most
        assert len(each.phrases) <= phrases
        for sentence in each.sentences:
            assert sentence.place.recording == session.placement.recording
            assert session.placement.start <= sentence.place.start
            assert sentence.place.end <= session.placement.end + _MARGIN
    assert len(summary.sentences) <= most
    assert len(summary.phrases) <= phrases
    for sentence in (*summary.sentences, *(s for e in summary.sessions for s in e.sentences)):
        words = _WORDS[sentence.place.recording][
            sentence.place.first_word : sentence.place.end_word
        ]
        _only_deleted(sentence.text, [word.text for word in words])
        assert (sentence.place.start, sentence.place.end) == (words[0].start, words[-1].end)


def _only_deleted(text: str, said: list[str]) -> None:
    """Every word of a text was said, in that order; numbers, names and negations all stayed."""
    shown, spoken = (_bare(words) for words in (text.split(), said))
    left = iter(spoken)
    assert all(word in left for word in shown), (text, said)


def _bare(words: list[str]) -> list[str]:
    return [bare for word in words if (bare := re.sub(r"[^\w%-]", "", word).lower())]


def test_the_demo_gets_summaries_in_the_order_of_speech_and_always_the_same() -> None:
    summary = extract(_FOUND, _GOLD, _NO_PLAN, SummariseOptions())
    assert summary == extract(_FOUND, _GOLD, _NO_PLAN, SummariseOptions())
    assert {each.session for each in summary.sessions} == {
        session.id for session in _FOUND.sessions if session.kind != "break"
    }
    for each in summary.sessions:
        assert each.sentences
        assert each.phrases
        starts = [sentence.place.start for sentence in each.sentences]
        assert starts == sorted(set(starts))
    assert {sentence.place.recording for sentence in summary.sentences} == {"dzien-1", "dzien-2"}


def test_a_summary_has_about_its_share_of_the_words() -> None:
    (session,) = (_session(1, "dzien-1", 0.0, 569.29),)
    options = SummariseOptions(share=0.1, max_points=50, max_figures=50)
    (each,) = extract(Programme((session,)), _GOLD, _NO_PLAN, options).sessions
    words = sum(len(sentence.text.split()) for sentence in each.sentences)
    assert 0.05 < words / len(_WORDS["dzien-1"]) <= 0.1


def test_the_demos_facts_are_told_better_than_by_anything_simple() -> None:
    known, everything = facts(), every_sentence(_GOLD)
    words = round(0.25 * sum(sentence.words for sentence in everything))
    chosen, used = ours(_GOLD, turns())
    told = len(covered(chosen, known))
    assert used <= words
    assert told >= 0.75 * best_possible(everything, known, words)
    numbers = [each for each in everything if any(char.isdigit() for char in each.text)]
    for order in (everything, sorted(numbers, key=lambda each: each.words)):
        assert told > len(covered(filled(order, words), known))


def test_what_is_said_has_a_kind_and_an_index_with_its_places() -> None:
    summary = extract(_FOUND, _GOLD, _NO_PLAN, SummariseOptions(), turns())
    kinds = {sentence.kind for part in summary.sessions for sentence in part.sentences}
    assert kinds == {"about", "point", "figure", "commitment", "question"}
    terms = {(term.kind, term.text): term for term in summary.terms}
    assert ("phrase", "rynek pracy") in terms
    assert ("place", "Biłgoraj") in terms
    assert ("institution", "ZUS") in terms
    for term in summary.terms:
        for place in term.passages:
            assert 0 <= place.first_word < place.end_word <= len(_WORDS[place.recording])


@pytest.mark.parametrize(
    ("said", "promised"),
    [
        ("Karty zeskanujemy i odeślemy do 15 maja.", True),
        ("Dyżuruję pod telefonem we wtorki i czwartki.", True),
        ("Pilotaż chcemy zacząć w październiku.", True),
        ("Proszę zapamiętać tę różnicę, bo rośnie o 3,5% rocznie.", False),
        ("W lipcu i sierpniu mamy 70% rocznych obrotów.", False),
        ("Bezrobocie zimowe spadło z 14 do 9,5%.", False),
    ],
)
def test_what_those_who_speak_will_do_is_a_commitment(said: str, *, promised: bool) -> None:
    assert promises(said) == promised


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("No i, yyy, wydaliśmy 4,2 mln zł na te te hale.", "Wydaliśmy 4,2 mln zł na te hale."),
        ("A to jest, powiedzmy sobie szczerze, marna miara.", "To jest marna miara."),
        ("Nie, nie zgadzam się, bo 20 20 to nie to samo.", None),
        ("oni, eee, oni liczą każdą godzinę", "Oni liczą każdą godzinę."),
        ("Anna Anna Nowak, proszę państwa, mówi o ZUS ZUS.", "Anna Anna Nowak mówi o ZUS ZUS."),
    ],
)
def test_speech_is_cleaned_by_leaving_out(said: str, shown: str | None) -> None:
    assert cleaned(said.split()) == (shown or said)


_SPOKEN = st.lists(
    st.sampled_from(
        [
            "yyy,",
            "no,",
            "i",
            "a",
            "te",
            "te",
            "nie",
            "nie",
            "12",
            "12",
            "4,2",
            "Ustka",
            "Ustka,",
            "PIT",
            "że",
            "że",
            "powiedzmy,",
            "proszę",
            "państwa,",
            "bo",
            "my",
            "my",
            "ma.",
            "osób",
        ]
    ),
    max_size=20,
)


@given(_SPOKEN)
def test_cleaning_keeps_every_number_name_and_negation_in_its_order(said: list[str]) -> None:
    shown = cleaned(said)
    _only_deleted(shown, said)
    for kept in ("12", "42", "ustka", "pit", "nie"):
        assert _bare(shown.split()).count(kept) == _bare(said).count(kept)


def test_a_recording_without_sessions_is_in_the_summary_of_the_whole() -> None:
    first_day = Programme((_session(1, "dzien-1", 0.0, 569.29),))
    options = SummariseOptions(seminar_sentences=12)
    summary = extract(first_day, _GOLD, _NO_PLAN, options)
    assert {sentence.place.recording for sentence in summary.sentences} == {"dzien-1", "dzien-2"}


def test_a_session_that_is_not_placed_and_a_break_have_no_summary() -> None:
    unplaced = Session("s1", "T", "session", "programme", (), "", None, ())
    pause = _session(2, "dzien-1", 0.0, 569.29, "break")
    assert extract(Programme((unplaced, pause)), _GOLD, _NO_PLAN, SummariseOptions()).sessions == ()


def test_where_nothing_was_said_nothing_is_said() -> None:
    silent = Of("dzien-1", Transcript("pl", 60.0, (), ()))
    for transcripts_ in ((), (silent,)):
        summary = extract(
            Programme((_session(1, "dzien-1", 0.0, 60.0),)),
            transcripts_,
            _NO_PLAN,
            SummariseOptions(),
        )
        assert (summary.sentences, summary.phrases) == ((), ())
        assert all(each.sentences == () for each in summary.sessions)


def test_words_that_are_doubtful_are_not_quoted() -> None:
    text = "Miasta tracą młodych mieszkańców szybciej niż całe województwa w naszym kraju."
    for probability, quoted in ((0.9, 1), (0.3, 0)):
        words = tuple(
            Word(n / 2, n / 2 + 0.4, word, probability) for n, word in enumerate(text.split())
        )
        spoken = (Of("a", Transcript("pl", 60.0, words, ())),)
        assert len(extract(Programme(()), spoken, _NO_PLAN, SummariseOptions()).sentences) == quoted
