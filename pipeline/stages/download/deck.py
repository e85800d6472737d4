"""One deck: a PDF → its slides, page by page."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.artefacts import Deck, Slide
from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.stage import Work
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.place import place
from pipeline.stages.download.web import fetch_file

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MAX_SLIDES = 1000
_MAX_CHARACTERS = 20_000
_MAX_TITLE = 160
_TITLE_LINES = 3
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")


def download_deck(source: Source, options: DownloadOptions, work: Work) -> Deck:
    """The deck, in the owner's folder as `deck` with the ending it came with.

    Raises `SourceError` when it cannot be had or is no readable PDF.
    """
    if source.url:
        file = work.call(fetch_file, source.url, work.scratch / "deck.pdf", options, limit=3600.0)
    else:
        file = Path(source.path)
    slides = work.call(read_slides, file, limit=600.0)
    placed, sha256 = place(file, "deck", source, options, work)
    return Deck(
        file=str(placed.relative_to(work.outputs)),
        sha256=sha256,
        size_bytes=placed.stat().st_size,
        slides=slides,
    )


def read_slides(path: Path) -> tuple[Slide, ...]:
    """The text of each page of a PDF. Raises `SourceError`."""
    import pypdfium2

    if not path.is_file():
        raise SourceError(f"{path}: no such file")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            f"{path}: cannot be read as PDF ({error}); export the presentation as PDF again"
        ) from None
    try:
        pages = min(len(document), _MAX_SLIDES)
        lines = [_page_lines(document, number) for number in range(pages)]
    finally:
        document.close()
    running = _running_lines(lines)
    return tuple(
        _slide(number, [line for line in page if _bare(line.text) not in running])
        for number, page in enumerate(lines, 1)
    )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float  # of its first character, in points


def _page_lines(document: "PdfDocument", index: int) -> list[_Line]:
    """The lines of page `index`, or none where the page cannot be read."""
    import pypdfium2

    try:
        page = document[index].get_textpage()
        text: str = page.get_text_range()[:_MAX_CHARACTERS]
        lines, start = [], 0
        for raw in text.splitlines(keepends=True):
            size = pypdfium2.raw.FPDFText_GetFontSize(page, start)
            start += len(raw)
            clean = _UNPRINTABLE.sub("", " ".join(raw.split()))
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
    joined = " ".join(title[:1] if all_alike else title)[:_MAX_TITLE]
    return Slide(number, joined, "\n".join(line.text for line in lines))
