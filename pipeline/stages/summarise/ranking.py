"""Which sentences say most: TextRank over lemmas, chosen without repeating (MMR).

Mihalcea and Tarau 2004; Carbonell and Goldstein 1998.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
_DAMPING = 0.85
_ROUNDS = 50
_RELEVANCE = 0.7  # against being unlike what is chosen already
_NEIGHBOURS = 2000  # sentences compared at a time; a longer text is ranked stretch by stretch


def choose(
    lemmas: Sequence[Sequence[str]],
    weights: Sequence[float],
    lengths: Sequence[int],
    most_words: int,
    most_sentences: int,
) -> list[int]:
    """The indices of the chosen sentences, in their order.

    `lemmas` of each sentence, a prior `weights` (> 0) and `lengths` in words. At least one is
    chosen where any has lemmas; together they have at most `most_words`, but for a single one.
    """
    vectors = _vectors(lemmas)
    ranks = _text_rank(vectors) * np.asarray(weights)
    if not ranks.any():
        return []
    ranks = ranks / ranks.max()
    chosen: list[int] = []
    closeness = np.zeros(len(ranks))  # to the nearest sentence chosen so far
    words = 0
    while len(chosen) < most_sentences:
        worth = _RELEVANCE * ranks - (1 - _RELEVANCE) * closeness
        worth[(ranks <= 0) | _too_long(lengths, most_words - words, first=not chosen)] = -np.inf
        worth[chosen] = -np.inf
        best = int(worth.argmax())
        if not np.isfinite(worth[best]):
            break
        chosen.append(best)
        words += lengths[best]
        closeness = np.maximum(closeness, vectors @ vectors[best])
    return sorted(chosen)


def _too_long(lengths: Sequence[int], left: int, *, first: bool) -> npt.NDArray[np.bool_]:
    long = np.asarray(lengths) > left
    return np.zeros_like(long) if first else long


def _vectors(lemmas: Sequence[Sequence[str]]) -> Matrix:
    """TF-IDF rows of length 1, or 0 where a sentence has no lemmas."""
    documents = Counter(lemma for sentence in lemmas for lemma in set(sentence))
    column = {lemma: number for number, lemma in enumerate(sorted(documents))}
    matrix = np.zeros((len(lemmas), max(1, len(column))))
    for row, sentence in enumerate(lemmas):
        for lemma, count in Counter(sentence).items():
            matrix[row, column[lemma]] = count * log(1 + len(lemmas) / documents[lemma])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(norms > 0, norms, 1.0))


def _text_rank(vectors: Matrix) -> npt.NDArray[np.float64]:
    """The stationary weight of each sentence in the graph of likenesses; 0 without lemmas."""
    ranks = np.zeros(len(vectors))
    for start in range(0, len(vectors), _NEIGHBOURS):
        stretch = vectors[start : start + _NEIGHBOURS]
        alike = stretch @ stretch.T
        np.fill_diagonal(alike, 0.0)
        sums = alike.sum(axis=1, keepdims=True)
        moves = np.divide(alike, sums, out=np.zeros_like(alike), where=sums > 0)
        rank = np.full(len(stretch), 1 / len(stretch))
        for _ in range(_ROUNDS):
            rank = (1 - _DAMPING) / len(stretch) + _DAMPING * (rank @ moves)
        ranks[start : start + _NEIGHBOURS] = rank * len(stretch) * (stretch.any(axis=1))
    return ranks
