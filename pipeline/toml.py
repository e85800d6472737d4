"""TOML files that people write, read into typed dataclasses with all their faults told at once."""

import dataclasses
import difflib
import re
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import InvalidFile

T = TypeVar("T")
LIMIT_BYTES = 1 << 20
_SAID = {
    "missing": "is missing",
    "date_type": "must be a date such as 2020-04-23",
    "date_from_datetime_parsing": "must be a date such as 2020-04-23",
    "string_type": 'must be text in quotes, such as "…"',
    "tuple_type": "must be a list in brackets, such as [ … ]",
    "dataclass_type": "must be a table of keys",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
}


def read_toml(path: Path, kind: type[T]) -> T:
    """The file as an instance of the dataclass `kind`.

    Raises `InvalidFile` with one line for each fault: file, line, key, what to write instead.
    """
    from pydantic import TypeAdapter, ValidationError

    text = _text(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile([f"{path}: this is not TOML: {error}"]) from None
    faults = [
        f"{path}:{_line(text, where)}: {_key(where)}: unknown key{_instead(where, known)}"
        for where, known in _unknown(content, kind, ())
    ]
    try:
        value = TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        faults += [_fault(path, text, fault) for fault in error.errors(include_url=False)]
    if faults:
        raise InvalidFile(faults)
    return value


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise InvalidFile([f"{path}: over {LIMIT_BYTES >> 20} MiB; it cannot be right"])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile([f"{path}: not UTF-8 text; save it as UTF-8"]) from None
    except OSError as error:
        raise InvalidFile([f"{path}: {error.strerror}"]) from None


def _fault(path: Path, text: str, fault: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    where: tuple[str | int, ...] = fault["loc"]
    said = _SAID.get(fault["type"])
    if said is None:
        said = fault["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
        said = said.replace("Input should be", "must be")
    if not where:
        return f"{path}: {said}"
    return f"{path}:{_line(text, where)}: {_key(where)}: {said}"


def _key(where: tuple[str | int, ...]) -> str:
    """The path of a key as a person writes it: `recordings[2].title`, counted from 1."""
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in where)
    return key.replace(".[", "[")


def _unknown(
    content: object,
    kind: Any,  # noqa: ANN401 - the hint of a field
    where: tuple[str | int, ...],
) -> Iterator[tuple[tuple[str | int, ...], list[str]]]:
    """Each key that no field stands for, with those that would have been known there."""
    if isinstance(content, dict) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        for key, value in content.items():
            if key in hints:
                yield from _unknown(value, hints[key], (*where, key))
            else:
                yield (*where, key), list(hints)
    elif isinstance(content, list) and typing.get_args(kind):
        for number, value in enumerate(content):
            yield from _unknown(value, typing.get_args(kind)[0], (*where, number))


def _instead(where: tuple[str | int, ...], known: list[str]) -> str:
    """What was probably meant, or all that could be."""
    near = difflib.get_close_matches(str(where[-1]), known, n=1, cutoff=0.6)
    return f"; write {near[0]}" if near else f"; known here: {', '.join(known)}"


def _line(text: str, where: tuple[str | int, ...]) -> int:
    """The line on which the key at `where` stands; of its table if the key itself is not there."""
    names = [part for part in where if isinstance(part, str)]
    index = next((part for part in where if isinstance(part, int)), None)
    lines = text.splitlines()
    start = 0
    if len(names) > 1 or index is not None:
        header = re.compile(rf"\s*\[+\s*{re.escape(names[0])}\s*\]+")
        tables = [n for n, line in enumerate(lines) if header.match(line)]
        if not tables:
            return _first(lines, names[0], 0)
        start = tables[min(index or 0, len(tables) - 1)]
    return _first(lines, names[-1], start)


def _first(lines: list[str], key: str, start: int) -> int:
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    for number in range(start, len(lines)):
        if number > start and re.match(r"\s*\[", lines[number]):
            break
        if pattern.match(lines[number]):
            return number + 1
    return start + 1
