"""How it stands with each stage of a seminar, without doing anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.config import Settings, Workspace
from pipeline.corrections import corrections_file
from pipeline.making import Bench, Making, Owner, State
from pipeline.owners import STAGES, owners_of
from pipeline.pool import Pool
from pipeline.reviews import Conflict, Review
from pipeline.seminar import SeminarFolder
from pipeline.settling import Settlements
from pipeline.stage import Scope
from pipeline.stages import review
from pipeline.store import Folder


@dataclass(frozen=True, slots=True)
class StageState:
    """One stage of one owner; `why` is empty unless it failed."""

    owner: str
    scope: Scope
    id: str
    """Of the recording, deck or seminar."""
    stage: str
    state: State
    why: str
    conflicts: tuple[Conflict, ...] = ()
    """Of `review`: corrections that a person must decide on."""


@dataclass(frozen=True, slots=True)
class SeminarState:
    """How it stands with a seminar."""

    seminar: SeminarFolder
    stages: tuple[StageState, ...]
    """All of its decks, recordings and itself, in their order."""

    @property
    def is_made(self) -> bool:
        """Whether all is made, and nothing is to be decided."""
        return all(each.state == "made" and not each.conflicts for each in self.stages)


class Survey:
    """Looks at seminars one by one."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        """Raises `ModelError` when the settings want a model that is not there."""
        models = Catalogue(workspace.models).models(settings.transcribe.model)
        self._outputs = workspace.outputs
        self._bench = Bench(workspace.outputs, settings, models, lambda _model: None, Pool(0))
        self._settlements = Settlements(workspace.outputs, settings, models)

    def recordings_made(self, folder: Path) -> int | None:
        """How many recordings a seminar has, where all is made and nothing is corrected.

        `None` of any other, and where that is not known at a glance.
        """
        known = self._settlements.known(folder)
        corrected = (folder / "corrections").exists()
        return known.recordings if known and not corrected else None

    def of(self, folder: Path) -> SeminarState:
        """How it stands with the seminar declared in `folder`.

        Raises `InvalidFile`, `StoreError`.
        """
        known = self._settlements.known(folder)
        if known is not None:
            seminar = SeminarFolder(folder, known.declared)
            return SeminarState(seminar, tuple(self._settled(seminar)))
        seminar = self._settlements.seminar(folder)
        owner = owners_of(seminar, self._outputs)
        found = [state for each in (*owner.children, owner) for state in self._of(each)]
        return SeminarState(seminar, tuple(found))

    def _settled(self, seminar: SeminarFolder) -> Iterator[StageState]:
        """All is made: of every stage, and nothing but conflicts is to be read."""
        owners: list[tuple[Scope, str, str]] = [
            *(("deck", each.id, f"{seminar.id}/{each.id}") for each in seminar.decks),
            *(("recording", each.id, f"{seminar.id}/{each.id}") for each in seminar.recordings),
            ("seminar", seminar.id, seminar.id),
        ]
        for scope, name, label in owners:
            conflicts: tuple[Conflict, ...] = ()
            if scope == "recording" and corrections_file(seminar.path, name).exists():
                kept = Folder(self._outputs / seminar.id / "recordings" / name)
                conflicts = kept.read(review.STAGE.name, Review).conflicts
            for stage in STAGES:
                if stage.scope == scope:
                    told = conflicts if stage is review.STAGE else ()
                    yield StageState(label, scope, name, stage.name, "made", "", told)

    def _of(self, owner: Owner) -> Iterator[StageState]:
        for stage in STAGES:
            if stage.scope == owner.scope:
                making = Making(stage, owner, self._bench)
                state, why = making.state()
                # Not before: a stage may give what it reads, as `repair` does with a transcript.
                present = making.present()
                is_review = present and stage is review.STAGE
                told = present.read(Review).conflicts if present and is_review else ()
                yield StageState(owner.label, owner.scope, owner.id, stage.name, state, why, told)
                if present is not None:
                    owner.made[stage.output] = present
