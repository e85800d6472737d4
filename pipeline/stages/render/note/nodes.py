"""A note as a small tree: what HTML, Word, PDF, Markdown and plain text are written from.

All text in it is clean (see `hostile`), and every address is one that may be followed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are."""

    text: str
    code: bool = False
    """Whether each character counts, as in the name of a file."""


@dataclass(frozen=True, slots=True)
class Styled:
    """Words that stand out."""

    style: Literal["emphasis", "strong"]
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: http, https, mailto, or relative to where the note lies."""

    address: str
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new line inside a paragraph."""


Inline = Text | Styled | Link | Break


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `level` counts from 1, below the title, and never skips one on the way down."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `start` is the first number of a numbered one; `None`: it has bullets."""

    start: int | None
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else says."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines whose spaces count."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A change of subject without a heading."""


Block = Heading | Paragraph | Listing | Quote | Verbatim | Rule


@dataclass(frozen=True, slots=True)
class Document:
    """A whole note. `title` is on one line and never empty."""

    title: str
    blocks: tuple[Block, ...]


def plain(inlines: Sequence[Inline]) -> str:
    """The words of some inlines, on one line."""
    return "".join(_words(inlines))


def _words(inlines: Sequence[Inline]) -> Iterator[str]:
    for each in inlines:
        if isinstance(each, Text):
            yield each.text
        elif isinstance(each, Break):
            yield " "
        else:
            yield from _words(each.children)


def links(blocks: Sequence[Block]) -> Iterator[Link]:
    """Every link, in the order of the text."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield from _links(block.children)
        elif isinstance(block, Quote):
            yield from links(block.blocks)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from links(item)


def _links(inlines: Sequence[Inline]) -> Iterator[Link]:
    for each in inlines:
        if isinstance(each, Link):
            yield each
        elif isinstance(each, Styled):
            yield from _links(each.children)
