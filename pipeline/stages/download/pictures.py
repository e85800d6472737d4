"""What slides look like: each page of a PDF as a small WebP."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files import file_digest, write_atomically
from pipeline.stages.download.pdf import opened
from pipeline.stages.download.reading import MAX_SLIDES

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_SIDE = 960
_MAX_BYTES = 60_000
_MAX_ALL_BYTES = 30 << 20
_TRIES = ((_SIDE, 80), (_SIDE, 60), (_SIDE, 40), (640, 50), (480, 40), (320, 30))
"""Longer side in pixels and quality, one after the other until the file is small enough."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of slide `number`, `name` in the folder it was drawn to; its size in pixels."""

    number: int
    name: str
    width: int
    height: int
    sha256: str


def draw_slides(path: Path, folder: Path, seconds: float) -> tuple[Drawn, ...]:
    """Pictures of the pages of a PDF, drawn into `folder`.

    At most 960 pixels wide or high and about 60 kB each, 30 MiB together, drawn for at most about
    `seconds`: the last pages may be missing. So are those that cannot be drawn. Raises
    `SourceError` and `StoreError`.
    """
    end = time.monotonic() + seconds
    drawn, total = [], 0
    with opened(path) as document:
        for number, picture in _pages(document):
            data, size = _small(picture)
            total += len(data)
            if total > _MAX_ALL_BYTES:
                break
            name = f"{number}.webp"
            write_atomically(folder / name, data)
            drawn.append(Drawn(number, name, *size, file_digest(folder / name)))
            if time.monotonic() > end:
                break
    return tuple(drawn)


def _pages(document: "PdfDocument") -> "Iterator[tuple[int, Image]]":
    import pypdfium2

    for index in range(min(len(document), MAX_SLIDES)):
        try:
            page = document[index]
            width, height = page.get_size()
            if not 0 < min(width, height) <= max(width, height) < 1e6:
                continue
            scale = min(_SIDE / max(width, height), _SIDE)
            picture = page.render(scale=scale, rev_byteorder=True).to_pil()
            yield index + 1, picture.convert("RGB")
            page.close()
        except (pypdfium2.PdfiumError, ValueError):
            continue  # the page has its text, or the next one has a picture


def _small(picture: "Image") -> tuple[bytes, tuple[int, int]]:
    """The picture as WebP, and its size in pixels."""
    data = b""
    for side, quality in _TRIES:
        if max(picture.size) > side:
            picture.thumbnail((side, side))
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=quality, method=4)
        data = buffer.getvalue()
        if len(data) <= _MAX_BYTES:
            break
    return data, picture.size
