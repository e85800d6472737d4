"""All recordings of a seminar listened to, in a process that has the voice model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import RecordingTurns, Transcript, Turns
from pipeline.stage import VoiceModel
from pipeline.stages.diarise.assigning import Assigned, assign
from pipeline.stages.diarise.clustering import Bounds, Voices, blends, blocks, gather, join
from pipeline.stages.diarise.hearing import Heard, hear
from pipeline.stages.diarise.likeness import PER_WINDOW
from pipeline.stages.diarise.pieces import Pool, pieces, pooled, repeated
from pipeline.stages.diarise.turning import turns
from pipeline.voice import voice_model

_ROUNDS = 5
_AT_A_TIME = 4096  # words


@dataclass(frozen=True, slots=True)
class Order:
    """What is listened to."""

    recording: str
    media: Path
    transcript: Transcript


def diarised(orders: Sequence[Order], bounds: Bounds, model: VoiceModel) -> Turns:
    """Who speaks when in all of them. Raises `SourceError` or `ModelError`."""
    voice = voice_model(model)
    heard = [hear(order.media, order.transcript, voice) for order in orders]
    return told_apart(orders, heard, bounds)


def told_apart(orders: Sequence[Order], heard: Sequence[Heard], bounds: Bounds) -> Turns:
    """Who speaks when, by what was heard.

    Pieces are gathered as far as they are one voice beyond doubt; then words are given to voices
    and voices joined, in turn, until nothing changes.
    """
    spoken = [order.transcript.words for order in orders]
    gathered: list[Voices] = []
    fresh: list[Heard] = []
    for words, each in zip(spoken, heard, strict=True):
        pool = pooled(each, pieces(words, each))
        copies = repeated(pool.means, pool.weights)
        gathered += blocks(pool.means, pool.weights, ~copies)
        fresh.append(_without(each, pool, copies))
    voices = gather(gathered)
    for _ in range(_ROUNDS):
        count = len(voices.means)
        given = [assign(*each, voices.means) for each in zip(spoken, heard, strict=True)]
        voices = join(_means(fresh, given, voices), bounds)
        if len(voices.means) == count:
            break
    given = [assign(*each, voices.means) for each in zip(spoken, heard, strict=True)]
    numbers = _numbers(given, len(voices.means), blends(voices))
    return Turns(
        tuple(
            RecordingTurns(order.recording, turns(words, each, own, numbers))
            for order, words, each, own in zip(orders, spoken, heard, given, strict=True)
        ),
        tuple(sorted(number for voice in voices.mixed if (number := numbers[voice]))),
    )


def _without(heard: Heard, pool: Pool, copies: npt.NDArray[np.bool_]) -> Heard:
    """What was heard, but for the words of pieces that are copies."""
    weights = heard.weights.copy()
    for part, copy in zip(pool.parts, copies, strict=True):
        if copy:
            weights[part.start : part.stop] = 0
    return replace(heard, weights=weights)


def _means(heard: Sequence[Heard], given: Sequence[Assigned], voices: Voices) -> Voices:
    """The voices anew, each from the words that were given to it; those without words are gone."""
    count, size = voices.means.shape
    sums, weights = np.zeros((count + 1, size)), np.zeros(count + 1)
    for each, own in zip(heard, given, strict=True):
        for first in range(0, len(own.voices), _AT_A_TIME):
            last = first + _AT_A_TIME
            counts = each.weights[first:last]
            np.add.at(sums, own.voices[first:last], each.means(first, last) * counts[:, None])
            np.add.at(weights, own.voices[first:last], counts)
    kept = np.flatnonzero(weights[:-1] > 0)
    mixed = frozenset(new for new, old in enumerate(kept.tolist()) if old in voices.mixed)
    means = (sums[kept] / weights[kept, None]).astype(np.float32)
    return Voices(means, weights[kept] * PER_WINDOW, mixed)


def _numbers(given: Sequence[Assigned], count: int, nobody: frozenset[int]) -> list[int | None]:
    """The speaker of each voice, counted in the order in which they are first heard.

    `nobody`: voices that have no number, as the one after the last, and those without words.
    """
    first: dict[int, int] = {}
    for own in given:
        for voice in own.voices.tolist():
            if voice < count and voice not in nobody:
                first.setdefault(voice, len(first) + 1)
    return [first.get(voice) for voice in range(count + 1)]
