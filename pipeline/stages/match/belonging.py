"""Whether a deck was spoken of at all: one of another seminar fits somewhere by chance."""

from collections.abc import Mapping, Sequence, Set
from math import sqrt

from pipeline.language.frequency import log_frequency

_COMMON = -4.0
"""Words more frequent than this, as a logarithm, say little about what is spoken of."""
_DECK, _HERE, _SLIDE = 0.33, 0.4, 0.2
_ENOUGH = 5
"""Terms that are enough of any slide, however much stands on it."""
Heard = Mapping[int, Set[str]]
"""What is said where a slide of the deck is placed, by the slide's index."""


class Contents:
    """What stands in a deck, and how much of it is said where its slides are placed."""

    def __init__(self, slides: Sequence[Set[str]]) -> None:
        """`slides`: the terms of each."""
        self._slides = [telling(each) for each in slides]

    def is_spoken_of(self, heard: Heard) -> bool:
        """Whether the seminar is about it.

        Counts how much is said of all that stands in the deck, and of what stands on the slides
        that are placed; their geometric mean is 0.4 where half of a deck was shown, and 0.25 by
        chance.
        """
        everything = sum(map(len, self._slides))
        said, placed = self._counts(heard)
        return bool(placed) and sqrt(said / everything * said / placed) >= _DECK

    def is_told_in(self, heard: Heard) -> bool:
        """Whether enough of the slides that are placed in one recording is said there."""
        said, placed = self._counts(heard)
        return bool(placed) and said / placed >= _HERE

    def is_told(self, slide: int, said: Set[str]) -> bool:
        """Whether enough of one slide is said where it is placed."""
        wanted = self._slides[slide]
        return len(wanted & said) >= max(1.0, min(_ENOUGH, _SLIDE * len(wanted)))

    def _counts(self, heard: Heard) -> tuple[int, int]:
        said = sum(len(self._slides[slide] & words) for slide, words in heard.items())
        return said, sum(len(self._slides[slide]) for slide in heard)


def telling(terms: Set[str]) -> frozenset[str]:
    """The terms of a slide that are not said everywhere."""
    return frozenset(
        each
        for each in terms
        if (len(each) > 2 if each[0] == "#" else log_frequency(each) < _COMMON)
    )
