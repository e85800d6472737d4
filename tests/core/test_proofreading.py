"""Where a person is to look first, and what is offered to put there."""

import pytest

from pipeline.artefacts import Word
from pipeline.corrections import Asked
from pipeline.proofreading import everywhere, minutes_left, offers, queue


def _words(text: str, *doubts: float) -> tuple[Word, ...]:
    given = [*doubts, *([0.05] * len(text.split()))]
    return tuple(
        Word(n * 0.5, n * 0.5 + 0.4, word, 0.8, doubt)
        for n, (word, doubt) in enumerate(zip(text.split(), given, strict=False))
    )


def test_the_most_doubtful_comes_first_and_neighbours_are_one_place() -> None:
    words = _words("a b c d e f", 0.3, 0.0, 0.5, 0.9, 0.1, 0.2)
    places = [(each.first_word, each.end_word) for each in queue(words)]
    assert places == [(2, 4), (0, 1), (5, 6)]


def test_what_a_person_checked_or_wrote_is_not_shown_again() -> None:
    words = _words("a b 17 d", 0.9, 0.9, 0.0, 0.9)
    assert [each.first_word for each in queue(words, (), 2)] == [3]


def test_the_time_left_grows_with_places_and_with_mistakes_expected() -> None:
    sure, unsure = _words("a b c", 0.2, 0.0, 0.2), _words("a b c", 0.9, 0.0, 0.9)
    assert 0 < minutes_left(queue(sure), sure) < minutes_left(queue(unsure), unsure)
    assert minutes_left((), sure) == 0


@pytest.mark.parametrize(
    ("text", "at", "new", "found"),
    [
        ("z poltaksu są. Przed poltaksem nic", 1, "Poltaxu", [(4, "Poltaxem")]),
        ("z poltaksu są, poltaksu, nie", 1, "Poltaxu", [(3, "Poltaxu,")]),
        ("z poltaksu są. Poltaksu nie ma", 1, "poltaxu", [(3, "Poltaxu")]),
        ("dane z najemigno i najemigno", 2, "najemną", [(4, "najemną")]),
        ("dane w miastach i w miastach", 1, "we", []),
        ("dane w miastach i o miasteczkach", 2, "powiatach", []),
    ],
)
def test_the_same_mistake_is_found_in_other_forms(
    text: str, at: int, new: str, found: list[tuple[int, str]]
) -> None:
    there = everywhere(_words(text), Asked("text", at, at + 1, new))
    assert [(each.first_word, each.new) for each in there] == found


def test_a_mistake_of_two_words_is_sought_as_such() -> None:
    words = _words("na jemna praca i na jemnej pracy")
    there = everywhere(words, Asked("text", 0, 2, "najemna"))
    assert [(each.first_word, each.end_word, each.new) for each in there] == [(4, 6, "najemnej")]


def test_nothing_is_sought_where_words_were_only_put_in_or_marked_otherwise() -> None:
    words = _words("tak powiem tak powiem")
    assert everywhere(words, Asked("text", 1, 1, "też")) == ()
    assert everywhere(words, Asked("text", 1, 2, "Powiem,")) == ()


def test_what_a_person_put_is_not_put_again() -> None:
    words = _words("z poltaksu i poltaksu", 0.5, 0.5, 0.5, 0.0)
    assert everywhere(words, Asked("text", 1, 2, "Poltaxu")) == ()


def test_names_are_offered_in_the_case_that_sounds_like_the_words() -> None:
    words = _words("z panem kasztelnikem i z poltaksu")
    names = ("Ziemowit Kasztelnik", "Poltax")
    assert offers(words, 2, 3, names)[0] == "Kasztelnikiem"
    assert offers(words, 5, 6, names)[0] == "Poltaxu"
    assert offers(words, 3, 4, names) == ()
