"""Which places answer a query, and how well; `engine.js` counts in the same whole numbers.

A word scores 100 where the very form was said, 60 where the likeliest lemma of both is the
same, 25 by any other lemma, 10 where only dropped diacritics make it the same. A unit with all
terms scores 10,000 and ten times the mean of its words; then a title 150, a slide 60, nearness of
the terms up to 40, shortness up to 6. Two neighbouring sentences that have all terms between them
score ten times the mean alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.search.gathering import NUMBER, SLIDE, TITLE

EXACT, FIRST, OTHER, FOLDED = 100, 60, 25, 10
_UNIT, _MEAN = 10_000, 10
_TITLE, _SLIDE = 150, 60
_NEAR, _NEAR_STEP = 40, 4
_SHORT_STEP = 2
DOCUMENT = 20
"""Bits of a place that tell the unit; those above tell the document."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word or phrase in a place: its first position, its length in words, its score."""

    position: int
    width: int
    score: int
    forms: tuple[str, ...]
    kind: int
    """As `gathering.OCCURRENCE` has it."""
    apart: bool
    """Whether the place is no sentence that others go on from."""
    extra: int = 0
    """Of a title, how many units it stands over."""
    unsure: tuple[tuple[int, frozenset[str]], ...] = ()
    """Positions where one of these forms must stand: only the text tells whether it does."""


Blank = frozenset[str]
"""Forms of a word of grammar, whose places nobody keeps: in a phrase, anything may stand there."""
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


def phrase(words: Sequence[Matches | Blank]) -> Matches:
    """Return where all of `words` follow one another; at least one of them is no blank."""
    lead = next(at for at, word in enumerate(words) if not isinstance(word, frozenset))
    kept = [word for word in words if not isinstance(word, frozenset)]
    found: dict[int, list[Found]] = {}
    for place in kept[0]:
        if not all(place in word for word in kept):
            continue
        held = [
            word if isinstance(word, frozenset) else {spot.position: spot for spot in word[place]}
            for word in words
        ]
        for start in kept[0][place]:
            run = _run(held, start.position - lead)
            if run:
                found.setdefault(place, []).append(run)
    return found


def _run(words: Sequence[Mapping[int, Found] | Blank], start: int) -> Found | None:
    """The phrase that begins at a position, if it does."""
    position = start
    spots: list[Found] = []
    unsure: list[tuple[int, Blank]] = []
    for word in words:
        if isinstance(word, frozenset):
            unsure.append((position, word))
            position += 1
        elif spot := word.get(position):
            spots.append(spot)
            position += spot.width
        else:
            return None
    if start < 0:
        return None
    return Found(
        position=start,
        width=position - start,
        score=sum(spot.score for spot in spots) // len(spots),
        forms=tuple(form for spot in spots for form in spot.forms),
        kind=max(spot.kind for spot in spots),
        apart=any(spot.apart for spot in spots),
        extra=max(spot.extra for spot in spots),
        unsure=tuple(unsure),
    )


def answers(
    terms: Sequence[Matches], unwanted: Sequence[Matches], kept: Callable[[int], bool]
) -> list[Answer]:
    """Return all answers, best first, among the places that are `kept` and without `unwanted`."""
    found = [
        _whole(terms, place)
        for place in sorted(terms[0])
        if all(place in term for term in terms) and kept(place) and not _has(unwanted, place)
    ]
    if len(terms) > 1:
        whole = {answer.place for answer in found}
        found += _pairs(terms, whole, lambda place: kept(place) and not _has(unwanted, place))
    return sorted(found, key=lambda answer: (-answer.score, answer.place))


def _has(terms: Sequence[Matches], place: int) -> bool:
    return any(place in term for term in terms)


def _whole(terms: Sequence[Matches], place: int) -> Answer:
    spots = [(0, spot) for term in terms for spot in term[place]]
    best = [max(spot.score for spot in term[place]) for term in terms]
    score = _UNIT + _MEAN * (sum(best) // len(best)) + _worth(spots)
    if len(terms) > 1:
        score += max(0, _NEAR - _NEAR_STEP * _slack([term[place] for term in terms]))
    return Answer(place, 1, score, tuple(spots))


def _worth(spots: Sequence[tuple[int, Found]]) -> int:
    """What a title, a slide, or a short sentence is worth."""
    kinds = {spot.kind for _, spot in spots}
    if TITLE in kinds:
        return _TITLE
    if SLIDE in kinds:
        return _SLIDE
    return _SHORT_STEP * (3 - min((kind for kind in kinds if kind != NUMBER), default=3))


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


def _pairs(terms: Sequence[Matches], whole: set[int], kept: Callable[[int], bool]) -> list[Answer]:
    """Return pairs of neighbours in one recording that have all terms between them only."""
    places = sorted({place for term in terms for place in term})
    found: list[Answer] = []
    taken = -1
    for place in places:
        after = place + 1
        if place in whole or after in whole or place == taken:
            continue
        if not all(place in term or after in term for term in terms):
            continue
        if not any(after in term for term in terms):
            continue
        spots = [(0, spot) for term in terms for spot in term.get(place, ())]
        spots += [(1, spot) for term in terms for spot in term.get(after, ())]
        if any(spot.apart for _, spot in spots) or not (kept(place) and kept(after)):
            continue
        best = [
            max(spot.score for side in (place, after) for spot in term.get(side, ()))
            for term in terms
        ]
        found.append(Answer(place, 2, _MEAN * (sum(best) // len(best)), tuple(spots)))
        taken = after
    return found
