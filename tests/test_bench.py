"""What the bench measures is what it says."""

import wave
from pathlib import Path

import numpy as np

from bench.alignment import align, errors, gain, lost_sentences, normalised
from bench.corpora import Corpus, Occurrence, Said, corpora
from bench.joined import RATE_HZ, duration_of, join
from bench.names import recall, stands
from bench.quality import Repairs, caught, repairs, time_errors
from pipeline.artefacts import Word


def _words(text: str, start: float = 0.0) -> list[Word]:
    """A word a second."""
    return [Word(start + at, start + at + 0.5, word, 0.9) for at, word in enumerate(text.split())]


def _corpus(*turns: str, written: str = "") -> Corpus:
    said = [
        Said(word, float(at), number, number)
        for at, (number, word) in enumerate(
            (number, word) for number, turn in enumerate(turns) for word in turn.split()
        )
    ]
    return Corpus("test", Path("test.flac"), turns, tuple(said), written)


def test_errors_count_to_the_turn_in_which_they_are() -> None:
    corpus = _corpus("ala ma kota", "a kot ma ale")
    counts, said = errors(corpus, _words("ola ma kota tu a ma ale"), normalise=False)
    assert said == 7
    assert counts.tolist() == [[1, 0, 1], [0, 1, 0]]


def test_a_sentence_of_which_nothing_is_found_is_lost() -> None:
    corpus = _corpus("ala ma kota", "a kot ma ale")
    assert lost_sentences(corpus, _words("ala ma kota")) == 1
    assert lost_sentences(corpus, []) == 2


def test_nothing_found_is_aligned_too() -> None:
    assert [pair.found for pair in align(["ala"], [])] == [None]
    assert [pair.said for pair in align([], ["ala"])] == [None]


def test_numbers_are_the_same_in_words_in_figures_and_in_groups() -> None:
    spoken = normalised("Milion dwieście pięćdziesiąt tysięcy mieszkańców.")
    assert spoken == normalised("1 250 000 mieszkańców") == normalised("1250000 mieszkańców")


def test_the_gain_is_the_share_of_their_errors_that_ours_has_not() -> None:
    theirs = np.full((50, 3), 2)
    ours = np.full((50, 3), 1)
    assert gain([ours], [theirs]) == (0.5, 0.5, 0.5)
    point, low, high = gain([ours, theirs], [theirs, theirs])
    assert low <= point <= high
    assert point == 0.25


def test_a_name_counts_where_it_is_said_in_any_form() -> None:
    zus = Occurrence("ZUS", "zus-u", 5.0, is_person=False)
    for found in ("ZUS-u", "ZUSu", "zus u", "ZUS", "Zus-em,"):
        assert stands(zus, _words(f"do {found} dziś", 4.0)), found
    for found in ("zła", "Zeusu", "autobusu"):
        assert not stands(zus, _words(f"do {found} dziś", 4.0)), found
    assert not stands(zus, _words("do ZUS-u dziś", 40.0))
    page = Occurrence(
        "monitor.miasta.pl", "monitor kropka miasta kropka pe el", 1.0, is_person=False
    )
    assert stands(page, _words("na monitor.miasta.pl jest"))
    assert stands(page, _words("na monitor kropka miasta kropka pe el jest"))
    who = Occurrence("Ziemowit Kasztelnik", "kasztelnikowi", 1.0, is_person=True)
    assert recall([zus, who], _words("dziękuję Kasztelnikowi ")) == (1, 1, 0, 1)


def test_the_gold_s_terms_stand_in_the_gold_s_own_words() -> None:
    for corpus in corpora(["dzien-1", "dzien-2"]):
        words = [Word(said.start or 0.0, 0.0, said.text, 1.0) for said in corpus.said]
        names, names_said, terms, terms_said = recall(corpus.occurrences, words)
        assert (names, terms) == (names_said, terms_said)
        assert time_errors(corpus, words)
        assert max(time_errors(corpus, words)) == 0.0


def test_repairs_are_judged_in_both_directions() -> None:
    corpus = _corpus("to jest karton z rodo", written="To jest karton z RODO")
    before = _words("to jest skartonu z rodo")
    assert repairs(corpus, before, _words("to jest karton z rodo")) == Repairs(1, 1, 4, 0)
    assert repairs(corpus, before, _words("to jest skarb z rodo")) == Repairs(1, 0, 4, 0)
    assert repairs(corpus, before, _words("to jeść skartonu z rodo")) == Repairs(1, 0, 4, 1)
    spoken = _corpus("ustawa er o de o", written="Ustawa RODO")
    repaired = repairs(spoken, _words("ustawa rododendron"), _words("ustawa RODO"))
    assert repaired == Repairs(1, 1, 1, 0)


def test_doubt_is_worth_what_it_catches() -> None:
    words = [(0.9, True)] * 10 + [(0.8, False)] * 5 + [(0.1, False)] * 80 + [(0.05, True)] * 5
    share, area = caught(words)
    assert share == 10 / 15
    assert area == 10 / 15


def test_recordings_are_joined_to_the_very_length(tmp_path: Path) -> None:
    source = tmp_path / "tone.wav"
    with wave.open(str(source), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.full(2 * RATE_HZ, 1000, np.int16).tobytes())
    joined = join([source], 33.25, tmp_path / "joined.flac")
    assert duration_of(joined) == 33.25
