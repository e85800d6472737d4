"""The speech model itself."""

from pathlib import Path

import pytest

from pipeline import speech
from pipeline.catalogue import Catalogue
from pipeline.sound import Track, write_track
from pipeline.speech import How, speech_model
from tests.demo import CHECKOUT

_DAY = CHECKOUT / "seminars" / "endogenne-potencjaly" / "media" / "dzien-1.mp4"


@pytest.mark.slow
def test_each_way_of_reading_gives_the_same_in_each_run(tmp_path: Path) -> None:
    catalogue = Catalogue(CHECKOUT / "models")
    entry = catalogue.entry("base")
    catalogue.fetch(entry)
    write_track(_DAY, tmp_path / "sound")
    stretch = Track(tmp_path / "sound").stretch(4.0, 12.0)
    read = []
    for _ in range(2):
        speech._load.cache_clear()
        model = speech_model(catalogue.model(entry))
        encoded = model.encode([stretch])
        read.append(
            [model.read(encoded, how)[0] for how in (How(), How(8, 2.0), How(8, no_repeat=6))]
        )
    assert all(heard.pieces for heard in read[0])
    assert read[0] == read[1]
