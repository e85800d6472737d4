"""Bring the artefacts of seminars, and the site, up to date; go on after what fails."""

import contextlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from pipeline.attributing import not_shown
from pipeline.catalogue import Catalogue
from pipeline.choosing import ALL, Chosen
from pipeline.config import Settings, Workspace
from pipeline.corrections import belonging_nowhere
from pipeline.engine import Engine, Task
from pipeline.errors import Busy, DiskFull, InvalidFile, StageError, StenogramError, StoreError
from pipeline.locks import Terms, locked
from pipeline.making import Bench, Owner
from pipeline.owners import owners_of
from pipeline.planning import Plan, Planner, Queued, needs
from pipeline.pool import Pool
from pipeline.publishing import Site
from pipeline.queueing import Counting
from pipeline.reporting import Listener, Report
from pipeline.resources import cores
from pipeline.room import check_writable
from pipeline.seminar import SeminarFolder
from pipeline.settling import Settlements
from pipeline.speed import Speeds
from pipeline.stage import Model
from pipeline.stages.download.origin import changed_at_source, has_origin
from pipeline.tending import Tending

_UNREADABLE = "its seminar.toml has faults, so its pages stay as they were; see: stenogram status"


class Runner:
    """One run over some seminars. Use as a context manager: it ends its child processes."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        listener: Listener,
        engine: Engine | None = None,
        chosen: Chosen = ALL,
    ) -> None:
        """`engine`: other machines; without it, this one.

        Raises `ModelError` when the model that is wanted cannot be had.
        """
        catalogue = Catalogue(workspace.models)
        models = catalogue.models(settings.transcribe.model)
        self._workspace = workspace
        self._settings = settings
        self._chosen = chosen
        self._engine = engine or Pool(settings.run.jobs)
        # With many machines, some more than they can work on: between two tasks of a recording
        # results are kept here, and no machine should wait for that.
        self._at_once = max(settings.run.jobs, _besides(engine.width) if engine else 1)
        self._children = ThreadPoolExecutor(self._at_once)  # its own: seminars wait for theirs
        bench = Bench(
            workspace.outputs,
            settings,
            {**models, Model: placed(models[Model], settings, here=engine is None)},
            lambda model: catalogue.fetch(catalogue.entry(model.name)),
            self._engine,
        )
        self._settlements: Settlements | None = None
        self._speeds = None if engine else Speeds(workspace.outputs, self._at_once)
        self._listener = Counting(listener)
        self._tending = Tending(bench, chosen, self._listener, self._speeds)
        self._planner = Planner(workspace.outputs, self._tending, self._speeds, self._at_once)
        self._finished: set[str] = set()
        self._terms = Terms(wanted=lambda: not self._tending.stopped)
        self.report = self._tending.report

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *exception: object) -> None:
        self._engine.close()

    def plan(
        self, seminars: Sequence[SeminarFolder], settlements: Settlements | None = None
    ) -> Plan:
        """What `run` will do for these seminars, in their order.

        `settlements`: what is known of those with nothing to do, and noted there for another time.
        """
        self._settlements = settlements if self._chosen == ALL else None
        local = self._settings.download.local
        plan = self._planner.plan(seminars, self._settlements, local=local)
        for at, queued in enumerate(plan.queue):
            for owner in (*queued.owner.children, queued.owner):
                owner.priority = at
        return plan

    def run(self, plan: Plan) -> Report:
        """Make what is stale, then the site.

        What fails is in the report. Raises `DiskFull`, `EngineLost`, `StoreError` where nothing can
        be written, and `KeyboardInterrupt` within two seconds of a Ctrl-C; everything finished by
        then is kept.
        """
        began = time.monotonic()
        check_writable(self._workspace.outputs)
        self.report.seminars = len(plan.seminars)
        self.report.kept = plan.kept
        if plan.queue:
            self._listener.begin(self._planner, plan.queue)
        try:
            self._work(plan)
        except DiskFull as error:
            raise self._full(error, plan.queue) from None
        finally:
            self._keep_speeds()
        if self._chosen.site:
            self._publish(plan)
        for seminar in plan.seminars:
            self._tell_of(seminar)
        if self._settlements:  # what is done now
            self.plan([each.seminar for each in plan.queue], self._settlements)
        self.report.seconds = time.monotonic() - began
        return self.report

    def _work(self, plan: Plan) -> None:
        """All of the queue, as many seminars at the same time as there may be."""
        with ThreadPoolExecutor(self._at_once) as threads, self._children:
            try:
                for done in [threads.submit(self._run_seminar, each.owner) for each in plan.queue]:
                    done.result()
            except BaseException:
                self._tending.stopped = True
                self._engine.close()
                threads.shutdown(wait=False, cancel_futures=True)
                self._children.shutdown(wait=False, cancel_futures=True)
                raise
            if self._settings.download.notice_changes:
                self._notice_changes(plan)

    def _full(self, error: DiskFull, queue: Sequence[Queued]) -> DiskFull:
        """The same, and what the rest needs."""
        left = [each for each in queue if each.owner.label not in self._finished]
        needed = self._planner.needed(left, local=self._settings.download.local)
        return DiskFull(f"{error}; {needs(needed)}")

    def _tell_of(self, seminar: SeminarFolder) -> None:
        """What is no failure and must not be missed."""
        with contextlib.suppress(StoreError):  # told where the pages were made
            for told in not_shown(seminar, self._workspace.outputs):
                self._listener.noted(seminar.id, "speakers", told)
        ids = {recording.id for recording in seminar.recordings}
        for told in belonging_nowhere(seminar.path, ids):
            self._listener.noted(seminar.id, "review", told)

    def _notice_changes(self, plan: Plan) -> None:
        """Tell of what has changed at its source since it was downloaded, in an earlier run."""
        seminars = [owners_of(seminar, self._workspace.outputs) for seminar in plan.seminars]
        for owner in [child for seminar in seminars for child in seminar.children]:
            made_now = (owner.label, "download") in self.report.made
            if made_now or not has_origin(owner.folder.path):
                continue
            arguments = (owner.folder.path, self._settings.download)
            with contextlib.suppress(StageError):
                told = self._engine.submit(Task(changed_at_source, arguments, 60.0)).result()
                if told:
                    self._listener.noted(owner.label, "download", told)

    def _run_seminar(self, seminar: Owner) -> None:
        """All of a seminar, unless another run is at it."""
        try:
            told = self._told(seminar.label)
            with locked(seminar.folder.path, seminar.label, told=told, terms=self._terms):
                for scope in ("deck", "recording"):  # recordings read what is in the decks
                    children = [child for child in seminar.children if child.scope == scope]
                    for done in [self._children.submit(self._run_child, c) for c in children]:
                        done.result()
                if not any(child.label in self.report.busy for child in seminar.children):
                    self._tending.bring_up_to_date(seminar)
        except (Busy, StoreError) as error:
            self._left_out(seminar, error)
        self._finished.add(seminar.label)
        self._listener.finished(seminar)
        self._keep_speeds()

    def _keep_speeds(self) -> None:
        if self._speeds:
            with contextlib.suppress(StoreError):  # the next run knows less, that is all
                self._speeds.save()

    def _run_child(self, owner: Owner) -> None:
        """A recording or deck; what cannot be worked on does not stop the others."""
        try:
            told = self._told(owner.label)
            with locked(owner.folder.path, owner.label, told=told, terms=self._terms):
                self._tending.bring_up_to_date(owner)
        except (Busy, StoreError) as error:
            self._left_out(owner, error)
        self._listener.finished(owner)

    def _left_out(self, owner: Owner, error: StenogramError) -> None:
        """Note an owner whose folder is held by another run, or cannot be written to."""
        if isinstance(error, DiskFull):
            raise error
        if isinstance(error, Busy):
            self._tending.busy(owner.label, error)
        else:
            self._tending.failed(owner.label, "store", error)

    def _told(self, label: str, stage: str = "store") -> Callable[[str], None]:
        return partial(self._listener.noted, label, stage)

    def _publish(self, plan: Plan) -> None:
        if self.report.made:
            self._listener.began("site", "render")
        known = None
        if self._settlements:  # work takes its time: what was at rest before may not be any more
            known = self._settlements.known if plan.queue else self._settlements.held
        try:
            told = self._told("site", "render")
            site = Site(self._workspace, self._settings.render, told, known)
            done = site.bring_up_to_date()
        except DiskFull:
            raise
        except StenogramError as error:
            self._tending.failed("site", "render", error)
            return
        self.report.pages = done
        for seminar in site.unreadable:
            self._tending.failed(seminar, "read", InvalidFile([_UNREADABLE]))
        for seminar, fault in site.faulty_notes:
            self._tending.failed(seminar, "read", fault)
        if done:
            self._listener.made("site", "render")


def placed(model: Model, settings: Settings, *, here: bool) -> Model:
    """The model, told where to run; with several jobs on this machine, on a share of its cores."""
    wanted, jobs = settings.transcribe, settings.run.jobs
    threads = wanted.cpu_threads
    if here and jobs > 1 and not threads:
        threads = max(1, cores() // jobs)
    return replace(model, device=wanted.device, compute_type=wanted.compute_type, threads=threads)


def _besides(width: int) -> int:
    """Recordings to work on at the same time on so many machines."""
    return width + max(2, width // 4)
