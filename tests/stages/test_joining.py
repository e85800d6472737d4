"""Sound and picture that came apart, in one file that browsers play."""

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import pytest

from pipeline.errors import SourceError
from pipeline.sound import open_media, probe
from pipeline.stages.download.joining import join
from pipeline.stages.download.playable import make_playable
from tests.stages.media import Sound, make

_OPUS = Sound(3.0, codec="libopus", rate_hz=48_000, sample_format="s16")


def _picture(path: Path, codec: str) -> Path:
    with av.open(str(path), "w") as container:
        stream = cast("av.VideoStream", container.add_stream(codec, rate=5))
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for number in range(15):
            frame = av.VideoFrame(64, 64, "yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 5)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("sound", "codec", "files", "ending"),
    [
        (Sound(3.0), "libx264", ("a.m4a", "b.mp4"), ".mp4"),
        (_OPUS, "libx264", ("a.webm", "b.mp4"), ".mp4"),
        (_OPUS, "libvpx-vp9", ("a.webm", "b.webm"), ".webm"),
    ],
)
def test_sound_and_picture_of_one_recording_are_joined_so_that_browsers_play_them(
    sound: Sound, codec: str, files: tuple[str, str], ending: str, tmp_path: Path
) -> None:
    parts = [make(tmp_path / files[0], sound), _picture(tmp_path / files[1], codec)]
    joined = join(parts, tmp_path)
    assert joined == tmp_path / f"joined{ending}"
    found = probe(joined, 60.0)
    assert found.has_picture
    assert found.duration == pytest.approx(3.0, abs=0.1)
    assert make_playable(joined, tmp_path, 60.0) is None
    with open_media(joined) as container:
        kinds = [packet.stream.type for packet in container.demux() if packet.size]
    assert {"video", "audio"} == set(kinds[:12])  # by time, not one behind the other
    assert join(parts, tmp_path).read_bytes() == joined.read_bytes()


def test_what_holds_neither_sound_nor_picture_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.ts"
    file.write_bytes(b"<!doctype html>" * 999)
    with pytest.raises(SourceError, match="its sound and picture cannot be put together"):
        join([file], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.ts"]
