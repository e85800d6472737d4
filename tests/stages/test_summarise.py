"""Summaries: what was said, word for word, where it was said, and no more than was asked for."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import Placement, Programme, Session, SessionKind, Transcript, Word
from pipeline.declared import Plan
from pipeline.stage import Of
from pipeline.stages.segment import segment
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.summarise import summarise
from pipeline.stages.summarise.options import SummariseOptions
from tests.stages.gold import transcripts

_GOLD = transcripts()
_WORDS = {each.owner: each.artefact.words for each in _GOLD}
_FOUND = segment(Plan((), ("dzien-1", "dzien-2")), _GOLD, SegmentOptions())
_MARGIN = 0.011


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
    options = SummariseOptions(share, most, most, phrases)
    summary = summarise(programme, _GOLD, options)
    sessions = {session.id: session for session in programme.sessions}
    for each in summary.sessions:
        session = sessions[each.session]
        assert session.kind == "session"
        assert session.placement is not None
        assert len(each.sentences) <= most
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
        said = " ".join(word.text for word in words)
        assert sentence.text == said[:1].upper() + said[1:]
        assert (sentence.place.start, sentence.place.end) == (words[0].start, words[-1].end)


def test_the_demo_gets_summaries_in_the_order_of_speech_and_always_the_same() -> None:
    summary = summarise(_FOUND, _GOLD, SummariseOptions())
    assert summary == summarise(_FOUND, _GOLD, SummariseOptions())
    assert {each.session for each in summary.sessions} == {s.id for s in _FOUND.sessions}
    for each in summary.sessions:
        assert each.sentences
        assert each.phrases
        starts = [sentence.place.start for sentence in each.sentences]
        assert starts == sorted(set(starts))
    assert {sentence.place.recording for sentence in summary.sentences} == {"dzien-1", "dzien-2"}


def test_a_summary_has_about_its_share_of_the_words() -> None:
    (session,) = (_session(1, "dzien-1", 0.0, 569.29),)
    options = SummariseOptions(share=0.1, max_sentences=50)
    (each,) = summarise(Programme((session,)), _GOLD, options).sessions
    words = sum(sentence.place.end_word - sentence.place.first_word for sentence in each.sentences)
    assert 0.05 < words / len(_WORDS["dzien-1"]) <= 0.1


def test_a_recording_without_sessions_is_in_the_summary_of_the_whole() -> None:
    first_day = Programme((_session(1, "dzien-1", 0.0, 569.29),))
    options = SummariseOptions(seminar_sentences=12)
    summary = summarise(first_day, _GOLD, options)
    assert {sentence.place.recording for sentence in summary.sentences} == {"dzien-1", "dzien-2"}


def test_a_session_that_is_not_placed_and_a_break_have_no_summary() -> None:
    unplaced = Session("s1", "T", "session", "programme", (), "", None, ())
    pause = _session(2, "dzien-1", 0.0, 569.29, "break")
    assert summarise(Programme((unplaced, pause)), _GOLD, SummariseOptions()).sessions == ()


def test_where_nothing_was_said_nothing_is_said() -> None:
    silent = Of("dzien-1", Transcript("pl", 60.0, (), ()))
    for transcripts_ in ((), (silent,)):
        summary = summarise(
            Programme((_session(1, "dzien-1", 0.0, 60.0),)), transcripts_, SummariseOptions()
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
        assert len(summarise(Programme(()), spoken, SummariseOptions()).sentences) == quoted
