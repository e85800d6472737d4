"""Slides and films made on the spot: bars stand for lines of text."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Deck, Picture, Slide
from pipeline.stage import Of
from tests.stages.media import Sound, make

Grey = npt.NDArray[np.uint8]
SIZE = (320, 180)


def slide(number: int, size: tuple[int, int] = SIZE) -> Grey:
    """A slide of one design with lines of its own; (height, width)."""
    width, height = size
    chance = np.random.default_rng(number)
    picture = np.full((height, width), 250, np.uint8)
    picture[: height // 10] = 60
    for line in range(6):
        top = height * (3 + 2 * line) // 18
        for left in np.flatnonzero(chance.random(20) < 0.6):
            place = width // 12 + int(left) * width // 24
            picture[top : top + height // 18, place : place + width // 26] = 40
    return picture


def card(tone: int = 90) -> Grey:
    """A title card: no slide."""
    picture = np.full((SIZE[1], SIZE[0]), tone, np.uint8)
    picture[70:110, 60:260] = 230
    return picture


def beside_a_face(shown: Grey, moment: float) -> Grey:
    """A slide in a part of the picture, darker, and somebody who moves beside it."""
    height, width = SIZE[1], SIZE[0]
    picture = np.full((height, width), 20, np.uint8)
    small = shown[::4, ::4] // 2 + shown[2::4, 2::4] // 2
    large = np.kron(small, np.ones((3, 3), np.uint8))[: height * 3 // 4, : width * 3 // 4]
    picture[20 : 20 + large.shape[0], 4 : 4 + large.shape[1]] = (large * 0.8).astype(np.uint8)
    left = 256 + int(20 + 20 * np.sin(moment * 2))
    picture[40:90, left : left + 20] = 200
    return picture


def film(path: Path, pictures: Sequence[Grey], rate: int = 2, keyframes: int = 20) -> Path:
    """A film with sound; each picture lasts as long as `rate` says, keyframes are rare."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=rate, options={"preset": "ultrafast", "g": str(keyframes)}
        )
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        sound = container.add_stream("aac", rate=16_000)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="gray")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        for first in range(0, 16_000 * len(pictures) // rate, 1024):
            silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            silence.pts, silence.sample_rate = first, 16_000
            container.mux(sound.encode(silence))
        container.mux(sound.encode(None))
    return path


def sound_alone(path: Path) -> Path:
    """A recording without a picture."""
    return make(path, Sound(2.0))


def deck(
    outputs: Path, texts: Sequence[str], first: int = 1, name: str = "plan", *, drawn: bool = True
) -> Of[Deck]:
    """A deck whose slides look as `slide` draws them from `first` on, and say `texts`."""
    from PIL import Image

    slides = []
    for number, text in enumerate(texts, 1):
        picture = None
        if drawn:
            file = f"{name}-{number}.webp"
            large = slide(first + number - 1, (960, 540))
            Image.fromarray(large).save(outputs / file, "WEBP", quality=80)
            picture = Picture(file, 960, 540)
        slides.append(Slide(number, text.split("\n", maxsplit=1)[0], text, picture))
    return Of(name, Deck(f"{name}.pdf", "", 0, tuple(slides)))
