"""A note as an HTML fragment, to be pasted into a content management system.

Plain tags, no attribute but the address of a link. The title is not in it: such systems have a
field for it, so headings begin at `h2`.
"""

from collections.abc import Sequence
from html import escape

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
    Text,
    Verbatim,
)
from pipeline.stages.render.orphans import bound


def html_fragment(document: Document, first: int = 2) -> str:
    """The fragment, a block a line; `first` is the level of its highest headings."""
    return "".join(f"{_block(each, first)}\n" for each in document.blocks)


def _block(block: Block, first: int) -> str:
    match block:
        case Heading():
            tag = f"h{min(6, block.level + first - 1)}"
            return f"<{tag}>{_inlines(block.children)}</{tag}>"
        case Paragraph():
            return f"<p>{_inlines(block.children)}</p>"
        case Listing():
            return _listing(block, first)
        case Quote():
            inner = "".join(f"{_block(each, first)}\n" for each in block.blocks)
            return f"<blockquote>\n{inner}</blockquote>"
        case Verbatim():
            return f"<pre><code>{escape(block.text)}</code></pre>"
        case Rule():
            return "<hr>"


def _listing(listing: Listing, first: int) -> str:
    tag = "ul" if listing.start is None else "ol"
    start = f' start="{listing.start}"' if listing.start not in (None, 1) else ""
    items = "".join(f"<li>{_item(item, first)}</li>\n" for item in listing.items)
    return f"<{tag}{start}>\n{items}</{tag}>"


def _item(blocks: Sequence[Block], first: int) -> str:
    """An item; one of a single paragraph has no tag of its own for it."""
    if blocks and isinstance(blocks[0], Paragraph):
        rest = "".join(f"\n{_block(each, first)}" for each in blocks[1:])
        if not any(isinstance(each, Paragraph) for each in blocks[1:]):
            return _inlines(blocks[0].children) + rest
    return "\n".join(_block(each, first) for each in blocks)


def _inlines(inlines: Sequence[Inline]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text, code):
            return f"<code>{escape(text)}</code>" if code else escape(bound(text), quote=False)
        case Break():
            return "<br>\n"
        case Link(address, children):
            return f'<a href="{escape(address)}">{_inlines(children)}</a>'
    tag = "em" if inline.style == "emphasis" else "strong"
    return f"<{tag}>{_inlines(inline.children)}</{tag}>"
