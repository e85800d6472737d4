import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts import Word
from pipeline.language import paragraphs, sentences

GOLD = Path(__file__).parent.parent / "data/gold/reference.json"


def _words(text: str, pauses: dict[str, float] | None = None) -> list[Word]:
    """Speak a text, 0.3 s a word; `pauses` follow the words they name."""
    words, now = [], 0.0
    for piece in text.split():
        words.append(Word(now, now + 0.3, piece, 1.0))
        now += 0.3 + (pauses or {}).get(piece, 0.05)
    return words


def _texts(words: list[Word], ranges: Iterable[range]) -> list[str]:
    return [" ".join(words[at].text for at in found) for found in ranges]


@pytest.mark.parametrize(
    "text",
    [
        "W miastach, m.in. Kaliszu i np. Ustce, rośnie. | Tzw. luka maleje!",
        "Przy ul. Długiej mieszka dr Nowak. | Pan prof. J. Kowalski też?",
        "Był 23. dzień marca. | To 3.5 punktu.",
        "Kosztuje 20 tys. złotych. | Było 20 tys. Potem mniej.",
        "W 2018 r. było lepiej. | Teraz jest gorzej.",
        "Pyta: „Po co?” | Nie wiem… ale spytam.",
        "Są kawa, herbata itd. | Potem obiad.",
        "Przyszło 300 osób. | 20 z nich zostało.",
        "Bez kropki na końcu",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    expected = text.split(" | ")
    words = _words(text.replace(" | ", " "))
    if "tys. Potem" in text:
        expected = ["Kosztuje 20 tys. złotych.", "Było 20 tys.", "Potem mniej."]
        words = _words(text.replace(" | ", " "), {"tys.": 0.4})
    assert _texts(words, sentences(words)) == expected


def test_a_long_pause_ends_a_sentence_only_where_it_may() -> None:
    words = _words("to jest koniec zdania teraz drugie", {"zdania": 1.5})
    assert _texts(words, sentences(words)) == ["to jest koniec zdania", "teraz drugie"]
    words = _words("mówimy dziś dużo o miastach, bo", {"o": 1.5, "miastach,": 1.5})
    assert len(sentences(words)) == 1


def test_the_dot_of_an_address_ends_nothing() -> None:
    words = _words("To jest pod adresem monitor. Miasta.pl. Proszę zajrzeć.")
    expected = ["To jest pod adresem monitor. Miasta.pl.", "Proszę zajrzeć."]
    assert _texts(words, sentences(words)) == expected


def test_a_stop_that_is_heard_needs_no_capital() -> None:
    words = _words("Kończymy dzień. jutro o dziesiątej", {"dzień.": 0.6})
    assert len(sentences(words)) == 2
    words = _words("Nie wiem… ale spytam", {"wiem…": 0.6})
    assert len(sentences(words)) == 1


def test_an_overlong_sentence_is_cut_at_its_longest_pause() -> None:
    words = _words(" ".join(f"słowo{n}" for n in range(100)), {"słowo39": 0.9})
    assert sentences(words) == (range(40), range(40, 100))


def test_no_words_make_no_sentence() -> None:
    assert sentences([]) == ()
    assert paragraphs([], ()) == ()


_TIMED = st.lists(st.tuples(st.text(min_size=1, max_size=6), st.floats(0, 3)), max_size=200)


@given(_TIMED)
def test_sentences_and_paragraphs_partition_what_they_are_given(
    spoken: list[tuple[str, float]],
) -> None:
    words, now = [], 0.0
    for text, pause in spoken:
        words.append(Word(now, now + 0.2, text, 1.0))
        now += 0.2 + pause
    found = sentences(words)
    assert [at for one in found for at in one] == list(range(len(words)))
    assert all(0 < len(one) <= 60 for one in found)
    gathered = paragraphs(words, found)
    assert [at for one in gathered for at in one] == list(range(len(found)))
    assert all(one for one in gathered)


def test_gold_sentences_are_found_again() -> None:
    right = wanted = made = 0
    for media in json.loads(GOLD.read_text(encoding="utf-8"))["media"]:
        for turn in media["turns"]:
            words, ends = [], set()
            for sentence in turn["sentences"]:
                pieces = sentence["display"].split()
                step = (sentence["end"] - sentence["start"]) / len(pieces)
                for at, piece in enumerate(pieces):
                    start = sentence["start"] + at * step
                    words.append(Word(start, start + step, piece, 1.0))
                ends.add(len(words))
            found = {one.stop for one in sentences(words)}
            right, wanted, made = right + len(found & ends), wanted + len(ends), made + len(found)
    assert 2 * right / (wanted + made) >= 0.97


def test_a_paragraph_breaks_at_a_long_pause_and_near_ninety_words() -> None:
    text = " ".join(
        f"Raz dwa trzy cztery pięć sześć siedem osiem dziewięć koniec{n}." for n in range(20)
    )
    words = _words(text, {"koniec1.": 2.5, "koniec8.": 0.9})
    found = paragraphs(words, sentences(words))
    assert found[0] == range(2)
    assert found[1] == range(2, 9)
    assert all(before.stop == after.start for before, after in pairwise(found))
    assert all(len(one) <= 9 for one in found)
