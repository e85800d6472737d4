"""A recording as conferences record it: the picture in a corner, a face that moves beside it."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_SIZE = (640, 360)
_SLIDE = (16, 52, 448, 252)
"""Left, top, width and height of what was the whole picture."""
_TILE = (480, 60, 144, 108)
Frame = npt.NDArray[np.uint8]


def beside_a_camera(source: Path, target: Path) -> Path:
    """`target`: the film in `source`, smaller, darker and coarser, beside a camera; its sound."""
    import av

    target.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(source)) as whole, av.open(str(target), "w") as made:
        options = {"crf": "33", "preset": "veryfast", "g": "60"}
        film = made.add_stream("libx264", rate=5, options=options)
        film.width, film.height, film.pix_fmt = *_SIZE, "yuv420p"
        sound = made.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(whole.streams.video[0], whole.streams.audio[0]):
            if packet.dts is None:
                continue
            if packet.stream.type == "audio":
                packet.stream = sound
                made.mux(packet)
            else:
                for frame in cast("list[VideoFrame]", packet.decode()):
                    made.mux(film.encode(_composed(frame)))
        made.mux(film.encode(None))
    return target


def _composed(frame: "VideoFrame") -> "VideoFrame":
    import av

    left, top, width, height = _SLIDE
    picture = np.full((_SIZE[1], _SIZE[0], 3), 24, np.uint8)
    small = frame.reformat(width, height, "rgb24", interpolation="AREA").to_ndarray()
    picture[top : top + height, left : left + width] = (small * 0.85).astype(np.uint8)
    left, top, width, height = _TILE
    seconds = float(frame.time or 0.0)
    picture[top : top + height, left : left + width] = _face(seconds, width, height)
    composed = av.VideoFrame.from_ndarray(picture, format="rgb24")
    composed.pts, composed.time_base = round(seconds * 5), Fraction(1, 5)
    return composed


def _face(seconds: float, width: int, height: int) -> Frame:
    """A bright round thing that sways before a wall."""
    rows, columns = np.mgrid[:height, :width]
    x = width * (0.5 + 0.2 * np.sin(seconds * 1.3))
    y = height * (0.5 + 0.1 * np.sin(seconds * 2.1))
    inside = ((columns - x) / width * 4) ** 2 + ((rows - y) / height * 3) ** 2 < 1
    grey = np.where(inside, 190, 70 + 40 * columns // width)
    return np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8)


def all_in(folder: Path, media: Mapping[str, Path]) -> dict[str, Path]:
    """The films of `media`, by the same names, each distorted, in `folder`."""
    return {name: beside_a_camera(source, folder / f"{name}.mp4") for name, source in media.items()}
