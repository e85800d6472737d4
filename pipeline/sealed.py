"""Files that a later run goes on from: each says what it is of, and has a digest of what it holds.

One that was damaged, or is of something else, counts as not there.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipeline.canonical import digest, pretty, typed
from pipeline.files import read_json, write_atomically

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Sealed:
    of: str
    digest: str
    content: Any


def seal(path: Path, of: str, content: object) -> None:
    """Leave content in a file. `of`: what it is of, as `unsealed` asks. Raises `StoreError`."""
    write_atomically(path, pretty(_Sealed(of, digest(content), content)))


def unsealed(path: Path, of: str, kind: type[T]) -> T | None:
    """What `seal` left in a file, if it is there, whole, and of the same."""
    found = read_json(path, _Sealed)
    if found is None or found.of != of or found.digest != digest(found.content):
        return None
    try:
        return typed(found.content, kind)
    except (ValueError, TypeError):
        return None
