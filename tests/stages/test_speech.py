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
def test_what_is_read_by_lot_is_the_same_in_each_run(tmp_path: Path) -> None:
    catalogue = Catalogue(CHECKOUT / "models")
    entry = catalogue.entry("base")
    catalogue.fetch(entry)
    write_track(_DAY, tmp_path / "sound")
    stretch = Track(tmp_path / "sound").stretch(4.0, 12.0)
    read = []
    for _ in range(2):
        speech._load.cache_clear()
        model = speech_model(catalogue.model(entry))
        (heard,) = model.read(model.encode([stretch]), How(temperature=1.0))
        read.append(heard.text)
    assert read[0]
    assert read[0] == read[1]
