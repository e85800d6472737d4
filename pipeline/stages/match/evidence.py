"""How much the words of a moment speak for each slide.

A slide is a mixture: most of what is said while it is shown is what is always said, a little is
what stands on it (Ponte and Croft 1998, https://doi.org/10.1145/290941.291008).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import numpy as np
import numpy.typing as npt

from pipeline.language import content_lemmas, tokens
from pipeline.language.frequency import log_frequency
from pipeline.stages.match.numbers import numbers_said

Scores = npt.NDArray[np.float64]
_SHARE = 0.1
"""Of the words said while a slide is shown, how many stand on it; few, since people explain."""
_MOST = 4.0
"""For one word at most: it may be misheard."""
_NUMBER = 2e-4
"""How often a number is said by chance; small ones are."""
_SMALL_NUMBER = 4e-3
_OWN = 0.5
"""How much the seminar's own words count for what is always said in it."""


def terms(text: str) -> tuple[str, ...]:
    """What a text is compared by: its content lemmas, and its numbers with a mark before them."""
    return (*content_lemmas(text), *numbers_said(tokens(text)))


class Evidence:
    """The slides of a seminar as its words are compared with them."""

    def __init__(self, slides: Sequence[Iterable[str]], said: Iterable[Sequence[str]]) -> None:
        """`slides`: the terms of each; `said`: those of each sentence of the seminar."""
        self.slides = [frozenset(each) for each in slides]
        self._counts = Counter(term for sentence in said for term in sentence)
        self._total = max(1, sum(self._counts.values()))
        self._on: dict[str, list[int]] = {}
        for number, slide in enumerate(self.slides):
            for term in slide:
                self._on.setdefault(term, []).append(number)

    def of(self, sentence: Sequence[str]) -> Scores:
        """For each slide, the logarithm of how much likelier it makes the words of a sentence."""
        scores = np.zeros(len(self.slides))
        for term in set(sentence):
            scores += log(1 - _SHARE)
            for number in self._on.get(term, ()):
                scores[number] += min(_MOST, log(1 + self._lift(term, number)))
        return scores

    def _lift(self, term: str, number: int) -> float:
        on_slide = 1 / max(8, len(self.slides[number]))
        return _SHARE / (1 - _SHARE) * on_slide / self.chance(term)

    def chance(self, term: str) -> float:
        """How often the term is said whatever is shown: here, and in Polish at large."""
        at_large = _chance_of_number(term) if term[0] == "#" else 10.0 ** log_frequency(term)
        # Said once it may have been said for the slide's sake alone.
        own = max(0, self._counts[term] - 1) / self._total
        return max(2e-5, _OWN * own + (1 - _OWN) * at_large)


def _chance_of_number(term: str) -> float:
    return _SMALL_NUMBER if len(term) == 2 else _NUMBER
