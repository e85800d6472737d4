"""One deck: a PDF or a PowerPoint file → its slides, read and drawn."""

import shutil
from pathlib import Path

from pipeline.artefacts import Deck, DeckKind, Picture, Slide
from pipeline.declared import Source
from pipeline.errors import SourceError, WorkerLost
from pipeline.stage import Work
from pipeline.stages.download.kinds import kind_of
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.pdf import read_pdf
from pipeline.stages.download.pictures import Drawn, draw_slides
from pipeline.stages.download.place import place
from pipeline.stages.download.powerpoint import read_powerpoint
from pipeline.stages.download.reading import Reading
from pipeline.stages.download.web import fetch_file

_UNREAD: tuple[DeckKind, ...] = ("ppt", "odp")
_READING, _DRAWING = 600.0, 300.0
_PICTURES = "slides"


def download_deck(source: Source, options: DownloadOptions, work: Work) -> Deck:
    """The deck, in the owner's folder as `deck` with the ending it came with.

    Beside it, pictures of its slides where it is a PDF. Of a kind that is not read there are no
    slides. Raises `SourceError` when it cannot be had or is no presentation.
    """
    if source.url:
        file = work.call(fetch_file, source.url, work.scratch / "deck.pdf", options, limit=3600.0)
    else:
        file = Path(source.path)
    try:
        kind = work.call(kind_of, file, limit=_READING)
        # Drawn before it is read: what ends the run ends the reading, too, and leaves no deck.
        drawn = _drawn(file, work) if kind == "pdf" else ()
        reading = work.call(read_slides, file, kind, limit=_READING)
    except SourceError as error:  # say where it is from, not where it was staged
        raise SourceError(str(error).replace(str(file), source.url or str(file))) from error
    for note in (*reading.notes, *_missing(kind, reading.slides, drawn)):
        work.note(note)
    if source.url and file.suffix != f".{kind}":
        file = file.rename(file.with_suffix(f".{kind}"))
    placed, sha256 = place(file, "deck", source, options, work)
    return Deck(
        file=str(placed.relative_to(work.outputs)),
        sha256=sha256,
        size_bytes=placed.stat().st_size,
        slides=_with_pictures(reading.slides, drawn, work),
        kind=kind,
    )


def read_slides(path: Path, kind: DeckKind) -> Reading:
    """The text of each slide; nothing of a kind that is not read. Raises `SourceError`."""
    if kind in _UNREAD:
        told = f"slides are not read from .{kind}; export it as PDF or PPTX so that they are found"
        return Reading((), (told,))
    return read_pdf(path) if kind == "pdf" else read_powerpoint(path)


def _drawn(file: Path, work: Work) -> tuple[Drawn, ...]:
    """Pictures in the scratch folder. A page that cannot be drawn in time costs no text."""
    shutil.rmtree(work.scratch / _PICTURES, ignore_errors=True)
    try:
        return work.call(draw_slides, file, work.scratch / _PICTURES, _DRAWING, limit=2 * _DRAWING)
    except WorkerLost:
        return ()


def _missing(kind: DeckKind, slides: tuple[Slide, ...], drawn: tuple[Drawn, ...]) -> list[str]:
    """What there is not of a deck that was read."""
    notes = []
    if slides and not any(slide.text for slide in slides):
        notes.append("its slides are pictures without text: they can be seen and not found")
    if kind == "pdf" and len(drawn) < len(slides):
        notes.append(f"only {len(drawn)} of {len(slides)} slides have a picture on the page")
    return notes


def _with_pictures(
    slides: tuple[Slide, ...], drawn: tuple[Drawn, ...], work: Work
) -> tuple[Slide, ...]:
    """The slides with their pictures, brought to the owner's folder and attached."""
    folder = work.folder / _PICTURES
    shutil.rmtree(folder, ignore_errors=True)
    if drawn:
        (work.scratch / _PICTURES).rename(folder)
    pictures = {}
    for each in drawn:
        path = folder / each.name
        work.attach(path, each.sha256)
        pictures[each.number] = Picture(
            str(path.relative_to(work.outputs)), each.width, each.height
        )
    return tuple(
        Slide(slide.number, slide.title, slide.text, pictures.get(slide.number)) for slide in slides
    )
