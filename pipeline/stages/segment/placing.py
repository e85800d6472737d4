"""Placing the sessions of a programme: an alignment in order, by dynamic programming.

A session begins at a sentence or is not placed, which has a price; sessions keep their order, and
each lasts about its planned share. Besides the best alignment, the weight of all alignments is
summed (forward and backward, as in a hidden Markov model; Rabiner 1989), which tells how much of it
begins a session near the place that was chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
_NEEDED = 4.0  # evidence from which on a beginning is better than none
_SKIP = 0.75  # price of leaving a session unplaced
_SHARPNESS = 1.5  # how much more a better place weighs
_LENGTH = 0.5  # price of each factor e between a session's length and its planned share
_NEAR = 15.0  # seconds within which beginnings count as the same place
_MOST_PLACES = 1500  # sentences weighed against each other: their pairs are held in memory
NEVER = -1e9
"""Evidence that forbids a place."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a session begins: the index of its first sentence; how sure that is, in [0, 1]."""

    sentence: int
    confidence: float


def place(scores: Scores, times: Scores, shares: Sequence[float]) -> list[Start | None]:
    """The best start of each session, in order, or `None`.

    `scores`: evidence, shape (sessions, sentences); `NEVER` forbids a place. `times`: when each
    sentence begins on one clock over all recordings, in seconds. `shares`: the planned length of
    each session as a share of the whole, 0 where unknown.
    """
    sessions, sentences = scores.shape
    if not sessions or not sentences:
        return [None] * sessions
    places = _places(scores)
    gains, times = _SHARPNESS * (scores[:, places] - _NEEDED), times[places]
    lengths = _LengthPrices(times, shares)
    best, back = _best(gains, lengths)
    starts = _traced(best, back)
    weights = _posterior(gains, lengths)
    placed: list[Start | None] = []
    for session, start in enumerate(starts):
        if start is None:
            placed.append(None)
            continue
        near = np.abs(times - times[start]) <= _NEAR
        confidence = float(min(1.0, weights[session][near].sum()))
        placed.append(Start(int(places[start]), confidence))
    return placed


def _places(scores: Scores) -> Indices:
    """The sentences that are weighed: all, or of a long text those with most evidence."""
    sessions, sentences = scores.shape
    if sentences <= _MOST_PLACES:
        return np.arange(sentences)
    best = np.argsort(-scores, axis=1, kind="stable")[:, : max(1, _MOST_PLACES // sessions)]
    return np.unique(np.append(best, (0, sentences - 1)))  # the ends tell how long all of it is


class _LengthPrices:
    """By session: the price of lasting from sentence i to sentence j, shape (i, j).

    Made when asked for: all at once would take gigabytes for a day of speech.
    """

    def __init__(self, times: Scores, shares: Sequence[float]) -> None:
        lasting = np.maximum(times[None, :] - times[:, None], 1.0)
        self._log_lasting = np.log(lasting / max(1.0, float(times[-1] - times[0])))
        self._before = np.triu(np.ones_like(lasting, dtype=bool), 1)
        self._shares = shares

    def __getitem__(self, session: int) -> Scores:
        share = self._shares[session]
        if share <= 0:
            return np.where(self._before, 0.0, NEVER)
        off = np.abs(self._log_lasting - np.log(share))
        return np.where(self._before, -_LENGTH * off, NEVER)


def _best(gains: Scores, lengths: _LengthPrices) -> tuple[Scores, Indices]:
    """The best score of each session beginning at each sentence, and (session, sentence) before."""
    sessions, sentences = gains.shape
    best = np.full((sessions, sentences), NEVER)
    back = np.full((sessions, sentences, 2), -1)
    carried = np.full(sentences, NEVER)  # the best of what went before, up to each sentence
    origin = np.full((sentences, 2), -1)
    for session in range(sessions):
        begun = carried > -_SKIP * session
        best[session] = gains[session] + np.where(begun, carried, -_SKIP * session)
        back[session][begun] = origin[begun]
        paths = best[session][:, None] + lengths[session]
        before = paths.argmax(axis=0)
        found = paths[before, np.arange(sentences)]
        carried -= _SKIP
        better = found > carried
        carried[better] = found[better]
        origin[better] = np.stack([np.full(sentences, session), before], axis=1)[better]
    return best, back


def _traced(best: Scores, back: Indices) -> list[int | None]:
    """The chain of beginnings that scores most; none at all where nothing scores above 0."""
    sessions = len(best)
    starts: list[int | None] = [None] * sessions
    totals = [best[s].max() - _SKIP * (sessions - 1 - s) for s in range(sessions)]
    session = int(np.argmax(totals))
    if totals[session] <= -_SKIP * sessions:
        return starts
    sentence = int(best[session].argmax())
    while session >= 0:
        starts[session] = sentence
        session, sentence = (int(number) for number in back[session][sentence])
    return starts


def _posterior(gains: Scores, lengths: _LengthPrices) -> list[Scores]:
    """The share of all alignments' weight that begins each session at each sentence."""
    sessions, sentences = gains.shape
    forward = np.full((sessions, sentences), NEVER)
    after = np.full((sessions, sentences), NEVER)  # of everything behind a beginning
    carried = np.full(sentences, NEVER)  # of everything before, up to each sentence
    for session in range(sessions):
        forward[session] = gains[session] + np.logaddexp(carried, -_SKIP * session)
        joined = _log_sum(forward[session][:, None] + lengths[session], axis=0)
        carried = np.logaddexp(carried - _SKIP, joined)
    ahead = np.full(sentences, NEVER)  # of a later session beginning at each sentence
    for session in reversed(range(sessions)):
        joined = _log_sum(lengths[session] + ahead[None, :], axis=1)
        after[session] = np.logaddexp(joined, -_SKIP * (sessions - 1 - session))
        ahead = np.logaddexp(ahead - _SKIP, gains[session] + after[session])
    ends = [forward[s] - _SKIP * (sessions - 1 - s) for s in range(sessions)]
    nothing = np.array([-_SKIP * sessions])
    whole = float(_log_sum(np.concatenate([*ends, nothing]), axis=0))
    return [np.exp(forward[s] + after[s] - whole) for s in range(sessions)]


def _log_sum(values: Scores, axis: int) -> Scores:
    """The logarithm of the sum of exponentials along `axis`, without overflow."""
    most = values.max(axis=axis, keepdims=True)
    summed = np.log(np.exp(values - most).sum(axis=axis, keepdims=True)) + most
    return np.asarray(np.squeeze(summed, axis=axis))
