"""Names are suggested where they are said of a voice, in every case, and nowhere else."""

import pytest

from pipeline.artefacts import LedgerEntry, RecordingTurns, Transcript, Turn, Turns, Word
from pipeline.language.people import named_in
from pipeline.suggesting import suggestions

_PRINTED = ("dr Ziemowit Kasztelnik", "Jagna Pokrzywińska", "Anna Nowak", "Jan Wilk")


def _told(*said: tuple[int | None, str]) -> dict[int, tuple[str, str]]:
    """The name suggested for each voice, and how, of turns as they follow each other."""
    words: list[Word] = []
    turns: list[Turn] = []
    for speaker, text in said:
        first = len(words)
        for each in text.split():
            words.append(Word(len(words) * 0.5, len(words) * 0.5 + 0.4, each, 0.9))
        start, end = words[first].start, words[-1].end
        turns.append(Turn(start, end, first, len(words), speaker, 0.99))
    length = words[-1].end + 1
    transcript = Transcript("pl", length, tuple(words), (LedgerEntry(0.0, length, "transcribed"),))
    found = suggestions(Turns((RecordingTurns("a", tuple(turns)),)), {"a": transcript}, _PRINTED)
    return {each.speaker: (each.name, each.kind) for each in found}


@pytest.mark.parametrize(
    "handed",
    [
        "Oddaję głos doktorowi Ziemowitowi Kasztelnikowi z zespołu analiz.",
        "Zapraszam pana doktora Ziemowita Kasztelnika.",
        "Pierwszy wystąpi doktor Ziemowit Kasztelnik.",
        "Teraz z panem Kasztelnikiem, to znaczy głos ma pan doktor Kasztelnik.",
        "Proszę, panie doktorze Kasztelniku.",
        "O podatkach opowie nam Ziemowit Kasztelnik.",
        "Oddaję głos doktorowi Ziemo witowi Kasztelnikowi.",
    ],
)
def test_who_is_given_the_floor_is_the_next_voice_in_every_case(handed: str) -> None:
    told = _told((1, f"Witam państwa. {handed}"), (2, "Dziękuję. Mam trzy slajdy."))
    assert told[2] == ("Ziemowit Kasztelnik", "introduced")
    assert told[1][0] == ""


def test_who_comes_after_the_next_is_the_one_after() -> None:
    told = _told(
        (1, "Oddaję głos doktorowi Kasztelnikowi, a po nim opowie pani Jagna Pokrzywińska."),
        (2, "Czy widać mój ekran?"),
        (1, "Widać."),
        (2, "To zaczynam."),
        (3, "Dzień dobry."),
    )
    assert told[2] == ("Ziemowit Kasztelnik", "introduced")
    assert told[3] == ("Jagna Pokrzywińska", "introduced")


@pytest.mark.parametrize(
    "said",
    ["Nazywam się Anna Nowak.", "Dzień dobry, z tej strony Anna Nowak.", "Ja jestem Anna Nowak."],
)
def test_who_says_the_own_name_is_it(said: str) -> None:
    assert _told((1, said))[1] == ("Anna Nowak", "said")


@pytest.mark.parametrize(
    "said",
    [
        "Jak mówi Anna Nowak, miasto rośnie.",
        "O tym mówi Anna Nowak w raporcie.",
        "Co mówi Anna Nowak?",
        "Nie jestem Anna Nowak, proszę państwa.",
        "Jestem Annie Nowak bardzo wdzięczny.",
        "Jestem Anną Nowak zachwycony.",
        "Przy mikrofonie Anna Nowak, zapraszam.",
        "Z tej strony pani Anna Nowak odpowiadała na pytania.",
    ],
)
def test_who_speaks_of_another_does_not_say_the_own_name(said: str) -> None:
    assert _told((1, said)).get(1, ("", ""))[1] != "said"


def test_a_bare_name_at_the_start_is_a_hint_and_no_more() -> None:
    assert _told((1, "Kto z państwa?"), (2, "Anna Nowak, Gorlice. Mam pytanie."))[2] == (
        "Anna Nowak",
        "introduced",
    )


@pytest.mark.parametrize(
    "said",
    [
        "Zapowiadaliśmy Annę Nowak, ale zatrzymały ją obowiązki.",
        "Anna Nowak niestety nie mogła przyjechać.",
        "Zamiast Anny Nowak wystąpi kolega.",
        "Pani Anna Nowak pisze na czacie tak.",
        "Jak mówiła Anna Nowak, liczymy najpierw.",
        "Mam pytanie o książkę Anny Nowak.",
    ],
)
def test_who_is_only_spoken_of_is_suggested_for_nobody(said: str) -> None:
    told = _told((1, said), (2, "Dziękuję, zaczynam."))
    assert all(name != "Anna Nowak" for name, _ in told.values())


def test_who_did_not_come_is_suggested_for_nobody_even_if_announced_before() -> None:
    told = _told(
        (1, "Po przerwie wystąpi Anna Nowak."),
        (2, "Dobrze."),
        (1, "W programie zapowiadaliśmy Annę Nowak, ale zastąpi ją pani Jagna Pokrzywińska."),
        (3, "Dzień dobry."),
    )
    assert told[3] == ("Jagna Pokrzywińska", "introduced")
    assert all(name != "Anna Nowak" for name, _ in told.values())


def test_nobody_gets_the_name_of_whom_they_speak_of() -> None:
    told = _told(
        (1, "Oddaję głos Annie Nowak."), (2, "A może Anna Nowak powie to lepiej?"), (3, "Tak.")
    )
    assert told[2][0] == ""
    assert told[3] == ("Anna Nowak", "introduced")


def test_a_surname_that_is_a_common_word_needs_more_than_itself() -> None:
    told = _told((1, "Zapraszam do lasu, gdzie wilk i zając."), (2, "Jestem tu."))
    assert told[2][0] == ""
    told = _told((1, "Zapraszam pana Wilka."), (2, "Jestem tu."))
    assert told[2] == ("Jan Wilk", "introduced")


def test_a_voice_without_a_printed_name_is_told_where_to_listen() -> None:
    told = _told((1, "Oddaję głos pani Lubomirze Turkoć."), (2, "Dzień dobry."))
    assert told[2] == ("", "introduced")


def test_two_names_of_equal_weight_name_nobody() -> None:
    told = _told(
        (1, "Oddaję głos Annie Nowak."),
        (2, "Chwileczkę."),
        (1, "Oddaję głos Jagnie Pokrzywińskiej."),
        (2, "Już mówię."),
    )
    assert told[2][0] == ""


def test_names_on_slides_are_those_with_a_given_name() -> None:
    text = "Sesja 1\ndr Ziemowit Kasztelnik, Jagna Pokrzywińska\nNowa Ruda, Pruszcz Gdański\nZUS"
    assert named_in(text) == ["Ziemowit Kasztelnik", "Jagna Pokrzywińska"]
