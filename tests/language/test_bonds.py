"""Where a line of text may be broken, and where it may not."""

import pytest

from pipeline.language import LEANING, Bond, bonds, leans


@pytest.mark.parametrize(
    ("text", "bond"),
    [
        ("w | mieście", Bond.LEANS),
        ("że | miasto", Bond.LEANS),
        ("nie | wiem", Bond.LEANS),
        ("małe | miasto", Bond.FIRM),
        ("miasta | turystyczne", Bond.FIRM),
        ("krótka | przerwa,", Bond.FIRM),
        ("tego | najmu", Bond.FIRM),
        ("20 | tys. złotych", Bond.FIRM),
        ("20 tys. | złotych", Bond.FIRM),
        ("200 tys. | zł", Bond.FIRM),
        ("147 | uczestników", Bond.FIRM),
        ("23 | kwietnia", Bond.FIRM),
        ("dwudziestego trzeciego | kwietnia", Bond.FIRM),
        ("trzydzieści | procent", Bond.FIRM),
        ("4 | %", Bond.FIRM),
        ("pani | Jagna", Bond.FIRM),
        ("dr | Kasztelnik", Bond.FIRM),
        ("prof. | Nowak", Bond.FIRM),
        ("ul. | Długa", Bond.FIRM),
        ("J. | Kowalski", Bond.FIRM),
        ("Jagna | Pokrzywińska", Bond.FIRM),
        ("ze Stalowej | Woli", Bond.FIRM),
        ("monitor. | Miasta.pl.", Bond.FIRM),
        ("rozwoju | miast", Bond.PHRASE),
        ("nazywa | się", Bond.PHRASE),
        ("bardzo | ładnie", Bond.PHRASE),
        ("rozmawialiśmy | codziennie", Bond.PLAIN),
        ("sklepy | i usługi", Bond.LOOSE),
        ("mieszkamy | w mieście", Bond.LOOSE),
        ("miasto, | które", Bond.CLAUSE),
        ("Dzień dobry. | Witam", Bond.SENTENCE),
        ("spadło o 20 tys. | Potem", Bond.SENTENCE),
    ],
)
def test_words_hold_together_as_a_reader_holds_them(text: str, bond: Bond) -> None:
    left, right = text.split(" | ")
    texts = [*left.split(), *right.split()]
    assert bonds(texts)[len(left.split()) - 1] is bond


def test_there_is_a_bond_between_every_two_words() -> None:
    assert bonds([]) == ()
    assert bonds(["sam"]) == ()
    assert len(bonds(["", "…", "-", "a"])) == 3


def test_a_word_with_a_mark_after_it_leans_on_nothing() -> None:
    assert all(leans(word) for word in LEANING)
    assert not any(leans(f"{word}{mark}") for word in LEANING for mark in ",.?")


def test_a_capital_leans_only_where_it_begins_a_sentence() -> None:
    assert leans("W")
    assert leans("I", "tak.")
    assert not leans("A", "grupa")
    assert leans("Na", "Potem")
    assert not leans("NA", "klasy")
