"""What was recognised of a part, kept for a run that goes on from it.

What was damaged, or made of another cut of the sound, counts as not there.
"""

from dataclasses import dataclass
from pathlib import Path

from pipeline.artefacts import LedgerEntry, Word
from pipeline.canonical import digest
from pipeline.sealed import seal, unsealed
from pipeline.stages.transcribe.parts import Part


@dataclass(frozen=True, slots=True)
class PartWords:
    """What was recognised in a part."""

    words: tuple[Word, ...]
    rejected: tuple[LedgerEntry, ...] = ()
    """Text that was not believed, and why."""
    read_again: int = 0
    """Stretches that were read a second time."""


def kept_file(scratch: Path, number: int) -> Path:
    """Where the words of a part lie."""
    return scratch / f"part-{number:04d}.json"


def keep(scratch: Path, number: int, part: Part, recognised: PartWords) -> None:
    """Leave what was recognised of a part. Raises `StoreError`."""
    seal(kept_file(scratch, number), digest(part), recognised)


def kept(scratch: Path, number: int, part: Part) -> PartWords | None:
    """What was recognised of this very part, if it is there and whole."""
    return unsealed(kept_file(scratch, number), digest(part), PartWords)
