"""Sentences gathered into paragraphs that a reader can take in."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.artefacts import Word

_BREAK = 2.0
_FEWEST_WORDS = 60
_MOST_WORDS = 90


def paragraphs(words: Sequence[Word], sentences: Sequence[range]) -> tuple[range, ...]:
    """Return half-open ranges of indices into `sentences` that partition them.

    A paragraph ends at a pause of 2 s, else at the longest gap once it has 60 to 90 words.
    """
    gaps = [
        words[after.start].start - words[before.stop - 1].end
        for before, after in pairwise(sentences)
    ]
    found: list[range] = []
    first = 0
    while first < len(sentences):
        end = _end(sentences, gaps, first)
        found.append(range(first, end))
        first = end
    return tuple(found)


def _end(sentences: Sequence[range], gaps: Sequence[float], first: int) -> int:
    """Return the index after the last sentence of the paragraph that starts with `first`."""
    count = 0
    fitting: list[int] = []
    for index in range(first, len(sentences)):
        count += len(sentences[index])
        if count > _MOST_WORDS and index > first:
            return max(fitting, key=lambda at: (gaps[at - 1], -at)) if fitting else index
        if index == len(gaps) or gaps[index] >= _BREAK:
            return index + 1
        if count >= _FEWEST_WORDS:
            fitting.append(index + 1)
    return len(sentences)
