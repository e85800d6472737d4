"""A recording as a Word document, for those who work on the text in an office.

Made with python-docx where that is installed (`pip install 'stenogram[documents]'`).
"""

import importlib.metadata
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.stages.render.clock import clock, clock_range
from pipeline.stages.render.documents import Record, heading, said, when
from pipeline.stages.render.hostile import line, web_link
from pipeline.stages.render.layout import Block
from pipeline.stages.render.strings import strings
from pipeline.stages.render.voices import Voice

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LANGUAGES = {"pl": "pl-PL", "en": "en-GB"}
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001  # python-docx writes UTC and takes no zone
MOST = 255
"""Characters of a property of the document: python-docx refuses more."""
_TIME_INCHES = 0.75


def can_write_word() -> bool:
    """Whether python-docx is installed."""
    try:
        importlib.metadata.distribution("python-docx")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def word_document(record: Record) -> bytes:
    """The document: headings for sessions and chapters, and who speaks before each turn.

    The same record gives the same bytes with the same python-docx.
    """
    import docx

    texts = strings(record.language)
    document = docx.Document()
    _prepare(document, record)
    document.add_heading(line(record.info.title), level=0)
    for told in (line(record.seminar.title), when(record)):
        if told:
            document.add_paragraph(told)
    document.add_paragraph().add_run(record.state).italic = True
    for section in record.layout.sections:
        title = heading(section)
        if title:
            document.add_heading(f"{title} ({clock(section.start)})", level=1)
        elif any(each.session for each in record.layout.sections):
            document.add_heading(texts["outside"], level=1)
        for block in section.blocks:
            _add(document, block, texts)
    _close(document, record, texts)
    buffer = io.BytesIO()
    document.save(buffer)
    return timeless(buffer.getvalue())


def _prepare(document: "Document", record: Record) -> None:
    """Sets what a reader's program is told of the document."""
    from docx.shared import Inches, Pt

    anonymous(document, _LANGUAGES.get(record.spoken, record.spoken))
    about = document.core_properties
    about.title = line(record.info.title)[:MOST]
    about.subject = line(record.seminar.title)[:MOST]
    about.keywords = record.mark[:MOST]  # Word and LibreOffice keep it
    about.author = about.last_modified_by = line(record.seminar.organiser)[:MOST]
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    quote = document.styles["Body Text"].paragraph_format
    quote.left_indent, quote.first_line_indent = Inches(_TIME_INCHES), -Inches(_TIME_INCHES)
    quote.tab_stops.add_tab_stop(Inches(_TIME_INCHES))


def anonymous(document: "Document", language: str) -> None:
    """Sets the language, and takes out who made the document when."""
    from docx.oxml.ns import qn

    about = document.core_properties
    about.comments, about.language, about.revision = "", language, 1
    about.created = about.modified = _LONG_AGO
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)


def _add(document: "Document", block: Block, texts: Mapping[str, str]) -> None:
    if block.kind == "chapter":
        document.add_heading(f"{block.title} ({clock(block.start)})", level=2)
        return
    if block.label:
        _add_label(document.add_paragraph(), block.label, texts)
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.add_run(f"{clock(block.start)}\t")
    if block.kind == "gap":
        told = f"[{texts['gap']}, {clock_range(block.start, block.end)}]"
        paragraph.add_run(told).italic = True
    elif block.kind == "picture":
        paragraph.add_run(f"[{texts['picture']}: {block.title}]").italic = True
    else:
        paragraph.add_run(said(block))


def _add_label(paragraph: "Paragraph", voice: Voice, texts: Mapping[str, str]) -> None:
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(voice.label).bold = True
    if voice.doubtful:
        paragraph.add_run(f" ({texts['doubtful']})")


def _close(document: "Document", record: Record, texts: Mapping[str, str]) -> None:
    """Where it comes from, and whom to thank: what licences ask to go with the text."""
    link = web_link(record.seminar.page)
    if not link and not record.seminar.credits:
        return
    document.add_heading(texts["credits"], level=1)
    for told in (link, line(record.seminar.credits)):
        if told:
            document.add_paragraph(told)


def timeless(data: bytes) -> bytes:
    """The same package without the hour at which it was packed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
