"""What became of every second: a partition, whatever was heard, rejected or damaged."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import LedgerEntry, Word
from pipeline.errors import StageError
from pipeline.stages.transcribe.ledger import (
    check_partition,
    ledger,
    outside_holes,
    with_missing_end,
)
from pipeline.stages.transcribe.parts import Part, Plan, Span

_moment = st.floats(0, 130)
_AT = 0.011  # seconds that rounding may move a border


@st.composite
def _spans(draw: st.DrawFn, longest: float, most: int = 8) -> list[Span]:
    """Stretches in order and apart, some of them touching."""
    spans: list[Span] = []
    at = 0.0
    for _ in range(draw(st.integers(0, most))):
        start = at + draw(st.sampled_from([0.0, 0.05, 0.7, 3.0]) | st.floats(0, 20))
        at = start + draw(st.sampled_from([0.01, 0.3, 2.5]) | st.floats(0.01, longest))
        spans.append(Span(start, at))
    return spans


@st.composite
def _plans(draw: st.DrawFn) -> Plan:
    clips = draw(_spans(28.0))
    speech = draw(_spans(10.0))
    end = max([0.001, *(span.end for span in (*clips, *speech))])
    duration = end + draw(st.sampled_from([0.0, 0.0004, 5.0]))
    parts = (Part(tuple(clips), tuple(speech)),)
    return Plan(duration, parts, tuple(draw(_spans(10.0, 4))))


@st.composite
def _words(draw: st.DrawFn) -> list[Word]:
    """Words in order, of any length, also of none."""
    times = sorted(draw(st.lists(_moment, max_size=16)))
    pairs = zip(times[::2], times[1::2], strict=False)
    return [Word(round(start, 2), round(end, 2), "tak", 0.9) for start, end in pairs]


@st.composite
def _rejected(draw: st.DrawFn) -> list[LedgerEntry]:
    times = draw(st.lists(st.tuples(_moment, _moment), max_size=4))
    pairs = sorted((min(pair), max(pair)) for pair in times)
    return [
        LedgerEntry(*pair, "rejected", "loop", f"no {number}") for number, pair in enumerate(pairs)
    ]


def _at(entries: tuple[LedgerEntry, ...], moment: float) -> LedgerEntry:
    (found,) = [entry for entry in entries if entry.start <= moment < entry.end]
    return found


@settings(deadline=None, max_examples=300)
@given(_plans(), _words(), _rejected())
def test_the_ledger_is_a_partition_and_words_are_inside_what_is_transcribed(
    plan: Plan, words: list[Word], rejected: list[LedgerEntry]
) -> None:
    entries = ledger(plan, words, rejected)
    duration = round(plan.duration, 3)
    check_partition(entries, duration)
    for word in words:
        if word.start < duration - _AT:
            entry = _at(entries, word.start)
            assert entry.state == "transcribed"
            assert min(word.end, duration) <= entry.end
    # What lies behind the end, which nothing gives, is told in the last hundredth.
    covered = [Span(min(word.start, duration), word.end) for word in words]
    covered += [Span(min(entry.start, duration), entry.end) for entry in rejected]
    row = _AT * len(covered)  # what lasts no time is told one after the other, a tick each
    for hole in plan.holes:
        middle = (hole.start + hole.end) / 2
        if middle < duration and not any(
            each.start - _AT <= middle <= each.end + row for each in covered
        ):
            assert _at(entries, middle).state == "hole"
    for before, after in pairwise(entries):
        assert replace(before, start=0, end=0) != replace(after, start=0, end=0)


@settings(deadline=None)
@given(_plans(), _rejected())
def test_what_is_rejected_keeps_its_place_its_reason_and_its_text(
    plan: Plan, rejected: list[LedgerEntry]
) -> None:
    entries = ledger(plan, (), rejected)
    kept = {(entry.reason, entry.text) for entry in entries if entry.state == "rejected"}
    end = 0.0
    for entry in rejected:
        if max(end, entry.start) + _AT < min(entry.end, round(plan.duration, 3)):
            assert ("loop", entry.text) in kept
        end = max(end, entry.end)
    assert all(not entry.text for entry in entries if entry.state != "rejected")


def _told(
    plan: Plan, *words: Word, rejected: tuple[LedgerEntry, ...] = ()
) -> list[tuple[object, ...]]:
    return [(entry.start, entry.end, entry.state) for entry in ledger(plan, words, rejected)]


def _plan(*clips: Span, speech: tuple[Span, ...] = (), holes: tuple[Span, ...] = ()) -> Plan:
    return Plan(30.0, (Part(clips, speech or clips),) if clips else (), holes)


def _word(start: float, end: float) -> Word:
    return Word(start, end, "tak", 0.9)


def test_speech_without_a_word_is_owned_up_to() -> None:
    plan = _plan(Span(1, 5), Span(8, 9))
    assert _told(plan, _word(1.0, 4.0)) == [
        (0, 1, "not speech"),
        (1, 5, "transcribed"),
        (5, 8, "not speech"),
        (8, 9, "failed"),
        (9, 30, "not speech"),
    ]
    assert ledger(plan, ())[1].reason == "no words recognised"


def test_a_sentence_that_is_lost_inside_a_clip_is_not_hidden_by_the_clips_other_words() -> None:
    plan = _plan(Span(0, 20), speech=(Span(0.2, 9), Span(9.5, 14), Span(14.4, 19.8)))
    assert _told(plan, _word(0.5, 4.0), _word(15.0, 19.0)) == [
        (0, 4, "transcribed"),
        (4, 15, "failed"),
        (15, 20, "transcribed"),
        (20, 30, "not speech"),
    ]


def test_a_pause_between_two_words_is_no_loss() -> None:
    plan = _plan(Span(0, 20), speech=(Span(0.2, 9), Span(12, 19.8)))
    assert _told(plan, _word(0.5, 8.0), _word(13.0, 19.0))[0] == (0, 20, "transcribed")


def test_a_hole_is_told_but_for_the_words_that_reach_into_it() -> None:
    plan = _plan(Span(2, 12), holes=(Span(1, 3), Span(5, 8), Span(20, 25)))
    words = [_word(3.0, 5.5), _word(7.5, 11.0)]
    assert _told(plan, *words) == [
        (0, 1, "not speech"),
        (1, 3, "hole"),
        (3, 5.5, "transcribed"),
        (5.5, 7.5, "hole"),
        (7.5, 12, "transcribed"),
        (12, 20, "not speech"),
        (20, 25, "hole"),
        (25, 30, "not speech"),
    ]


def test_no_word_reaches_into_silence_that_was_written() -> None:
    holes = (Span(5, 8), Span(20, 25))
    words = [_word(4.0, 5.5), _word(5.5, 7.0), _word(7.9, 9.0), _word(19.0, 25.5), _word(26, 27)]
    found = [(word.start, word.end) for word in outside_holes(words, holes)]
    assert found == [(4.0, 5.0), (5.5, 7.0), (8.0, 9.0), (19.0, 20.0), (26, 27)]
    assert outside_holes(words, ()) == words


def test_what_was_rejected_is_told_before_all_but_words() -> None:
    plan = _plan(Span(2, 12), holes=(Span(10, 15),))
    rejected = LedgerEntry(4.0, 14.0, "rejected", "loop", "tak tak tak")
    entries = ledger(plan, [_word(2.0, 3.0), _word(6.0, 7.0)], [rejected])
    assert [(e.start, e.end, e.state, e.text) for e in entries] == [
        (0, 2, "not speech", ""),
        (2, 4, "transcribed", ""),
        (4, 6, "rejected", "tak tak tak"),
        (6, 7, "transcribed", ""),
        (7, 14, "rejected", "tak tak tak"),
        (14, 15, "hole", ""),
        (15, 30, "not speech", ""),
    ]


def test_a_recording_that_breaks_off_is_told_up_to_where_it_should_reach() -> None:
    entries = with_missing_end(ledger(_plan(), ()), 45.0)
    assert [(e.start, e.end, e.state) for e in entries] == [
        (0, 30, "not speech"),
        (30, 45, "failed"),
    ]
    assert with_missing_end(ledger(_plan(), ()), 30.5) == ledger(_plan(), ())
    assert with_missing_end(ledger(_plan(), ()), None) == ledger(_plan(), ())


def test_a_ledger_with_a_gap_is_a_fault_of_ours() -> None:
    entries = ledger(_plan(Span(1, 5)), ())
    for wrong in (entries[1:], entries[:-1], (entries[0], entries[2])):
        with pytest.raises(StageError, match="report this fault"):
            check_partition(wrong, 30.0)


def test_nothing_has_an_empty_ledger() -> None:
    assert ledger(Plan(0.0, ()), (), ()) == ()
