"""Words that were recognised laid against those that were said, and what that tells of errors."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import jiwer
import numpy as np
import numpy.typing as npt

from bench.corpora import Corpus, plain
from pipeline.artefacts import Word

Counts = npt.NDArray[np.int64]
"""Errors by turn, shape (turns, 3): substitutions, deletions, insertions."""
_GROUPS = re.compile(r"\b\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """A word that was said and the one that was found for it; `None` where there is none."""

    said: int | None
    found: int | None
    equal: bool


def align(said: Sequence[str], found: Sequence[str]) -> list[Pair]:
    """The two in pairs with as few differences as can be; indices count from 0."""
    if not said or not found:
        lost = [Pair(index, None, equal=False) for index in range(len(said))]
        return lost + [Pair(None, index, equal=False) for index in range(len(found))]
    pairs: list[Pair] = []
    for chunk in jiwer.process_words(" ".join(said), " ".join(found)).alignments[0]:
        left = range(chunk.ref_start_idx, chunk.ref_end_idx)
        right = range(chunk.hyp_start_idx, chunk.hyp_end_idx)
        if chunk.type == "delete":
            pairs += [Pair(index, None, equal=False) for index in left]
        elif chunk.type == "insert":
            pairs += [Pair(None, index, equal=False) for index in right]
        else:
            same = chunk.type == "equal"
            pairs += [Pair(a, b, equal=same) for a, b in zip(left, right, strict=True)]
    return pairs


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared."""

    text: str
    start: float
    index: int
    """Of the recogniser's word that it is of."""


def tokens(words: Sequence[Word]) -> list[Token]:
    """The recogniser's words as they are compared: one may be several, or none."""
    return [
        Token(text, word.start, index)
        for index, word in enumerate(words)
        for text in plain(word.text)
    ]


@functools.cache
def _normaliser():  # type: ignore[no-untyped-def]  # noqa: ANN202 - imported where it is used
    from polish_whisper_normalizer import PolishTextNormalizer

    return PolishTextNormalizer()


def normalised(text: str) -> list[str]:
    """The words of `text`, numbers and dates in one form.

    The normaliser takes the groups of „1 250 000” for numbers of their own, so they are joined.
    """
    joined = _GROUPS.sub(lambda found: re.sub(r"\D", "", found.group()), text)
    return str(_normaliser()(joined)).split()


def errors(corpus: Corpus, words: Sequence[Word], *, normalise: bool) -> tuple[Counts, int]:
    """Errors by turn, and the number of words said. An insertion counts to the turn before it."""
    if normalise:
        said = [(text, turn) for turn, line in enumerate(corpus.turns) for text in normalised(line)]
        found = normalised(" ".join(word.text for word in words))
    else:
        said = [(word.text, word.turn) for word in corpus.said]
        found = [token.text for token in tokens(words)]
    counts: Counts = np.zeros((len(corpus.turns), 3), np.int64)
    turn = 0
    for pair in align([text for text, _ in said], found):
        turn = turn if pair.said is None else said[pair.said][1]
        if not pair.equal:
            counts[turn, 1 if pair.found is None else 2 if pair.said is None else 0] += 1
    return counts, len(said)


def lost_sentences(corpus: Corpus, words: Sequence[Word]) -> int:
    """Sentences of which not one word has anything found for it."""
    pairs = align([word.text for word in corpus.said], [token.text for token in tokens(words)])
    heard = {
        corpus.said[pair.said].sentence
        for pair in pairs
        if pair.said is not None and pair.found is not None
    }
    return len({word.sentence for word in corpus.said} - heard)


def gain(ours: Sequence[Counts], theirs: Sequence[Counts]) -> tuple[float, float, float]:
    """Share of their errors that ours has not, and its 95 % interval: a bootstrap over turns.

    An array a recording; turns are drawn anew within each recording, the same for both.
    """
    chance = np.random.default_rng(0)
    sums = np.zeros((2, 10_000))
    for left, right in zip(ours, theirs, strict=True):
        drawn = chance.integers(0, len(left), (sums.shape[1], len(left)))
        sums += left.sum(axis=1)[drawn].sum(axis=1), right.sum(axis=1)[drawn].sum(axis=1)
    point = 1 - sum(int(c.sum()) for c in ours) / max(1, sum(int(c.sum()) for c in theirs))
    low, high = np.percentile(1 - sums[0] / np.maximum(sums[1], 1), [2.5, 97.5])
    return point, float(low), float(high)
