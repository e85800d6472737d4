"""What is surely one voice's: words between two pauses, of one sentence, 2.4 s at most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Word
from pipeline.language import sentences
from pipeline.stages.diarise.hearing import Heard
from pipeline.stages.diarise.likeness import NOISE, PER_WINDOW, distances
from pipeline.voice import Floats

_PAUSE = 0.3
_LONGEST = 2.4
_SIDE = 1.5  # seconds before and after a change of voice that are compared
_CHANGED = 0.15  # squared distance from which on there is one
_COPY = 0.3  # of the noise between two takes


def pieces(words: Sequence[Word], heard: Heard) -> list[range]:
    """Ranges of words that partition them."""
    found: list[range] = []
    for sentence in sentences(words):
        first = sentence.start
        for index in sentence:
            last = index + 1 == sentence.stop
            if last or words[index + 1].start - words[index].end > _PAUSE:
                breath = range(first, index + 1)
                for part in _at_changes(words, heard, breath):
                    found += _halved(words, part)
                first = index + 1
    return found


def _at_changes(words: Sequence[Word], heard: Heard, breath: range) -> list[range]:
    """A breath cut where the voice changes, which nobody waited for: before against after."""
    changes = {
        index: change for index in breath[1:] if (change := _change(words, heard, index)) > _CHANGED
    }
    cuts = [breath.start]
    while changes:
        at = max(changes, key=lambda index: changes[index])
        cuts.append(at)
        changes = {
            index: change
            for index, change in changes.items()
            if abs(words[index].start - words[at].start) > _SIDE / 2
        }
    cuts.sort()
    return [range(*pair) for pair in zip(cuts, [*cuts[1:], breath.stop], strict=True)]


def _change(words: Sequence[Word], heard: Heard, index: int) -> float:
    """The squared distance of the voices in the 1.5 s before and after the start of a word."""
    at = words[index].start
    first, end = index, index
    while first > 0 and words[first - 1].start > at - _SIDE:
        first -= 1
    while end < len(words) and words[end].end < at + _SIDE:
        end += 1
    before, after = pooled(heard, [range(first, index)]), pooled(heard, [range(index, end)])
    if not before.parts or not after.parts:
        return 0.0
    both = np.concatenate([before.means, after.means])
    weights = np.concatenate([before.weights, after.weights])
    return float(distances(both, weights, 0, errors=0.0)[1])


def _halved(words: Sequence[Word], piece: range) -> list[range]:
    start, end = words[piece.start].start, words[piece.stop - 1].end
    if end - start <= _LONGEST or len(piece) < 2:
        return [piece]
    middle = (start + end) / 2

    def unlike(index: int) -> float:
        pause = max(0.0, words[index].start - words[index - 1].end)
        return abs(words[index].start - middle) - 2 * pause

    at = min(piece[1:], key=unlike)
    return [*_halved(words, range(piece.start, at)), *_halved(words, range(at, piece.stop))]


@dataclass(frozen=True, slots=True)
class Pool:
    """The pieces of a recording in which something was heard."""

    parts: tuple[range, ...]
    means: Floats
    """The mean vector of each, shape (pieces, 256)."""
    weights: npt.NDArray[np.float64]
    """Independent observations that each rests on."""


def pooled(heard: Heard, parts: Sequence[range]) -> Pool:
    """The vectors of words, pooled by piece."""
    kept = [part for part in parts if heard.weights[part.start : part.stop].any()]
    means = np.empty((len(kept), heard.vectors.shape[1]), np.float32)
    weights = np.empty(len(kept))
    for number, part in enumerate(kept):
        counts = heard.weights[part.start : part.stop]
        total = float(counts.sum())
        vectors = heard.means(part.start, part.stop)
        means[number] = (counts[:, None] * vectors).sum(axis=0) / total
        # Windows on both ends reach as far out as three of those between.
        weights[number] = total * PER_WINDOW + 0.75 if total >= 1 else 0.5
    return Pool(tuple(kept), means, weights)


def repeated(means: Floats, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which pieces are the sound of an earlier one again, such as a jingle; shape (pieces,).

    Two takes of a sentence differ by noise, a copy does not: it tells nothing new of its voice.
    """
    copies = np.zeros(len(means), bool)
    lengths = (means**2).sum(axis=1)
    for index in range(1, len(means)):
        raw = lengths[:index] + lengths[index] - 2 * means[:index] @ means[index]
        noise = NOISE * (1 / weights[:index] + 1 / weights[index])
        copies[index] = bool((raw < _COPY * noise).any())
    return copies
