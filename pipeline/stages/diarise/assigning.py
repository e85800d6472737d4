"""Whose each word is: a hidden Markov model over the words, the voices its states.

A voice goes on unless there is reason to change: a pause and the end of a sentence make a change
cheap, the middle of a phrase makes it dear. A last state stands for nobody's voice: what is unlike
all that was found is not given to the nearest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Word
from pipeline.stages.diarise.hearing import Heard
from pipeline.stages.diarise.likeness import DIRECTIONS, NOISE, PER_WINDOW
from pipeline.voice import Floats

_STRANGE = 0.25  # squared distance from every voice at which nobody's is likelier
_CHANGE, _AFTER_STOP, _CHEAPEST = 5.0, 2.0, 1.0  # of a change, in nats
_PAUSE, _PAUSE_MOST = 8.0, 4.0  # what a second of pause takes off, and at most
_SPREAD = 1.5  # noise in the direction of another voice, as a multiple of the mean direction's
_STRANGER = 2.0  # nats more for a change to nobody's voice
_LONGEST = 2000  # words that are looked at together
_STOPS = ".?!…"
_CLOSING = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class Assigned:
    """The voice of each word, and how likely it is that one; both shape (words,).

    The number after the last voice is nobody's.
    """

    voices: npt.NDArray[np.intp]
    likely: npt.NDArray[np.float64]


def assign(words: Sequence[Word], heard: Heard, means: Floats) -> Assigned:
    """The likeliest sequence of voices (Viterbi), and each word's posterior (forward-backward)."""
    voices = np.zeros(len(words), np.intp)
    likely = np.zeros(len(words))
    for part in _parts(words):
        here = slice(part.start, part.stop)
        fits = _fits(heard, part, means)
        changes = _changes(words[here])
        best = _viterbi(fits, changes)
        voices[here] = best
        likely[here] = _posterior(fits, changes)[np.arange(len(best)), best]
    return Assigned(voices, likely)


def _parts(words: Sequence[Word]) -> Iterator[range]:
    """Stretches of some thousand words, cut at the longest pauses: there a change is cheap."""
    first = 0
    while len(words) - first > _LONGEST:
        inside = range(first + _LONGEST // 2, first + _LONGEST)
        end = max(inside, key=lambda at: words[at].start - words[at - 1].end)
        yield range(first, end)
        first = end
    if first < len(words):
        yield range(first, len(words))


def _fits(heard: Heard, part: range, means: Floats) -> npt.NDArray[np.float64]:
    """The log likelihood of each word for each voice and for nobody's, but for a constant."""
    fits = np.zeros((len(part), len(means) + 1))
    precision = PER_WINDOW * DIRECTIONS / NOISE / _SPREAD / 2
    # Of windows with the mean v and the length 1: sum |x - m|² = n (1 - 2 v·m + |m|²).
    squared = 1 - 2 * heard.means(part.start, part.stop) @ means.T + (means**2).sum(axis=1)
    weights = heard.weights[part.start : part.stop, None]
    fits[:, :-1] = -precision * weights * squared
    fits[:, -1:] = -precision * weights * (NOISE + _STRANGE)
    return fits


def _changes(words: Sequence[Word]) -> npt.NDArray[np.float64]:
    """What a change of voice before each word costs, shape (words,)."""
    costs = np.zeros(len(words))
    for index in range(1, len(words)):
        before = words[index - 1]
        pause = max(0.0, words[index].start - before.end)
        cost = _CHANGE - min(_PAUSE_MOST, _PAUSE * pause)
        if before.text.rstrip(_CLOSING).endswith(tuple(_STOPS)):
            cost -= _AFTER_STOP
        costs[index] = max(_CHEAPEST, cost)
    return costs


def _viterbi(
    fits: npt.NDArray[np.float64], changes: npt.NDArray[np.float64]
) -> npt.NDArray[np.intp]:
    states = fits.shape[1]
    entry = _entry(states)
    score = fits[0] - entry
    came = np.zeros(fits.shape, np.intp)
    for index in range(1, len(fits)):
        best = int(score.argmax())
        changed = score[best] - changes[index] - entry
        came[index] = np.where(score >= changed, np.arange(states), best)
        score = np.maximum(score, changed) + fits[index]
    path = np.empty(len(fits), np.intp)
    path[-1] = int(score.argmax())
    for index in range(len(fits) - 1, 0, -1):
        path[index - 1] = came[index, path[index]]
    return path


def _posterior(
    fits: npt.NDArray[np.float64], changes: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The probability of each state at each word, shape (words, voices + 1)."""
    states = fits.shape[1]
    forward = np.empty(fits.shape)
    entry = -_entry(states)
    forward[0] = fits[0] + entry
    stay = -np.log1p(np.exp(-changes) * np.exp(entry).sum())
    move = stay - changes
    for index in range(1, len(fits)):
        before = forward[index - 1]
        anywhere = np.logaddexp.reduce(before)
        forward[index] = fits[index] + np.logaddexp(
            before + stay[index], anywhere + move[index] + entry
        )
    backward = np.zeros(fits.shape)
    for index in range(len(fits) - 2, -1, -1):
        after = backward[index + 1] + fits[index + 1]
        anywhere = np.logaddexp.reduce(after + entry)
        backward[index] = np.logaddexp(
            after + stay[index + 1], np.full(states, anywhere + move[index + 1])
        )
    both = forward + backward
    both -= both.max(axis=1, keepdims=True)
    shares = np.exp(both)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _entry(states: int) -> npt.NDArray[np.float64]:
    """What a change to each state costs besides, in nats."""
    costs = np.zeros(states)
    costs[-1] = _STRANGER
    return costs
