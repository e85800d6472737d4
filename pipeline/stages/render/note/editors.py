"""`summary.md`: the note as an editor wrote or approved it. No run changes it.

It is CommonMark. What `stenogram publish --approve` writes begins with lines that tell when, and
from what; an editor's own file needs none.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import InvalidFile
from pipeline.files import store_error

FILE = "summary.md"
LONGEST = 1 << 20
"""Bytes: what is more is no note."""
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n((?:[ \t]*(?:#.*|[a-z-]+:.*)?\n)*?)---[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^[ \t]*([a-z-]+):(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EditorsNote:
    """What an editor stands behind."""

    text: str
    """CommonMark, without the lines that tell where it comes from."""
    approved: date | None
    """`None` where the file does not say."""
    basis: str
    """Digest of the automatic summary that it was made from; empty where the file does not say."""


def editors_note(folder: Path) -> EditorsNote | None:
    """The note in a seminar's folder; `None` where there is none. Raises `InvalidFile`."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise store_error(error, path) from error
    if len(data) > LONGEST:
        raise InvalidFile([f"{path}: is longer than 1 MB; shorten it"])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InvalidFile([f"{path}: is not UTF-8 at byte {error.start}; save it so"]) from None
    if not text.strip():
        raise InvalidFile([f"{path}: is empty; write the note, or delete the file"])
    return read_note(text)


def read_note(text: str) -> EditorsNote:
    """A note from the text of its file."""
    front = _FRONT.match(text)
    if front is None:
        return EditorsNote(text, None, "")
    fields = {name: value.strip() for name, value in _FIELD.findall(front[1])}
    return EditorsNote(text[front.end() :], _day(fields.get("approved", "")), fields.get("of", ""))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def approved_text(text: str, today: date, basis: str) -> str:
    """The file for an automatic note that an editor approves."""
    return (
        "---\n"
        "# The note of this seminar, approved with: stenogram publish --approve. Change what you\n"
        "# like below these lines; no run changes this file. Delete it for the automatic note.\n"
        f"approved: {today.isoformat()}\n"
        f"of: {basis}\n"
        "---\n\n"
        f"{text}"
    )


def write_approved(folder: Path, content: str) -> Path:
    """Writes the file, whole; the path of it.

    Raises `InvalidFile` where there is one already: what a person wrote is never written over.
    """
    path = folder / FILE
    try:
        with path.open("xb") as file:
            file.write(content.encode())
    except FileExistsError:
        raise InvalidFile(
            [f"{path}: is there already and stays as it is; change it by hand, or move it away"]
        ) from None
    except OSError as error:
        raise store_error(error, path) from error
    return path
