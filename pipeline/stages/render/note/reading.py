"""CommonMark, ours or an editor's, read into the tree of a note.

HTML in it is text. Pictures are the words that stand for them: a note is pasted, sent and printed
where they are not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.stages.render.hostile import clean, line, web_link
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

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_MAIL = re.compile(r"mailto:[\w.%+-]+@[\w.-]+(\?[\w.%+=&-]*)?", re.ASCII)
_DEEPEST = 5
"""The title is the first of the six levels of HTML."""


def read_document(text: str, title: str, base: str) -> Document:
    """The note that a text is. Its first heading, where it is of the first level, is its title.

    `title` is that of a text without one. Relative addresses get `base` before them.
    """
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    lines = "\n".join(map(clean, text.expandtabs(4).splitlines()))
    parser = MarkdownIt("commonmark", {"html": False})
    tree = SyntaxTreeNode(parser.parse(lines))
    blocks = tuple(_blocks(tree.children, base))
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1 and line(plain(first.children)):
        title, blocks = plain(first.children), blocks[1:]
    return Document(line(title), tuple(_levelled(blocks)))


def followed(address: str, base: str) -> str:
    """Where a link of a note leads; empty where nobody should be led there."""
    if _MAIL.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or address.startswith(("/", "\\")):
        return web_link(address)
    return base + address if clean(address) == address and " " not in address else ""


def _levelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks; the highest heading is of level 1, and none skips a level."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    lift, before = min(levels, default=1) - 1, 0
    for block in blocks:
        if isinstance(block, Heading):
            before = min(block.level - lift, before + 1, _DEEPEST)
            yield replace(block, level=before)
        else:
            yield block


def _blocks(nodes: "Sequence[SyntaxTreeNode]", base: str) -> Iterator[Block]:
    for node in nodes:
        block = _block(node, base)
        if block is not None:
            yield block


def _block(node: "SyntaxTreeNode", base: str) -> Block | None:
    """One block; `None` where nothing is to be seen of it."""
    kind = node.type
    if kind == "heading":
        children = _line_of(node, base)
        return Heading(int(node.tag[1:]), children) if line(plain(children)) else None
    if kind == "paragraph":
        return Paragraph(_line_of(node, base))
    if kind in ("bullet_list", "ordered_list"):
        start = None if kind == "bullet_list" else int(node.attrs.get("start", 1))
        return Listing(start, tuple(tuple(_blocks(item.children, base)) for item in node.children))
    if kind == "blockquote":
        return Quote(tuple(_blocks(node.children, base)))
    if kind in ("code_block", "fence"):
        return Verbatim("\n".join(map(clean, node.content.splitlines())))
    return Rule() if kind == "hr" else None


def _line_of(node: "SyntaxTreeNode", base: str) -> tuple[Inline, ...]:
    """The inlines of a heading or paragraph."""
    return _merged(each for child in node.children for each in _inlines(child.children, base))


def _inlines(nodes: "Sequence[SyntaxTreeNode]", base: str) -> Iterator[Inline]:
    for node in nodes:
        if node.type in ("text", "code_inline", "html_inline", "image"):
            # An entity may stand for a character that no page should have.
            yield Text(clean(node.content), code=node.type == "code_inline")
        elif node.type == "softbreak":
            yield Text(" ")
        elif node.type == "hardbreak":
            yield Break()
        elif node.type in ("em", "strong"):
            inner = _merged(_inlines(node.children, base))
            if inner:
                yield Styled("emphasis" if node.type == "em" else "strong", inner)
        elif node.type == "link":
            address = followed(str(node.attrs.get("href", "")), base)
            inner = _merged(_inlines(node.children, base))
            if address and plain(inner).strip():
                yield Link(address, inner)
            else:
                yield from inner


def _merged(inlines: Iterator[Inline]) -> tuple[Inline, ...]:
    """The same inlines, neighbouring texts as one."""
    found: list[Inline] = []
    for each in inlines:
        last = found[-1] if found else None
        if isinstance(each, Text) and isinstance(last, Text) and each.code == last.code:
            found[-1] = replace(last, text=last.text + each.text)
        elif not isinstance(each, Text) or each.text:
            found.append(each)
    return tuple(found)
