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
_NEEDED = 4.0  # evidence from which on a beginning is better than none
_SKIP = 0.75  # price of leaving a session unplaced
_SHARPNESS = 1.5  # how much more a better place weighs
_MAX_SKIPS = 3  # sessions in a row that may be left out
_LENGTH = 0.5  # price of each factor e between a session's length and its planned share
_NEAR = 15.0  # seconds within which beginnings count as the same place
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
    gains = _SHARPNESS * (scores - _NEEDED)
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
        placed.append(Start(start, float(min(1.0, weights[session][near].sum()))))
    return placed


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


def _best(gains: Scores, lengths: _LengthPrices) -> tuple[Scores, npt.NDArray[np.int64]]:
    """The best score of each session beginning at each sentence, and (session, sentence) before."""
    sessions, sentences = gains.shape
    best = np.full((sessions, sentences), NEVER)
    back = np.full((sessions, sentences, 2), -1)
    for session in range(sessions):
        if session <= _MAX_SKIPS:
            best[session] = gains[session] - _SKIP * session
        for earlier in range(max(0, session - 1 - _MAX_SKIPS), session):
            paths = best[earlier][:, None] + lengths[earlier]
            paths -= _SKIP * (session - earlier - 1)
            origin = paths.argmax(axis=0)
            found = paths[origin, np.arange(sentences)] + gains[session]
            better = found > best[session]
            best[session][better] = found[better]
            back[session][better, 0] = earlier
            back[session][better, 1] = origin[better]
    return best, back


def _traced(best: Scores, back: npt.NDArray[np.int64]) -> list[int | None]:
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
    for session in range(sessions):
        paths = [gains[session] - _SKIP * session] if session <= _MAX_SKIPS else []
        for earlier in range(max(0, session - 1 - _MAX_SKIPS), session):
            price = _SKIP * (session - earlier - 1)
            joined = _log_sum(forward[earlier][:, None] + lengths[earlier], axis=0)
            paths.append(joined + gains[session] - price)
        forward[session] = _log_sum(np.stack(paths), axis=0)
    for session in reversed(range(sessions)):
        paths = [np.full(sentences, -_SKIP * (sessions - 1 - session))]
        for later in range(session + 1, min(sessions, session + 2 + _MAX_SKIPS)):
            price = _SKIP * (later - session - 1)
            joined = lengths[session] + (gains[later] + after[later])[None, :]
            paths.append(_log_sum(joined, axis=1) - price)
        after[session] = _log_sum(np.stack(paths), axis=0)
    ends = [forward[s] - _SKIP * (sessions - 1 - s) for s in range(sessions)]
    nothing = np.array([-_SKIP * sessions])
    whole = float(_log_sum(np.concatenate([*ends, nothing]), axis=0))
    return [np.exp(forward[s] + after[s] - whole) for s in range(sessions)]


def _log_sum(values: Scores, axis: int) -> Scores:
    """The logarithm of the sum of exponentials along `axis`, without overflow."""
    most = values.max(axis=axis, keepdims=True)
    summed = np.log(np.exp(values - most).sum(axis=axis, keepdims=True)) + most
    return np.asarray(np.squeeze(summed, axis=axis))
