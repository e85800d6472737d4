"""Fixtures that several modules of downloads share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.stages.download.patience import Patience
from tests.stages.decks import powerpoint
from tests.stages.downloading import quick
from tests.stages.media import Sound, make


@pytest.fixture(scope="module")
def collected() -> Iterator[None]:
    """What these tests leave to the garbage collector is collected before others begin."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = make(tmp_path_factory.mktemp("media") / "a.mp4", Sound(3.0, picture=True))
    return path.read_bytes()


@pytest.fixture
def waited() -> list[float]:
    """The pauses that would have been made."""
    return []


@pytest.fixture
def patience(waited: list[float]) -> Patience:
    return quick(waited)


@pytest.fixture(scope="module")
def pptx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return powerpoint(tmp_path_factory.mktemp("decks") / "a.pptx")
