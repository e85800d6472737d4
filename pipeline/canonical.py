"""Values as canonical JSON: what digests are taken of, and files that people can read."""

import dataclasses
import functools
import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
_LINE = 160
_adapters: "dict[type, TypeAdapter[Any]]" = {}


def canonical(value: object) -> object:
    """`value` as plain JSON data; dataclass fields marked `recipe=False` are left out."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, dict):
        return {str(key): canonical(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: canonical(getattr(value, name)) for name in _names(type(value))}
    return str(value)


@functools.cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a dataclass
    """The fields that count."""
    fields = dataclasses.fields(kind)
    return tuple(each.name for each in fields if each.metadata.get("recipe", True))


def digest(value: object) -> str:
    """sha256 of `value` as canonical JSON, in hexadecimal."""
    text = json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(_bytes(text)).hexdigest()


def typed(content: object, kind: type[T]) -> T:
    """`content` checked against the dataclass `kind`. Raises `ValueError`."""
    return adapter(kind).validate_python(content, strict=False)


def adapter(kind: type[T]) -> "TypeAdapter[T]":
    """What checks content against a type: made once, since that takes longer than to check."""
    from pydantic import TypeAdapter  # slow to import, and `--help` needs none of it

    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    found: TypeAdapter[T] = _adapters[kind]
    return found


def pretty(value: object) -> bytes:
    """`value` as JSON to be read and compared line by line: what is long has a line an item."""
    return _bytes(_lines(canonical(value), 0) + "\n")


def _bytes(text: str) -> bytes:
    r"""JSON as UTF-8; what a file's name holds of another encoding becomes JSON's own `\udcxx`."""
    return text.encode(errors="backslashreplace")


def _lines(value: object, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or (depth > 0 and len(flat) <= _LINE):
        return flat
    indent = " " * (depth + 1)
    if isinstance(value, dict):
        inner = [f"{json.dumps(k)}: {_lines(v, depth + 1)}" for k, v in value.items()]
        start, end = "{", "}"
    else:
        inner = [_lines(item, depth + 1) for item in value]
        start, end = "[", "]"
    return start + "\n" + ",\n".join(indent + line for line in inner) + "\n" + " " * depth + end
