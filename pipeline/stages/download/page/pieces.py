"""A page's own content as a flat row of pieces: headings, lines, embedded players, in order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from unicodedata import normalize

from pipeline.stages.download.page.embedded import (
    PLAYERS,
    Element,
    addresses_of,
    is_player,
    label_of,
)

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
_SILENT = frozenset(["script", "style", "template", "svg", "select", "option", "textarea", "input"])
_LONGEST_ROW = 800
_MOST_CELLS = 8
_MOST_PIECES = 20_000
_MOST_LETTERS = 1_000_000  # of a page: a thick book
_SUPERSCRIPT = re.compile(r"^[0-5]\d$")
_RAISED = re.compile(r"(?<=\d)[⁰¹²³⁴⁵][⁰¹²³⁴⁵⁶⁷⁸⁹](?!\w)")
_BOLD_HEADING = 7
"""The level of a line that is all bold, or is called a title: below every heading."""
_TITLES = re.compile(r"(?:^|[-_\s])(?:label|title|heading|tytul|naglowek)(?:\s|$)", re.IGNORECASE)
_OPENS = re.compile(r"accordion|toggle|collaps", re.IGNORECASE)
_LONGEST_HEADING = 140
_LONGEST_LINE = 10_000  # letters
_LONGEST_LINK = 300
_NEAR = 3  # elements beside another
_MOST_LINKS = 300
"""In one line: what is asked of a line is asked of each of its links."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it is written, and the text that leads there."""

    href: str
    text: str
    column: str = ""
    """What the head of its table says of its column."""


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


def clean(text: str) -> str:
    """`text` in one line, without characters that cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def text_of(element: Element) -> str:
    """All that an element says, in one line."""
    return " ".join(piece.text for piece in pieces(element) if piece.text)


def pieces(root: Element) -> list[Piece]:
    """What `root` holds, in order; at most 20,000 pieces or a million letters."""
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
        self._letters = 0  # of all lines
        self._columns: tuple[str, ...] = ()  # the head of the table

    def _is_full(self) -> bool:
        return len(self.found) >= _MOST_PIECES or self._letters > _MOST_LETTERS

    def flush(self) -> None:
        """End the line."""
        text = clean("".join(self._texts)[: 2 * _LONGEST_LINE])[:_LONGEST_LINE]
        text = _RAISED.sub(lambda clock: f":{normalize('NFKC', clock[0])}", text)
        if text or self._links:
            level = self._level
            is_short = bool(text) and len(text) <= _LONGEST_HEADING
            if not level and is_short and not self._plain:
                level = _BOLD_HEADING
            if level == _BOLD_HEADING and not is_short:
                level = 0
            self._letters += len(text)
            self.found.append(Piece(text, level, links=tuple(self._links[:_MOST_LINKS])))
        self._texts, self._links, self._plain = [], [], False

    def walk(self, element: Element, *, bold: bool = False) -> None:
        """Add an element and what is inside it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or self._is_full():
            return
        if is_player(element):
            self._player(element)
            return
        if tag == "button" and not (self._level or _OPENS.search(element.get("class") or "")):
            return
        if tag == "table":
            self._columns = ()
        if tag == "tr" and (cells := _cells(element)):
            self._row(element, cells)
            return
        block = tag in _BLOCKS
        outer = self._level
        if block:
            self.flush()
            self._level = _level_of(element) or outer
        bold = bold or tag in {"b", "strong", "th"}
        self._say(element.text, bold=bold, raised=tag == "sup")
        if tag == "a" and element.get("href"):
            self._links.append(_link(element))
        for child in element:
            self.walk(child, bold=bold)
            self._say(child.tail, bold=bold)
        if block:
            self.flush()
            self._level = outer

    def _row(self, row: Element, cells: tuple[str, ...]) -> None:
        self.flush()
        if row.getparent().tag == "thead" or all(cell.tag == "th" for cell in row):
            self._columns = cells
        links = tuple(islice(_links(row, self._columns), _MOST_LINKS))
        self.found.append(Piece(" ".join(filter(None, cells)), 0, cells, links))

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
        self.found.append(
            Piece(clean(label_of(element))[:_LONGEST_LINK], embeds=tuple(addresses_of(element)))
        )


def _level_of(block: Element) -> int:
    """The level of the heading that a block is; 0 for none."""
    tag = block.tag
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    named = tag in {"div", "p", "summary"} and _TITLES.search(block.get("class") or "")
    is_title = tag == "summary" or (named and next(block.iter("a"), None) is None)
    return _BOLD_HEADING if is_title else 0


def _links(row: Element, columns: Sequence[str]) -> Iterator[Link]:
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    for number, cell in enumerate(cells):
        for each in cell.iter("a"):
            if each.get("href"):
                column = columns[number] if len(columns) == len(cells) else ""
                yield replace(_link(each), column=column)


def _link(element: Element) -> Link:
    text = "".join(islice(element.itertext(), _LONGEST_LINK))[: 2 * _LONGEST_LINK]
    return Link(
        element.get("href").strip(), (clean(text) or _heading_below(element))[:_LONGEST_LINK]
    )


def _heading_below(picture: Element) -> str:
    """What a card calls the picture in it: the heading below, where none is above."""
    headings = ("h2", "h3", "h4", "h5", "h6")
    if any(each.tag in headings for each in islice(picture.itersiblings(preceding=True), _NEAR)):
        return ""
    below = islice(picture.itersiblings(), _NEAR)
    found = next((each for each in below if each.tag in headings), None)
    return "" if found is None else clean("".join(found.itertext())[: 2 * _LONGEST_LINK])


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


def trails(row: Sequence[Piece]) -> list[tuple[str, ...]]:
    """For each piece the headings it stands under, the nearest first."""
    above: list[Piece] = []  # the widest first
    found = []
    for piece in row:
        found.append(tuple(each.text[:_LONGEST_LINK] for each in reversed(above)))
        if piece.level and piece.text:
            above = [each for each in above if each.level < piece.level]
            above.append(piece)
    return found
