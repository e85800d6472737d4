"""The words of a seminar's recordings as people want them, from what lies there now."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.artefacts import Transcript, Word
from pipeline.corrections import corrections_file, entry_lines, reviewed
from pipeline.making import Owner, present
from pipeline.owners import owners_of
from pipeline.reviews import Review
from pipeline.seminar import SeminarFolder
from pipeline.stages import repair


def repaired(owner: Owner) -> Transcript | None:
    """What corrections are made on: a recording's words as `repair` left them, if it has."""
    made = present(repair.STAGE, owner)
    return made.read(Transcript) if made else None


def corrected_words(
    seminar: SeminarFolder, outputs: Path
) -> dict[str, tuple[Review, Sequence[Word]]]:
    """Of each recording that has words: what people changed, and its words with that in place.

    Raises `StoreError`.
    """
    found: dict[str, tuple[Review, Sequence[Word]]] = {}
    for owner in owners_of(seminar, outputs).children:
        base = repaired(owner) if owner.scope == "recording" else None
        if base is not None:
            done = reviewed(base, entry_lines(corrections_file(seminar.path, owner.id)))
            found[owner.id] = (done.review, done.words)
    return found
