"""What the site holds and by which recipes: `outputs/site.jsonl`, beside the site.

The first line tells of the sites, each further one of a seminar in one of them: thousands of
seminars are read and written line by line, without a tree of them all.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.canonical import adapter
from pipeline.files import write_atomically

FILE = "site.jsonl"
VERSION = 3


@dataclass(frozen=True, slots=True)
class RecordingCard:
    """A recording as lists and feeds have it. `date` is ISO, or empty."""

    id: str
    title: str
    date: str
    duration: float
    media: str = ""
    """Where its file is in the folder of the seminar; empty where it is left out."""
    size_bytes: int = 0
    """Of that file."""
    has_picture: bool = True
    spoken: str = ""
    """The language of its words."""
    chapters: bool = False
    """Whether there is a file of chapters."""


@dataclass(frozen=True, slots=True)
class Card:
    """A seminar as lists and feeds have it. `dates` are ISO."""

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
    """The files of one seminar in one site, and what they were made by."""

    recipe: str
    files: dict[str, int]
    """Their sizes in bytes, by their names in the site."""
    look: str
    """What tells that they are all there, as they were written."""
    card: Card


@dataclass(slots=True)
class Root:
    """One site."""

    recipe: str = ""
    """Of what all seminars share: the first page, the index of search."""
    files: tuple[str, ...] = ()
    """Of all seminars, relative to the site."""
    seminars: dict[str, Built] = field(default_factory=dict)
    look: str = ""
    """What tells that these are all there, as they were written."""


@dataclass(slots=True)
class Manifest:
    """All sites by their folder below the site, the public one by the empty name."""

    version: int = VERSION
    settled: bool = False
    """`False` while a run is at work: after a crash there may be files that nothing lists."""
    roots: dict[str, Root] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    root: str
    id: str
    built: Built


def read(path: Path) -> Manifest:
    """The manifest as last written; an empty one where there is none that can be read.

    It only saves work: without it every page is made again, and unchanged bytes stay.
    """
    rows = adapter(_Row)
    try:
        with path.open("rb") as file:
            found = adapter(Manifest).validate_json(file.readline())
            for line in file:
                row = rows.validate_json(line)
                found.roots[row.root].seminars[row.id] = row.built
    except (OSError, ValueError, KeyError):
        return Manifest()
    return found if found.version == VERSION else Manifest()


def write(path: Path, manifest: Manifest) -> None:
    """Write the manifest. Raises `StoreError`."""
    heads = {name: replace(root, seminars={}) for name, root in manifest.roots.items()}
    lines = [adapter(Manifest).dump_json(replace(manifest, roots=heads))]
    rows = adapter(_Row)
    for name, root in manifest.roots.items():
        for seminar, built in root.seminars.items():
            lines.append(rows.dump_json(_Row(name, seminar, built)))
    write_atomically(path, b"\n".join(lines) + b"\n")
