"""What kind of presentation a file is, told by its content: endings are often wrong."""

import mmap
import zipfile
from pathlib import Path

from pipeline.artefacts import DeckKind
from pipeline.errors import SourceError

AGAIN = "export the presentation as PDF again"
_HEAD = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # before 2007, and whatever has a password since
_MAX_DIRECTORY = 16 << 20
_MAX_TYPES = 4 << 20
_MIME = b"application/vnd.oasis.opendocument.presentation"
_MAIN: tuple[tuple[bytes, DeckKind], ...] = (
    (b"presentationml.presentation.main+xml", "pptx"),
    (b"presentationml.slideshow.main+xml", "ppsx"),
    (b"ms-powerpoint.presentation.macroEnabled.main+xml", "pptm"),
    (b"ms-powerpoint.slideshow.macroEnabled.main+xml", "ppsm"),
)


def kind_of(path: Path) -> DeckKind:
    """The kind of a presentation. Raises `SourceError` for anything else."""
    if not path.is_file():
        raise SourceError(f"{path}: no such file")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(_OLE):
        return _compound(path)
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise SourceError(
            f"{path}: this is a web page and no presentation; give the address of the file "
            "itself, or download it by hand; see: stenogram attach --help"
        )
    raise _no_presentation(path)


def _no_presentation(path: Path) -> SourceError:
    return SourceError(f"{path}: this is neither PDF nor PowerPoint; {AGAIN}")


def _compound(path: Path) -> DeckKind:
    """A file of the old Office: the names of its streams stand in it as UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise SourceError(
                f"{path}: it is protected by a password; save it without one, or export it as PDF"
            )
        if content.find("PowerPoint Document".encode("utf-16-le")) >= 0:
            return "ppt"
    raise _no_presentation(path)


def _zipped(path: Path) -> DeckKind:
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as package:
            known = package.NameToInfo
            if "mimetype" in known and package.open("mimetype").read(len(_MIME)) == _MIME:
                return "odp"
            types = b""
            if "[Content_Types].xml" in known:
                types = package.open("[Content_Types].xml").read(_MAX_TYPES)
    except Exception as error:  # a broken file may fail anywhere in its reader
        raise SourceError(
            f"{path}: it is damaged ({error}); take it again from where it came, or {AGAIN}"
        ) from error
    for mark, kind in _MAIN:
        if mark in types:
            return kind
    raise _no_presentation(path)


def _check_directory(path: Path) -> None:
    """Refuse a list of contents that would fill the memory; see APPNOTE.TXT of ZIP, 4.3.16."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 22 - 0xFFFF - 20))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    is_64 = at >= 20 and tail[at - 20 : at].startswith(b"PK\x06\x07")
    if at >= 0 and (is_64 or int.from_bytes(tail[at + 12 : at + 16], "little") > _MAX_DIRECTORY):
        raise SourceError(f"{path}: it holds too many parts to be a presentation; {AGAIN}")
