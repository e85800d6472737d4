"""What reading a deck gives, whichever program the deck was made with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.artefacts import Slide

MAX_SLIDES = 1000
_MAX_CHARACTERS = 20_000
_MAX_TITLE = 160
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The slides of a deck, and what a person should be told of the reading."""

    slides: tuple[Slide, ...]
    notes: tuple[str, ...] = ()


def printable(text: str) -> str:
    """`text` on one line, without characters that print nothing."""
    return _UNPRINTABLE.sub("", " ".join(text.split()))


def slide(number: int, title: str, lines: Iterable[str]) -> Slide:
    """A slide of bounded length."""
    return Slide(number, title[:_MAX_TITLE], "\n".join(lines)[:_MAX_CHARACTERS])


def beyond(count: int) -> tuple[str, ...]:
    """The note that a deck of `count` slides was not read to its end, if that is so."""
    if count <= MAX_SLIDES:
        return ()
    return (f"only the first {MAX_SLIDES} of its {count} slides were read",)
