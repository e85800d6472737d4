"""Slides in time: by the picture, by the words, and not at all where neither is sure."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline.artefacts import Deck, LedgerEntry, Transcript, Word
from pipeline.language import tokens
from pipeline.shown import Scenes, Slideshow
from pipeline.stage import Of
from pipeline.stages.match import match
from pipeline.stages.match.aligning import shares, transitions
from pipeline.stages.match.matching import Order, matched
from pipeline.stages.match.numbers import numbers_said
from pipeline.stages.match.options import MatchOptions
from pipeline.stages.watch.watching import watched
from tests.stages.lending import LentWork
from tests.stages.pictures import Grey, beside_a_face, card, deck, film, slide

RIVERS = "Rzeki i brzegi\nWisła, Narew, Bug\nWały przeciwpowodziowe: 340 km\nErozja brzegów"
BRIDGES = "Mosty drogowe\nRemont przyczółków: 17 mln zł\nNośność i przęsła\nDylatacje"
FERRIES = "Przeprawy promowe\nBilet 2 zł\nKapitan i załoga\nKursy nocne od 2019"
SAID = (
    "Wisła i Narew podmywają brzegi, a wały mają 340 kilometrów. Erozja postępuje co wiosnę,"
    " a rzeki niosą coraz więcej piachu.",
    "Remont przyczółków kosztował siedemnaście milionów. Nośność przęsła spada, dylatacje"
    " pękają, a most drogowy zamykamy na zimę.",
    "Przeprawy promowe mają załogę i kapitana. Bilet nie podrożał, kursy nocne jeżdżą"
    " pełne przez całe lato.",
)
CHATTER = (
    "Dzień dobry państwu, zaczynamy za chwilę. Proszę wyciszyć mikrofony i usiąść wygodnie. "
    "Kawa stoi w holu, a obiad będzie o trzynastej. "
)


def _transcript(texts: Sequence[str], seconds: float) -> Of[Transcript]:
    """Each text begins when the one before it has had its `seconds`."""
    words = []
    for number, text in enumerate(texts):
        now = number * seconds
        for part in text.split():
            words.append(Word(round(now, 2), round(now + 0.35, 2), part, 0.9))
            now += 0.9 if part.endswith(".") else 0.4
    duration = len(texts) * seconds
    ledger = (LedgerEntry(0.0, duration, "transcribed"),)
    return Of("dzien", Transcript("pl", duration, tuple(words), ledger))


def _placed(
    outputs: Path, decks: Sequence[Of[Deck]], said: Of[Transcript], pictures: Sequence[Grey] = ()
) -> list[tuple[str, int, float, float, str]]:
    scenes: tuple[Of[Scenes], ...] = ()
    if pictures:
        path = film(outputs / "film.mp4", pictures, keyframes=8)
        scenes = (Of("dzien", watched(path, said.artefact.duration)),)
    found = matched(Order(tuple(decks), (said,), scenes, outputs, 0.6))
    return [(each.deck, each.slide, each.start, each.end, each.by) for each in found.shown]


def _about(seconds: float) -> object:
    return pytest.approx(seconds, abs=1.1)


def test_the_picture_tells_slides_from_cards_whatever_is_said(tmp_path: Path) -> None:
    plan = deck(tmp_path, [RIVERS, BRIDGES, FERRIES])
    pictures = [card()] * 20 + [slide(1)] * 40 + [slide(3)] * 40 + [card()] * 20
    said = _transcript([CHATTER, SAID[1], SAID[1]], 20.0)
    assert _placed(tmp_path, [plan], said, pictures) == [
        ("plan", 1, _about(10.0), _about(30.0), "picture"),
        ("plan", 3, _about(30.0), _about(50.0), "picture"),
    ]


def test_a_slide_beside_a_camera_is_found(tmp_path: Path) -> None:
    plan = deck(tmp_path, [RIVERS, BRIDGES, FERRIES])
    pictures = [beside_a_face(slide(1 + number // 60), number / 2) for number in range(120)]
    said = _transcript([CHATTER, CHATTER, CHATTER], 20.0)
    assert _placed(tmp_path, [plan], said, pictures) == [
        ("plan", 1, 0.0, _about(30.0), "picture"),
        ("plan", 2, _about(30.0), 60.0, "picture"),
    ]


def test_a_deck_of_the_same_design_is_not_taken_for_another(tmp_path: Path) -> None:
    other = deck(tmp_path, [RIVERS, BRIDGES, FERRIES], first=11)
    pictures = [slide(1 + number // 40) for number in range(120)]
    said = _transcript([CHATTER, CHATTER, CHATTER], 20.0)
    assert _placed(tmp_path, [other], said, pictures) == []


def test_words_choose_between_slides_that_look_alike(tmp_path: Path) -> None:
    one = deck(tmp_path, [RIVERS], name="rzeki")
    two = deck(tmp_path, [FERRIES], name="promy")  # looks like the first
    pictures = [slide(1)] * 120
    said = _transcript([SAID[2], SAID[2], SAID[2]], 20.0)
    assert _placed(tmp_path, [one, two], said, pictures) == [("promy", 1, 0.0, 60.0, "both")]


def test_words_alone_place_slides_in_their_order(tmp_path: Path) -> None:
    plan = deck(tmp_path, [RIVERS, BRIDGES, FERRIES], drawn=False)
    found = _placed(tmp_path, [plan], _transcript(SAID, 12.0))
    assert [(each[1], each[4]) for each in found] == [(1, "words"), (2, "words"), (3, "words")]
    assert [each[2] for each in found] == [_about(0.0), _about(12.0), _about(24.0)]


def test_words_go_back_to_a_slide(tmp_path: Path) -> None:
    plan = deck(tmp_path, [RIVERS, BRIDGES, FERRIES], drawn=False)
    again = "Wracam do rzek. Bug wylewa, wały przeciwpowodziowe trzeba podnieść, brzegi umocnić."
    found = _placed(tmp_path, [plan], _transcript([*SAID, again], 12.0))
    assert [each[1] for each in found] == [1, 2, 3, 1]


def test_of_a_deck_that_nobody_speaks_of_nothing_is_placed(tmp_path: Path) -> None:
    bees = deck(
        tmp_path,
        ["Pszczoły w mieście\nUl i miód\nMatka i trutnie", "Choroby\nWarroza: 70%\nZgnilec"],
        drawn=False,
    )
    assert _placed(tmp_path, [bees], _transcript([CHATTER, *SAID], 15.0)) == []


def test_a_deck_that_is_there_twice_is_placed_once(tmp_path: Path) -> None:
    one = deck(tmp_path, [RIVERS, BRIDGES, FERRIES], name="plan-pptx", drawn=False)
    two = deck(tmp_path, [RIVERS, BRIDGES, FERRIES])
    found = _placed(tmp_path, [one, two], _transcript(SAID, 12.0))
    assert [each[:2] for each in found] == [("plan", 1), ("plan", 2), ("plan", 3)]


def test_a_break_has_no_slide(tmp_path: Path) -> None:
    plan = deck(tmp_path, [RIVERS, BRIDGES, FERRIES], drawn=False)
    said = _transcript([SAID[0], "", "", "", "", SAID[1], SAID[2]], 12.0)
    found = _placed(tmp_path, [plan], said)
    assert all(each[3] <= 20.0 or each[2] >= 55.0 for each in found)
    assert {each[1] for each in found} == {1, 2, 3}


def test_a_deck_without_pictures_is_placed_by_words_beside_one_that_is_seen(
    tmp_path: Path,
) -> None:
    seen = deck(tmp_path, [RIVERS], name="rzeki")
    told = deck(tmp_path, [BRIDGES, FERRIES], name="mosty", drawn=False)
    pictures = [slide(1)] * 60 + [card()] * 60
    found = _placed(tmp_path, [seen, told], _transcript(SAID[:2], 30.0), pictures)
    assert [(each[0], each[4]) for each in found] == [("rzeki", "picture"), ("mosty", "words")]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("17% albo siedemnaście procent", ["#17", "#17"]),
        ("sto dwadzieścia pięć osób", ["#125"]),
        ("dwudziestu siedmiu uczestników", ["#27"]),
        ("1 250 000 zł i 4,2 mln", ["#1250000", "#4,2"]),
        ("jeden, dwa", []),
    ],
)
def test_numbers_are_the_same_said_and_written(said: str, numbers: list[str]) -> None:
    assert list(numbers_said(tokens(said))) == numbers


def test_a_step_forward_is_likelier_than_one_back() -> None:
    costs = transitions([[1, 2, 3]])
    assert costs[1, 1] < costs[1, 2] < costs[1, 3] < costs[3, 1]
    scores = np.full((3, 4), 0.0)
    scores[0, 2] = scores[2, 3] = 20.0
    found = shares(scores, costs)
    assert found.sum(axis=1) == pytest.approx(np.ones(3))
    assert found[1].argmax() in (2, 3)
    assert found[1, 1] < 0.1


def test_nothing_is_matched_where_there_is_nothing_to_match(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    said = (_transcript(SAID, 12.0),)
    assert match((), said, (), MatchOptions(), work) == Slideshow(())
    plan = deck(tmp_path, [RIVERS], drawn=False)
    assert match((plan,), said, (), MatchOptions(enabled=False), work) == Slideshow(())
    assert work.tasks == []
