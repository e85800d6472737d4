"""Where in the picture of a recording slides are shown: all of it, or a part beside a camera.

A slide is looked for by normalised cross-correlation (Lewis 1995, "Fast Template Matching"), in a
few sizes and at every position, in some scenes; what several of them agree on is a place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.stages.match.drawn import Drawn, Grey, resized

_SCALES = tuple(0.96**step for step in range(26))
"""Sizes, by the largest that fits: down to a bit more than a third."""
_SEARCHED = 12_000
"""Pairs of scene and slide that are searched through at most."""
_FEWEST = 12
_FOUND = 0.75
"""Correlation from which on a slide may be there."""
_NEAR = 2.5
"""Pixels by which two places may differ and be the same."""
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the picture, in pixels of its looks; sides need not be whole."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Find:
    place: Place
    weight: float


def places(looks: Grey, seconds: npt.NDArray[np.float64], drawn: Sequence[Drawn]) -> list[Place]:
    """Where slides are shown in the scenes that last long, the likeliest first; at most three.

    `looks`: (scenes, height, width); `seconds`: how long each lasts.
    """
    count = max(_FEWEST, _SEARCHED // max(1, len(drawn)))
    longest = np.argsort(-seconds, kind="stable")[:count].tolist()
    templates = list(_templates(drawn, looks.shape[2], looks.shape[1]))
    finds = [
        find for scene in longest for find in _best(looks[scene], templates, float(seconds[scene]))
    ]
    return _agreed(finds)


@dataclass(frozen=True, slots=True)
class _Template:
    """All slides of one shape in one size: their spectra, each centred and of length 1."""

    width: int
    height: int
    spectra: npt.NDArray[np.complex64]


def _templates(drawn: Sequence[Drawn], width: int, height: int) -> Iterator[_Template]:
    for aspect in sorted({round(each.aspect, 2) for each in drawn}):
        alike = [each for each in drawn if round(each.aspect, 2) == aspect]
        full = min(float(width), height * aspect)
        sizes = {(round(full * scale), round(full * scale / aspect)) for scale in _SCALES}
        for wide, high in sorted(sizes, reverse=True):
            room = np.zeros((len(alike), height, width), np.float32)
            for number, each in enumerate(alike):
                room[number, :high, :wide] = unit(resized(each.pixels, wide, high))
            spectra = np.fft.rfft2(room).astype(np.complex64)
            yield _Template(wide, high, spectra)


def unit(pixels: Grey) -> Grey:
    """The picture centred, of length 1; zeros where it is flat."""
    centred = pixels - pixels.mean()
    length = float(np.sqrt((centred**2).sum()))
    return np.asarray(centred / length if length > 1e-3 else centred * 0, np.float32)


def _best(look: Grey, templates: Sequence[_Template], seconds: float) -> list[_Find]:
    """Where in one scene any slide fits best; nothing where none fits."""
    spectrum = np.fft.rfft2(look)
    best, found = _FOUND, None
    for each in templates:
        spread = _spread(look, each.width, each.height)
        fits = np.fft.irfft2(spectrum * each.spectra.conj(), look.shape)
        rows, columns = spread.shape
        correlation = fits[:, :rows, :columns] / spread
        peak = int(correlation.argmax())
        _, row, column = np.unravel_index(peak, correlation.shape)
        if correlation.flat[peak] > best:
            best = float(correlation.flat[peak])
            found = Place(float(column), float(row), float(each.width), float(each.height))
    return [] if found is None else [_Find(found, seconds * (best - _FOUND))]


def _spread(look: Grey, width: int, height: int) -> npt.NDArray[np.float64]:
    """The length of every part of this size, centred: by sums over the whole picture."""
    sums = [np.pad(look.astype(np.float64) ** power, ((1, 0), (1, 0))) for power in (1, 2)]
    first, second = (
        table[height:, width:] - table[:-height, width:] - table[height:, :-width]
        + table[:-height, :-width]
        for table in (each.cumsum(0).cumsum(1) for each in sums)
    )  # fmt: skip
    lengths = np.sqrt(np.maximum(second - first**2 / (width * height), 0.0))
    return np.asarray(np.maximum(lengths, np.sqrt(width * height)))


def _agreed(finds: Sequence[_Find]) -> list[Place]:
    """Places that finds have in common, the one with the most weight first."""
    groups: list[list[_Find]] = []
    for find in sorted(finds, key=lambda each: -each.weight):
        home = next((each for each in groups if _is_near(each[0].place, find.place)), None)
        if home is None:
            groups.append([find])
        else:
            home.append(find)
    groups.sort(key=lambda group: -sum(each.weight for each in group))
    return [group[0].place for group in groups[:_PLACES]]


def _is_near(one: Place, other: Place) -> bool:
    corners = [
        (each.left, each.top, each.left + each.width, each.top + each.height)
        for each in (one, other)
    ]
    return all(abs(a - b) <= _NEAR for a, b in zip(*corners, strict=True))
