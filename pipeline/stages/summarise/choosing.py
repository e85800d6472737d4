"""Which units are worth quoting: what they say for their length, and without repeating.

TextRank over lemmas (Mihalcea and Tarau 2004) says how central a unit is; figures, plans and
answers are what people look for; greetings, questions and what hangs on another sentence count
little or nothing. Units are taken by their worth a word (as Lin and Bilmes 2010 do under a budget),
less for what was chosen already (MMR; Carbonell and Goldstein 1998).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.stages.summarise.ranking import Matrix, text_rank, vectors
from pipeline.stages.summarise.units import Unit
from pipeline.summaries import SentenceKind

_SHORTEST, _LONGEST = 6, 45  # words of a unit that can stand alone, and be read
_DOUBTFUL = 0.55  # a unit whose words are on average less probable than this is not quoted
_FIGURE, _MORE_FIGURES, _PLAN, _ANSWER = 2.0, 0.4, 0.75, 1.0  # added to the worth of 1
_RICH = 0.05  # exponent of the number of content words
_CENTRAL = 0.1  # exponent of the rank
_LEANS, _CARRIED_ON, _MOVES_ON = 0.4, 0.75, 0.8  # factors
_LARGEST = 0.5  # share of the words of a part that may be chosen
_LONG = 1.2  # exponent of its words by which a unit gains where room does not matter
_REPEATS = 0.4  # of a unit's worth that it loses at most for being like a chosen one


def choose(
    parts: Sequence[Sequence[Unit]], most_words: int, most: Mapping[SentenceKind, int]
) -> list[list[Unit]]:
    """The chosen statements of each part, in their order.

    No more than `most_words` together: a part that says more gets more of them, but none more than
    `_LARGEST` of its own words. No more of each kind than `most` allows in a part.
    """
    pools = [_Pool(units, most) for units in parts]
    left = most_words
    while True:
        best = max(pools, key=lambda pool: pool.best(left), default=None)
        if best is None or best.best(left) <= 0:
            return [pool.chosen for pool in pools]
        left -= best.take(left)


def strongest(units: Sequence[Unit], most: int) -> list[Unit]:
    """The units worth most, unlike each other, in their order."""
    pool = _Pool(units, {}, largest=1.0, by_word=False)
    words = sum(unit.words for unit in units)
    while len(pool.chosen) < most and pool.best(words) > 0:
        pool.take(words)
    return pool.chosen


class _Pool:
    """The units of one part, and what was chosen of them."""

    def __init__(
        self,
        units: Sequence[Unit],
        most: Mapping[SentenceKind, int],
        largest: float = _LARGEST,
        *,
        by_word: bool = True,
    ) -> None:
        self._units = units
        self._rows = vectors([unit.lemmas for unit in units])
        self._worth = _worth(units, self._rows)
        if not by_word:
            self._worth *= np.array([unit.words**_LONG for unit in units])
        self._lengths = np.array([unit.words for unit in units])
        self._closeness = np.zeros(len(units))  # to the nearest unit chosen so far
        self._left = dict(most)
        self._own = int(largest * self._lengths.sum())
        self._numbers: list[int] = []

    @property
    def chosen(self) -> list[Unit]:
        return [self._units[number] for number in sorted(self._numbers)]

    def best(self, most_words: int) -> float:
        """How much the best unit that is left and fits is worth."""
        now = self._now(most_words)
        return float(now.max()) if len(now) else 0.0

    def take(self, most_words: int) -> int:
        """Choose it; how many words it has."""
        number = int(self._now(most_words).argmax())
        unit = self._units[number]
        self._numbers.append(number)
        self._own -= unit.words
        kind = kind_of(unit)
        self._left[kind] = self._left.get(kind, len(self._units)) - 1
        alike = self._rows @ self._rows[number]
        self._closeness = np.maximum(self._closeness, alike)
        self._worth[number] = 0.0
        if not self._left[kind]:
            same = [n for n, other in enumerate(self._units) if kind_of(other) == kind]
            self._worth[same] = 0.0
        return unit.words

    def _now(self, most_words: int) -> npt.NDArray[np.float64]:
        fitting = self._lengths <= min(most_words, self._own)
        return np.asarray(self._worth * (1 - _REPEATS * self._closeness) * fitting)


def kind_of(unit: Unit) -> SentenceKind:
    """What a statement is: something that will be done, a figure, or a point."""
    if unit.promises:
        return "commitment"
    return "figure" if unit.measures else "point"


def questions(units: Sequence[Unit], most: int) -> list[int]:
    """The questions that say most, in their order."""
    asked = [n for n, unit in enumerate(units) if unit.asks and fits(unit) and not unit.manners]
    return sorted(sorted(asked, key=lambda n: (-len(set(units[n].lemmas)), n))[:most])


def most_central(units: Sequence[Unit]) -> Unit | None:
    """The point that has most in common with all the others, if there is any."""
    ranks = text_rank(vectors([unit.lemmas for unit in units])) if units else ()
    points = [
        (rank, unit) for rank, unit in zip(ranks, units, strict=True) if kind_of(unit) == "point"
    ]
    return max(points, key=lambda each: each[0], default=(0.0, None))[1]


def fits(unit: Unit) -> bool:
    """Whether it may be quoted at all."""
    return _SHORTEST <= unit.words <= _LONGEST and unit.sure >= _DOUBTFUL and bool(unit.lemmas)


def _worth(units: Sequence[Unit], rows: Matrix) -> npt.NDArray[np.float64]:
    """What each unit is worth a word; 0 is never quoted."""
    ranks = text_rank(rows)
    ranks = ranks / ranks.max() if ranks.any() else ranks
    return np.array(
        [
            rank**_CENTRAL * _value(unit) / unit.words
            if fits(unit) and not unit.asks and not unit.manners
            else 0.0
            for unit, rank in zip(units, ranks, strict=True)
        ]
    )


def _value(unit: Unit) -> float:
    value = 1.0 + _FIGURE * (unit.figures > 0) + _MORE_FIGURES * (unit.figures > 1)
    value += _PLAN * unit.plans + _ANSWER * unit.answers
    value *= float(len(unit.lemmas) ** _RICH) * unit.sure
    for hangs, factor in (
        (unit.leans, _LEANS),
        (unit.carried_on, _CARRIED_ON),
        (unit.moves_on, _MOVES_ON),
    ):
        value *= factor if hangs else 1.0
    return value
