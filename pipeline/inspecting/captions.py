"""The captions that each recording has on the site, and by when they are due.

Captions are automatic until somebody has checked them; unchecked ones are late, too, once they were
due, and do not fail the inspection: the page says what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.artefacts import Transcript
from pipeline.config import Workspace
from pipeline.errors import InvalidFile, StoreError
from pipeline.making import Owner, note_present
from pipeline.owners import STAGES, owners_of, review_of
from pipeline.reviews import NO_REVIEW, Review
from pipeline.seminar import SeminarFolder
from pipeline.stages.render.caption_rules import breaches, outside
from pipeline.stages.render.cue_reading import read_cues

State = Literal["unchecked", "checked to", "checked", "missing", "faulty", "no speech", "draft"]
"""`unchecked`: there are automatic captions, and nobody has checked them; `checked to`: somebody
has, not to their end; `draft`: the recording is not public."""
_WRONG = frozenset({"missing", "faulty"})
_LATE = _WRONG | {"unchecked", "checked to"}


@dataclass(frozen=True, slots=True)
class Captioned:
    """How it stands with the captions of a recording."""

    recording: str
    event: date | None
    due: date | None
    """`None` where the day of the event is not declared."""
    captions: State
    faults: tuple[str, ...]
    cues: int
    outside: int
    """Cues that break a rule for captions; see `stenogram lint`."""
    overdue: bool
    """Public without captions that somebody has checked to the end, after they were due."""
    checked_to: float = 0.0
    """Seconds up to which somebody has checked the words."""
    checked_on: str = ""
    """When, as ISO 8601; empty where nobody has."""

    @property
    def is_wrong(self) -> bool:
        """Whether it is public without captions that can be shown."""
        return self.captions in _WRONG


def captioned(workspace: Workspace, seminar: SeminarFolder, today: date) -> Iterator[Captioned]:
    """Of each recording of a seminar. Raises `StoreError` where an artefact cannot be read."""
    owner = owners_of(seminar, workspace.outputs)
    note_present(owner, STAGES)
    made = {child.id: child for child in owner.children if child.scope == "recording"}
    for declared in seminar.recordings:
        name = declared.id
        path = workspace.site / seminar.id / f"{name}.vtt"
        looked = _Looked("draft") if declared.state == "draft" else _look(path, made[name])
        due = seminar.captions_due(declared)
        yield Captioned(
            recording=f"{seminar.id}/{name}",
            event=seminar.event_day(declared),
            due=due,
            captions=looked.state,
            faults=looked.faults,
            cues=looked.cues,
            outside=looked.outside,
            overdue=looked.state in _LATE and due is not None and today > due,
            checked_to=looked.review.checked_to,
            checked_on=looked.review.checked_on,
        )


@dataclass(frozen=True, slots=True)
class _Looked:
    state: State
    faults: tuple[str, ...] = ()
    cues: int = 0
    outside: int = 0
    review: Review = NO_REVIEW


def _look(path: Path, owner: Owner) -> _Looked:
    for file, told in (
        (path.with_suffix(".html"), "it is public, and has no page on the site"),
        (path, "its captions are not there"),
    ):
        if not file.is_file():
            return _Looked("missing", (f"{file}: {told}; run: stenogram run",))
    try:
        cues = read_cues(path)
    except (InvalidFile, StoreError) as error:
        return _Looked("faulty", tuple(str(error).splitlines()[:5]))
    if not cues:
        return _without(path, owner)
    found = breaches(cues)
    empty = [each.cue for each in found if each.rule == "empty"]
    if not empty:
        review = review_of(owner.made)
        state: State = "unchecked" if review.state == "automatic" else review.state
        return _Looked(state, (), len(cues), outside(found), review)
    told = f"{path}: {len(empty)} empty captions: {', '.join(map(str, empty[:10]))}"
    return _Looked("faulty", (told,), len(cues), outside(found))


def _without(path: Path, owner: Owner) -> _Looked:
    """No caption at all: right where nobody speaks."""
    made = owner.made.get(Transcript)
    if made and not made.read(Transcript).words:
        return _Looked("no speech")
    return _Looked("missing", (f"{path}: holds no caption; run: stenogram run",))
