"""Where an entry belongs in words that may be others than those it was written for.

Same words at the same time: that is the place. Else the words around it are aligned with those that
stand there now (Needleman and Wunsch 1970, free ends), and the place is what lies between its
neighbours, if these stand where they stood and what is between lasts as long as it did. Otherwise
there is no place: what is not clear is never guessed.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.artefacts import Word
from pipeline.corrections.entries import Entry
from pipeline.language import fold

CONTEXT = 4
"""Words before and after that an entry notes."""
_NEAR = 1.0
"""Seconds that words may be off: two models time the same word differently."""
_EXACT = 0.06
_REACH = 4.0  # seconds around an entry that are looked at
_FAR = 30.0  # farther away nothing of it can stand
_MOST_LONGER = 0.6  # seconds that other words in the place of the old ones may last longer
_SIMILAR = 60.0  # of 100
_MATCH, _LIKE, _UNLIKE, _GAP = 2.0, 0.5, -1.0, -0.8


@dataclass(frozen=True, slots=True)
class Standing:
    """A word that stands there now."""

    start: float
    end: float
    text: str
    key: str
    """The word without its marks, folded; a mark alone is its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """The words `[first, end)` that stand where an entry's old ones stood."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Nowhere:
    """That there is no clear place, and why."""

    reason: str


def key(text: str) -> str:
    """What two writings of one word have in common."""
    return "".join(char for char in fold(text) if char.isalnum()) or text


def standing(entry: Entry, words: Sequence[Word]) -> range | None:
    """Where exactly the entry's old words stand; `None` where they were changed meanwhile."""
    first = bisect_left(words, entry.start - _FAR, key=lambda word: word.start)
    end = bisect_left(words, entry.end + _FAR, key=lambda word: word.start)
    first = max(0, first - 2 * CONTEXT)  # a silence may lie between
    near = words[first : end + 2 * CONTEXT]
    found = place(entry, [Standing(w.start, w.end, w.text, key(w.text)) for w in near])
    if isinstance(found, Nowhere):
        return None
    same = tuple(word.text for word in near[found.first : found.end]) == entry.old
    return range(first + found.first, first + found.end) if same else None


def place(entry: Entry, words: Sequence[Standing]) -> Place | Nowhere:
    """Where the entry belongs among words in the order of time."""
    found = _same(entry, words)
    if found is not None:
        return found
    first, end = _window(entry, words)
    if not entry.before and not entry.after and not entry.old:
        return Nowhere("it notes no words, so its place cannot be known")
    return _between(entry, words, first, end)


def _window(entry: Entry, words: Sequence[Standing]) -> tuple[int, int]:
    first = bisect_left(words, entry.start - _REACH, key=lambda word: word.start)
    end = bisect_left(words, entry.end + _REACH, key=lambda word: word.start)
    return max(0, first - CONTEXT), min(len(words), end + CONTEXT)


def _same(entry: Entry, words: Sequence[Standing]) -> Place | None:
    """The one place where exactly the old words stand, at their time, with their neighbours."""
    count = len(entry.old)
    first = bisect_left(words, entry.start - _NEAR, key=lambda word: word.start)
    end = bisect_left(words, entry.start + _NEAR, key=lambda word: word.start)
    ranked = []
    for at in range(max(0, first - 1), min(len(words) - count, end + 1) + 1):
        if any(words[at + n].text != text for n, text in enumerate(entry.old)):
            continue
        around = _neighbours(entry, words, at)
        if around < len(entry.before) + len(entry.after):
            continue
        ranked.append((abs(_moment(words, at, count) - entry.start), at))
    ranked.sort()
    if not ranked:
        return None
    off, at = ranked[0]
    if len(ranked) > 1 and off > _EXACT and ranked[1][0] - off < _EXACT:
        return None
    return Place(at, at + count)


def _neighbours(entry: Entry, words: Sequence[Standing], at: int) -> int:
    """How many of the words noted around stand there, exactly as written."""
    end = at + len(entry.old)
    before = zip(reversed(entry.before), reversed(words[max(0, at - CONTEXT) : at]), strict=False)
    after = zip(entry.after, words[end : end + CONTEXT], strict=False)
    return sum(noted == word.text for noted, word in [*before, *after])


def _moment(words: Sequence[Standing], at: int, count: int) -> float:
    """When words begin; where there are none, when the word before ends."""
    if count:
        return words[at].start
    return words[at - 1].end if at else 0.0


