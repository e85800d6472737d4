"""How it stands with each stage of a seminar, without doing anything."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.catalogue import Catalogue
from pipeline.config import Settings, Workspace
from pipeline.making import Bench, Making, Owner, State
from pipeline.owners import STAGES, owners_of
from pipeline.pool import Pool
from pipeline.reviews import Conflict, Review
from pipeline.seminar import SeminarFolder
from pipeline.stages import review


@dataclass(frozen=True, slots=True)
class StageState:
    """One stage of one owner; `why` is empty unless it failed."""

    owner: str
    stage: str
    state: State
    why: str
    conflicts: tuple[Conflict, ...] = ()
    """Of `review`: corrections that a person must decide on."""


def states(
    seminar: SeminarFolder, workspace: Workspace, settings: Settings
) -> Iterator[StageState]:
    """All stages of a seminar's recordings, decks and itself, in their order.

    Raises `ModelError` when the settings want a model that is not there, `StoreError`.
    """
    catalogue = Catalogue(workspace.models)
    models = catalogue.models(settings.transcribe.model)
    bench = Bench(workspace.outputs, settings, models, lambda _model: None, Pool(0))
    owner = owners_of(seminar, workspace.outputs)
    for each in (*owner.children, owner):
        yield from _of(each, bench)


def _of(owner: Owner, bench: Bench) -> Iterator[StageState]:
    for stage in STAGES:
        if stage.scope == owner.scope:
            making = Making(stage, owner, bench)
            state, why = making.state()
            # Not before: a stage may give what it reads, as `repair` does with a transcript.
            present = making.present()
            conflicts = present.read(Review).conflicts if present and stage is review.STAGE else ()
            yield StageState(owner.label, stage.name, state, why, conflicts)
            if present is not None:
                owner.made[stage.output] = present
