"""TOML files that people write, read into typed dataclasses with all their faults told at once."""

import difflib
import re
import tomllib
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
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise InvalidFile([_fault(path, text, fault, kind) for fault in faults]) from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise InvalidFile(
                [f"{path}: larger than {LIMIT_BYTES >> 20} MiB; this is no such file"]
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile([f"{path}: not UTF-8 text; save it as UTF-8"]) from None
    except OSError as error:
        raise InvalidFile([f"{path}: {error.strerror}"]) from None


def _fault(path: Path, text: str, fault: Any, kind: type) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    where: tuple[str | int, ...] = fault["loc"]
    place = f"{path}:{_line(text, where)}" if where else str(path)
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in where)
    key = key.replace(".[", "[")
    if fault["type"] == "unexpected_keyword_argument":
        return f"{place}: {key}: unknown key{_instead(where, kind)}"
    said = _SAID.get(fault["type"])
    if said is None:
        said = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        said = said[:1].lower() + said[1:]
    return f"{place}: {key}: {said}" if key else f"{place}: {said}"


def _instead(where: tuple[str | int, ...], kind: type) -> str:
    """What was probably meant, or all that could be."""
    known = _keys(kind, where[:-1])
    near = difflib.get_close_matches(str(where[-1]), known, n=1, cutoff=0.6)
    if near:
        return f"; write {near[0]}"
    return f"; known here: {', '.join(known)}" if known else ""


def _keys(kind: Any, path: tuple[str | int, ...]) -> list[str]:  # noqa: ANN401 - a type or a hint
    """The keys that the table at `path` below `kind` may have."""
    import dataclasses
    import typing

    for part in path:
        if isinstance(part, int):
            kind = typing.get_args(kind)[0]
        else:
            kind = typing.get_type_hints(kind).get(part)
    return [field.name for field in dataclasses.fields(kind)] if kind else []


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
