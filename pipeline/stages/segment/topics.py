"""Where the talk turns to something else: linear segmentation by dynamic programming.

A stretch is worth the length of the sum of its pieces' vectors: many alike add up, others cancel
out. Each border has a price, lower where something says that a new topic begins, and a length far
from the aimed one costs a little. The number of stretches follows from that.
(The objective is that of optimal-path segmentation: Fragkou, Petridis, Kehagias 2004.)
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.stages.segment.spoken import Spoken
from pipeline.stages.segment.vectors import Vectors, vectors

Matrix = npt.NDArray[np.float64]
_PRICE, _PRICE_BY_MEANING = 1.6, 1.3  # of a border, against what it gains by chance
_LENGTH = 1.0  # price of each squared factor e off the aimed length
_LONGEST = 8.0  # times the aim: no topic is looked for that is longer, where there is much speech
_AIM = 5.0
_NEAR = 2  # pieces on each side that smoothing makes alike


def topic_starts(
    texts: Sequence[Spoken],
    bonus: npt.NDArray[np.float64],
    min_length: float,
    aim: float,
    *,
    embeddings: bool = False,
) -> list[int]:
    """The indices of the pieces at which a topic begins, the first always among them.

    `bonus`: how much cheaper a border before each piece is, as a share of its price, shape
    (pieces,). No topic is shorter than `min_length` seconds, but for a recording that is; a length
    of `aim` seconds is preferred. `embeddings`: whether what pieces mean counts, too.
    """
    if not texts:
        return []
    begins = np.array([text.start for text in texts])
    ends = np.array([text.end for text in texts])
    pieces = max(4.0, len(texts) * aim / max(1.0, ends[-1] - begins[0]))
    summed, chance = _summed(vectors(texts, pieces, embeddings=embeddings), pieces)
    diagonal = summed.diagonal()
    price = _PRICE_BY_MEANING if embeddings else _PRICE
    prices = chance * np.maximum(0.0, price - bonus)
    prices[0] = 0.0
    best = np.full(len(texts) + 1, -np.inf)
    best[0], origin = 0.0, np.zeros(len(texts) + 1, int)
    for stop in range(1, len(texts) + 1):
        first = max(0, stop - int(_LONGEST * pieces) - 1)
        lasting = ends[stop - 1] - begins[first:stop]
        fits = first + np.flatnonzero((lasting >= min_length) & np.isfinite(best[first:stop]))
        if not len(fits):
            continue
        worth = diagonal[stop] - 2 * summed[fits, stop] + diagonal[fits]
        totals = best[fits] + np.sqrt(np.maximum(worth, 0.0)) - prices[fits]
        totals -= _LENGTH * chance * np.log(np.maximum(1.0, lasting[fits - first]) / aim) ** 2
        chosen = int(totals.argmax())
        best[stop], origin[stop] = totals[chosen], fits[chosen]
    return _traced(origin) if np.isfinite(best[-1]) else [0]


def aim(duration: float) -> float:
    """How long a topic of a recording is expected to be; all in seconds.

    A quarter of an hour has parts of 2.5 minutes, six hours have parts of 12: as many as a reader
    takes in.
    """
    return float(_AIM * duration**0.5)


def _traced(origin: npt.NDArray[np.int64]) -> list[int]:
    starts, stop = [], len(origin) - 1
    while stop > 0:
        stop = int(origin[stop])
        starts.append(stop)
    return starts[::-1]


def _summed(rows: Vectors, pieces: float) -> tuple[Matrix, float]:
    """The cosines summed up to each pair of pieces, and what a border gains by chance.

    Pieces of one topic with the mean cosine r sum up to a length of sqrt(h + h (h - 1) r), so that
    two halves of h pieces are longer than the whole without any change of topic.
    """
    count = len(rows)
    alike = np.asarray(rows @ rows.T, np.float64)
    apart = float(np.triu(alike, _NEAR + 1).sum())
    pairs = max(1, (count - _NEAR) * (count - _NEAR - 1) // 2)
    mean, own = max(0.0, apart / pairs), float(alike.trace()) / count
    half, whole = pieces, 2 * pieces
    chance = 2 * np.sqrt(half * own + half * (half - 1) * mean)
    chance -= np.sqrt(whole * own + whole * (whole - 1) * mean)
    summed = np.zeros((count + 1, count + 1))
    np.cumsum(alike, axis=0, out=summed[1:, 1:])
    np.cumsum(summed, axis=1, out=summed)
    return summed, max(float(chance), 1e-6)
