"""What the index holds and of what it was made: kept beside the site, not in it."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from pipeline.files import look_of, write_atomically
from pipeline.search.documents import Source

VERSION = 5
"""Of the files: the page and the command line read no other."""
MANIFEST = "manifest"
_NAME = "ledger.json"


@dataclass(slots=True)
class Generation:
    """What the manifest and the ledger tell of a generation."""

    name: str
    keys: list[str]
    """Of its documents, in order."""
    forms: list[list[str]]
    """Of each part, the first folded form of each of its shards."""
    postings: list[list[int]]
    """Of each part, the first lemma of each of its shards."""
    extra: dict[str, list[int]] = field(default_factory=dict)
    """Lemmas that forms of the base have besides those it knows."""
    files: dict[str, int] = field(default_factory=dict)
    """Size of each shard in bytes, by name."""


@dataclass(slots=True)
class Listed:
    """A source as it is in the index."""

    digest: str
    keys: list[str]
    """Of its documents, in order."""


@dataclass(slots=True)
class Ledger:
    """The generations, and the sources they hold."""

    base: Generation
    delta: Generation | None = None
    sources: dict[str, Listed] = field(default_factory=dict)
    manifest: int = 0
    """Its size in bytes."""
    look: str = ""
    """What tells that all files are there, as they were written."""

    @property
    def generations(self) -> list[Generation]:
        """The base, and the delta where there is one."""
        return [self.base, *([self.delta] if self.delta else [])]

    def files(self) -> dict[str, int]:
        """Return the size of every file of the index by its name, without `.js`."""
        found = {MANIFEST: self.manifest}
        for generation in self.generations:
            found.update(generation.files)
        return found

    def holds(self, sources: Iterable[Source]) -> bool:
        """Whether the index is of just these sources as they are now."""
        listed = {name: each.digest for name, each in self.sources.items()}
        return listed == {source.id: source.digest for source in sources}


def read_ledger(private: Path) -> Ledger | None:
    """Return the ledger as last written; `None` where there is none that can be read."""
    try:
        found = json.loads((private / _NAME).read_bytes())
        if found.pop("version") != VERSION:
            return None
        delta = found["delta"]
        return Ledger(
            base=Generation(**found["base"]),
            delta=Generation(**delta) if delta else None,
            sources={name: Listed(**each) for name, each in found["sources"].items()},
            manifest=found["manifest"],
            look=found["look"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_ledger(private: Path, ledger: Ledger) -> None:
    """Write the ledger. Raises `StoreError`."""
    content = {"version": VERSION, **_values(ledger)}
    data = json.dumps(content, default=_values, ensure_ascii=False)
    write_atomically(private / _NAME, data.encode())


def _values(row: Ledger | Generation | Listed) -> dict[str, object]:
    """Return the fields of a row as they are: `asdict` would copy all that is in them."""
    return {each.name: getattr(row, each.name) for each in fields(row)}


def look_at(folder: Path, ledger: Ledger) -> str:
    """What tells that the files are those that were written; empty where one is missing."""
    return look_of(folder, (f"{name}.js" for name in ledger.files()))


def is_whole(folder: Path, ledger: Ledger) -> bool:
    """Whether every file is there, as it was written."""
    return ledger.look == look_at(folder, ledger) != ""


def forget(private: Path) -> None:
    """Take the ledger away before what stands beside it is written anew, for another base.

    Raises `OSError`.
    """
    (private / _NAME).unlink(missing_ok=True)


def is_current(sources: Sequence[Source], folder: Path, private: Path) -> bool:
    """Whether there is nothing to do; reads no document."""
    ledger = read_ledger(private)
    return ledger is not None and ledger.holds(sources) and is_whole(folder, ledger)


@dataclass(frozen=True, slots=True)
class IndexState:
    """What an index holds."""

    documents: int
    added: int
    """Of these, how many are in the delta."""
    size_bytes: int


def index_state(private: Path) -> IndexState | None:
    """What an index holds; `None` where there is none."""
    ledger = read_ledger(private)
    if ledger is None:
        return None
    added = len(ledger.delta.keys) if ledger.delta else 0
    return IndexState(len(ledger.base.keys) + added, added, sum(ledger.files().values()))


def strays(folder: Path, files: dict[str, int]) -> Iterator[Path]:
    """Yield the shards below `folder` that are not among `files`, and temporaries."""
    for root, _, names in os.walk(folder):
        inside = "" if Path(root) == folder else f"{Path(root).relative_to(folder).as_posix()}/"
        for name in names:
            stale = name.endswith(".js") and inside + name.removesuffix(".js") not in files
            if stale or (name.startswith(".") and name.endswith(".tmp")):
                yield Path(root, name)
