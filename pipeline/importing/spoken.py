"""What was read of a file: the words as they stand in it, and who is said to speak them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.corrections import Mark
from pipeline.stages.render.cues import LINE
from pipeline.stages.render.hostile import line

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u2060"))
"""What word processors put between letters."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the file. One that is `optional` may be the export's own: a dash, a label.

    It counts as spoken where the same stood among the words that had been exported.
    """

    text: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Who is said to speak the tokens `[first, end)`; the label itself is in those before."""

    name: str
    first: int
    end: int
    own: int = 0
    """How many optional tokens before `first` are the label."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read."""

    tokens: tuple[Token, ...]
    labels: tuple[Label, ...] = ()
    mark: Mark | None = None
    notes: tuple[str, ...] = ()
    """What was ignored, or guessed, told to the person."""
    is_subrip: bool = False
    """Whether `<` and the like are look-alikes."""


def unit(text: str) -> str:
    """A word as it is compared: composed, and without what nobody sees."""
    return line(unicodedata.normalize("NFC", text).translate(_UNSEEN))


def tokens_of(text: str, *, optional: bool = False) -> list[Token]:
    """The words of a text."""
    return [Token(word, optional) for word in unit(text).split()]


def rejoined(read: Read, exported: Sequence[str]) -> Read:
    """The same with words put together again that captions had to cut, since no line holds them."""
    long = {text[:LINE]: text for text in exported if len(text) > LINE}
    if not long:
        return read
    tokens: list[Token] = []
    moved: list[int] = []
    at = 0
    while at < len(read.tokens):
        whole = long.get(read.tokens[at].text, "")
        count = -(-len(whole) // LINE) or 1
        pieces = read.tokens[at : at + count]
        if whole and "".join(piece.text for piece in pieces) == whole:
            moved += [len(tokens)] * count
            tokens.append(Token(whole))
            at += count
        else:
            moved.append(len(tokens))
            tokens.append(read.tokens[at])
            at += 1
    moved.append(len(tokens))
    labels = (replace(each, first=moved[each.first], end=moved[each.end]) for each in read.labels)
    return replace(read, tokens=tuple(tokens), labels=tuple(labels))
