"""Who speaks in a seminar, by what was made of it: its turns, and the names that may be shown."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.artefacts import Deck, Suggestion, Transcript, Turns
from pipeline.canonical import digest
from pipeline.errors import MissingInput, UsageError
from pipeline.language.people import named_in
from pipeline.making import Made, Owner, inputs_of, note_present
from pipeline.owners import STAGES, owners_of
from pipeline.passages import fault
from pipeline.seminar import SeminarFolder
from pipeline.speakers import Speakers, resolved
from pipeline.suggesting import suggestions

_NOT_TOLD_APART = "voices are not told apart, so no name of [[speakers]] is shown"


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who speaks in a seminar, and what speaks for a name."""

    turns: Turns
    transcripts: Mapping[str, Transcript]
    """By recording."""
    suggested: tuple[Suggestion, ...]
    speakers: Speakers


def consistent(seminar: Owner) -> dict[type, Made]:
    """A seminar's artefacts that were made from the transcripts which are there now.

    A summary of other words than those on the page would be an invention.
    """
    made = {}
    for stage in STAGES:
        present = seminar.made.get(stage.output) if stage.scope == "seminar" else None
        with contextlib.suppress(MissingInput):
            if present and present.sidecar.inputs == digest(inputs_of(stage, seminar)):
                made[stage.output] = present
    return made


def attributed(seminar: SeminarFolder, outputs: Path) -> Attributed:
    """Who speaks, with everything that suggests a name.

    Raises `UsageError` where there are no turns of the words that are there, `StoreError`.
    """
    owner = _present(seminar, outputs)
    run = f"stenogram run {seminar.id}"
    if Turns not in owner.made:
        raise UsageError(f"{seminar.id}: voices are not told apart yet; run: {run}")
    turns = _turns(owner)
    transcripts = {
        child.id: child.made[Transcript].read(Transcript)
        for child in owner.children
        if Transcript in child.made
    }
    if turns is None or fault(turns, transcripts):
        raise UsageError(
            f"{seminar.id}: voices were told apart in other words than are there now; run: {run}"
        )
    found = suggestions(turns, transcripts, _printed(seminar, owner))
    return Attributed(turns, transcripts, found, _speakers(seminar, turns, found))


def shown_speakers(
    seminar: SeminarFolder, owner: Owner, turns: Turns, transcripts: Mapping[str, Transcript]
) -> Speakers:
    """The names that may be shown, as the seminar's declaration has them count."""
    if seminar.declared.confirm != "said":
        return _speakers(seminar, turns)
    return _speakers(seminar, turns, suggestions(turns, transcripts, _printed(seminar, owner)))


def _printed(seminar: SeminarFolder, owner: Owner) -> tuple[str, ...]:
    """Names that were printed: in the programme, among the glossary, on slides."""
    decks = [child.made[Deck].read(Deck) for child in owner.children if Deck in child.made]
    slides = [slide.text for deck in decks for slide in deck.slides]
    return (*seminar.glossary.terms, *(name for text in slides for name in named_in(text)))


def not_shown(seminar: SeminarFolder, outputs: Path) -> list[str]:
    """Which names that a person gave are not shown, and why. Raises `StoreError`."""
    if not seminar.declared.speakers:
        return []
    turns = _turns(_present(seminar, outputs))
    if turns is None or not turns.recordings:
        return [f"{_NOT_TOLD_APART}; see: stenogram speakers {seminar.id}"]
    return [str(each) for each in _speakers(seminar, turns).withdrawn]


def _present(seminar: SeminarFolder, outputs: Path) -> Owner:
    owner = owners_of(seminar, outputs)
    note_present(owner, STAGES)
    return owner


def _turns(owner: Owner) -> Turns | None:
    """The turns of the words that are there."""
    made = consistent(owner).get(Turns)
    return made.read(Turns) if made else None


def _speakers(
    seminar: SeminarFolder, turns: Turns, suggested: tuple[Suggestion, ...] = ()
) -> Speakers:
    given = seminar.declared
    return resolved(turns, given.speakers, given.confirm, suggested)