def _between(entry: Entry, words: Sequence[Standing], first: int, end: int) -> Place | Nowhere:
    """The place by the words around, as they are aligned with `words[first:end]`."""
    noted = [key(text) for text in (*entry.before, *entry.old, *entry.after)]
    here = [word.key for word in words[first:end]]
    pairs = {at: first + to for at, to in _aligned(noted, here).items()}
    left, right = len(entry.before), len(entry.before) + len(entry.old)
    equal = {at for at, to in pairs.items() if words[to].key == noted[at]}
    found = _standing(pairs, equal, range(left, right))
    if found is None or len(equal) - (right - left) < min(2, left + len(noted) - right):
        before = _anchor(pairs, equal, range(left - 1, -1, -1))
        after = _anchor(pairs, equal, range(right, len(noted)))
        if not entry.before and first == 0:
            before = -1
        if not entry.after and end == len(words):
            after = len(words)
        firm = _is_firm(entry, equal, left, right)
        if before is None or after is None or after <= before or not firm:
            return Nowhere("other words stand around it")
        found = Place(before + 1, after)
        if fault := _misfit(entry, words, found):
            return Nowhere(fault)
    off = abs(_moment(words, found.first, found.end - found.first) - entry.start)
    if off > _NEAR:
        return Nowhere(f"the words stand {off:.1f} s away from where they stood")
    return found


def _standing(pairs: dict[int, int], equal: set[int], old: range) -> Place | None:
    """Where the old words themselves stand, all of them in a row."""
    places = [pairs[at] for at in old if at in equal]
    if not old or len(places) < len(old) or any(b - a != 1 for a, b in pairwise(places)):
        return None
    return Place(places[0], places[-1] + 1)


def _anchor(pairs: dict[int, int], equal: set[int], outward: range) -> int | None:
    """Where the neighbour stands that a place ends at: itself, or in its stead another word."""
    if not outward:
        return None
    nearest = outward[0]
    if nearest in equal:
        return pairs[nearest]
    beyond = outward[1] if len(outward) > 1 else None
    if nearest in pairs and beyond in equal and abs(pairs[nearest] - pairs[beyond]) == 1:
        return pairs[nearest]
    return None


def _is_firm(entry: Entry, equal: set[int], left: int, right: int) -> bool:
    """Whether enough of the words around stand as noted, on each side that has any."""
    before = sum(at < left for at in equal)
    after = sum(at >= right for at in equal)
    near = left - 1 in equal or right in equal
    return near and before >= min(2, left) and after >= min(2, len(entry.after))


def _misfit(entry: Entry, words: Sequence[Standing], found: Place) -> str:
    """Why what stands there cannot be what stood there before; empty where it can."""
    count = found.end - found.first
    new = [key(text) for text in entry.new]
    if [word.key for word in words[found.first : found.end]] == new:
        return ""
    if not entry.old:
        return "there are words now where there were none" if count else ""
    if not count:
        return "the words are not there any more"
    lasts = words[found.end - 1].end - words[found.first].start
    if lasts > entry.end - entry.start + _MOST_LONGER:
        return "there are more words now than there were"
    return ""


def _aligned(noted: Sequence[str], here: Sequence[str]) -> dict[int, int]:
    """Which noted word stands as which; those left and right of it all cost nothing."""
    rows, columns = len(noted), len(here)
    score = [[0.0] * (columns + 1)]
    for row in range(1, rows + 1):
        line = [row * _GAP]
        for column in range(1, columns + 1):
            line.append(
                max(
                    score[row - 1][column - 1] + _alike(noted[row - 1], here[column - 1]),
                    score[row - 1][column] + _GAP,
                    line[column - 1] + _GAP,
                )
            )
        score.append(line)
    column = max(range(columns + 1), key=lambda at: score[rows][at])
    row, pairs = rows, dict[int, int]()
    while row and column:
        alike = _alike(noted[row - 1], here[column - 1])
        if score[row][column] == score[row - 1][column - 1] + alike:
            row, column = row - 1, column - 1
            pairs[row] = column
        elif score[row][column] == score[row - 1][column] + _GAP:
            row -= 1
        else:
            column -= 1
    return pairs


def _alike(one: str, other: str) -> float:
    from rapidfuzz.fuzz import ratio  # a tenth of the start-up of `--help`

    if one == other:
        return _MATCH
    return _LIKE if ratio(one, other) >= _SIMILAR else _UNLIKE
