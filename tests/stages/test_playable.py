"""Whatever a recording came in, its page has something that browsers play."""

from pathlib import Path

import pytest

from pipeline.sound import probe
from pipeline.stages.download.playable import make_playable
from tests.demo import DEMO, cut
from tests.stages.media import Sound, make

_DEMO = DEMO / "media" / "dzien-1.mp4"


@pytest.mark.parametrize("ending", [".mp4", ".m4v"])
def test_what_browsers_play_is_left_as_it_is(tmp_path: Path, ending: str) -> None:
    assert make_playable(cut(_DEMO, tmp_path / f"a{ending}", 3.0), tmp_path, 60.0) is None


@pytest.mark.parametrize("ending", [".mkv", ".mov", ".ts"])
def test_common_codecs_are_moved_into_mp4_with_their_picture(tmp_path: Path, ending: str) -> None:
    source = cut(_DEMO, tmp_path / f"a{ending}", 3.0)
    made = make_playable(source, tmp_path, 60.0)
    assert made is not None
    assert made.has_picture
    assert make_playable(tmp_path / made.name, tmp_path / "again", 60.0) is None
    assert probe(tmp_path / made.name, 60.0).duration == pytest.approx(3.0, abs=0.3)


def test_other_codecs_give_the_sound_on_the_same_clock(tmp_path: Path) -> None:
    source = make(tmp_path / "a.avi", Sound(codec="ac3", rate_hz=48_000, picture=True))
    made = make_playable(source, tmp_path, 60.0)
    assert made is not None
    assert not made.has_picture
    assert make_playable(tmp_path / made.name, tmp_path / "again", 60.0) is None
    whole, sound = probe(source, 60.0), probe(tmp_path / made.name, 60.0)
    assert sound.duration == pytest.approx(whole.duration, abs=0.15)
