"""A file that a person has by hand becomes that of a recording or deck which is declared already.

The file is put beside seminar.toml under the id of what it belongs to, and one line there names it;
the address it is from stays. Nothing that is there is removed or written over.
"""

import contextlib
import itertools
import os
import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import UsageError
from pipeline.files import file_digest, store_error, temporary, write_atomically
from pipeline.seminar import FILE, DeclaredMedia, Media, SeminarFolder
from pipeline.sound import open_media
from pipeline.stages.download.kinds import kind_of

if TYPE_CHECKING:
    from tomlkit.items import Item

FOLDER = "media"
_BOM = "\ufeff"
Table = Literal["recordings", "decks"]


@dataclass(frozen=True, slots=True)
class Target:
    """A declared recording or deck: its table in seminar.toml, and its place there from 0."""

    table: Table
    index: int
    media: DeclaredMedia


def find_target(seminar: SeminarFolder, name: str) -> Target:
    """The recording or deck with an id; `decks/<id>` where both have it. Raises `UsageError`."""
    tables: tuple[tuple[Table, Sequence[DeclaredMedia]], ...] = (
        ("recordings", seminar.recordings),
        ("decks", seminar.decks),
    )
    found = [
        Target(table, index, media)
        for table, items in tables
        for index, media in enumerate(items)
        if name in {media.id, f"{table}/{media.id}"}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{seminar.id}: a recording and a deck are called {name!r}; write recordings/{name} or "
            f"decks/{name}"
        )
    known = [f"{table}: {', '.join(each.id for each in items)}" for table, items in tables if items]
    there = "; ".join(known) or "nothing is declared yet"
    raise UsageError(
        f"{seminar.id}: no recording or deck has the id {name!r} ({there}); declare it in "
        f"{seminar.path / FILE} first"
    )


def ending_of(file: Path, table: Table) -> str:
    """The ending that such a file is kept with, its dot included.

    Raises `SourceError` where it is no recording or no deck.
    """
    if table == "decks":
        return f".{kind_of(file)}"
    with open_media(file):
        ending = "".join(letter for letter in file.suffix.lower()[1:] if letter.isalnum())
    return f".{ending[:8]}" if ending.isascii() and ending else ""


def check_free(seminar: SeminarFolder, target: Target, file: Path, *, again: bool) -> bool:
    """Whether `file` has to be attached; `False` where it is the attached one already.

    Raises `UsageError` where another is attached, unless a new one is wanted `again`.
    """
    if not target.media.file:
        return True
    there = seminar.local(target.media.file)
    if not there.is_file():
        return True
    if _is_same(there, file):
        return False
    if not again:
        raise UsageError(
            f"{seminar.id}/{target.media.id}: has a file already, {there}; to take the new one in "
            "its place: --replace (the old one stays where it is)"
        )
    return True


def attach(
    seminar: SeminarFolder, target: Target, file: Path, ending: str, *, move: bool = False
) -> Path:
    """Put `file` into the seminar's folder and name it in seminar.toml; where it is now.

    A hard link where there can be one, else a copy; with `move`, `file` itself is gone in the end.
    Raises `UsageError` where seminar.toml cannot be changed in that line alone, `StoreError` where
    something cannot be written.
    """
    declaration = seminar.path / FILE
    placed = _free_place(seminar.path / FOLDER, target.media.id, ending, file)
    name = placed.relative_to(seminar.path).as_posix()
    changed = _changed(seminar, target, name)  # before anything is touched
    if not placed.exists():
        _place(file.resolve(), placed)
    write_atomically(declaration, changed)
    if move and file.parent.resolve() / file.name != placed.parent.resolve() / placed.name:
        file.unlink()
    return placed


def _is_same(one: Path, other: Path) -> bool:
    if one.samefile(other):
        return True
    return one.stat().st_size == other.stat().st_size and file_digest(one) == file_digest(other)


def _free_place(folder: Path, name: str, ending: str, file: Path) -> Path:
    """Where the file may lie: nothing is there, or the same file from a try that was cut short."""
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    places = (folder / f"{each}{ending}" for each in names)
    return next(
        place
        for place in places
        if not os.path.lexists(place) or (place.is_file() and _is_same(place, file))
    )


def _place(file: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise store_error(error, target.parent) from error
    with contextlib.suppress(OSError):  # another file system, or one without links
        target.hardlink_to(file)
        return
    with temporary(target) as draft:
        shutil.copy2(file, draft)


def _changed(seminar: SeminarFolder, target: Target, name: str) -> bytes:
    """seminar.toml with the file named in one table, and all else byte for byte as it was."""
    path = seminar.path / FILE
    text = path.read_bytes().decode("utf-8")
    head = _BOM if text.startswith(_BOM) else ""
    old = text.removeprefix(_BOM)
    wanted = {"file": name}
    if not _keeps_ids(seminar, target, name):  # an id that was made of what is changed here
        wanted = {"id": target.media.id, **wanted}
    try:
        new = _edited(old, target, wanted)
    except Exception as error:  # the library has its limits with what TOML allows
        raise _by_hand(path, target, wanted) from error
    expected = tomllib.loads(old)
    expected[target.table][target.index].update(wanted)
    if tomllib.loads(new) != expected or not _differs_in_one_place(old, new, len(wanted)):
        raise _by_hand(path, target, wanted)
    return (head + new).encode()


def _by_hand(path: Path, target: Target, wanted: dict[str, str]) -> UsageError:
    lines = ", ".join(f'{key} = "{value}"' for key, value in wanted.items())
    return UsageError(
        f"{path}: cannot be changed in that place alone; put the file there and write in "
        f"{target.table}[{target.index + 1}] by hand: {lines}"
    )


def _keeps_ids(seminar: SeminarFolder, target: Target, name: str) -> bool:
    declared, at = seminar.declared, target.index

    def named(items: tuple[Media, ...]) -> tuple[Media, ...]:
        return (*items[:at], replace(items[at], file=name), *items[at + 1 :])

    if target.table == "recordings":
        after = replace(declared, recordings=named(declared.recordings))
    else:
        after = replace(declared, decks=named(declared.decks))
    then = SeminarFolder(seminar.path, after)
    ids = [[each.id for each in (*one.recordings, *one.decks)] for one in (seminar, then)]
    return ids[0] == ids[1]


def _edited(text: str, target: Target, wanted: dict[str, str]) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    table = document[target.table][target.index]
    for key, value in wanted.items():
        if key in table:
            table[key] = value
        elif isinstance(table, tomlkit.items.InlineTable):
            table.append(key, value)
        else:
            neighbour = "url" if "url" in table else "file"
            table.value._insert_after(neighbour, key, _like(table[neighbour], value))
    return tomlkit.dumps(document)


def _like(neighbour: "Item", value: str) -> "Item":
    """A value for a line of its own, indented and ended as its neighbour."""
    import tomlkit

    item = tomlkit.item(value)
    item.trivia.indent = neighbour.trivia.indent
    item.trivia.trail = neighbour.trivia.trail or "\n"
    return item


def _differs_in_one_place(old: str, new: str, lines: int) -> bool:
    """Whether at most one line was replaced, and no more than `lines` came in its place or anew."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    same = _alike(before, after)
    rest = _alike(before[same:][::-1], after[same:][::-1])
    return len(before) - same - rest <= 1 and len(after) - same - rest <= lines + 1


def _alike(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
