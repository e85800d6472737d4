"""Moments with one slide, joined into stretches that are long enough to be shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.shown import ShownBy

_GAP = 4.0
"""Seconds without any slide that are bridged inside one: a slip of the picture, a breath."""
_SHORTEST = {"picture": 1.0, "both": 1.0, "words": 6.0}


@dataclass(frozen=True, slots=True)
class Told:
    """A slide for some time, what tells it, and how surely."""

    start: float
    end: float
    slide: int
    by: ShownBy
    confidence: float


def stretches(rows: Sequence[Told]) -> Iterator[Told]:
    """The stretches of moments that are in order; what is too short is left out."""
    last: Told | None = None
    for row in rows:
        if last and row.slide == last.slide and row.start - last.end <= _GAP:
            last = _joined(last, row)
            continue
        if last and _is_long(last):
            yield last
        last = row
    if last and _is_long(last):
        yield last


def _is_long(each: Told) -> bool:
    return each.end - each.start >= _SHORTEST[each.by]


def _joined(one: Told, other: Told) -> Told:
    """What the picture tells of one part of it, it tells of all."""
    kinds = {one.by, other.by}
    by: ShownBy = "words" if kinds == {"words"} else "picture" if kinds == {"picture"} else "both"
    lengths = [each.end - each.start for each in (one, other)]
    sure = one.confidence * lengths[0] + other.confidence * lengths[1]
    return replace(one, end=other.end, by=by, confidence=sure / max(sum(lengths), 1e-9))
