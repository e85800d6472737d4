"""What a run does with one owner: stage after stage kept, made, or noted as failed."""

import contextlib
import threading

from pipeline.choosing import Chosen
from pipeline.errors import Busy, DiskFull, EngineLost, MissingInput, StenogramError, Stopped
from pipeline.files import sweep
from pipeline.making import Bench, Hearing, Made, Making, Owner
from pipeline.owners import STAGES
from pipeline.reporting import Listener, Report
from pipeline.stage import Stage


class Tending:
    """Brings owners up to date and keeps the report. For several threads at once."""

    def __init__(self, bench: Bench, chosen: Chosen, listener: Listener) -> None:
        self._bench = bench
        self._chosen = chosen
        self._listener = listener
        self._lock = threading.Lock()
        self.report = Report()
        self.stopped = False
        """Then what falls has been ended, and is no failure."""

    def bring_up_to_date(self, owner: Owner) -> None:
        """Make what is stale of one owner, stage after stage; its lock is held."""
        sweep(owner.folder.path, deep=owner.scope != "seminar")
        owner.made.clear()
        for stage in stages_of(owner):
            self._make(Making(stage, owner, self._bench))

    def is_done(self, owner: Owner) -> bool:
        """Whether nothing is stale and nothing lies about; notes what is there."""
        if not owner.folder.is_tidy():
            return False
        for stage in stages_of(owner):
            making = Making(stage, owner, self._bench)
            present = making.present()
            if not self._is_wanted(stage):
                # Not all at once: what a later stage left is not for an earlier one to read.
                _note(owner, stage, present)
                continue
            if present is None or not self._is_right(making, present):
                return False
            if owner.folder.is_moved(stage.name, present.sidecar):
                return False  # its lock is needed to note how it looks now
            _note(owner, stage, present)
        return True

    def kept(self, owner: Owner) -> None:
        """Count the artefacts of an owner that is done."""
        with self._lock:
            self.report.kept += sum(self._is_wanted(stage) for stage in stages_of(owner))

    def busy(self, label: str, error: Busy) -> None:
        """Note what another run holds."""
        with self._lock:
            self.report.busy[label] = str(error)

    def failed(self, label: str, stage: str, error: StenogramError) -> None:
        """Note and tell a failure."""
        self._listener.failed(label, stage, error)
        with self._lock:
            self.report.failed.append((label, stage, str(error)))

    def _is_wanted(self, stage: Stage) -> bool:
        return stage.name in self._chosen.made

    def _is_right(self, making: Making, present: Made) -> bool:
        """Whether what is there is what would be made, and nobody wants it anew."""
        if making.stage.name in self._chosen.anew:
            return False
        with contextlib.suppress(StenogramError):
            return present.sidecar.recipe == making.provenance().recipe
        return False

    def _make(self, making: Making) -> None:
        """One stage: kept, made, or noted as failed; then what follows from it cannot be made."""
        owner, stage = making.owner, making.stage
        present = making.present()
        if not self._is_wanted(stage):
            _note(owner, stage, present)
            return
        if present is not None and self._is_right(making, present):
            making.tidy()
            _note(owner, stage, present)
            with self._lock:
                self.report.kept += 1
            return
        recipe = ""
        try:
            wanted = making.provenance()
            recipe = wanted.recipe
            self._listener.began(owner.label, stage.name)
            made = making.make(wanted, self._hearing(owner, stage))
        except MissingInput as error:
            self._cannot(owner, stage, error)
        except (DiskFull, EngineLost, Stopped):
            raise  # no fault of this recording
        except StenogramError as error:
            if not self.stopped:
                making.fail(recipe, str(error))
                self.failed(owner.label, stage.name, error)
            _note(owner, stage, present)  # better the words of yesterday than none
        else:
            owner.made[stage.output] = made
            self._listener.made(owner.label, stage.name)
            with self._lock:
                self.report.made.append((owner.label, stage.name))

    def _cannot(self, owner: Owner, stage: Stage, error: MissingInput) -> None:
        """What went before has failed, and said so, or was left out."""
        if not self._chosen.all:
            told = f"is not made: {error}; run without --only and --until"
            self._listener.noted(owner.label, stage.name, told)

    def _hearing(self, owner: Owner, stage: Stage) -> Hearing:
        label, name = owner.label, stage.name
        return Hearing(
            lambda done, total: self._listener.progressed(label, name, done, total),
            lambda text: self._listener.noted(label, name, text),
        )


def stages_of(owner: Owner) -> list[Stage]:
    """The stages of an owner, in their order."""
    return [stage for stage in STAGES if stage.scope == owner.scope]


def _note(owner: Owner, stage: Stage, present: Made | None) -> None:
    if present is not None:
        owner.made[stage.output] = present
