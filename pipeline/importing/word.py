"""A Word document, as Word or LibreOffice saved it: changes accepted, comments left out.

The package is read as it lies, since what was tracked is not to be had otherwise.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.corrections import mark_in
from pipeline.errors import InvalidFile
from pipeline.files import bounded_bytes
from pipeline.importing.known import TIME, Known
from pipeline.importing.opening import NO_TRANSCRIPT
from pipeline.importing.paragraphs import Paragraph, Role, spoken
from pipeline.importing.spoken import Read

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_BYTES = 64 << 20
_MOST_XML = 64 << 20
_MOST_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_LEFT_OUT = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_MC}Fallback"}
    | {f"{_W}{name}" for name in ("footnoteReference", "txbxContent", "sdtPr", "pict", "drawing")}
)
_MARKS = {"tab": "\t", "ptab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_HEADINGS = ("heading", "nagłówek", "naglowek")
_TITLES = ("title", "tytuł", "tytul")
_OFF = frozenset({"0", "false", "off"})


def read_word(path: Path, known: Known) -> Read:
    """The words of a document. Raises `InvalidFile`."""
    try:
        with zipfile.ZipFile(
            io.BytesIO(bounded_bytes(path, _MOST_BYTES, NO_TRANSCRIPT))
        ) as package:
            if len(package.infolist()) > _MOST_PARTS:
                raise InvalidFile([f"{path}: it has too many parts to be a transcript"])
            body = _part(package, "word/document.xml")
            styles = _part(package, "word/styles.xml")
            core = _part(package, "docProps/core.xml")
    except InvalidFile:
        raise
    except Exception as error:  # a hostile file may fail anywhere in its reader
        told = " ".join(str(error).split())[:200] or type(error).__name__
        fault = f"{path}: cannot be read as a Word document ({told}); save it again as .docx"
        raise InvalidFile([fault]) from error
    if body is None:
        raise InvalidFile([f"{path}: this is no Word document; save it as .docx"])
    roles = _roles(styles)
    keywords = core.findtext(f".//{_KEYWORDS}") if core is not None else ""
    return spoken(_paragraphs(body, roles), known, mark_in(keywords or ""), ())


def _part(package: zipfile.ZipFile, name: str) -> "_Element | None":
    """A part as a tree without entities; nothing where there is none."""
    from lxml.etree import XMLParser, fromstring

    if name not in package.namelist():
        return None
    with package.open(name) as file:
        data = file.read(_MOST_XML + 1)
    if len(data) > _MOST_XML:
        raise ValueError(f"{name} is too large")
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise ValueError(f"{name} declares entities")
    data = data.replace(_STRICT[1:-1].encode(), _W[1:-1].encode())
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree: _Element = fromstring(data, parser)
    return tree


def _roles(styles: "_Element | None") -> dict[str, Role]:
    """What the styles of paragraphs say, by their ids; a style is what it is based on."""
    found: dict[str, Role] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name, key = _value(style, "name").lower(), style.get(f"{_W}styleId", "")
        based[key] = _value(style, "basedOn")
        has_level = style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        if name.startswith(_HEADINGS) or has_level:
            found[key] = "heading"
        elif name in _TITLES:
            found[key] = "title"
    for key in based:
        chain = [key]
        while (parent := based.get(chain[-1], "")) and parent not in chain:
            chain.append(parent)
        role = next((found[each] for each in chain if each in found), None)
        if role:
            found[key] = role
    return found


def _value(element: "_Element", name: str) -> str:
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def _paragraphs(body: "_Element", roles: dict[str, Role]) -> list[Paragraph]:
    """All paragraphs in order; one whose end was deleted goes on in the next."""
    found: list[Paragraph] = []
    begun, role = "", None
    for element in body.iter(f"{_W}p"):
        if any(each.tag in _LEFT_OUT for each in element.iterancestors()):
            continue
        runs = list(_runs(element))
        begun += "".join(text for text, _ in runs)
        role = role or _role(element, roles, runs)
        if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            continue
        found.append(Paragraph(begun, role))
        begun, role = "", None
    return [*found, Paragraph(begun, role or "plain")] if begun else found


def _role(element: "_Element", roles: dict[str, Role], runs: list[tuple[str, str]]) -> Role:
    properties = element.find(f"{_W}pPr")
    if properties is not None:
        if properties.find(f"{_W}outlineLvl") is not None:
            return "heading"
        role = roles.get(_value(properties, "pStyle"))
        if role:
            return role
    looks = {look for text, look in runs if text.strip() and not _is_aside(text)}
    if looks == {"bold"}:
        return "bold"
    return "italic" if looks == {"italic"} else "plain"


def _is_aside(text: str) -> bool:
    """Whether it is in brackets, or a time: that does not tell how a paragraph looks."""
    import re

    return bool(re.fullmatch(rf"\s*(?:\(.*\)|{TIME})\s*", text))


def _runs(element: "_Element") -> Iterator[tuple[str, str]]:
    """The runs of text with their look, none that was deleted."""
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}r":
            yield "".join(_texts(child)), _look(child)
        else:
            yield from _runs(child)


def _texts(run: "_Element") -> Iterator[str]:
    for child in run:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif isinstance(child.tag, str):
            yield _MARKS.get(child.tag.removeprefix(_W), "")


def _look(run: "_Element") -> str:
    for name, look in (("b", "bold"), ("i", "italic")):
        mark = run.find(f"{_W}rPr/{_W}{name}")
        if mark is not None and mark.get(f"{_W}val", "1") not in _OFF:
            return look
    return "plain"
