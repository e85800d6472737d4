"""A note as PDF: tagged, with title and language, held to PDF/UA-1.

Made with Typst (`pip install 'stenogram[pdf]'`), from a small template and the note as data.
"""

import contextlib
import importlib.metadata
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StageError, UsageError
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
from pipeline.stages.render.note.template import note_folders
from pipeline.stages.render.options import Language
from pipeline.stages.render.orphans import bound

if TYPE_CHECKING:
    from typst import PDFStandard

LIMIT = 120.0
"""Seconds that a PDF may take."""
_TEMPLATE = "note.typ"
_PLAIN: "list[PDFStandard]" = ["1.7"]
_ACCESSIBLE: "list[PDFStandard]" = ["1.7", "ua-1"]


def can_write_pdf() -> bool:
    """Whether Typst is installed."""
    try:
        importlib.metadata.distribution("typst")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def pdf_data(document: Document, organiser: str, language: Language) -> str:
    """What the template is given: the note as JSON."""
    content = {
        "title": bound(document.title),
        "organiser": line(organiser),
        "language": language,
        "blocks": [_block(each) for each in document.blocks],
    }
    return json.dumps(content, ensure_ascii=False)


def pdf_template(templates: Sequence[Path]) -> bytes:
    """The template: the workspace's, else ours."""
    found = (folder / _TEMPLATE for folder in note_folders(templates))
    return next(path for path in found if path.is_file()).read_bytes()


def pdf_bytes(template: bytes, data: str) -> tuple[bytes, bool]:
    """The PDF, and whether it claims PDF/UA-1; to be called in a process that can be ended.

    Only the fonts that Typst brings are used, so that the same note is the same file. Where they
    lack a letter, those of this computer are, too; where nothing has it, the PDF is tagged but
    claims nothing. Raises `UsageError` where the template has a fault.
    """
    import typst

    for fonts, standards in ((False, _ACCESSIBLE), (True, _ACCESSIBLE)):
        with contextlib.suppress(typst.TypstError):
            return _compiled(template, data, standards, system_fonts=fonts), True
    try:
        return _compiled(template, data, _PLAIN, system_fonts=True), False
    except typst.TypstError as error:
        raise UsageError(
            f"the template documents/{_TEMPLATE} has a fault: {error.message};"
            " mend it, or delete it to use the one that comes with stenogram"
        ) from None


def _compiled(
    template: bytes, data: str, standards: "list[PDFStandard]", *, system_fonts: bool
) -> bytes:
    """The PDF, from a folder in which no file can be read."""
    import typst

    with tempfile.TemporaryDirectory(prefix="stenogram-") as folder:
        empty = Path(folder)
        compiler = typst.Compiler(
            root=empty,
            ignore_system_fonts=not system_fonts,
            sys_inputs={"note": data},
            package_path=empty,
            package_cache_path=empty,
        )
        made = compiler.compile(template, format="pdf", pdf_standards=standards, timestamp=0)
    if not isinstance(made, bytes):  # many pages are many pictures, but one PDF
        raise StageError("Typst gave no PDF; install another version of it")
    return made


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading(level, children):
            return {"kind": "heading", "level": level, "children": _inlines(children)}
        case Paragraph(children):
            return {"kind": "paragraph", "children": _inlines(children)}
        case Listing(start, items):
            told = [[_block(each) for each in item] for item in items]
            return {"kind": "list" if start is None else "numbers", "start": start, "items": told}
        case Quote(blocks):
            return {"kind": "quote", "blocks": [_block(each) for each in blocks]}
        case Verbatim(text):
            return {"kind": "verbatim", "text": text}
        case Rule():
            return {"kind": "rule"}


def _inlines(inlines: Sequence[Inline]) -> list[dict[str, object]]:
    return [_inline(each) for each in inlines]


def _inline(inline: Inline) -> dict[str, object]:
    match inline:
        case Text(text, code):
            kind = "code" if code else "text"
            return {"kind": kind, "text": text if code else bound(text)}
        case Break():
            return {"kind": "break"}
        case Link(address, children):
            return {"kind": "link", "address": address, "children": _inlines(children)}
    return {"kind": inline.style, "children": _inlines(inline.children)}
