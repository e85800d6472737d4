"""How central sentences are: TextRank over lemmas (Mihalcea and Tarau 2004)."""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
_DAMPING = 0.85
_ROUNDS = 50
_NEIGHBOURS = 2000  # sentences compared at a time; a longer text is ranked stretch by stretch


def vectors(lemmas: Sequence[Sequence[str]]) -> Matrix:
    """TF-IDF rows of length 1, or 0 where a sentence has no lemmas."""
    documents = Counter(lemma for sentence in lemmas for lemma in set(sentence))
    column = {lemma: number for number, lemma in enumerate(sorted(documents))}
    matrix = np.zeros((len(lemmas), max(1, len(column))))
    for row, sentence in enumerate(lemmas):
        for lemma, count in Counter(sentence).items():
            matrix[row, column[lemma]] = count * log(1 + len(lemmas) / documents[lemma])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(norms > 0, norms, 1.0))


def text_rank(vectors: Matrix) -> npt.NDArray[np.float64]:
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
