"""What the site holds and by which recipes: `outputs/site.json`, beside the site."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.canonical import pretty, typed
from pipeline.files import write_atomically

VERSION = 1


@dataclass(frozen=True, slots=True)
class RecordingCard:
    """A recording as the first page lists it. `date` is ISO, or empty."""

    id: str
    title: str
    date: str
    duration: float


@dataclass(frozen=True, slots=True)
class Card:
    """A seminar as the first page lists it. `dates` are ISO."""

    id: str
    title: str
    organiser: str
    description: str
    dates: tuple[str, ...]
    approved: str
    """When an editor approved its note; ISO, or empty."""
    recordings: tuple[RecordingCard, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """The files of one seminar in one site, relative to the site, and what they were made by."""

    recipe: str
    files: tuple[str, ...]
    card: Card


@dataclass(slots=True)
class Root:
    """One site: the public one, or that of the drafts."""

    recipe: str = ""
    """Of what all seminars share: the first page, the index of search."""
    files: tuple[str, ...] = ()
    seminars: dict[str, Built] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    """Of every file in bytes, by its name in the site; those of the index of search, too."""


@dataclass(slots=True)
class Manifest:
    """All sites by their folder below the site, the public one by the empty name."""

    version: int = VERSION
    settled: bool = False
    """`False` while a run is at work: after a crash there may be files that nothing lists."""
    roots: dict[str, Root] = field(default_factory=dict)


def read(path: Path) -> Manifest:
    """The manifest as last written; an empty one where there is none that can be read.

    It only saves work: without it every page is made again, and unchanged bytes stay.
    """
    try:
        found = typed(json.loads(path.read_bytes()), Manifest)
    except (OSError, ValueError):
        return Manifest()
    return found if found.version == VERSION else Manifest()


def write(path: Path, manifest: Manifest) -> None:
    """Write the manifest. Raises `StoreError`."""
    write_atomically(path, pretty(manifest))
