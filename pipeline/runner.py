"""Bring the artefacts of seminars, and the site, up to date; go on after what fails."""

import contextlib
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
from pipeline.locks import locked
from pipeline.making import Bench, Owner
from pipeline.owners import owners_of
from pipeline.pool import Pool
from pipeline.publishing import Site
from pipeline.reporting import Listener, Report
from pipeline.resources import cores
from pipeline.seminar import SeminarFolder
from pipeline.stage import Model, VoiceModel
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
        entry = catalogue.choose(settings.transcribe.model)
        self._workspace = workspace
        self._settings = settings
        self._listener = listener
        self._chosen = chosen
        self._engine = engine or Pool(settings.run.jobs)
        # With many machines, one recording more than they can work on at the same time.
        self._at_once = max(settings.run.jobs, engine.width + 1 if engine else 1)
        self._children = ThreadPoolExecutor(self._at_once)  # its own: seminars wait for theirs
        bench = Bench(
            workspace.outputs,
            settings,
            {
                Model: placed(catalogue.model(entry), settings, here=engine is None),
                VoiceModel: catalogue.voices(),
            },
            lambda model: catalogue.fetch(catalogue.entry(model.name)),
            self._engine,
        )
        self._tending = Tending(bench, chosen, listener)
        self.report = self._tending.report

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
            except BaseException:
                self._tending.stopped = True
                self._engine.close()
                threads.shutdown(wait=False, cancel_futures=True)
                self._children.shutdown(wait=False, cancel_futures=True)
                raise
            if self._settings.download.notice_changes:
                self._notice_changes([child for owner in owners for child in owner.children])
        if self._chosen.site:
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
        if all(self._tending.is_done(owner) for owner in owners):
            for owner in owners:
                self._tending.kept(owner)
            return
        try:
            with locked(seminar.folder.path, seminar.label, told=self._told(seminar.label)):
                for scope in ("deck", "recording"):  # recordings read what is in the decks
                    children = [child for child in seminar.children if child.scope == scope]
                    for done in [self._children.submit(self._run_child, c) for c in children]:
                        done.result()
                if not any(child.label in self.report.busy for child in seminar.children):
                    self._tending.bring_up_to_date(seminar)
        except (Busy, StoreError) as error:
            self._left_out(seminar, error)

    def _run_child(self, owner: Owner) -> None:
        """A recording or deck; what cannot be worked on does not stop the others."""
        try:
            with locked(owner.folder.path, owner.label, told=self._told(owner.label)):
                self._tending.bring_up_to_date(owner)
        except (Busy, StoreError) as error:
            self._left_out(owner, error)

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

    def _publish(self) -> None:
        if self.report.made:
            self._listener.began("site", "render")
        try:
            site = Site(self._workspace, self._settings.render, self._told("site", "render"))
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
