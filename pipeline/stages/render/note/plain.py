"""A note as plain text: a paragraph a line, for letters and for any program.

Links are numbered, and told at the end.
"""

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
    Text,
    Verbatim,
    plain,
)


def plain_note(document: Document, links_title: str) -> str:
    """The text; `links_title` stands above the addresses."""
    writer = _Writer()
    parts = [writer.headed(document.title, "="), *writer.blocks(document.blocks)]
    if writer.addresses:
        told = "\n".join(f"[{at}] {address}" for at, address in enumerate(writer.addresses, 1))
        parts.append(f"{writer.headed(links_title, '-')}\n\n{told}")
    return "\n\n".join(parts) + "\n"


class _Writer:
    def __init__(self) -> None:
        self.addresses: list[str] = []
        """Where links lead, each once, in the order in which they are met."""

    @staticmethod
    def headed(title: str, mark: str) -> str:
        return f"{title}\n{mark * min(78, len(title))}" if title else ""

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        return (self._block(each) for each in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                text = self._inlines(block.children).replace("\n", " ")
                return self.headed(text, "-") if block.level == 1 else text
            case Paragraph():
                return self._inlines(block.children)
            case Listing():
                return self._listing(block)
            case Quote():
                return _indented("\n\n".join(self.blocks(block.blocks)), "> ", "> ")
            case Verbatim():
                return _indented(block.text, "    ", "    ")
            case Rule():
                return "* * *"

    def _listing(self, listing: Listing) -> str:
        items = []
        for number, item in enumerate(listing.items, listing.start or 0):
            mark = "- " if listing.start is None else f"{number}. "
            items.append(_indented("\n".join(self.blocks(item)), mark, " " * len(mark)))
        return "\n".join(items)

    def _inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text):
                return text.replace("\u00a0", " ")
            case Break():
                return "\n"
            case Link(address, children):
                return self._inlines(children) + self._number(address, plain(children))
        return self._inlines(inline.children)

    def _number(self, address: str, shown: str) -> str:
        """The mark of a link; none where the text says the address itself."""
        if shown in (address, address.removeprefix("mailto:")):
            return ""
        if address not in self.addresses:
            self.addresses.append(address)
        return f" [{self.addresses.index(address) + 1}]"


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join((rest if at else first) + each for at, each in enumerate(lines))
