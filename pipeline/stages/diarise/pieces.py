"""What is surely one voice's: words between two pauses, or of one sentence, three seconds at most."""

from collections.abc import Sequence

import numpy as np

from pipeline.artefacts import Word
from pipeline.language import sentences
from pipeline.stages.diarise.clustering import Voices
from pipeline.stages.diarise.hearing import Heard
from pipeline.stages.diarise.likeness import PER_WINDOW

_PAUSE = 0.3
_LONGEST = 3.0


def pieces(words: Sequence[Word]) -> list[range]:
    """Ranges of words that partition them."""
    found: list[range] = []
    for sentence in sentences(words):
        first = sentence.start
        for index in sentence:
            last = index + 1 == sentence.stop
            if last or words[index + 1].start - words[index].end > _PAUSE:
                found += _halved(words, range(first, index + 1))
                first = index + 1
    return found


def _halved(words: Sequence[Word], piece: range) -> list[range]:
    start, end = words[piece.start].start, words[piece.stop - 1].end
    if end - start <= _LONGEST or len(piece) < 2:
        return [piece]
    middle = (start + end) / 2
    at = min(
        range(piece.start + 1, piece.stop),
        key=lambda index: (
            abs(words[index].start - middle)
            - 2 * max(0.0, words[index].start - words[index - 1].end)
        ),
    )
    return [
        *_halved(words, range(piece.start, at)),
        *_halved(words, range(at, piece.stop)),
    ]


def pooled(heard: Heard, parts: Sequence[range]) -> Voices:
    """Each piece as a voice of its own. Pieces in which nothing was heard are left out."""
    means, weights = [], []
    for part in parts:
        counts = heard.weights[part.start : part.stop]
        total = float(counts.sum())
        if total:
            vectors = heard.means(part.start, part.stop)
            means.append((counts[:, None] * vectors).sum(axis=0) / total)
            # Windows on both ends reach as far out as three of those between.
            weights.append(total * PER_WINDOW + 0.75 if total >= 1 else 0.5)
    size = heard.vectors.shape[1]
    return Voices(np.array(means, np.float32).reshape(len(means), size), np.array(weights))
