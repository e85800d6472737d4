"""The logo of a site: a picture that does nothing but show, and its size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

HEIGHT, WIDTH = 36, 240
"""Of a logo on the page at most, in CSS pixels."""
_LIMIT_BYTES = 512 << 10
_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
_SIDE = 8000
_HINT = "give an SVG, PNG, JPEG or WebP file of up to 512 KiB"
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:px)?\s*")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture among the assets, as large as it is shown."""

    name: str
    width: int
    height: int


def read_logo(path: Path) -> Logo:
    """The logo at `path`. Raises `UsageError` where it is no picture that will do."""
    try:
        if path.stat().st_size > _LIMIT_BYTES:
            raise _unfit(path, "it is too large")
        data = path.read_bytes()
    except OSError as error:
        raise _unfit(path, str(error.strerror)) from error
    if path.suffix.lower() == ".svg":
        return Logo("logo.svg", *_shown(path, *_drawn(data, path)))
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            suffix = _SUFFIXES.get(picture.format or "")
            size = picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise _unfit(path, "it cannot be read as a picture") from error
    if suffix is None:
        raise _unfit(path, "it is a picture of another kind")
    return Logo(f"logo{suffix}", *_shown(path, *size))


def _drawn(data: bytes, path: Path) -> tuple[float, float]:
    """Width and height of an SVG that holds no script and loads nothing."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _unfit(path, "it is no SVG") from error
    if etree.QName(root).localname != "svg":
        raise _unfit(path, "it is no SVG")
    for fault in _does(root):
        raise _unfit(path, fault)
    sizes = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if all(sizes):
        width, height = (float(size[1]) for size in sizes if size)
        return width, height
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        return float(box[2]), float(box[3])
    except (IndexError, ValueError):
        raise _unfit(path, "it says neither width and height nor viewBox") from None


def _does(root: Any) -> Iterator[str]:  # noqa: ANN401 - an element of lxml, which has no types
    """What a drawing could do besides being seen."""
    from lxml import etree

    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        yield "it declares entities"
    if any(True for _ in root.itersiblings(etree.ProcessingInstruction, preceding=True)):
        yield "it has processing instructions"
    for each in root.iter(etree.Element):
        name = etree.QName(each).localname.lower()
        if name in {"script", "foreignobject", "iframe", "handler"}:
            yield f"it has an element <{name}>"
        for key, value in each.attrib.items():
            short = etree.QName(key).localname.lower()
            leads = short == "href" and not value.strip().startswith(("#", "data:image/"))
            if short.startswith("on") or leads or "script:" in value.lower():
                yield f"it has an attribute {short}"


def _shown(path: Path, width: float, height: float) -> tuple[int, int]:
    if not (0 < width <= _SIDE and 0 < height <= _SIDE):
        raise _unfit(path, f"it is {width:g} by {height:g} pixels large")
    scale = min(HEIGHT / height, WIDTH / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _unfit(path: Path, why: str) -> UsageError:
    return UsageError(f"{path}: cannot be the logo ([render] logo): {why}; {_HINT}")
