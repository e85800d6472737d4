"""What was said in one breath, gathered into voices: how many there are is found.

Bottom up, the nearest first, by the distance of means (agglomerative clustering with centroid
linkage). Long recordings are gathered block by block, then the blocks' voices with each other, so
that time and memory grow with the length and not with its square.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from pipeline.stages.diarise.likeness import NOISE, distances
from pipeline.voice import SIZE, Floats

BLOCK = 600
"""What is gathered at once, at most."""
_ONE = 0.07  # squared distance below which pieces are one voice beyond doubt
_TWO = 0.14  # from which on, voices are two
_FEWEST = 2.0  # independent observations of what can be gathered
_VOICE = 2.5  # of what is a voice by itself
_SHORT = 6.0  # of one that may be two at once
_BLENDED = 0.15  # squared distance from a blend of two others
_NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many speakers may be found. `most` is 0 where there is no limit."""

    fewest: int = 1
    most: int = 0


@dataclass(frozen=True, slots=True)
class Voices:
    """The mean vector of each voice, shape (voices, 256), and its independent observations.

    `mixed`: those that were put together for the sake of the bounds alone.
    """

    means: Floats
    weights: npt.NDArray[np.float64]
    mixed: frozenset[int] = frozenset()


def blocks(
    means: Floats, weights: npt.NDArray[np.float64], worth: npt.NDArray[np.bool_]
) -> list[Voices]:
    """The pieces of a recording that are worth it, gathered block by block."""
    kept = [np.flatnonzero(worth[at : at + BLOCK]) + at for at in range(0, len(means), BLOCK)]
    return [_merged(Voices(means[here], weights[here])) for here in kept]


def gather(parts: Sequence[Voices]) -> Voices:
    """What was gathered of all recordings, as far as it is one voice beyond doubt."""
    if not parts:
        return Voices(np.zeros((0, SIZE), np.float32), np.zeros(0))
    return _merged(
        Voices(
            np.concatenate([each.means for each in parts]),
            np.concatenate([each.weights for each in parts]),
        )
    )


def _merged(pieces: Voices) -> Voices:
    worth = pieces.weights >= _FEWEST
    tree = _Tree(Voices(pieces.means[worth], pieces.weights[worth]), errors=0.5)
    tree.merge(_ONE, Bounds())
    return tree.voices(0.0)


def join(voices: Voices, bounds: Bounds) -> Voices:
    """Voices that are near enough put together, and what is too little to be one left out.

    Of what little was heard, it takes more to be a voice of its own.
    """
    tree = _Tree(voices, errors=-2.5)
    tree.merge(_TWO, bounds, apart=blends(voices))
    return tree.voices(_VOICE)


def blends(voices: Voices) -> frozenset[int]:
    """Voices that are two others at once: little was heard of them, and they lie between the two.

    Where two speak together, the vector is near the line from one's to the other's.
    """
    found: set[int] = set()
    for one in np.flatnonzero(voices.weights < _SHORT).tolist():
        others = np.delete(voices.means, one, axis=0)
        noise = NOISE / voices.weights[one]
        nearest = ((others - voices.means[one]) ** 2).sum(axis=1).min(initial=_NEVER) - noise
        between = [
            share * first + (1 - share) * second
            for first, second in combinations(others, 2)
            for share in (0.3, 0.5, 0.7)
        ]
        if between:
            apart = ((np.array(between) - voices.means[one]) ** 2).sum(axis=1).min() - noise
            if nearest > _TWO and apart < min(_BLENDED, 0.75 * nearest):
                found.add(one)
    return frozenset(found)


class _Tree:
    """Means on their way to be voices."""

    def __init__(self, voices: Voices, errors: float) -> None:
        self._means = voices.means.astype(np.float32)
        self._weights = voices.weights.astype(np.float64)
        self._alive = np.ones(len(self._means), bool)
        self._apart = np.zeros(len(self._means), bool)
        self._mixed = set(voices.mixed)
        self._errors = errors

    def voices(self, least: float) -> Voices:
        """Those that at least so much was heard of."""
        kept = np.flatnonzero(self._alive & (self._weights >= least))
        mixed = frozenset(new for new, old in enumerate(kept.tolist()) if old in self._mixed)
        return Voices(self._means[kept], self._weights[kept], mixed)

    def merge(self, near_as: float, bounds: Bounds, apart: Collection[int] = ()) -> None:
        """Put together what is nearer than `near_as`, and what the bounds ask for.

        `apart`: those that are left as they are, unless the bounds ask for it.
        """
        if not len(self._means):
            return
        self._apart[list(apart)] = not bounds.most
        near = np.stack([self._row(index) for index in range(len(self._means))])
        while self._alive.sum() > 1:
            one, other = divmod(int(near.argmin()), len(near))
            count = int((self._alive & (self._weights >= _VOICE)).sum())
            is_one = bool(near[one, other] < near_as)
            too_many = bool(bounds.most) and count > bounds.most
            too_few = count <= bounds.fewest and min(self._weights[[one, other]]) >= _VOICE
            if not too_many and not is_one:
                break
            if not too_many and too_few:
                near[one, other] = near[other, one] = _NEVER
                continue
            if not is_one:
                self._mixed.add(one)
            self._put_together(one, other)
            near[one] = near[:, one] = self._row(one)
            near[other] = near[:, other] = _NEVER

    def _put_together(self, one: int, other: int) -> None:
        both = self._weights[one] + self._weights[other]
        share = self._weights[one] / both
        self._means[one] = share * self._means[one] + (1 - share) * self._means[other]
        self._weights[one] = both
        self._alive[other] = False
        if other in self._mixed:
            self._mixed.add(one)

    def _row(self, one: int) -> npt.NDArray[np.float64]:
        row = distances(self._means, self._weights, one, self._errors)
        row[~self._alive | self._apart | self._apart[one]] = _NEVER
        row[one] = _NEVER
        return row
