"""Markdown as an editor saves it: whatever marks it uses, and wherever it wraps lines."""

import re
from typing import TYPE_CHECKING

from pipeline.corrections import mark_in
from pipeline.importing.known import TIME, Known
from pipeline.importing.paragraphs import Paragraph, Role, spoken
from pipeline.importing.spoken import Read

if TYPE_CHECKING:
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--((?:(?!-->).){0,1000})-->", re.DOTALL)
_TIME = re.compile(TIME)


def read_markdown(text: str, known: Known, notes: tuple[str, ...]) -> Read:
    """The words of a CommonMark document."""
    from markdown_it import MarkdownIt

    mark = mark_in(" ".join(_COMMENT.findall(text)))
    parser = MarkdownIt("commonmark", {"html": False})
    paragraphs: list[Paragraph] = []
    opened: Role | None = None
    number = ""
    for token in parser.parse(_COMMENT.sub("", text)):
        if token.type == "heading_open":
            opened = "title" if token.tag == "h1" else "heading"
        elif token.type == "heading_close":
            opened = None
        elif token.type == "list_item_open" and token.info:
            number = f"{token.info}{token.markup} "
        elif token.type == "inline":
            said, look = _shown(token.children or [])
            paragraphs.append(Paragraph(number + said, opened or look))
            number = ""
        elif token.type in ("fence", "code_block"):  # indented text
            paragraphs.append(Paragraph(token.content))
    return spoken(paragraphs, known, mark, notes)


def _shown(children: "list[Token]") -> tuple[str, Role]:
    """The text of a paragraph, a tab after the time that it is linked by, and how it looks."""
    parts: list[str] = []
    depth = {"strong": 0, "em": 0, "link": 0}
    looks = {"strong": False, "em": False, "plain": False}
    for child in children:
        kind, _, side = child.type.rpartition("_")
        if kind in depth:
            depth[kind] += 1 if side == "open" else -1
            if (kind, side) == ("link", "close") and _TIME.fullmatch("".join(parts).strip()):
                parts.append("\t")
                looks = dict.fromkeys(looks, False)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(child.content)
            if child.content.strip():
                look = "strong" if depth["strong"] else "em" if depth["em"] else "plain"
                looks[look] = True
    if looks["plain"]:
        return "".join(parts), "plain"
    if looks["strong"]:
        return "".join(parts), "bold"
    return "".join(parts), "italic" if looks["em"] else "plain"
