"""How well borders between topics are found: Pk, and the systems that others are measured against.

All of them are given the same units (sentences, or lines of a talk) as bags of content lemmas, and
give the indices of units at which a topic begins, without the first.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Bags = Sequence[Sequence[str]]


def pk(true: Sequence[int], found: Sequence[int], length: int) -> float:
    """The share of pairs of places k apart that are wrongly told to be together or apart.

    Borders are indices in `length` units; k is half a true topic's mean length (Beeferman et al.
    1999). 0 is perfect.
    """
    k = max(1, round(length / (len(true) + 1) / 2))
    one, other = _topic_of(true, length), _topic_of(found, length)
    wrong = (one[k:] == one[:-k]) != (other[k:] == other[:-k])
    return float(wrong.mean()) if len(wrong) else 0.0


def f1(true: Sequence[float], found: Sequence[float], tolerance: float) -> float:
    """The harmonic mean of precision and recall; each border is matched once, the nearest first."""
    pairs = sorted((abs(a - b), i, j) for i, a in enumerate(true) for j, b in enumerate(found))
    used: tuple[set[int], set[int]] = (set(), set())
    for distance, i, j in pairs:
        if distance <= tolerance and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
    return 2 * len(used[0]) / (len(true) + len(found)) if true or found else 1.0


def _topic_of(borders: Sequence[int], length: int) -> npt.NDArray[np.int64]:
    starts = np.zeros(length, np.int64)
    starts[list(borders)] = 1
    return starts.cumsum()


def text_tiling(bags: Bags, width: int = 20, block: int = 6) -> list[int]:
    """TextTiling by block comparison, with the cutoff of the paper (Hearst 1997)."""
    lemmas = [lemma for bag in bags for lemma in bag]
    owner = [number for number, bag in enumerate(bags) for _ in bag]
    pieces = [Counter(lemmas[at : at + width]) for at in range(0, len(lemmas), width)]
    if len(pieces) < 3:
        return []
    scores = [
        _alike(
            sum(pieces[max(0, at - block) : at], Counter()), sum(pieces[at : at + block], Counter())
        )
        for at in range(1, len(pieces))
    ]
    depths = [_depth(scores, at) for at in range(len(scores))]
    cutoff = np.mean(depths) - np.std(depths) / 2
    peaks = [
        at
        for at, depth in enumerate(depths)
        if depth > cutoff and depth == max(depths[max(0, at - 2) : at + 3])
    ]
    return sorted({owner[(at + 1) * width] for at in peaks} - {0})


def _alike(one: Counter[str], other: Counter[str]) -> float:
    norm = sum(n * n for n in one.values()) * sum(n * n for n in other.values())
    return float(sum(n * other[lemma] for lemma, n in one.items()) / norm**0.5) if norm else 0.0


def _depth(scores: Sequence[float], at: int) -> float:
    left = right = at
    while left > 0 and scores[left - 1] >= scores[left]:
        left -= 1
    while right < len(scores) - 1 and scores[right + 1] >= scores[right]:
        right += 1
    return scores[left] + scores[right] - 2 * scores[at]


def c99(bags: Bags, number: int | None = None, mask: int = 11, cutoff: float = 1.2) -> list[int]:
    """C99 with the paper's constants (Choi 2000); `number` of topics, or as many as it finds."""
    summed = np.zeros((len(bags) + 1, len(bags) + 1))
    summed[1:, 1:] = _ranked(_cosines(bags), mask // 2).cumsum(axis=0).cumsum(axis=1)
    borders = [0, len(bags)]
    gains: list[float] = []
    order: list[int] = []
    inside, area = _square(summed, 0, len(bags)), float(len(bags) ** 2)
    while len(order) < len(bags) - 1:
        density, best = inside / area, (-1.0, 0, 0.0, 0.0)
        for start, stop in pairwise(borders):
            whole = _square(summed, start, stop)
            for at in range(start + 1, stop):
                halves = _square(summed, start, at) + _square(summed, at, stop)
                now = inside - whole + halves
                room = area - 2 * (at - start) * (stop - at)
                best = max(best, (now / room, at, now, room))
        gains.append(best[0] - density)
        order.append(best[1])
        inside, area = best[2:]
        borders = sorted([*borders, best[1]])
    if number is None:
        number = 1 + _stop(gains, cutoff)
    return sorted(order[: number - 1])


def _stop(gains: Sequence[float], cutoff: float) -> int:
    kernel = np.array([1, 2, 4, 8, 4, 2, 1]) / 22
    smooth = np.convolve(np.pad(gains, 3, mode="edge"), kernel, "valid")
    small = np.flatnonzero(smooth <= smooth.mean() + cutoff * smooth.std())
    return int(small[0]) if len(small) else len(gains)


def _cosines(bags: Bags) -> Matrix:
    column = {lemma: n for n, lemma in enumerate(sorted({lemma for bag in bags for lemma in bag}))}
    matrix = np.zeros((len(bags), max(1, len(column))))
    for row, bag in enumerate(bags):
        for lemma in bag:
            matrix[row, column[lemma]] += 1
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(norms > 0, norms, 1)
    return np.asarray(matrix @ matrix.T)


def _ranked(alike: Matrix, reach: int) -> Matrix:
    ranks = np.zeros_like(alike)
    size = len(alike)
    for i in range(size):
        for j in range(size):
            near = alike[max(0, i - reach) : i + reach + 1, max(0, j - reach) : j + reach + 1]
            ranks[i, j] = (near < alike[i, j]).sum() / max(1, near.size - 1)
    return ranks


def _square(summed: Matrix, start: int, stop: int) -> float:
    """The sum of the ranks of all pairs of units in `[start, stop)`."""
    return float(summed[stop, stop] - 2 * summed[start, stop] + summed[start, start])
