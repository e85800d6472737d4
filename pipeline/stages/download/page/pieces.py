"""A page's own content as a flat row of pieces: headings, lines, embedded players, in order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.stages.download.page.embeds import PLAYERS, Element, addresses, is_player, label
from pipeline.stages.download.page.wording import clean

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(
    ["script", "style", "template", "svg", "button", "select", "option", "textarea", "input"]
)
_LONGEST_ROW = 800
_MOST_CELLS = 8
_MOST_PIECES = 20_000
_SUPERSCRIPT = re.compile(r"^[0-5]\d$")
_BOLD_HEADING = 7
"""The level of a line that is all bold: below every heading."""
_LONGEST_HEADING = 140
_HEAD = 40
"""Letters of the head of a column."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it is written, and the text that leads there."""

    href: str
    text: str
    cell: int = 0
    """Of a row: which cell it stands in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the page, or one player that is embedded in it."""

    text: str = ""
    level: int = 0
    """Of a heading, 1 to 6; 7 for a line all in bold; 0 for other lines."""
    cells: tuple[str, ...] = ()
    """Of a row of a table."""
    links: tuple[Link, ...] = ()
    embeds: tuple[str, ...] = ()
    """Addresses that a player has, as they are written; of a line: none."""


def text_of(element: Element) -> str:
    """All that an element says, in one line."""
    return " ".join(piece.text for piece in pieces(element) if piece.text)


def pieces(root: Element) -> list[Piece]:
    """What `root` holds, in order; at most 20,000 pieces."""
    walker = _Walker()
    walker.walk(root)
    walker.flush()
    return walker.found[:_MOST_PIECES]


class _Walker:
    def __init__(self) -> None:
        self.found: list[Piece] = []
        self._texts: list[str] = []
        self._links: list[Link] = []
        self._level = 0
        self._plain = False  # whether the line has letters that are not bold

    def flush(self) -> None:
        """End the line."""
        text = clean("".join(self._texts))
        if text or self._links:
            level = self._level
            if not level and text and not self._plain and len(text) <= _LONGEST_HEADING:
                level = _BOLD_HEADING
            self.found.append(Piece(text, level, links=tuple(self._links)))
        self._texts, self._links, self._plain = [], [], False

    def walk(self, element: Element, *, bold: bool = False) -> None:
        """Add an element and what is inside it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or len(self.found) >= _MOST_PIECES:
            return
        if tag in PLAYERS or is_player(element):
            self._player(element)
            return
        if tag == "tr" and (cells := _cells(element)):
            self.flush()
            links = tuple(_links(element))
            text = " ".join(filter(None, cells))
            self.found.append(Piece(text, 0, cells, links))
            return
        heading = len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"
        block = tag in _BLOCKS
        if block:
            self.flush()
        if heading:
            self._level = int(tag[1])
        bold = bold or tag in {"b", "strong", "th"}
        self._say(element.text, bold=bold, raised=tag == "sup")
        if tag == "a" and element.get("href"):
            self._links.append(
                Link(element.get("href").strip(), clean("".join(element.itertext())))
            )
        for child in element:
            self.walk(child, bold=bold)
            self._say(child.tail, bold=bold)
        if block:
            self.flush()
        if heading:
            self._level = 0

    def _say(self, text: str | None, *, bold: bool, raised: bool = False) -> None:
        if not text:
            return
        before = self._texts[-1] if self._texts else ""
        if raised and _SUPERSCRIPT.match(text.strip()) and before[-1:].isdigit():
            text = f":{text.strip()}"  # the minutes of a clock time
        self._texts.append(text)
        self._plain |= not bold and any(character.isalnum() for character in text)

    def _player(self, element: Element) -> None:
        self.flush()
        self.found.append(Piece(label(element), embeds=tuple(addresses(element))))


def _links(row: Element) -> Iterator[Link]:
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    for number, cell in enumerate(cells):
        for each in cell.iter("a"):
            if each.get("href"):
                text = clean("".join(each.itertext()))
                yield Link(each.get("href").strip(), text, number)


def _cells(row: Element) -> tuple[str, ...]:
    """The cells of a row of data; none for a row that lays out the page."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if not 2 <= len(cells) <= _MOST_CELLS:
        return ()
    if any(True for _ in row.iter("table", "h1", "h2", "h3", "h4", *PLAYERS)):
        return ()
    texts = [_lines(cell) for cell in cells]
    return tuple(texts) if sum(map(len, texts)) <= _LONGEST_ROW else ()


def _lines(cell: Element) -> str:
    """The text of a cell, its lines parted by semicolons."""
    return "; ".join(piece.text for piece in pieces(cell) if piece.text)


def headings_above(row: Sequence[Piece], index: int) -> Iterator[str]:
    """The headings that the piece at `index` stands under, the nearest first."""
    level = _BOLD_HEADING + 1
    for piece in reversed(row[:index]):
        if piece.level and piece.level < level and piece.text:
            level = piece.level
            yield piece.text


def column_of(row: Sequence[Piece], index: int, link: Link) -> str:
    """What the head of a table calls the column that a link of the row at `index` stands in."""
    width = len(row[index].cells)
    first = index
    while first > 0 and row[first - 1].cells and len(row[first - 1].cells) == width:
        first -= 1
    head = row[first]
    is_head = first < index and not head.links and all(len(c) <= _HEAD for c in head.cells)
    return head.cells[link.cell] if is_head and link.cell < width else ""
