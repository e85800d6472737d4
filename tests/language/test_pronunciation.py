"""What sounds alike, and names that no lexicon has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.frequency import homophones
from pipeline.language.names import name_forms
from pipeline.language.pronunciation import distance, sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("morze", "może"), ("Hrubieszowie", "chróbie szowie"), ("najsłabszy", "najsłapszy"),
        ("żemyślniczy", "rzemyślniczy"), ("Bożydar Modrzewiak", "Boży darm od rzewiak"),
        ("Poltax", "Poltaks"), ("renty", "ręty"), ("z pracy", "spracy"), ("ząb", "zomp"),
        ("idę", "ide"), ("Ziemowit", "ziemovit"), ("dziadek", "dziadeg"),
    ],
)  # fmt: skip
def test_spellings_of_one_sound_are_alike(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


def test_a_voiced_neighbour_is_nearer_than_another_sound() -> None:
    asked = sounds("urzętu")
    assert 0 < distance(asked, sounds("urzędu")) < distance(asked, sounds("urzęsu"))


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_distance_is_none_to_itself_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = sounds(one), sounds(other)
    assert distance(a, a) == 0
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert distance(a, b) >= 0


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Kasztelnik", "kasztelnikowi"), ("Wiatraczna", "wiatracznej"), ("Rdestowa", "rdestową"),
        ("Olszyniec", "olszyńca"), ("Modrzewiak", "modrzewiakiem"),
        ("Pokrzywińska", "pokrzywińskiej"), ("Biłgoraj", "biłgoraja"), ("Turkoć", "turkoć"),
    ],
)  # fmt: skip
def test_a_name_is_inflected_whether_the_lexicon_has_it_or_not(name: str, form: str) -> None:
    assert form in name_forms(name)


def test_what_was_misheard_is_near_what_was_said() -> None:
    known = homophones()
    assert "siłownię" in {alike.word for alike in known.like(sounds("siłownią"), 2)}
    assert "hrubieszowie" in {alike.word for alike in known.exact(sounds("chrubieszowie"))}
    assert {alike.word for alike in known.near(sounds("urzętu"))} >= {"urzędu"}


def test_abbreviations_are_not_proposed_as_words() -> None:
    assert not {"kg", "mm"} & {alike.word for alike in homophones().like("km", 1)}
