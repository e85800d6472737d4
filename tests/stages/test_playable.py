"""Whatever a recording came in, its page has something that browsers play."""

from pathlib import Path

import av
import pytest

from pipeline.sound import probe
from pipeline.stages.download.playable import make_playable
from tests.demo import DEMO, cut

_DEMO = DEMO / "media" / "dzien-1.mp4"


def _encoded(path: Path, picture: str, sound: str) -> Path:
    """Three seconds of the demo in other codecs."""
    with av.open(str(_DEMO)) as source, av.open(str(path), "w") as target:
        moving = target.add_stream(picture, rate=5, width=64, height=64, pix_fmt="yuv420p")
        heard = target.add_stream(sound, rate=48_000)
        for frame in source.decode(audio=0):
            if frame.time >= 3.0:
                break
            target.mux(heard.encode(frame))
        for _ in range(15):
            target.mux(moving.encode(av.VideoFrame(64, 64, "yuv420p")))
        target.mux(moving.encode(None))
        target.mux(heard.encode(None))
    return path


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
    source = _encoded(tmp_path / "a.avi", "mpeg4", "mp2")
    made = make_playable(source, tmp_path, 60.0)
    assert made is not None
    assert not made.has_picture
    assert make_playable(tmp_path / made.name, tmp_path / "again", 60.0) is None
    whole, sound = probe(source, 60.0), probe(tmp_path / made.name, 60.0)
    assert sound.duration == pytest.approx(whole.duration, abs=0.15)
