"""The slides of a PowerPoint file: what is written on them, in groups, tables, diagrams, charts.

Notes of the speaker are not read, and slides that the author hid are left out: neither was shown.
"""

import io
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.artefacts import Slide
from pipeline.errors import SourceError
from pipeline.stages.download.kinds import AGAIN
from pipeline.stages.download.reading import MAX_SLIDES, Reading, beyond, printable, slide

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pptx.slide import Slide as PowerPointSlide

_MAX_PARTS = 20_000
_MAX_XML = 64 << 20
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = frozenset({f"{_MC}Fallback", f"{_C}numCache", f"{_C}externalData"})
_RUNNING = frozenset({"dt", "ftr", "sldNum"})  # date, footer and number stand on every slide
_TITLES = frozenset({"title", "ctrTitle"})


def read_powerpoint(path: Path) -> Reading:
    """The text of each slide. Raises `SourceError`."""
    from pptx.package import Package

    slim = _slim(path)
    try:
        slides = list(Package.open(slim).main_document_part.presentation.slides)
        shown = [
            (number, each)
            for number, each in enumerate(itertools.islice(slides, MAX_SLIDES), 1)
            if each.element.get("show") not in {"0", "false"}
        ]
        read = tuple(_slide(number, each) for number, each in shown)
    except Exception as error:  # a hostile file may fail anywhere in the libraries
        raise _damaged(path, error) from error
    hidden = min(len(slides), MAX_SLIDES) - len(shown)
    notes = (f"hidden slides left out: {hidden}; the file itself has them",) if hidden else ()
    return Reading(read, (*notes, *beyond(len(slides))))


def _damaged(path: Path, error: Exception) -> SourceError:
    told = " ".join(str(error).split())[:200] or type(error).__name__
    return SourceError(
        f"{path}: cannot be read as PowerPoint ({told}); open and save it again, or {AGAIN}"
    )


def _slim(path: Path) -> io.BytesIO:
    """The package without its pictures and films, and bounded, however much it was deflated."""
    slim, total = io.BytesIO(), 0
    try:
        with zipfile.ZipFile(path) as whole, zipfile.ZipFile(slim, "w") as package:
            parts = {info.filename: info for info in whole.infolist()}
            total = sum(info.file_size for info in parts.values() if _is_xml(info.filename))
            if total > _MAX_XML or len(parts) > _MAX_PARTS:
                raise SourceError(f"{path}: it is too large to be read; {AGAIN}")
            for name, info in parts.items():
                package.writestr(name, whole.read(info) if _is_xml(name) else b"")
    except SourceError:
        raise
    except Exception as error:  # a broken file may fail anywhere in its reader
        raise _damaged(path, error) from error
    slim.seek(0)
    return slim


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _slide(number: int, given: "PowerPointSlide") -> Slide:
    """A slide; without a title of its own, its first line with letters stands for one."""
    tree = given.element
    lines = [*_lines(tree), *_lines_of_parts(given.part)]
    titles = [" ".join(_lines(shape)) for shape in tree.iter(f"{_P}sp") if _place(shape) in _TITLES]
    title = next((each for each in titles if each), "")
    if not title:
        letters = (line for line in lines if any(letter.isalpha() for letter in line))
        title = next(letters, "")
    return slide(number, title, lines)


def _lines(element: "_Element") -> Iterator[str]:
    """The lines written anywhere in `element`, in the order in which they are read aloud."""
    if element.tag in _LEFT_OUT or _place(element) in _RUNNING:
        return
    if element.tag == f"{_A}p":
        runs = element.iter(f"{_A}t", f"{_A}br")
        text = "".join("\n" if run.tag == f"{_A}br" else run.text or "" for run in runs)
        yield from filter(None, map(printable, text.split("\n")))
    elif element.tag == f"{_A}tr":
        cells = (" ".join(_lines(cell)) for cell in element)
        row = " | ".join(cell for cell in cells if cell)
        if row:
            yield row
    elif element.tag == f"{_C}v":
        yield from filter(None, [printable(element.text or "")])
    else:
        for child in element:
            yield from _lines(child)


def _place(shape: "_Element") -> str:
    """What a shape holds the place of: `title`, `ftr`…; empty where it is nothing of the kind."""
    if shape.tag != f"{_P}sp":
        return ""
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return str(found.get("type", "")) if found is not None else ""


def _lines_of_parts(part: Any) -> Iterator[str]:  # noqa: ANN401 - python-pptx has no types
    """What diagrams and charts say, which have files of their own; each line once."""
    from lxml.etree import XMLParser, fromstring

    for relation in part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/diagramData", "/chart")):
            continue
        parser = XMLParser(resolve_entities=False, no_network=True)
        tree = fromstring(relation.target_part.blob, parser)
        yield from dict.fromkeys(_lines(tree))
