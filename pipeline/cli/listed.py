"""The SOURCEs of a request one by one: patterns, folders of seminars and lists spelled out."""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InvalidFile
from pipeline.files import bounded_bytes
from pipeline.seminar import FILE, seminar_folders

_MOST_BYTES = 1 << 20
_MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One SOURCE."""

    source: str
    where: str = ""
    """Where it was written, if in a list: `list.txt:3: `."""


def listed(sources: Sequence[str], lists: Sequence[Path]) -> tuple[list[Listed], list[str]]:
    """All that is meant, in order, and a line for each fault."""
    written = [Listed(source) for source in sources]
    faults: list[str] = []
    for path in lists:
        try:
            written += _lines(path)
        except InvalidFile as error:
            faults += error.faults
    found: list[Listed] = []
    for each in written:
        meant = list(_meant(each.source))
        found += [Listed(source, each.where) for source in meant]
        if not meant:
            faults.append(f"{each.where}{each.source[:200]}: nothing matches this pattern")
    return found, faults


def _lines(path: Path) -> Iterator[Listed]:
    """What a list names, its files and folders seen from where it lies. Raises `InvalidFile`."""
    data = bounded_bytes(path, _MOST_BYTES, "which no list of sources is")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InvalidFile([f"{path}: not UTF-8 text; save it as UTF-8"]) from None
    if len(lines) > _MOST_LINES:
        raise InvalidFile([f"{path}: more than {_MOST_LINES} lines; divide it"])
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        beside = path.parent / Path(text)
        is_near = "://" not in text and (_is_pattern(text) or beside.exists())
        yield Listed(str(beside) if is_near else text, f"{path}:{number}: ")


def _meant(source: str) -> Iterator[str]:
    """A pattern's files and folders, a folder's seminars; anything else as it is."""
    if "://" in source or "\0" in source:
        yield source
        return
    matching = sorted(glob.glob(source)) if _is_pattern(source) else [source]  # noqa: PTH207 - `source` may be absolute
    of_pattern = matching != [source]
    for each in matching:
        path = Path(each)
        below = seminar_folders(path) if path.is_dir() and not (path / FILE).is_file() else []
        if below:
            yield from map(str, below)
        elif not (of_pattern and path.is_dir()) or (path / FILE).is_file():
            yield each


def _is_pattern(source: str) -> bool:
    return any(sign in source for sign in "*?[") and not Path(source).exists()
