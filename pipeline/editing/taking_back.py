"""The changes that take back what was just written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.editing.asking import Wish
from pipeline.editing.sight import Sight


@dataclass(frozen=True, slots=True)
class Put:
    """What became of one change: `new` words from `first_word` on, in the place of `old` ones.

    Counted in the words that stood there when it was its turn; the last in the text comes first.
    Of a speaker, the words that get one.
    """

    wish: Wish
    first_word: int
    old: int
    new: int
    start: float
    """Of the entry."""


def taking_back(before: Sight, after: Sight, puts: Sequence[Put]) -> tuple[Wish, ...]:
    """What takes the changes back, in the words of `after`."""
    found: list[Wish] = []
    shift = 0
    for put in sorted(puts, key=lambda each: each.first_word):
        at = put.first_word + shift
        shift += put.new - put.old
        found += _inverse(before, after, put, at)
    return tuple(found)


def _inverse(before: Sight, after: Sight, put: Put, at: int) -> Iterator[Wish]:
    wish = put.wish
    if wish.verb == "text" or (wish.verb == "restore" and wish.new):
        stood = before.words[put.first_word : put.first_word + put.old]
        yield Wish(wish.verb, at, at + put.new, " ".join(word.text for word in stood))
    elif wish.verb == "speaker":
        for name, group in groupby(range(at, at + put.new), key=before.name_of):
            members = list(group)
            yield Wish("speaker", members[0], members[-1] + 1, name)
    elif wish.verb == "picture":
        told = (e.text for e in before.review.descriptions if e.start == put.start)
        here = [n for n, word in enumerate(after.words) if round(word.start, 2) == put.start]
        if here:
            yield Wish("picture", here[0], here[0] + 1, next(told, ""))
    elif wish.verb == "checked":
        checked = before.review.checked_words
        unchecked = wish.first_word == wish.end_word
        yield Wish("checked", after.review.checked_words if unchecked else checked, checked)
