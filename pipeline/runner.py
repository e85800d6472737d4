"""Bring the artefacts of seminars, and the site, up to date; go on after what fails."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from pipeline.attributing import not_shown
from pipeline.catalogue import Catalogue
from pipeline.config import Settings, Workspace
from pipeline.corrections import belonging_nowhere
from pipeline.engine import Engine, Task
from pipeline.errors import (
    Busy,
    DiskFull,
    EngineLost,
    InvalidFile,
    MissingInput,
    StageError,
    StenogramError,
    Stopped,
    StoreError,
)
from pipeline.files import sweep
from pipeline.locks import locked
from pipeline.making import Bench, Hearing, Made, Making, Owner
from pipeline.owners import STAGES, owners_of
from pipeline.pool import Pool
from pipeline.publishing import Site
from pipeline.seminar import SeminarFolder
from pipeline.stage import Model, Stage, VoiceModel
from pipeline.stages.download.origin import changed_at_source, has_origin
from pipeline.stages.transcribe.options import TranscribeOptions

_UNREADABLE = "its seminar.toml has faults, so its pages stay as they were; see: stenogram status"


class Listener(Protocol):
    """Who is told what happens. Called from several threads."""

    def began(self, owner: str, stage: str) -> None:
        """A stage works on `owner`, called `seminar` or `seminar/recording`."""

    def progressed(self, owner: str, stage: str, done: float, total: float) -> None:
        """It is this far."""

    def noted(self, owner: str, stage: str, text: str) -> None:
        """Something that is no failure and must not be missed."""

    def made(self, owner: str, stage: str) -> None:
        """It left its artefact."""

    def failed(self, owner: str, stage: str, error: StenogramError) -> None:
        """It left none."""


@dataclass(slots=True)
class Report:
    """What a run did."""

    made: list[tuple[str, str]] = field(default_factory=list)
    """Owner and stage of each artefact made."""
    kept: int = 0
    """Artefacts that were up to date."""
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    """Owner, stage and message."""
    busy: dict[str, str] = field(default_factory=dict)
    """What another run holds, and how that is told."""
    pages: int = 0
    """Files of the site that were written or removed."""


class Runner:
    """One run over some seminars. Use as a context manager: it ends its child processes."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        listener: Listener,
        engine: Engine | None = None,
    ) -> None:
        """`engine`: other machines; without it, this one.

        Raises `ModelError` when the model that is wanted cannot be had.
        """
        catalogue = Catalogue(workspace.models)
        entry = catalogue.choose(settings.transcribe.model)
        self._workspace = workspace
        self._settings = settings
        self._listener = listener
        self._engine = engine or Pool(settings.run.jobs)
        # With many machines, one recording more than they can work on at the same time.
        self._at_once = max(settings.run.jobs, engine.width + 1 if engine else 1)
        self._children = ThreadPoolExecutor(self._at_once)  # its own: seminars wait for theirs
        self._bench = Bench(
            workspace.outputs,
            settings,
            {
                Model: _placed(catalogue.model(entry), settings.transcribe),
                VoiceModel: catalogue.voices(),
            },
            lambda model: catalogue.fetch(catalogue.entry(model.name)),
            self._engine,
        )
        self._stopped: BaseException | None = None
        self._lock = threading.Lock()
        self.report = Report()

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *exception: object) -> None:
        self._engine.close()

    def run(self, seminars: Sequence[SeminarFolder]) -> Report:
        """Make what is stale of `seminars`, then the site.

        What fails is in the report. Raises `DiskFull`, `EngineLost`, and `KeyboardInterrupt` within
        two seconds of a Ctrl-C; everything finished by then is kept.
        """
        with ThreadPoolExecutor(self._at_once) as threads, self._children:
            try:
                owners = [owners_of(seminar, self._workspace.outputs) for seminar in seminars]
                for done in [threads.submit(self._run_seminar, owner) for owner in owners]:
                    done.result()
            except BaseException as error:
                self._stopped = error
                self._engine.close()
                threads.shutdown(wait=False, cancel_futures=True)
                self._children.shutdown(wait=False, cancel_futures=True)
                raise
            if self._settings.download.notice_changes:
                self._notice_changes([child for owner in owners for child in owner.children])
        self._publish()
        for seminar in seminars:
            with contextlib.suppress(StoreError):  # told where the pages were made
                for told in not_shown(seminar, self._workspace.outputs):
                    self._listener.noted(seminar.id, "speakers", told)
            ids = {recording.id for recording in seminar.recordings}
            for told in belonging_nowhere(seminar.path, ids):
                self._listener.noted(seminar.id, "review", told)
        return self.report

    def _notice_changes(self, owners: Sequence[Owner]) -> None:
        """Tell of what has changed at its source since it was downloaded, in an earlier run."""
        for owner in owners:
            made_now = (owner.label, "download") in self.report.made
            if made_now or not has_origin(owner.folder.path):
                continue
            arguments = (owner.folder.path, self._settings.download)
            with contextlib.suppress(StageError):
                told = self._engine.submit(Task(changed_at_source, arguments, 60.0)).result()
                if told:
                    self._listener.noted(owner.label, "download", told)

    def _run_seminar(self, seminar: Owner) -> None:
        """All of a seminar, unless there is nothing to do or another run is at it."""
        owners = (*seminar.children, seminar)
        if all(self._is_done(owner) for owner in owners):
            with self._lock:
                self.report.kept += sum(len(_stages_of(owner)) for owner in owners)
            return
        try:
            with locked(seminar.folder.path, seminar.label, told=self._told(seminar.label)):
                for scope in ("deck", "recording"):  # recordings read what is in the decks
                    children = [child for child in seminar.children if child.scope == scope]
                    for done in [self._children.submit(self._run_child, c) for c in children]:
                        done.result()
                if not any(child.label in self.report.busy for child in seminar.children):
                    self._bring_up_to_date(seminar)
        except (Busy, StoreError) as error:
            self._left_out(seminar, error)

    def _run_child(self, owner: Owner) -> None:
        """A recording or deck; what cannot be worked on does not stop the others."""
        try:
            with locked(owner.folder.path, owner.label, told=self._told(owner.label)):
                self._bring_up_to_date(owner)
        except (Busy, StoreError) as error:
            self._left_out(owner, error)

    def _left_out(self, owner: Owner, error: StenogramError) -> None:
        """Note an owner whose folder is held by another run, or cannot be written to."""
        if isinstance(error, DiskFull):
            raise error
        if isinstance(error, Busy):
            with self._lock:
                self.report.busy[owner.label] = str(error)
        else:
            self._failed(owner.label, "store", error)

    def _bring_up_to_date(self, owner: Owner) -> None:
        """Make what is stale of one owner, stage after stage; its lock is held."""
        sweep(owner.folder.path, deep=owner.scope != "seminar")
        owner.made.clear()
        for stage in _stages_of(owner):
            self._make(Making(stage, owner, self._bench))

    def _is_done(self, owner: Owner) -> bool:
        """Whether nothing is stale and nothing lies about; notes what is there."""
        if not owner.folder.is_tidy():
            return False
        for stage in _stages_of(owner):
            making = Making(stage, owner, self._bench)
            present = making.present()
            if present is None or not self._is_current(making, present):
                return False
            if owner.folder.is_moved(stage.name, present.sidecar):
                return False  # its lock is needed to note how it looks now
            owner.made[stage.output] = present
        return True

    @staticmethod
    def _is_current(making: Making, present: Made) -> bool:
        with contextlib.suppress(StenogramError):
            return present.sidecar.recipe == making.provenance().recipe
        return False

    def _make(self, making: Making) -> None:
        """One stage: kept, made, or noted as failed; then what follows from it cannot be made."""
        owner, stage = making.owner, making.stage
        present = making.present()
        if present is not None and self._is_current(making, present):
            making.tidy()
            owner.made[stage.output] = present
            with self._lock:
                self.report.kept += 1
            return
        recipe = ""
        try:
            wanted = making.provenance()
            recipe = wanted.recipe
            self._listener.began(owner.label, stage.name)
            made = making.make(wanted, self._hearing(owner, stage))
        except MissingInput:
            return  # what went before has failed, and said so
        except (DiskFull, EngineLost, Stopped):
            raise  # no fault of this recording
        except StenogramError as error:
            if self._stopped is None:
                making.fail(recipe, str(error))
                self._failed(owner.label, stage.name, error)
            if present is not None:  # better the words of yesterday than none
                owner.made[stage.output] = present
            return
        owner.made[stage.output] = made
        self._listener.made(owner.label, stage.name)
        with self._lock:
            self.report.made.append((owner.label, stage.name))

    def _hearing(self, owner: Owner, stage: Stage) -> Hearing:
        told = (owner.label, stage.name)
        return Hearing(partial(self._listener.progressed, *told), self._told(*told))

    def _told(self, label: str, stage: str = "store") -> Callable[[str], None]:
        return partial(self._listener.noted, label, stage)

    def _failed(self, label: str, stage: str, error: StenogramError) -> None:
        self._listener.failed(label, stage, error)
        with self._lock:
            self.report.failed.append((label, stage, str(error)))

    def _publish(self) -> None:
        if self.report.made:
            self._listener.began("site", "render")
        try:
            site = Site(self._workspace, self._settings.render, self._told("site", "render"))
            done = site.bring_up_to_date()
        except DiskFull:
            raise
        except StenogramError as error:
            self._failed("site", "render", error)
            return
        self.report.pages = done
        for seminar in site.unreadable:
            self._failed(seminar, "read", InvalidFile([_UNREADABLE]))
        for seminar, fault in site.faulty_notes:
            self._failed(seminar, "read", fault)
        if done:
            self._listener.made("site", "render")


def _placed(model: Model, wanted: TranscribeOptions) -> Model:
    """The model, told where to run."""
    return replace(
        model,
        device=wanted.device,
        compute_type=wanted.compute_type,
        threads=wanted.cpu_threads,
    )


def _stages_of(owner: Owner) -> list[Stage]:
    return [stage for stage in STAGES if stage.scope == owner.scope]
