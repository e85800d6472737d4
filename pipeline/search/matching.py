"""Which places answer a query, and how well; `engine.js` counts in the same whole numbers.

A word scores 100 where the very form was said, 60 where the likeliest lemma of both is the
same, 25 by any other lemma, 10 where only dropped diacritics make it the same. A sentence or slide
with all terms scores 1000, the mean of its words, up to 40 for nearness and up to 6 for shortness;
two neighbouring sentences that have them all between them score the mean alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

EXACT, FIRST, OTHER, FOLDED = 100, 60, 25, 10
_SENTENCE = 1000
_NEAR = 40
_NEAR_STEP = 4
_SHORT_STEP = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A word or phrase in a place: its first position, its length in words, its score."""

    position: int
    width: int
    score: int
    forms: tuple[str, ...]
    size: int
    """The length class of the place."""


Matches = Mapping[int, Sequence[Found]]
"""By place, in order of position."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A place that answers, or two neighbours: then `spots` tells them apart."""

    place: int
    places: int
    """1, or 2 for a pair."""
    score: int
    spots: tuple[tuple[int, Found], ...]


def phrase(words: Sequence[Matches]) -> Matches:
    """Return where all of `words` follow one another."""
    found: dict[int, list[Found]] = {}
    for place in words[0]:
        if not all(place in word for word in words):
            continue
        rest = [{spot.position: spot for spot in word[place]} for word in words[1:]]
        for first in words[0][place]:
            run = [first]
            for offset, spots in enumerate(rest, 1):
                spot = spots.get(first.position + offset)
                if spot is None:
                    break
                run.append(spot)
            if len(run) == len(words):
                found.setdefault(place, []).append(_join(run))
    return found


def _join(run: Sequence[Found]) -> Found:
    return Found(
        position=run[0].position,
        width=len(run),
        score=sum(spot.score for spot in run) // len(run),
        forms=tuple(form for spot in run for form in spot.forms),
        size=run[0].size,
    )


def answers(terms: Sequence[Matches], apart: frozenset[int]) -> list[Answer]:
    """Return all answers, best first. Places in `apart` do not go on from the one before."""
    whole = [place for place in sorted(terms[0]) if all(place in term for term in terms)]
    found = [_sentence(terms, place) for place in whole]
    if len(terms) > 1:
        found += _pairs(terms, set(whole), apart)
    return sorted(found, key=lambda answer: (-answer.score, answer.place))


def _sentence(terms: Sequence[Matches], place: int) -> Answer:
    spots = [(0, spot) for term in terms for spot in term[place]]
    best = [max(spot.score for spot in term[place]) for term in terms]
    score = _SENTENCE + sum(best) // len(best) + _SHORT_STEP * (3 - spots[0][1].size)
    if len(terms) > 1:
        score += max(0, _NEAR - _NEAR_STEP * _slack([term[place] for term in terms]))
    return Answer(place, 1, score, tuple(spots))


def _slack(terms: Sequence[Sequence[Found]]) -> int:
    """Count the fewest strange words in a window that has every term once."""
    line = sorted(
        (spot.position, spot.width, index) for index, spots in enumerate(terms) for spot in spots
    )
    latest: dict[int, tuple[int, int]] = {}
    least = 1 << 30
    for position, width, index in line:
        latest[index] = (position, width)
        if len(latest) == len(terms):
            first = min(start for start, _ in latest.values())
            end = max(start + length for start, length in latest.values())
            least = min(least, end - first - sum(length for _, length in latest.values()))
    return max(0, least)


def _pairs(terms: Sequence[Matches], whole: set[int], apart: frozenset[int]) -> list[Answer]:
    """Return pairs of neighbours in one recording that have all terms between them only."""
    places = sorted({place for term in terms for place in term})
    found: list[Answer] = []
    taken = -1
    for place in places:
        after = place + 1
        if place in whole or after in whole or after in apart or place == taken:
            continue
        if not all(place in term or after in term for term in terms):
            continue
        if not any(after in term for term in terms):
            continue
        spots = [(0, spot) for term in terms for spot in term.get(place, ())]
        spots += [(1, spot) for term in terms for spot in term.get(after, ())]
        best = [
            max(spot.score for side in (place, after) for spot in term.get(side, ()))
            for term in terms
        ]
        found.append(Answer(place, 2, sum(best) // len(best), tuple(spots)))
        taken = after
    return found
