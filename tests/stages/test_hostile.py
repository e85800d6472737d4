"""Forty files that something is wrong with: each ends as it should, and none stops the others."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from pipeline.artefacts import Transcript
from pipeline.catalogue import Catalogue
from pipeline.checking import MISSING_END
from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.pool import Pool
from pipeline.stage import Model
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.recording import download_recording
from pipeline.stages.transcribe import transcribe
from pipeline.stages.transcribe.ledger import check_partition
from pipeline.stages.transcribe.options import TranscribeOptions
from tests.demo import CHECKOUT
from tests.stages.hostile_making import ten_hours_of_silence
from tests.stages.hostile_media import Hostile, hostile
from tests.stages.lending import LentWork

pytestmark = pytest.mark.slow

R = TypeVar("R")
_SAID = {
    "dzień",
    "dobry",
    "nazywam",
    "związku",
    "miast",
    "polskich",
    "witam",
    "spotkaniu",
    "rozwoju",
}


class _PooledWork(LentWork):
    """Sends tasks, of about a second each, to a warm process; what does not end is ended."""

    def __init__(self, base: Path, pool: Pool, patience: float = 60.0) -> None:
        super().__init__(base)
        self._pool, self._patience = pool, patience

    def call(self, task: Callable[..., R], *arguments: object, limit: float) -> R:
        return self._pool.call(
            task, arguments, min(limit, self._patience), lambda _done, _total: None
        )


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(1)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def model() -> Model:
    catalogue = Catalogue(CHECKOUT / "models")
    entry = catalogue.entry("base")
    catalogue.fetch(entry)
    return catalogue.model(entry)


def _transcript(path: Path, model: Model, work: LentWork) -> Transcript:
    recording = download_recording(Source("", path=str(path)), DownloadOptions(), work)
    return transcribe(recording, model, TranscribeOptions(), work)


@pytest.mark.parametrize("case", hostile(), ids=lambda case: case.name)
def test_whatever_the_file_it_ends_as_it_should(
    case: Hostile, pool: Pool, model: Model, tmp_path: Path
) -> None:
    path = tmp_path / case.name
    case.make(path)
    work = _PooledWork(tmp_path, pool)
    if case.refused:
        with pytest.raises(SourceError, match=re.escape(case.refused)) as caught:
            _transcript(path, model, work)
        assert str(path) in str(caught.value)
        return
    found = _transcript(path, model, work)
    check_partition(found.ledger, found.duration)
    said = {word.text.lower().strip(".,") for word in found.words}
    assert case.words != "none" or not said
    assert case.words != "some" or len(said & _SAID) >= 3
    assert case.told <= {entry.state for entry in found.ledger}
    lost = {
        entry.state
        for entry in found.ledger
        if entry.state == "hole" or entry.reason == MISSING_END
    }
    assert case.words == "any" or lost <= case.told
    assert ("hole" in lost) == any("damaged or missing" in note for note in work.noted)
    assert ("failed" in lost) == any("breaks off" in note for note in work.noted)
    assert case.duration is None or found.duration == pytest.approx(case.duration, abs=0.5)


def test_there_are_forty_of_them() -> None:
    names = [case.name for case in hostile()]
    assert len(set(names)) == len(names) >= 40


def test_ten_hours_of_silence_are_ten_hours_of_silence(
    pool: Pool, model: Model, tmp_path: Path
) -> None:
    path = tmp_path / "silence.m4a"
    ten_hours_of_silence(path)
    found = _transcript(path, model, _PooledWork(tmp_path, pool, 400.0))
    assert found.words == ()
    assert [(entry.start, entry.state) for entry in found.ledger] == [(0.0, "not speech")]
    assert found.duration == pytest.approx(36_000, abs=0.5)


def test_english_is_told_as_another_language_and_not_translated(
    pool: Pool, model: Model, tmp_path: Path
) -> None:
    english = CHECKOUT / "tests" / "data" / "english.ogg"
    found = _transcript(english, model, _PooledWork(tmp_path, pool))
    assert found.words == ()
    told = [entry for entry in found.ledger if entry.state == "rejected"]
    assert {entry.reason for entry in told} == {"another language: en"}
    assert sum(entry.end - entry.start for entry in told) > 0.8 * found.duration
