"""The text of a file from outside, bounded, in whatever encoding."""

from pathlib import Path

from pipeline.errors import InvalidFile
from pipeline.files import bounded_bytes

MOST_BYTES = 8 << 20
"""Of text; a hundred hours of speech are less."""
NO_TRANSCRIPT = "which no transcript is"
_OLD = "cp1250"


def text_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a file with one mark at the end of each line, and what is to be told of it."""
    data = bounded_bytes(path, MOST_BYTES, NO_TRANSCRIPT)
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", _OLD]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        notes = ("it is not in UTF-8: read as Windows-1250",) if encoding == _OLD else ()
        return text.replace("\r\n", "\n").replace("\r", "\n"), notes
    raise InvalidFile([f"{path}: this is not text in UTF-8; save it as UTF-8"])
