"""Which slide it is at each moment, the order of slides a soft cost.

A chain of moments, each in one of the states: nothing, or a slide. What is given is the share of
the weight of all alignments that pass a state at a moment (forward-backward: Rabiner 1989,
https://doi.org/10.1109/5.18626).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
_NEXT, _SKIP, _FORWARD, _BACK, _OTHER_DECK = 2.0, 3.5, 5.0, 6.0, 6.0
_TO_NOTHING, _FROM_NOTHING, _FROM_NOTHING_TO_FIRST = 4.0, 5.0, 3.5


def transitions(decks: Sequence[Sequence[int]]) -> Scores:
    """What it costs to go from state to state; (states, states). State 0 is nothing.

    `decks`: the states of the slides of each deck, in their order.
    """
    count = 1 + sum(len(each) for each in decks)
    costs = np.full((count, count), _OTHER_DECK)
    for deck in decks:
        states = np.array(deck)
        steps = np.arange(len(states))[None, :] - np.arange(len(states))[:, None]
        inside = np.select([steps == 0, steps == 1, steps == 2, steps > 0],
                           [0.0, _NEXT, _SKIP, _FORWARD], _BACK)  # fmt: skip
        costs[np.ix_(states, states)] = inside
    costs[:, 0], costs[0, :], costs[0, 0] = _TO_NOTHING, _FROM_NOTHING, 0.0
    for deck in decks:
        costs[0, deck[0]] = _FROM_NOTHING_TO_FIRST
    return costs


def shares(scores: Scores, costs: Scores) -> Scores:
    """The share of the weight at each moment that each state has; (moments, states).

    `scores`: logarithms; minus infinity where a state cannot be. Each moment has a state that can.
    """
    moves = np.exp(-costs)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    before, after = np.empty_like(weights), np.empty_like(weights)
    state = moves[0]
    for number, weight in enumerate(weights):
        state = state * weight
        state = state / state.sum()
        before[number] = state
        state = state @ moves
    state = np.ones(weights.shape[1])
    for number in range(len(weights) - 1, -1, -1):
        after[number] = state / state.sum()
        state = moves @ (after[number] * weights[number])
    both = before * after
    return np.asarray(both / both.sum(axis=1, keepdims=True))
