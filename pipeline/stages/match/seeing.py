"""Which slides the scenes of a recording may show, by their pictures alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.shown import Scenes
from pipeline.stages.match.drawn import Drawn, looks_of
from pipeline.stages.match.fitting import Fit, Fits, exact, fit
from pipeline.stages.match.places import places

_WHOLE, _PARTS = 0.85, 0.88
"""How well a picture fits a slide at least. Slides of one design fit each other as a whole up to
0.97, in their parts up to 0.87; small, dark and coarsely coded, a slide fits itself by 0.92."""
_BELOW = 0.06
"""How much less than what fits well in this recording, as good as its picture is."""
_ALIKE = 0.3
"""Logarithm of how much less of the picture one slide leaves unexplained than another; below it
the two are alike."""
_TELLS = 20.0
"""Seconds of slides from which on a recording is one in which slides are shown."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one scene may show: indices of slides that are alike; nothing where it is no slide."""

    start: float
    end: float
    slides: tuple[int, ...]
    correlation: float


@dataclass(frozen=True, slots=True)
class Seen:
    """The scenes of one recording, by time."""

    sights: tuple[Sight, ...]

    @property
    def tells(self) -> bool:
        """Whether slides are shown in it: then where none is seen, none is shown."""
        return sum(each.end - each.start for each in self.sights if each.slides) >= _TELLS


def seen(scenes: Scenes, drawn: Sequence[Drawn]) -> Seen:
    """Which slides each scene may show; indices are those of `drawn`."""
    if not scenes.scenes or not drawn:
        return Seen(())
    looks = looks_of(scenes)
    seconds = np.array([each.end - each.start for each in scenes.scenes])
    fits = [
        fit(looks, exact(looks, place, drawn), drawn) for place in places(looks, seconds, drawn)
    ]
    if not fits:
        return Seen(tuple(Sight(each.start, each.end, (), 0.0) for each in scenes.scenes))
    best = _best(fits)
    parts = np.where(best.whole >= _WHOLE, best.parts, 0.0)
    least = _least(parts.max(axis=1), seconds)
    sights = []
    for number, scene in enumerate(scenes.scenes):
        slides = _alike(best.whole[number], parts[number] >= least)
        correlation = float(best.whole[number, slides[0]]) if slides else 0.0
        sights.append(Sight(scene.start, scene.end, slides, correlation))
    return Seen(tuple(sights))


def _best(fits: Sequence[Fit]) -> Fit:
    """For each scene and slide, the place where its parts fit best."""
    parts = np.stack([each.parts for each in fits])
    whole = np.stack([each.whole for each in fits])
    chosen = parts.argmax(axis=0)[None]
    return Fit(np.take_along_axis(whole, chosen, 0)[0], np.take_along_axis(parts, chosen, 0)[0])


def _least(best: Fits, seconds: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    """How well parts must fit here: nearly as well as most slides that are shown do."""
    good = best >= _PARTS
    if not good.any():
        return _PARTS
    order = np.argsort(-best[good], kind="stable")
    weights = seconds[good][order].cumsum()
    usual = best[good][order][np.searchsorted(weights, weights[-1] / 2)]
    return max(_PARTS, float(usual) - _BELOW)


def _alike(whole: Fits, possible: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[int, ...]:
    """Of the slides that are possible the one that fits best, and those it cannot be told from."""
    found = np.flatnonzero(possible)
    if not len(found):
        return ()
    left = np.log(np.maximum(1 - whole[found] ** 2, 1e-4))
    order = np.argsort(left, kind="stable")
    return tuple(int(found[each]) for each in order if left[each] - left.min() < _ALIKE)
