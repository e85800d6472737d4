"""The text of seminar.toml with its `[[speakers]]` changed, and all else byte for byte.

Tables are added and taken out line by line: what a person wrote after the last key of a table is
about what follows. tomlkit changes values, and lists of inline tables.
"""

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.named import DeclaredSpeaker

if TYPE_CHECKING:
    from tomlkit.items import Item

_TABLE = "speakers"
_HEADER = re.compile(r"""\s*\[\[\s*(speakers|"speakers"|'speakers')\s*\]\]""")
_ANY_HEADER = re.compile(r"\s*\[")
_NO_KEY = re.compile(r"\s*(#.*)?$")
_OURS = re.compile(r"""\s*["']?(name|recording|at|until)["']?\s*=""")


class CannotEdit(Exception):
    """The file is written in a way that cannot be edited; says what to write by hand."""


class Tables:
    """The text, and the entries that stand in it."""

    def __init__(self, text: str, entries: Sequence[DeclaredSpeaker]) -> None:
        self.before = text
        self.entries = list(entries)
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"

    def add(self, entry: DeclaredSpeaker) -> None:
        """A new entry after the last."""
        self.entries.append(entry)
        if self._is_inline():
            self._edit(lambda tables: tables.append(_inline(entry)))
            return
        lines = self._lines()
        headers = self._headers(lines)
        at = _end(lines, headers[-1]) if headers else len(lines)
        if at and not lines[at - 1].endswith("\n"):
            lines[at - 1] += self._newline
        gap = [self._newline] if at and lines[at - 1].strip() else []
        new = [f"{line}{self._newline}" for line in (f"[[{_TABLE}]]", *_written(entry))]
        self._text = "".join([*lines[:at], *gap, *new, *lines[at:]])

    def remove(self, index: int) -> None:
        """Take an entry out; comments on lines of their own stay."""
        del self.entries[index]
        if self._is_inline():
            self._edit(lambda tables: tables.pop(index))
            return
        lines = self._lines()
        start = self._headers(lines)[index]
        end = _end(lines, start)
        if start and not lines[start - 1].strip() and not "".join(lines[end : end + 1]).strip():
            start -= 1
        comments = [line for line in lines[start:end] if line.lstrip().startswith("#")]
        self._text = "".join([*lines[:start], *comments, *lines[end:]])

    def change(self, index: int, entry: DeclaredSpeaker) -> None:
        """Other values in place of an entry's; comments beside them stay."""
        self.entries[index] = entry
        self._edit(lambda tables: _change(tables[index], entry))

    def checked(self) -> str:
        """The text as it is now. Raises `CannotEdit` where more than the entries is changed."""
        wanted: dict[str, Any] = tomllib.loads(self.before)
        wanted.pop(_TABLE, None)
        try:
            found = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            raise self._by_hand() from error
        tables = found.pop(_TABLE, [])
        before, after = (text.replace("\r\n", "\n") for text in (self.before, self._text))
        lost = Counter(before.split("\n")) - Counter(after.split("\n"))
        kept = all(self._is_ours(line) for line in lost)
        if found != wanted or tables != [_content(each) for each in self.entries] or not kept:
            raise self._by_hand()
        return self._text

    def _edit(self, change: Any) -> None:  # noqa: ANN401 - tomlkit's own types say little
        import tomlkit

        try:
            document: Any = tomlkit.parse(self._text)
            change(document[_TABLE])
            self._text = tomlkit.dumps(document)
        except Exception as error:  # the library has its limits with what TOML allows
            raise self._by_hand() from error

    def _is_ours(self, line: str) -> bool:
        """Whether a line may go or change."""
        if not line.strip() or _OURS.match(line) or _HEADER.match(line):
            return True
        return self._is_inline() and not line.lstrip().startswith("#")

    def _by_hand(self) -> CannotEdit:
        tables = ("; ".join(_written(each)) for each in self.entries)
        return CannotEdit("write these [[speakers]] by hand: " + " | ".join(tables))

    def _lines(self) -> list[str]:
        return re.findall(r"[^\n]*\n|[^\n]+", self._text)

    def _headers(self, lines: Sequence[str]) -> list[int]:
        return [number for number, line in enumerate(lines) if _HEADER.match(line)]

    def _is_inline(self) -> bool:
        """Whether the entries stand in a list; an empty one, too."""
        return not self._headers(self._lines()) and _TABLE in tomllib.loads(self._text)


def _end(lines: Sequence[str], header: int) -> int:
    """The line after the last key of a table."""
    end = header + 1
    for number in range(header + 1, len(lines)):
        if _ANY_HEADER.match(lines[number]):
            break
        if not _NO_KEY.match(lines[number]):
            end = number + 1
    return end


def _content(entry: DeclaredSpeaker) -> dict[str, object]:
    """The keys and values that are written of an entry."""
    values = {"name": entry.name, "recording": entry.recording, "at": entry.at}
    return values if entry.until is None else {**values, "until": entry.until}


def _items(entry: DeclaredSpeaker) -> dict[str, "Item"]:
    """The same for tomlkit, times without needless digits."""
    import tomlkit

    return {
        key: tomlkit.time(_short(value)) if isinstance(value, dt.time) else tomlkit.item(value)
        for key, value in _content(entry).items()
    }


def _short(time: dt.time) -> str:
    text = time.isoformat()
    return text.rstrip("0") if time.microsecond else text


def _written(entry: DeclaredSpeaker) -> list[str]:
    return [f"{key} = {item.as_string()}" for key, item in _items(entry).items()]


def _inline(entry: DeclaredSpeaker) -> "Item":
    import tomlkit

    table = tomlkit.inline_table()
    for key, item in _items(entry).items():
        table.append(key, item)
    return table


def _change(table: Any, entry: DeclaredSpeaker) -> None:  # noqa: ANN401 - tomlkit's
    import tomlkit

    before = "at"
    for key, item in _items(entry).items():
        if key in table:
            if table[key] != item:
                table[key] = item
        elif isinstance(table, tomlkit.items.InlineTable):
            table.append(key, item)
        else:  # beside its neighbour, not after the comments that follow the table
            item.trivia.indent = table[before].trivia.indent
            item.trivia.trail = table[before].trivia.trail or "\n"
            table.value._insert_after(before, key, item)
