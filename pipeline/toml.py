"""TOML files that people write, read into typed dataclasses with all their faults told at once."""

import contextlib
import copy
import dataclasses
import datetime as dt
import difflib
import functools
import operator
import re
import tomllib
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pipeline.canonical import adapter
from pipeline.errors import InvalidFile

if typing.TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
Where = tuple[str | int, ...]
"""The path of a key: names of tables and keys, numbers in lists from 0."""
_Key = tuple[Where, object, object, list[str]]
LIMIT_BYTES = 1 << 20
_INVENTED = "…"
_A_DATE = "must be a date such as 2020-04-23"
_A_TIME = "must be a time such as 10:30:00"
_SAID = {
    "missing": "is missing",
    "date_type": _A_DATE,
    "date_from_datetime_parsing": _A_DATE,
    "date_from_datetime_inexact": _A_DATE,
    "time_type": _A_TIME,
    "time_parsing": _A_TIME,
    "string_type": 'must be text in quotes, such as "…"',
    "tuple_type": "must be a list in brackets, such as [ … ]",
    "dataclass_type": "must be a table of keys",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
}


def read_toml(
    path: Path, kind: type[T], check: Callable[[T], Iterable[str]] = lambda _value: ()
) -> T:
    """The file as an instance of the dataclass `kind`.

    `check` gives a line for each fault that types cannot tell, the key first (`run.jobs: …`).
    Raises `InvalidFile` with one line for each fault: file, line, key, what to write instead.
    """
    from pydantic import ValidationError

    text = _text(path)
    content = _parsed(path, text)
    checker = adapter(kind)
    walked = list(_walk(content, kind, ()))
    faults = {
        where: f"unknown key{_instead(where, known)}" for where, _, _, known in walked if known
    }
    faults |= dict(_numbers_for_times(walked))
    value: T | None
    try:
        value = checker.validate_python(content)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        for fault in wrong:
            faults.setdefault(fault["loc"], _said(fault))
        value = _rest(content, wrong, checker)
    lines = [(_line(text, where), f"{_key(where)}: {said}") for where, said in faults.items()]
    for told in check(value) if value is not None else ():
        where = _where(told.partition(":")[0])
        if not any(_touches(where, other) for other in faults):
            lines.append((_line(text, where), told))
    if lines or value is None:
        lines.sort(key=operator.itemgetter(0))
        raise InvalidFile([f"{path}:{line}: {said}" for line, said in lines])
    return value


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InvalidFile([f"{path}: brackets are nested too deep; it cannot be right"]) from None
    except ValueError as error:  # a TOMLDecodeError, or a number of thousands of digits
        raise InvalidFile([f"{path}: this is not TOML: {error}"]) from None


def _rest(content: dict[str, Any], wrong: Sequence[Any], checker: "TypeAdapter[T]") -> T | None:
    """What can still be checked when what is wrong is left out and what is missing is invented."""
    from pydantic import ValidationError

    rest = copy.deepcopy(content)
    for _ in range(3):  # what was left out may be missed then
        for fault in wrong:
            with contextlib.suppress(LookupError, TypeError):  # it went with what held it
                _mend(rest, fault["loc"], missing=fault["type"] == "missing")
        try:
            return checker.validate_python(rest)
        except ValidationError as error:
            wrong = error.errors(include_url=False)
    return None


def _mend(content: Any, where: Where, *, missing: bool) -> None:  # noqa: ANN401 - parsed TOML
    """Invent the key at `where` or leave it out; of a list with a wrong item, the whole list.

    What was invented and will not do goes with the table that it is missing in.
    """
    if not missing and len(where) > 1 and _at(content, where) == _INVENTED:
        where = where[:-1]
    while isinstance(where[-1], int):
        where = where[:-1]
    content = _at(content, where[:-1])
    if missing:
        content[where[-1]] = _INVENTED
    else:
        del content[where[-1]]


def _at(content: Any, where: Where) -> Any:  # noqa: ANN401 - parsed TOML
    for step in where:
        content = content[step]
    return content


def _touches(where: Where, other: Where) -> bool:
    """Whether one of two keys is, or holds, the other: then one fault follows from the other."""
    shorter = min(len(where), len(other))
    return where[:shorter] == other[:shorter]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise InvalidFile([f"{path}: over {LIMIT_BYTES >> 20} MiB; it cannot be right"])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile([f"{path}: not UTF-8 text; save it as UTF-8"]) from None
    except OSError as error:
        raise InvalidFile([f"{path}: {error.strerror}"]) from None


def _said(fault: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    said = _SAID.get(fault["type"])
    if said is None:
        said = fault["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
        said = said.replace("Input should be", "must be")
    return said


def _key(where: Where) -> str:
    """The path of a key as a person writes it: `recordings[2].title`, counted from 1."""
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in where)
    return key.replace(".[", "[")


def _where(key: str) -> Where:
    """The path that `_key` writes as `key`."""
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", key)
    return tuple(int(number) - 1 if number else name for number, name in parts)


def _numbers_for_times(walked: Iterable[_Key]) -> Iterator[tuple[Where, str]]:
    """Each number where a day or time belongs: as seconds since 1970 it would be taken."""
    for where, value, hint, _known in walked:
        if isinstance(value, (int, float)) and typing.get_origin(hint) is not tuple:
            for wanted, said in ((dt.time, _A_TIME), (dt.date, _A_DATE)):
                if hint is wanted or wanted in typing.get_args(hint):
                    yield where, said


def _walk(
    content: object,
    kind: Any,  # noqa: ANN401 - the hint of a field
    where: Where,
) -> Iterator[_Key]:
    """Each key with its value and hint; one without a field with those that would be known."""
    if isinstance(content, dict) and dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast("Any", kind))
        for key, value in content.items():
            yield (*where, key), value, hints.get(key), [] if key in hints else list(hints)
            yield from _walk(value, hints.get(key), (*where, key))
    elif isinstance(content, list) and typing.get_origin(kind) is tuple:
        for number, value in enumerate(content):
            yield (*where, number), value, typing.get_args(kind)[0], []
            yield from _walk(value, typing.get_args(kind)[0], (*where, number))


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass, as `_walk` has it
    return typing.get_type_hints(kind)


def _instead(where: Where, known: list[str]) -> str:
    """What was probably meant, or all that could be."""
    near = difflib.get_close_matches(str(where[-1]), known, n=1, cutoff=0.6)
    return f"; write {near[0]}" if near else f"; known here: {', '.join(known)}"


def _line(text: str, where: Where) -> int:
    """The line on which the key at `where` stands; of its table if the key itself is not there."""
    names = [part for part in where if isinstance(part, str)]
    index = next((part for part in where if isinstance(part, int)), None)
    lines = text.splitlines()
    header = re.compile(rf"\s*\[+\s*{re.escape(names[0])}\s*\]+")
    tables = [n for n, line in enumerate(lines) if header.match(line)]
    if not tables:
        return _first(lines, names[0], 0)
    start = tables[min(index or 0, len(tables) - 1)]
    return _first(lines, names[-1], start) if len(names) > 1 else start + 1


def _first(lines: list[str], key: str, start: int) -> int:
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    for number in range(start, len(lines)):
        if number > start and re.match(r"\s*\[", lines[number]):
            break
        if pattern.match(lines[number]):
            return number + 1
    return start + 1
