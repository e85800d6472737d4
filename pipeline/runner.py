"""Bring the artefacts of seminars, and the site, up to date; go on after what fails."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.catalogue import Catalogue
from pipeline.config import Settings, Workspace
from pipeline.errors import Busy, DiskFull, MissingInput, StenogramError
from pipeline.files import locked, sweep
from pipeline.making import Bench, Made, Making, Owner
from pipeline.owners import STAGES, owners_of
from pipeline.pool import Pool
from pipeline.publishing import Site
from pipeline.seminar import SeminarFolder
from pipeline.stage import Stage


class Listener(Protocol):
    """Who is told what happens. Called from several threads."""

    def began(self, owner: str, stage: str) -> None:
        """A stage works on `owner`, called `seminar` or `seminar/recording`."""

    def progressed(self, owner: str, stage: str, done: float, total: float) -> None:
        """It is this far."""

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
    busy: list[str] = field(default_factory=list)
    """What another run holds."""
    pages: int = 0
    """Files of the site that were written or removed."""


class Runner:
    """One run over some seminars. Use as a context manager: it ends its child processes."""

    def __init__(self, workspace: Workspace, settings: Settings, listener: Listener) -> None:
        """Raise `ModelError` when the model that is wanted cannot be had."""
        catalogue = Catalogue(workspace.models)
        entry = catalogue.choose(settings.transcribe.model)
        self._workspace = workspace
        self._settings = settings
        self._listener = listener
        self._pool = Pool(settings.run.jobs)
        self._bench = Bench(
            workspace.outputs,
            settings,
            catalogue.model(entry),
            lambda: catalogue.fetch(entry),
            self._pool,
        )
        self._stopped: BaseException | None = None
        self._lock = threading.Lock()
        self.report = Report()

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.close()

    def run(self, seminars: Sequence[SeminarFolder]) -> Report:
        """Make what is stale of `seminars`, then the site.

        What fails is in the report. Raises `DiskFull`, and `KeyboardInterrupt` within two seconds
        of a Ctrl-C; everything finished by then is kept.
        """
        with ThreadPoolExecutor(self._settings.run.jobs) as threads:
            try:
                self._run_all([owners_of(s, self._workspace.outputs) for s in seminars], threads)
            except BaseException as error:
                self._stopped = error
                self._pool.close()
                threads.shutdown(wait=True, cancel_futures=True)
                raise
        self._publish()
        return self.report

    def _run_all(self, seminars: Sequence[Owner], threads: ThreadPoolExecutor) -> None:
        """Recordings and decks in order; a seminar as soon as all of its own are done."""
        pending: dict[Future[None], Owner] = {}
        for seminar in seminars:
            for child in seminar.children:
                pending[threads.submit(self._bring_up_to_date, child)] = seminar
        left = {seminar.id: len(seminar.children) for seminar in seminars}
        while pending:
            done, _ = wait(pending, return_when=FIRST_COMPLETED, timeout=1.0)
            for future in done:
                seminar = pending.pop(future)
                future.result()
                if seminar.id not in left:
                    continue
                left[seminar.id] -= 1
                if left[seminar.id] == 0:
                    del left[seminar.id]
                    pending[threads.submit(self._bring_up_to_date, seminar)] = seminar

    def _bring_up_to_date(self, owner: Owner) -> None:
        """Make what is stale of one owner, stage after stage, holding its lock if need be."""
        stages = [stage for stage in STAGES if stage.scope == owner.scope]
        busy = any(child.label in self.report.busy for child in owner.children)
        if busy or (owner.folder.is_tidy() and self._all_made(owner, stages)):
            return
        try:
            with locked(owner.folder.path, owner.label):
                sweep(owner.folder.path, deep=owner.scope != "seminar")
                owner.made.clear()
                for stage in stages:
                    self._make(Making(stage, owner, self._bench))
        except Busy:
            with self._lock:
                self.report.busy.append(owner.label)

    def _all_made(self, owner: Owner, stages: Sequence[Stage]) -> bool:
        """Whether there is nothing to do; notes what is there."""
        for stage in stages:
            making = Making(stage, owner, self._bench)
            present = making.present()
            if present is None or not self._is_current(making, present):
                return False
            owner.made[stage.output] = present
        with self._lock:
            self.report.kept += len(stages)
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
            made = making.make(wanted, self._progress_of(owner, stage))
        except MissingInput:
            return  # what went before has failed, and said so
        except DiskFull:
            raise
        except StenogramError as error:
            if self._stopped is None:
                self._failed(making, recipe, error)
            if present is not None:  # better the words of yesterday than none
                owner.made[stage.output] = present
            return
        owner.made[stage.output] = made
        self._listener.made(owner.label, stage.name)
        with self._lock:
            self.report.made.append((owner.label, stage.name))

    def _progress_of(self, owner: Owner, stage: Stage) -> Callable[[float, float], None]:
        return lambda done, total: self._listener.progressed(owner.label, stage.name, done, total)

    def _failed(self, making: Making, recipe: str, error: StenogramError) -> None:
        label, stage = making.owner.label, making.stage.name
        making.fail(recipe, str(error))
        self._listener.failed(label, stage, error)
        with self._lock:
            self.report.failed.append((label, stage, str(error)))

    def _publish(self) -> None:
        if self.report.made:
            self._listener.began("site", "render")
        try:
            done = Site(self._workspace, self._settings.render).bring_up_to_date()
        except DiskFull:
            raise
        except StenogramError as error:
            self._listener.failed("site", "render", error)
            self.report.failed.append(("site", "render", str(error)))
            return
        self.report.pages = done
        if done:
            self._listener.made("site", "render")
