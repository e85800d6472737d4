"""How well each scene of a recording fits each slide, in the places where slides are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.stages.match.drawn import Drawn, Grey, resized
from pipeline.stages.match.places import Place, unit

Fits = npt.NDArray[np.float32]
_SQUARE = 8
"""Pixels on a side of the parts that are compared each by itself."""
_PATTERN = 6.0
"""Levels of grey by which a part must differ in itself to count."""
_NOISE = 3.0
"""Levels of grey that may be noise."""
_MOVES = (-1.0, -0.5, 0.0, 0.5, 1.0)
_TRIED = 5
"""Scenes by which a place is made exact."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How scenes fit slides; (scenes, slides)."""

    whole: Fits
    """The correlation of the pictures, in [-1, 1]."""
    parts: Fits
    """The mean correlation of the parts of the slide on which there is anything: slides that share
    a background have much of the first in common, and little of this."""


def fit(looks: Grey, place: Place, drawn: Sequence[Drawn]) -> Fit:
    """How what is in a place fits each slide. `looks`: (scenes, height, width)."""
    width, height = round(place.width), round(place.height)
    slides = np.stack([resized(each.pixels, width, height) for each in drawn])
    seen = np.stack([cut(look, place, width, height) for look in looks])
    whole = _units(seen) @ _units(slides).T
    return Fit(whole, _squares(seen, 0.0) @ _squares(slides, _PATTERN).T)


def cut(look: Grey, place: Place, width: int, height: int) -> Grey:
    """What is seen in a place, in another size."""
    from PIL import Image

    right = min(place.left + place.width, float(look.shape[1]))
    bottom = min(place.top + place.height, float(look.shape[0]))
    box = (max(0.0, place.left), max(0.0, place.top), right, bottom)
    picture = Image.fromarray(look, mode="F")
    return np.asarray(picture.resize((width, height), Image.Resampling.BILINEAR, box), np.float32)


def exact(looks: Grey, place: Place, drawn: Sequence[Drawn]) -> Place:
    """The place to half a pixel, by the scenes that fit best."""
    first = fit(looks, place, drawn).whole
    scenes = np.argsort(-first.max(axis=1), kind="stable")[:_TRIED]
    shown = [drawn[int(number)] for number in first[scenes].argmax(axis=1)]
    for names in (("left", "width"), ("top", "height")):
        tried = [
            replace(place, **{
                names[0]: getattr(place, names[0]) + move,
                names[1]: getattr(place, names[1]) + grow,
            })
            for move in _MOVES
            for grow in _MOVES
        ]  # fmt: skip
        place = max((each for each in tried if _is_inside(each, looks)),
                    key=lambda each: _agreement(looks[scenes], each, shown),
                    default=place)  # fmt: skip
    return place


def _agreement(looks: Grey, place: Place, shown: Sequence[Drawn]) -> float:
    width, height = round(place.width), round(place.height)
    return sum(
        float(
            (
                unit(cut(look, place, width, height)) * unit(resized(each.pixels, width, height))
            ).sum()
        )
        for look, each in zip(looks, shown, strict=True)
    )


def _is_inside(place: Place, looks: Grey) -> bool:
    height, width = looks.shape[1:]
    return (
        min(place.left, place.top) >= 0
        and place.left + place.width <= width
        and place.top + place.height <= height
    )


def _units(pictures: Grey) -> Fits:
    return np.stack([unit(each).ravel() for each in pictures])


def _squares(pictures: Grey, least: float) -> Fits:
    """Parts of pictures, each centred and of length 1 but where it is noise, in a row a picture.

    With `least`, parts that differ less in themselves are nothing, and the others weigh so that
    the product with another picture's row is a mean.
    """
    count, height, width = pictures.shape
    rows = [slice(top, top + _SQUARE) for top in range(0, height, _SQUARE)]
    columns = [slice(left, left + _SQUARE) for left in range(0, width, _SQUARE)]
    made, weights = np.zeros_like(pictures), np.zeros(count)
    for row in rows:
        for column in columns:
            part = pictures[:, row, column]
            part = part - part.mean(axis=(1, 2), keepdims=True)
            size = part.shape[1] * part.shape[2]
            length = np.sqrt((part**2).sum(axis=(1, 2)))
            kept = length >= least * np.sqrt(size)
            weights += kept
            length = np.maximum(length, _NOISE * np.sqrt(size))
            made[:, row, column] = part * (kept / length)[:, None, None]
    flat = made.reshape(count, -1)
    return np.asarray(flat / np.maximum(weights, 1)[:, None] if least else flat, np.float32)
