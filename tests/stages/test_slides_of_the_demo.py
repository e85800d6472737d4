"""The slides of the demo in their places: what the picture tells, what words alone tell."""

import dataclasses
from pathlib import Path

import pytest

from bench.distorted import beside_a_camera
from bench.foreign import foreign_decks
from bench.slides import Demo, scored, truth, watch
from pipeline.artefacts import Deck
from pipeline.declared import Source
from pipeline.files import file_digest
from pipeline.shown import Slideshow
from pipeline.stage import Of
from pipeline.stages.download.deck import download_deck
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.match.matching import Order, matched
from pipeline.stages.match.options import MatchOptions
from tests.demo import DEMO
from tests.stages.gold import transcripts
from tests.stages.lending import LentWork

pytestmark = pytest.mark.slow

_DECKS = {
    "poltax-zus": "prezentacja_poltax_zus_23-04-2020.pdf",
    "przyklady-i-warsztat": "przyklady-i-warsztat.pdf",
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> LentWork:
    return LentWork(tmp_path_factory.mktemp("slides"))


@pytest.fixture(scope="module")
def demo(work: LentWork) -> Demo:
    decks: list[Of[Deck]] = []
    for name, file in _DECKS.items():
        work.folder = work.outputs / name
        work.folder.mkdir(parents=True)
        path = DEMO / "slides" / file
        source = Source("", file_digest(path), str(path))
        decks.append(Of(name, download_deck(source, DownloadOptions(), work)))
    media = {each.owner: DEMO / "media" / f"{each.owner}.mp4" for each in transcripts()}
    return Demo(tuple(decks), transcripts(), media)


@pytest.fixture(scope="module")
def order(demo: Demo, work: LentWork) -> Order:
    scenes = watch(demo.media, demo.transcripts)
    least = MatchOptions().min_confidence
    return Order(demo.decks, demo.transcripts, scenes, work.outputs, least)


def test_the_picture_places_nearly_every_second_right(order: Order) -> None:
    score = scored(matched(order), truth())
    assert score.right / score.placed >= 0.95
    assert score.covered / score.slides >= 0.95


def test_words_alone_place_most_seconds_right(order: Order) -> None:
    score = scored(matched(dataclasses.replace(order, scenes=())), truth())
    assert score.right / score.placed >= 0.8
    assert score.right / score.slides >= 0.7


def test_of_decks_of_other_seminars_nothing_is_placed(order: Order) -> None:
    for deck in foreign_decks():
        assert matched(dataclasses.replace(order, decks=(deck,))) == Slideshow(())
    beside = dataclasses.replace(order, decks=order.decks + foreign_decks())
    assert {each.deck for each in matched(beside).shown} == set(_DECKS)


@pytest.mark.parametrize("number", [0, 1])
def test_a_deck_of_the_same_design_is_not_taken_for_the_one_that_is_shown(
    order: Order, number: int
) -> None:
    score = scored(matched(dataclasses.replace(order, decks=(order.decks[number],))), truth())
    assert score.right / score.placed >= 0.95


def test_slides_are_known_in_a_corner_beside_a_camera(
    order: Order, demo: Demo, tmp_path: Path
) -> None:
    media = {"dzien-2": beside_a_camera(demo.media["dzien-2"], tmp_path / "a.mp4")}
    said = tuple(each for each in demo.transcripts if each.owner == "dzien-2")
    scenes = watch(media, said)
    found = matched(dataclasses.replace(order, transcripts=said, scenes=scenes))
    score = scored(found, [each for each in truth() if each.recording == "dzien-2"])
    assert score.right / score.placed >= 0.95
    assert score.covered / score.slides >= 0.95
