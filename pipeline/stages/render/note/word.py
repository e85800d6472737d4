"""A note as a Word document, with the styles that Word and LibreOffice know.

Made with python-docx (`pip install 'stenogram[documents]'`).
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.stages.render.hostile import line
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
from pipeline.stages.render.options import Language
from pipeline.stages.render.orphans import bound
from pipeline.stages.render.word_document import MOST, anonymous, timeless

if TYPE_CHECKING:
    import docx.document
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

_DEEPEST_LIST = 3
"""Styles of lists go no deeper."""
_LINK_COLOUR, _HEADING_COLOUR = "0B4F9E", "1F3864"
"""Both are read well on white: WCAG 2.1, 1.4.3."""


def word_note(document: Document, organiser: str, language: Language) -> bytes:
    """The document. The same note gives the same bytes with the same python-docx."""
    import docx

    written = docx.Document()
    anonymous(written, {"pl": "pl-PL", "en": "en-GB"}[language])
    about = written.core_properties
    about.title = document.title[:MOST]
    about.author = about.last_modified_by = line(organiser)[:MOST]
    _set_styles(written)
    writer = _Writer(written)
    written.add_heading(bound(document.title), level=0)
    writer.blocks(document.blocks)
    buffer = io.BytesIO()
    written.save(buffer)
    return timeless(buffer.getvalue())


class _Writer:
    def __init__(self, document: "docx.document.Document") -> None:
        self._document = document
        self._links: dict[str, str] = {}

    def blocks(self, blocks: Sequence[Block], style: str = "Normal", depth: int = 0) -> None:
        """Adds blocks; paragraphs get `style`, lists are `depth` lists deep."""
        for block in blocks:
            self._block(block, style, depth)

    def _block(self, block: Block, style: str, depth: int) -> None:
        match block:
            case Heading(level, children):
                self._inlines(self._document.add_heading(level=level), children)
            case Paragraph(children):
                self._inlines(self._document.add_paragraph(style=style), children)
            case Listing():
                self._listing(block, min(depth + 1, _DEEPEST_LIST))
            case Quote(blocks):
                self.blocks(blocks, "Quote", depth)
            case Verbatim(text):
                paragraph = self._document.add_paragraph(style="macro")
                for at, each in enumerate(text.split("\n")):
                    if at:
                        paragraph.add_run().add_break()
                    paragraph.add_run(each)
            case Rule():
                self._document.add_paragraph("* * *")

    def _listing(self, listing: Listing, depth: int) -> None:
        suffix = f" {depth}" if depth > 1 else ""
        kind = "List Bullet" if listing.start is None else "List Number"
        number = None if listing.start is None else self._numbering(kind + suffix, listing.start)
        for item in listing.items:
            first = item[0] if item and isinstance(item[0], Paragraph) else Paragraph(())
            paragraph = self._document.add_paragraph(style=kind + suffix)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_numId().val = number
                properties.get_or_add_ilvl().val = 0
            self._inlines(paragraph, first.children)
            rest = item[1:] if item and item[0] is first else item
            self.blocks(rest, f"List Continue{suffix}", depth)

    def _numbering(self, style: str, start: int) -> int:
        """Numbers that begin anew: a style alone would count on from the list before."""
        properties = self._document.styles[style].element.pPr.numPr
        numbering = self._document.part.numbering_part.numbering_definitions._numbering
        abstract = numbering.num_having_numId(properties.numId.val).abstractNumId.val
        number = numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)

    def _inlines(
        self, paragraph: "WordParagraph", inlines: Sequence[Inline], styles: tuple[str, ...] = ()
    ) -> None:
        for each in inlines:
            match each:
                case Text(text, code):
                    run = paragraph.add_run(text if code else bound(text))
                    _style(run, (*styles, "code") if code else styles)
                case Break():
                    paragraph.add_run().add_break()
                case Link(address, children):
                    at = len(paragraph._p)
                    self._inlines(paragraph, children, (*styles, "link"))
                    self._link(paragraph, address, at)
                case _:
                    self._inlines(paragraph, each.children, (*styles, each.style))

    def _link(self, paragraph: "WordParagraph", address: str, at: int) -> None:
        """Makes what was added from child `at` on lead to an address."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        runs = list(paragraph._p)[at:]
        relation = self._document.part.relate_to(
            address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        link.set(qn("w:history"), "1")
        link.extend(runs)
        paragraph._p.append(link)


def _style(run: "Run", styles: Sequence[str]) -> None:
    if "link" in styles:
        run.style = "Hyperlink"
    if "emphasis" in styles:
        run.italic = True
    if "strong" in styles:
        run.bold = True
    if "code" in styles:
        run.font.name = "Courier New"


def _set_styles(document: "docx.document.Document") -> None:
    """A4, darker headings, and the style of links, which the document of python-docx lacks."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name in ("Title", *(f"Heading {level}" for level in range(1, 6))):
        document.styles[name].font.color.rgb = RGBColor.from_string(_HEADING_COLOUR)
    style = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    style.font.color.rgb = RGBColor.from_string(_LINK_COLOUR)
    style.font.underline = True
