"""What a person is told to check: how much was lost, where to listen, which words to look at."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts import LedgerEntry, LedgerState, Replacement, Transcript, Word
from pipeline.checking import (
    MISSING_END,
    fault,
    is_calibrated,
    looks,
    percent,
    places,
    replaced,
    seconds,
    worth,
)

_STATES: tuple[LedgerState, ...] = ("transcribed", "not speech", "rejected", "failed", "hole")


def _ledger(*lengths: tuple[float, LedgerState, str]) -> tuple[LedgerEntry, ...]:
    entries, at = [], 0.0
    for length, state, reason in lengths:
        entries.append(LedgerEntry(at, at + length, state, reason))
        at += length
    return tuple(entries)


def _words(text: str, doubt: float | None = 0.1) -> tuple[Word, ...]:
    return tuple(
        Word(number, number + 0.5, word, 0.9, doubt) for number, word in enumerate(text.split())
    )


def test_what_is_not_speech_counts_for_nothing() -> None:
    total = seconds(_ledger((60, "transcribed", ""), (30, "not speech", ""), (20, "failed", "")))
    assert (total.share, total.lost) == (0.75, 20)


def test_a_hole_and_a_missing_end_count_as_lost() -> None:
    ledger = _ledger((60, "transcribed", ""), (20, "hole", ""), (20, "failed", MISSING_END))
    assert seconds(ledger).share == 0.6
    assert seconds(ledger).missing_end == 20
    assert seconds(ledger).failed == 0


def test_where_nobody_speaks_there_is_no_share() -> None:
    assert seconds(()).share is None
    assert seconds(_ledger((60, "not speech", ""))).share is None
    silent = _ledger((60, "not speech", ""), (1, "hole", ""), (9, "failed", MISSING_END))
    assert seconds(silent).share is None


def test_speech_of_which_nothing_is_recognised_is_none_of_it() -> None:
    assert seconds(_ledger((60, "failed", "no words recognised"))).share == 0.0


@given(st.lists(st.tuples(st.integers(1, 99), st.sampled_from(_STATES))))
def test_the_seconds_are_all_there_and_only_the_whole_is_a_hundred(
    lengths: list[tuple[int, LedgerState]],
) -> None:
    ledger = _ledger(*((length, state, "") for length, state in lengths))
    total = seconds(ledger)
    whole = sum(length for length, _ in lengths)
    assert total.transcribed + total.not_speech + total.lost == pytest.approx(whole)
    if total.share is not None:
        assert 0 <= total.share <= 1
        assert (percent(total.share) == 100) == (total.lost == 0)


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, 100.0), (0.99999, 99.9), (0.992, 99.2), (0.57, 57.0), (0.0, 0.0)]
)
def test_a_share_is_cut_off_so_that_nothing_lost_looks_whole(share: float, shown: float) -> None:
    assert percent(share) == shown


def test_neighbours_are_one_place() -> None:
    ledger = _ledger(
        (10, "transcribed", ""),
        (2, "rejected", "repeats itself"),
        (3, "failed", "no words recognised"),
        (0.5, "transcribed", ""),
        (1, "hole", ""),
        (5, "transcribed", ""),
        (1, "failed", "no words recognised"),
    )
    found = [(place.start, place.end, place.lost) for place in places(ledger)]
    assert found == [(10, 16.5, 6), (21.5, 22.5, 1)]


def test_half_a_second_is_no_place_but_several_beside_each_other_are() -> None:
    once = _ledger((9, "transcribed", ""), (0.5, "rejected", ""), (9, "transcribed", ""))
    assert places(once) == ()
    twice = _ledger(
        (0.4, "rejected", ""), (0.5, "not speech", ""), (0.4, "hole", ""), (9, "transcribed", "")
    )
    assert [place.lost for place in places(twice)] == pytest.approx([0.8])


def test_a_missing_end_is_a_place_of_its_own() -> None:
    ledger = _ledger((9, "transcribed", ""), (2, "failed", "x"), (9, "failed", MISSING_END))
    assert [place.is_missing for place in places(ledger)] == [False, True]


def test_the_most_doubtful_words_come_first_and_a_number_sooner() -> None:
    words = [
        replace(word, doubt=doubt)
        for word, doubt in zip(
            _words("Było to 140 milionów złotych"), (0.1, 0.3, 0.15, 0.2, 0.05), strict=True
        )
    ]
    assert [look.text for look in looks(words, share=0.6)] == ["140", "to", "milionów"]
    assert looks(words, share=0.2)[0].doubt == 0.15
    assert looks(words, share=0.2)[0].reasons == ("number",)
    assert looks(words, share=0.0) == ()
    assert looks([]) == ()


def test_without_repair_doubt_is_what_the_probability_leaves() -> None:
    words = [replace(_words("raz", None)[0], probability=0.3), *_words("dwa 3", None)]
    assert worth(words) == pytest.approx([0.7, 0.1, 0.3])
    assert not is_calibrated(words)
    assert is_calibrated(_words("raz dwa"))


def test_a_word_is_told_with_why_it_is_worth_a_look() -> None:
    words = list(_words("Mówi pan Kasztelnik. To jest zciutu tutaj"))
    words[1] = replace(words[1], probability=0.2)
    reasons = {look.text: look.reasons for look in looks(words, share=1)}
    assert reasons["Mówi"] == ("beside unsure",)
    assert reasons["pan"] == ("unsure",)
    assert reasons["Kasztelnik."] == ("name", "unknown", "beside unsure")
    assert reasons["To"] == ()
    assert reasons["zciutu"] == ("unknown",)


def test_a_replaced_word_is_told_with_what_stood_there_before() -> None:
    words = _words("to jest z kartonu tu")
    transcript = Transcript(
        "pl", 5.0, words, (LedgerEntry(0.0, 5.0, "transcribed"),),
        (Replacement(2, 4, _words("skartonu")),),
    )  # fmt: skip
    found = looks(words, transcript.replacements, share=1)
    assert {look.text: look.before for look in found if look.before} == {
        "z": "skartonu",
        "kartonu": "skartonu",
    }
    assert all("replaced" in look.reasons for look in found if look.before)
    assert [(each.before, each.after) for each in replaced(transcript)] == [
        ("skartonu", "z kartonu")
    ]
    assert fault(transcript) == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"duration": float("inf")}, "impossible times"),
        ({"words": (Word(float("nan"), 1.0, "a", 0.5),)}, "impossible times"),
        ({"words": (Word(2.0, 1.0, "a", 0.5),)}, "impossible times"),
        ({"words": (Word(0.0, 1.0, "a", float("nan")),)}, "impossible probabilities"),
        ({"words": (Word(0.0, 1.0, "a", 0.5, 7.0),)}, "impossible probabilities"),
        ({"ledger": ()}, "gap or an overlap"),
        ({"ledger": (LedgerEntry(0.0, float("nan"), "hole"),)}, "gap or an overlap"),
        ({"ledger": _ledger((3, "hole", ""), (-1, "hole", ""), (3, "hole", ""))}, "gap or an"),
        ({"replacements": (Replacement(0, 9, _words("a")),)}, "replaced words"),
        ({"replacements": (Replacement(0, 1, ()),)}, "replaced words"),
    ],
)
def test_what_no_stage_can_have_left_is_told(change: dict[str, object], told: str) -> None:
    whole = Transcript("pl", 5.0, _words("raz"), (LedgerEntry(0.0, 5.0, "transcribed"),))
    assert fault(whole) == ""
    assert told in fault(replace(whole, **change))  # type: ignore[arg-type]  # fields by name
