"""Where the talk turns to something else: linear segmentation by dynamic programming.

A stretch is worth the length of the sum of its sentences' TF-IDF vectors: many alike add up, others
cancel out. Each border has a price, lower at a pause or a formula. The number of stretches follows.
(The objective is that of optimal-path segmentation: Fragkou, Petridis, Kehagias 2004.)
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.stages.segment.spoken import Spoken, rarity

Vectors = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
_PRICE = 2.0  # of a border, against what it gains by chance
_BONUS = 0.2  # how much cheaper a border is for each point that it sounds like one
_LENGTH = 0.05  # price of each squared factor e off the aimed length
_SMOOTHING = 1  # sentences on each side that lend half of their words to a sentence


def topic_starts(
    texts: Sequence[Spoken], bonus: npt.NDArray[np.float64], min_length: float, aim: float
) -> list[int]:
    """The indices of the sentences at which a topic begins, the first always among them.

    `bonus`: how much each sentence sounds like a beginning, shape (sentences,). No topic is shorter
    than `min_length` seconds, but for a recording that is; a length of `aim` seconds is preferred.
    """
    if not texts:
        return []
    alike = _likeness(texts)
    worth = _worth(alike)
    begins = np.array([text.start for text in texts])
    ends = np.array([text.end for text in texts])
    price = _price(alike) * (1.0 - _BONUS * np.clip(bonus, 0.0, 3.0))
    best = np.full(len(texts) + 1, -np.inf)
    best[0], origin = 0.0, np.zeros(len(texts) + 1, int)
    for stop in range(1, len(texts) + 1):
        lasting = ends[stop - 1] - begins[:stop]
        candidates = np.flatnonzero((lasting >= min_length) & np.isfinite(best[:stop]))
        if len(candidates):
            totals = best[candidates] + worth(candidates, stop) - price[candidates]
            totals -= _LENGTH * price.max() * np.log(lasting[candidates] / aim) ** 2
            chosen = int(totals.argmax())
            best[stop], origin[stop] = totals[chosen], candidates[chosen]
    if not np.isfinite(best[-1]):
        return [0]
    starts, stop = [], len(texts)
    while stop > 0:
        stop = int(origin[stop])
        starts.append(stop)
    return starts[::-1]


def _likeness(texts: Sequence[Spoken]) -> Matrix:
    """The cosine of each sentence with each, shape (sentences, sentences)."""
    vectors = _vectors(texts)
    return np.asarray(vectors @ vectors.T, np.float64)


def _worth(alike: Matrix) -> Callable[[npt.NDArray[np.int64], int], npt.NDArray[np.float64]]:
    """A function of starts and a stop: the length of the sum of the vectors between them."""
    summed = np.zeros((len(alike) + 1, len(alike) + 1))
    summed[1:, 1:] = alike.cumsum(axis=0).cumsum(axis=1)
    diagonal = summed.diagonal()

    def between(starts: npt.NDArray[np.int64], stop: int) -> npt.NDArray[np.float64]:
        squared = diagonal[stop] - 2 * summed[starts, stop] + diagonal[starts]
        return np.asarray(np.sqrt(np.maximum(squared, 0.0)))

    return between


def _price(alike: Matrix) -> float:
    """What a border costs: more than it gains where there is but one topic.

    Sentences of one topic with the mean cosine r sum up to a length of nearly n * sqrt(r) + c with
    c = (1 - r) / (2 * sqrt(r)), so that each border gains c for nothing.
    """
    apart = np.triu(alike, 2 * _SMOOTHING + 1)  # beyond what smoothing makes alike
    pairs = np.count_nonzero(np.triu(np.ones_like(alike), 2 * _SMOOTHING + 1))
    mean = max(1e-3, float(apart.sum() / pairs)) if pairs else 1.0
    return float(_PRICE * max(0.5, (1 - mean) / (2 * np.sqrt(mean))))


def _vectors(texts: Sequence[Spoken]) -> Vectors:
    """TF-IDF of each sentence's lemmas, smoothed over its neighbours; rows of length 1 or 0."""
    rarities = rarity(texts)
    column = {lemma: number for number, lemma in enumerate(sorted(rarities))}
    matrix = np.zeros((len(texts), max(1, len(column))), np.float32)
    for row, text in enumerate(texts):
        for lemma in text.lemmas:
            matrix[row, column[lemma]] += rarities[lemma]
    smooth = matrix.copy()
    for shift in range(1, _SMOOTHING + 1):
        smooth[shift:] += matrix[:-shift] / 2
        smooth[:-shift] += matrix[shift:] / 2
    lengths = np.linalg.norm(smooth, axis=1, keepdims=True)
    return np.asarray(smooth / np.where(lengths > 0, lengths, 1.0), np.float32)
