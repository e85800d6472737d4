"""The drawn slides of a seminar's decks, small and grey."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Deck
from pipeline.shown import Scenes
from pipeline.stage import Of

Grey = npt.NDArray[np.float32]
_SIDE = 480
_FLAT = 2.0
"""Levels of grey by which a picture must differ in itself to be known again."""


@dataclass(frozen=True, slots=True)
class SlideId:
    """One slide of one deck."""

    deck: str
    number: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A slide as it looks, wider than any look of a film; (height, width), grey from 0 to 255."""

    id: SlideId
    pixels: Grey

    @property
    def aspect(self) -> float:
        """Width by height."""
        height, width = self.pixels.shape
        return float(width / height)


def drawn_slides(decks: Sequence[Of[Deck]], outputs: Path) -> Iterator[Drawn]:
    """The slides of which there is a picture that shows something."""
    from PIL import Image, UnidentifiedImageError

    for deck in decks:
        for slide in deck.artefact.slides:
            if slide.picture is None:
                continue
            try:
                with Image.open(outputs / slide.picture.file) as picture:
                    picture.thumbnail((_SIDE, _SIDE))
                    pixels = np.asarray(picture.convert("L"), np.float32)
            except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
                continue  # words are left to tell
            if pixels.std() >= _FLAT:
                yield Drawn(SlideId(deck.owner, slide.number), pixels)


def resized(pixels: Grey, width: int, height: int) -> Grey:
    """The picture in another size, each pixel the mean of what it covers."""
    from PIL import Image

    picture = Image.fromarray(pixels, mode="F")
    return np.asarray(picture.resize((width, height), Image.Resampling.BOX), np.float32)


def looks_of(scenes: Scenes) -> Grey:
    """The looks of a recording; (scenes, height, width)."""
    shape = (len(scenes.scenes), scenes.height, scenes.width)
    data = b"".join(base64.b64decode(scene.look) for scene in scenes.scenes)
    return np.frombuffer(data, np.uint8).reshape(shape).astype(np.float32)
