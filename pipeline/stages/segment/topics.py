"""Where the talk turns to something else: linear segmentation by dynamic programming.

A stretch is worth the length of the sum of its sentences' TF-IDF vectors: many alike add up, others
cancel out. Each border has a price, lower at a pause or a formula. The number of stretches follows.
(The objective is that of optimal-path segmentation: Fragkou, Petridis, Kehagias 2004.)
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.stages.segment.spoken import Spoken, rarity

Vectors = npt.NDArray[np.float32]
_SMOOTHING = 1  # sentences on each side that lend half of their words to a sentence


def topic_starts(
    texts: Sequence[Spoken], bonus: npt.NDArray[np.float64], min_length: float, aim: float
) -> list[int]:
    """The indices of the sentences at which a topic begins, the first always among them.

    `bonus`: how much each sentence sounds like a beginning, shape (sentences,). No topic is shorter
    than `min_length` seconds, but for a recording that is; topics of `aim` seconds are preferred.
    """
    if not texts:
        return []
    vectors = _vectors(texts)
    summed = np.vstack([np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(axis=0)])
    begins = np.array([text.start for text in texts])
    ends = np.array([text.end for text in texts])
    price = _price(vectors, ends[-1] - begins[0], aim) * (1.0 - 0.25 * np.clip(bonus, 0.0, 3.0))
    longest = max(3.0 * aim, 2.0 * min_length)
    best = np.full(len(texts) + 1, -np.inf)
    best[0], origin = 0.0, np.zeros(len(texts) + 1, int)
    for stop in range(1, len(texts) + 1):
        lasting = ends[stop - 1] - begins[:stop]
        allowed = (lasting >= min_length) & (lasting <= longest) & np.isfinite(best[:stop])
        candidates = np.flatnonzero(allowed)
        if len(candidates):
            worth = np.linalg.norm(summed[stop] - summed[candidates], axis=1)
            totals = best[candidates] + worth - np.where(candidates > 0, price[candidates], 0.0)
            chosen = int(totals.argmax())
            best[stop], origin[stop] = totals[chosen], candidates[chosen]
    if not np.isfinite(best[-1]):
        return [0]
    starts, stop = [], len(texts)
    while stop > 0:
        stop = int(origin[stop])
        starts.append(stop)
    return starts[::-1]


def _price(vectors: Vectors, duration: float, aim: float) -> float:
    """What a border costs: the gain of cutting a stretch of the aimed length in two.

    Its halves are taken to have no more in common than any two stretches of the whole.
    """
    sentences = max(2, round(len(vectors) * min(1.0, aim / max(duration, 1.0))))
    whole = np.linalg.norm(vectors.sum(axis=0)) / len(vectors)  # cohesion of everything
    half = sentences / 2
    apart = 2 * np.sqrt(half + half * (half - 1) * whole**2)
    together = np.sqrt(sentences + sentences * (sentences - 1) * whole**2)
    return float(max(0.1, apart - together))


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
