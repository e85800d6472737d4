"""The linter of captions: each rule, why it was broken, and what the demo's own captions keep."""

import json
import time
from pathlib import Path

import pytest

from pipeline.artefacts import Word
from pipeline.stages.render.caption_rules import breaches, outside, within
from pipeline.stages.render.captions import captions
from pipeline.stages.render.cues import Cue

GOLD = Path(__file__).parents[1] / "data/gold/reference.json"


def _spoken(media: dict[str, list[dict[str, list[dict[str, object]]]]]) -> tuple[Word, ...]:
    """A recording of the demo as it was spoken: each word with its time, none lost or misheard."""
    words: list[Word] = []
    for turn in media["turns"]:
        for sentence in turn["sentences"]:
            texts, timed, end = str(sentence["text"]).split(), sentence["words"], sentence["end"]
            assert isinstance(timed, list)
            assert isinstance(end, float)
            starts = [float(start) for _, start in timed]
            ends = [*starts[1:], max(end, starts[-1])]
            rows = zip(starts, ends, texts, strict=True)
            words.extend(Word(start, after, text, 1.0) for start, after, text in rows)
    return tuple(words)


def _demo() -> list[tuple[Word, ...]]:
    return [_spoken(media) for media in json.loads(GOLD.read_text(encoding="utf-8"))["media"]]


def _rules(*cues: Cue) -> list[tuple[int, str]]:
    return [(found.cue, found.rule) for found in breaches(cues)]


_RIGHT = Cue(0, 2000, ("Dzień dobry państwu.",))


def test_the_captions_of_the_demo_keep_every_rule() -> None:
    for words in _demo():
        cues = captions(words, (), words[-1].end + 1)
        found = breaches(cues, words)
        assert len(cues) > 70
        assert within(cues, found)
        assert [str(each) for each in found] == []


def test_two_hours_of_speech_are_captioned_in_seconds() -> None:
    words, length = _demo()[0], 570.0
    rounds = range(13)
    long = [
        Word(word.start + at * length, word.end + at * length, word.text, 1.0)
        for at in rounds
        for word in words
    ]
    began = time.monotonic()
    captions(long, (), length * len(rounds))
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    ("rule", "cue"),
    [
        ("empty", Cue(0, 2000, ())),
        ("empty", Cue(0, 2000, (" ",))),
        ("lines", Cue(0, 2000, ("Raz", "dwa", "trzy"))),
        ("long line", Cue(0, 5000, ("x" * 43,))),
        ("leaning word", Cue(0, 2000, ("Byliśmy w", "Krakowie."))),
        ("leaning word", Cue(0, 2000, ("Byliśmy, że",))),
        ("short", Cue(0, 999, ("Tak.",))),
        ("short", Cue(1000, 1000, ("Tak.",))),
        ("short", Cue(1000, 900, ("Tak.",))),
        ("long", Cue(0, 7001, ("Tak.",))),
        ("fast", Cue(0, 2000, ("x" * 35,))),
    ],
)
def test_a_cue_that_breaks_one_rule_breaks_that_one_only(rule: str, cue: Cue) -> None:
    assert _rules(cue) == [(1, rule)]


def test_a_cue_at_every_limit_breaks_none() -> None:
    assert _rules(Cue(0, 7000, ("x" * 42, "y" * 42)), Cue(7080, 8080, ("z" * 17,))) == []


def test_neighbours_keep_their_distance_and_their_order() -> None:
    assert _rules(_RIGHT, Cue(2079, 4000, ("Tak.",))) == [(1, "gap")]
    assert _rules(_RIGHT, Cue(1999, 4000, ("Tak.",))) == [(1, "overlap")]
    assert _rules(Cue(5000, 7000, ("Tak.",)), _RIGHT) == [(1, "order")]


def test_a_cue_that_breaks_several_rules_counts_once() -> None:
    cues = (Cue(0, 900, ("x" * 43,)), _RIGHT)
    assert len(breaches(cues[:1])) == 3
    assert outside(breaches(cues[:1])) == 1


def test_fewer_than_two_in_a_hundred_may_break_a_rule() -> None:
    def row(count: int, broken: int) -> list[Cue]:
        return [
            Cue(at * 3000, at * 3000 + (900 if at < broken else 1500), ("Tak.",))
            for at in range(count)
        ]

    for count, broken, right in ((100, 1, True), (100, 2, False), (51, 1, True), (50, 1, False)):
        cues = row(count, broken)
        assert within(cues, breaches(cues)) is right
    assert within([], ())


def test_what_is_spoken_too_fast_is_told_with_its_speed() -> None:
    words = [Word(at * 0.3, at * 0.3 + 0.3, "dziewięć", 0.9) for at in range(40)]
    cues = captions(words, (), 12.5)
    found = [each for each in breaches(cues, words) if each.rule == "fast"]
    assert found
    assert all(each.why.startswith("spoken at 2") for each in found)


def test_what_has_no_room_is_told_with_the_room_there_is() -> None:
    cues = (_RIGHT, Cue(2080, 2880, ("Tak.",)), Cue(2960, 4000, ("Nie.",)))
    (found,) = breaches(cues)
    assert (found.cue, found.rule, found.start_ms) == (2, "short", 2080)
    assert found.why == "between its neighbours there are 0.80 s"
    words = [Word(2.08, 2.3, "Tak.", 0.9), Word(2.96, 3.3, "Nie.", 0.9)]
    assert breaches(cues, words)[0].why == "the next words come 0.88 s after its own"


def test_what_breaks_off_before_a_pause_is_told_so() -> None:
    cues = (Cue(0, 2000, ("Chodzi o to, że",)), Cue(4000, 6000, ("nie wiem, i",)))
    assert [each.why for each in breaches(cues)] == [
        "a pause of 2.00 s follows",
        "nothing is said after it",
    ]
