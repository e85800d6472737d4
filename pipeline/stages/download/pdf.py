"""The slides of a PDF, page by page."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.artefacts import Slide
from pipeline.errors import SourceError
from pipeline.stages.download.kinds import AGAIN
from pipeline.stages.download.reading import MAX_SLIDES, Reading, beyond, printable, slide

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MAX_PAGE_CHARACTERS = 20_000
_TITLE_LINES = 3


@contextmanager
def opened(path: Path) -> "Iterator[PdfDocument]":
    """The PDF, for as long as the block lasts. Raises `SourceError`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{path}: cannot be read as PDF ({error}); {AGAIN}") from None
    try:
        yield document
    finally:
        document.close()


def read_pdf(path: Path) -> Reading:
    """The text of each page. Raises `SourceError`."""
    with opened(path) as document:
        count = len(document)
        lines = [_page_lines(document, number) for number in range(min(count, MAX_SLIDES))]
    running = _running_lines(lines)
    slides = tuple(
        _slide(number, [line for line in page if _bare(line.text) not in running])
        for number, page in enumerate(lines, 1)
    )
    return Reading(slides, beyond(count))


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float  # of its first character, in points


def _page_lines(document: "PdfDocument", index: int) -> list[_Line]:
    """The lines of page `index`, or none where the page cannot be read."""
    import pypdfium2

    try:
        page = document[index].get_textpage()
        text: str = page.get_text_range()[:_MAX_PAGE_CHARACTERS]
        lines, start = [], 0
        for raw in text.splitlines(keepends=True):
            size = pypdfium2.raw.FPDFText_GetFontSize(page, start)
            start += len(raw)
            clean = printable(raw)
            if clean:
                lines.append(_Line(clean, round(size, 1)))
    except pypdfium2.PdfiumError:
        return []
    return lines


def _running_lines(pages: list[list[_Line]]) -> set[str]:
    """What stands on most pages but for its number: headers and footers, not what slides say."""
    if len(pages) < 3:
        return set()
    counts = Counter(bare for page in pages for bare in {_bare(line.text) for line in page})
    return {bare for bare, count in counts.items() if bare and count > 0.6 * len(pages)}


def _bare(text: str) -> str:
    return re.sub(r"\W*\d+\W*$", "", text)


def _slide(number: int, lines: list[_Line]) -> Slide:
    """A slide; its title is its first line with letters, and those of the same size after it."""
    letters = [any(letter.isalpha() for letter in line.text) for line in lines]
    first = letters.index(True) if True in letters else len(lines)
    title: list[str] = []
    for line in lines[first:]:
        if line.size != lines[first].size or len(title) == _TITLE_LINES:
            break
        title.append(line.text)
    all_alike = len({line.size for line in lines}) == 1  # then size tells no title apart
    joined = " ".join(title[:1] if all_alike else title)
    return slide(number, joined, (line.text for line in lines))
