"""Placing the sessions of a programme: an alignment by dynamic programming, mostly in order.

A session begins at a sentence or is not placed, which has a price; each lasts about its planned
share and should hold what is said of it. Sessions keep the order of the programme but for those
that much evidence puts elsewhere (each such move has a price). Besides the best alignment, the
weight of all alignments in its order is summed (forward and backward, as in a hidden Markov model;
Rabiner 1989), which tells how much of it begins a session near the place that was chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
_NEEDED = 4.0  # evidence from which on a beginning is better than none
_SKIP = 0.75  # price of leaving a session unplaced
_MOVE = 1.0  # price of a session that is not where the programme has it
_MOVES = 6  # sessions that are moved at most
_DISTINCT = 2.5  # evidence of its own that a session needs to be moved
_TRIES = 3  # places elsewhere that are tried for a session
_SHARPNESS = 1.5  # how much more a better place weighs
_LENGTH = 0.5  # price of each factor e between a session's length and its planned share
_SHORTEST = 15.0  # seconds of a session at least
_NEAR = 15.0  # seconds within which beginnings count as the same place
_OFFSET, _SLOPE, _SUREST = -0.24, 0.78, 0.995  # of the calibration
_MOST_PLACES = 1200  # sentences weighed against each other: their pairs are held in memory
NEVER = -1e9
"""Evidence that forbids a place."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a session begins: the index of its first sentence; how sure that is, in [0, 1]."""

    sentence: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What speaks for each session beginning where, and lasting until when."""

    scores: Scores
    """Evidence for a beginning, shape (sessions, sentences); `NEVER` forbids a place."""
    times: Scores
    """When each sentence begins on one clock over all recordings, in seconds."""
    shares: tuple[float, ...]
    """The planned length of each session as a share of the whole, 0 where unknown."""
    inside: Scores
    """How much each sentence speaks for being inside each session, shape (sessions, sentences)."""
    own: Scores
    """The part of the evidence that no other session has: names, words of the title."""
    days: tuple[int, ...]
    """The day of the programme that each session is on: it is not moved to another."""
    moves: int = _MOVES
    """Sessions that may be moved at most."""


def place(asked: Asked) -> list[Start | None]:
    """The best start of each session, or `None`."""
    sessions, sentences = asked.scores.shape
    if not sessions or not sentences:
        return [None] * sessions
    places = _Places(asked)
    order = list(range(sessions))
    starts, total = _in_order(asked, places, order)
    moved: set[int] = set()
    for _ in range(asked.moves):
        tries = [
            (*_in_order(asked, places, changed), changed, session)
            for session in range(sessions)
            if session not in moved
            for changed in _elsewhere(asked, places, order, starts, session)
        ]
        best = max(tries, key=lambda each: each[1], default=None)
        if best is None or best[1] - _MOVE <= total:
            break
        starts, total, order = best[0], best[1] - _MOVE, best[2]
        moved.add(best[3])
    return _sure(asked, places, order, starts)


def _elsewhere(
    asked: Asked, places: "_Places", order: list[int], starts: dict[int, int], session: int
) -> list[list[int]]:
    """The orders with a session put where most speaks for its beginning, if those are others."""
    scores, times = asked.scores[session][places.indices], places.times
    scores[asked.own[session][places.indices] < _DISTINCT] = NEVER
    rest = [other for other in order if other != session]
    found: list[list[int]] = []
    for _ in range(_TRIES):
        place = int(scores.argmax())
        if scores[place] <= _NEEDED:
            break
        before = [n for n, other in enumerate(rest) if other in starts and starts[other] < place]
        at = before[-1] + 1 if before else 0
        changed = [*rest[:at], session, *rest[at:]]
        days = [asked.days[other] for other in changed]
        if changed != order and changed not in found and days == sorted(days):
            found.append(changed)
        scores[np.abs(times - times[place]) <= _NEAR] = NEVER
    return found


def _in_order(
    asked: Asked, places: "_Places", order: Sequence[int]
) -> tuple[dict[int, int], float]:
    """The best places of sessions in that order (indices in `places`), and what it scores."""
    alignment = _Alignment(asked, places, order)
    best, back = _best(alignment)
    sessions = len(order)
    totals = [
        float((best[s] + alignment.tail(s)).max()) - _SKIP * (sessions - 1 - s)
        for s in range(sessions)
    ]
    session = int(np.argmax(totals))
    if totals[session] <= -_SKIP * sessions:
        return {}, -_SKIP * sessions
    found: dict[int, int] = {}
    at, total = int((best[session] + alignment.tail(session)).argmax()), totals[session]
    while session >= 0:
        found[order[session]] = at
        session, at = (int(number) for number in back[session][at])
    return found, total


def _sure(
    asked: Asked, places: "_Places", order: Sequence[int], starts: dict[int, int]
) -> list[Start | None]:
    """The starts with their share of the weight of all alignments."""
    times = places.times
    weights = _posterior(_Alignment(asked, places, order))
    placed: list[Start | None] = [None] * len(order)
    for row, session in enumerate(order):
        if session in starts:
            near = np.abs(times - times[starts[session]]) <= _NEAR
            confidence = calibrated(float(min(1.0, weights[row][near].sum())))
            placed[session] = Start(int(places.indices[starts[session]]), confidence)
    return placed


def calibrated(share: float) -> float:
    """How likely a start is right within 15 s, by the share of the weight of all alignments.

    Fitted on the talks for tuning (`python -m bench.placing`).
    """
    bounded = min(_SUREST, max(1 - _SUREST, share))
    return float(1 / (1 + np.exp(-(_OFFSET + _SLOPE * np.log(bounded / (1 - bounded))))))


class _Places:
    """The sentences that are weighed, and what does not depend on the order of sessions."""

    def __init__(self, asked: Asked) -> None:
        self.indices = _weighed(asked.scores)
        self.times = asked.times[self.indices]
        lasting = np.maximum(self.times[None, :] - self.times[:, None], 1.0)
        self.log_lasting = np.log(lasting / max(1.0, float(self.times[-1] - self.times[0])))
        self.long_enough = np.triu(lasting >= _SHORTEST, 1)


def _weighed(scores: Scores) -> Indices:
    """All sentences, or of a long text those with most evidence."""
    sessions, sentences = scores.shape
    if sentences <= _MOST_PLACES:
        return np.arange(sentences)
    best = np.argsort(-scores, axis=1, kind="stable")[:, : max(1, _MOST_PLACES // sessions)]
    return np.unique(np.append(best, (0, sentences - 1)))  # the ends tell how long all of it is


class _Alignment:
    """What speaks for sessions, in an order, beginning at each place and lasting until another."""

    def __init__(self, asked: Asked, places: _Places, order: Sequence[int]) -> None:
        rows = list(order)
        self.gains = _SHARPNESS * (asked.scores[rows][:, places.indices] - _NEEDED)
        self._places = places
        self._shares = [asked.shares[row] for row in rows]
        whole = np.cumsum(asked.inside[rows], axis=1)
        self._inside = np.hstack([np.zeros((len(whole), 1)), whole])[:, places.indices]
        self._end = whole[:, -1]

    def lasting(self, session: int) -> Scores:
        """What speaks for a session's lasting from place i to place j, shape (i, j).

        Made when asked for: all at once would take gigabytes for a day of speech.
        """
        inside = self._inside[session]
        worth = inside[None, :] - inside[:, None]
        share = self._shares[session]
        if share > 0:
            worth = worth - _LENGTH * np.abs(self._places.log_lasting - np.log(share))
        return np.where(self._places.long_enough, worth, NEVER)

    def tail(self, session: int) -> Scores:
        """What speaks for its lasting from each place to the end."""
        return np.asarray(self._end[session] - self._inside[session])


def _best(alignment: _Alignment) -> tuple[Scores, Indices]:
    """The best score of each session beginning at each place, and (session, place) before."""
    gains = alignment.gains
    sessions, sentences = gains.shape
    best = np.full((sessions, sentences), NEVER)
    back = np.full((sessions, sentences, 2), -1)
    carried = np.full(sentences, NEVER)  # the best of what went before, up to each place
    origin = np.full((sentences, 2), -1)
    for session in range(sessions):
        begun = carried > -_SKIP * session
        best[session] = gains[session] + np.where(begun, carried, -_SKIP * session)
        back[session][begun] = origin[begun]
        paths = best[session][:, None] + alignment.lasting(session)
        before = paths.argmax(axis=0)
        found = paths[before, np.arange(sentences)]
        carried = carried - _SKIP
        better = found > carried
        carried[better] = found[better]
        origin[better] = np.stack([np.full(sentences, session), before], axis=1)[better]
    return best, back


def _posterior(alignment: _Alignment) -> list[Scores]:
    """For each session, the share of the weight of all alignments that begins it at each place."""
    gains = alignment.gains
    sessions, sentences = gains.shape
    forward = np.full((sessions, sentences), NEVER)
    after = np.full((sessions, sentences), NEVER)  # of everything behind a beginning
    carried = np.full(sentences, NEVER)  # of everything before, up to each place
    for session in range(sessions):
        forward[session] = gains[session] + np.logaddexp(carried, -_SKIP * session)
        joined = _log_sum(forward[session][:, None] + alignment.lasting(session), axis=0)
        carried = np.logaddexp(carried - _SKIP, joined)
    ahead = np.full(sentences, NEVER)  # of a later session beginning at each place
    for session in reversed(range(sessions)):
        joined = _log_sum(alignment.lasting(session) + ahead[None, :], axis=1)
        last = alignment.tail(session) - _SKIP * (sessions - 1 - session)
        after[session] = np.logaddexp(joined, last)
        ahead = np.logaddexp(ahead - _SKIP, gains[session] + after[session])
    ends = [forward[s] + alignment.tail(s) - _SKIP * (sessions - 1 - s) for s in range(sessions)]
    nothing = np.array([-_SKIP * sessions])
    whole = float(_log_sum(np.concatenate([*ends, nothing]), axis=0))
    return [np.exp(np.minimum(0.0, forward[s] + after[s] - whole)) for s in range(sessions)]


def _log_sum(values: Scores, axis: int) -> Scores:
    """The logarithm of the sum of exponentials along `axis`, without overflow."""
    most = values.max(axis=axis, keepdims=True)
    summed = np.log(np.exp(values - most).sum(axis=axis, keepdims=True)) + most
    return np.asarray(np.squeeze(summed, axis=axis))
