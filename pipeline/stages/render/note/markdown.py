"""A note as CommonMark, a paragraph a line."""

import re
from collections.abc import Iterator, Sequence

from pipeline.stages.render.note.nodes import (
    Block,
    Break,
    Document,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Styled,
    Text,
    Verbatim,
    plain,
)

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~]|!$")
_START = re.compile(r"^(?:([-+=#])|(\d{1,9})([.)]))")
_TICKS = re.compile(r"`+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKS = {"emphasis": "*", "strong": "**"}


def markdown_note(document: Document) -> str:
    """The text; read again it is the same note."""
    parts = [f"# {_heading((Text(document.title),))}", *_blocks(document.blocks)]
    return "\n\n".join(parts) + "\n"


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    other = False
    for at, block in enumerate(blocks):
        # Another mark begins another list.
        other = not other and at > 0 and isinstance(blocks[at - 1], Listing)
        yield _block(block, other=other)


def _block(block: Block, *, other: bool) -> str:
    match block:
        case Heading(level, children):
            return f"{'#' * (level + 1)} {_heading(children)}"
        case Paragraph(children):
            return "\\\n".join(map(_started, _inlines(children).split("\\\n")))
        case Listing():
            return _listing(block, other=other)
        case Quote(blocks):
            return _indented("\n\n".join(_blocks(blocks)), "> ", "> ")
        case Verbatim(text):
            fence = _ticks(text, 3)
            return f"{fence}\n{text}\n{fence}"
        case Rule():
            return "___"


def _listing(listing: Listing, *, other: bool) -> str:
    items = []
    for number, item in enumerate(listing.items, listing.start or 0):
        bullet = "*" if other else "-"
        mark = f"{bullet} " if listing.start is None else f"{number}{')' if other else '.'} "
        items.append(_indented("\n\n".join(_blocks(item)), mark, " " * len(mark)))
    return "\n".join(items)


def _heading(children: Sequence[Inline]) -> str:
    """On one line; a hash at its end would be taken for its close."""
    text = _inlines(children).replace("\\\n", " ")
    return f"{text[:-1]}\\#" if text.endswith("#") else text


def _started(text: str) -> str:
    """A line of a paragraph that begins nothing else."""
    return _START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text.lstrip(" "))


def _inlines(inlines: Sequence[Inline]) -> str:
    written = ""
    for at, each in enumerate(inlines):
        after = plain(inlines[at + 1 : at + 2])[:1]
        written += _styled(each, written, after) if isinstance(each, Styled) else _inline(each)
    return written


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text, code):
            return _code(text) if code else _SPECIAL.sub(r"\\\g<0>", text)
        case Break():
            return "\\\n"
        case Link(address, children):
            target = _ENTITY.sub("&amp;", address)
            # In pointed brackets parentheses need no partner.
            target = f"<{target}>" if set(target) & set("()") else target
            return f"[{_inlines(children)}]({target})"
    return _inlines(inline.children)


def _styled(styled: Styled, before: str, after: str) -> str:
    """Words between marks; without them where marks would not be read as such."""
    inner, mark = _inlines(styled.children), _MARKS[styled.style]
    last = before[-1:]
    if last == "*" or inner.startswith("*") or inner.endswith("*"):
        return inner
    opens = inner[:1].isalnum() or (not inner[:1].isspace() and not last.isalnum())
    closes = inner[-1:].isalnum() or (not inner[-1:].isspace() and not after.isalnum())
    return f"{mark}{inner}{mark}" if inner and opens and closes else inner


def _code(text: str) -> str:
    fence = _ticks(text, 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text.strip() else " "


def _ticks(text: str, least: int) -> str:
    """More backticks than stand together in a text."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    return "`" * max(least, longest + 1)


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(((rest if at else first) + each).rstrip(" ") for at, each in enumerate(lines))
