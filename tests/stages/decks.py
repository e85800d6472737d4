"""Presentations made for tests, as programs make them and as nobody should."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

SlideXml = Callable[[str], str]


def powerpoint(path: Path) -> Path:
    """A deck of five slides: bullets, a table in a group, a diagram's worth of places, hidden."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Rynek pracy\vw małych miastach"
    first.placeholders[1].text = "Praca jest\nDojazdy są długie"
    first.notes_slide.notes_text_frame.text = "Notatka dla mówcy"
    second = deck.slides.add_slide(deck.slide_layouts[6])
    group = second.shapes.add_group_shape().shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "Dochody w grupie"
    cells = second.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(2)).table
    for at, text in enumerate(("Miasto", "Dochód", "Ustka", "12 zł")):
        cells.cell(at // 2, at % 2).text = text
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "Ukryty slajd"
    hidden.element.set("show", "0")
    fourth = deck.slides.add_slide(deck.slide_layouts[5])
    fourth.shapes.title.text = "Wykres"
    data = CategoryChartData()  # type: ignore[no-untyped-call]  # untyped there
    data.categories = ["Biłgoraj", "Ustka"]
    data.add_series("Podatki", (1.5, 2.5))  # type: ignore[no-untyped-call]  # untyped there
    fourth.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(3), data)
    deck.slides.add_slide(deck.slide_layouts[6])
    deck.save(str(path))
    return path


def changed(
    path: Path, target: Path, parts: Mapping[str, bytes | Callable[[bytes], bytes]]
) -> Path:
    """A copy of a package with some parts replaced, or added."""
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        names = dict.fromkeys([*whole.namelist(), *parts])
        for name in names:
            change = parts.get(name)
            if change is None:
                copy.writestr(name, whole.read(name))
            else:
                copy.writestr(
                    name, change if isinstance(change, bytes) else change(whole.read(name))
                )
    return target


def pictures_only(path: Path, count: int = 3, size: tuple[int, int] = (1600, 900)) -> Path:
    """A PDF whose pages are photographs: noise, which no picture format makes small."""
    from random import Random

    from PIL import Image

    random = Random(7)  # noqa: S311 - the same noise each time
    pages = [Image.frombytes("RGB", size, random.randbytes(size[0] * size[1] * 3))] * count
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:])
    return path


def blank_pdf(path: Path, sizes: list[tuple[float, float]]) -> Path:
    """A PDF of empty pages of these sizes in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    document.save(path)
    document.close()
    return path


def open_document(path: Path) -> Path:
    """The beginnings of an OpenDocument presentation."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        package.writestr("content.xml", "<x/>")
    return path


def compound(path: Path, stream: str) -> Path:
    """A file of the old Office that has a stream of this name."""
    content = io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    content.seek(0, 2)
    content.write(stream.encode("utf-16-le") + bytes(500))
    path.write_bytes(content.getvalue())
    return path
