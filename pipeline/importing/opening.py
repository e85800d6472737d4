"""The bytes of a file from outside, bounded, and the text that they are."""

from pathlib import Path

from pipeline.errors import InvalidFile

MOST_BYTES = 8 << 20
"""Of text; a hundred hours of speech are less."""
_OLD = "cp1250"


def bytes_of(path: Path, most: int = MOST_BYTES) -> bytes:
    """All of a file. Raises `InvalidFile`."""
    try:
        if not path.is_file():
            raise InvalidFile([f"{path}: no such file"])
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise InvalidFile([f"{path}: {error.strerror or error}"]) from error
    if len(data) > most:
        raise InvalidFile([f"{path}: larger than {most >> 20} MiB, which no transcript is"])
    return data


def text_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a file with one mark at the end of each line, and what is to be told of it."""
    data = bytes_of(path)
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
