"""What was recognised of a part, kept for a run that goes on from it.

A file says which part it is of, and the digest of its words: one that was damaged, or made of
another cut of the sound, counts as not there.
"""

from dataclasses import dataclass
from pathlib import Path

from pipeline.artefacts import LedgerEntry, Word
from pipeline.canonical import digest, pretty
from pipeline.files import read_json, write_atomically
from pipeline.stages.transcribe.parts import Part


@dataclass(frozen=True, slots=True)
class PartWords:
    """What was recognised in a part."""

    words: tuple[Word, ...]
    rejected: tuple[LedgerEntry, ...] = ()
    """Text that was not believed, and why."""
    read_again: int = 0
    """Stretches that were read a second time."""


@dataclass(frozen=True, slots=True)
class _Kept:
    part: str
    """Its digest."""
    digest: str
    """Of what was recognised."""
    recognised: PartWords


def kept_file(scratch: Path, number: int) -> Path:
    """Where the words of a part lie."""
    return scratch / f"part-{number:04d}.json"


def keep(scratch: Path, number: int, part: Part, recognised: PartWords) -> None:
    """Leave what was recognised of a part. Raises `StoreError`."""
    content = _Kept(digest(part), digest(recognised), recognised)
    write_atomically(kept_file(scratch, number), pretty(content))


def kept(scratch: Path, number: int, part: Part) -> PartWords | None:
    """What was recognised of this very part, if it is there and whole."""
    found = read_json(kept_file(scratch, number), _Kept)
    if found is None or found.part != digest(part) or found.digest != digest(found.recognised):
        return None
    return found.recognised
