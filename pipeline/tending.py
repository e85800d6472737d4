"""What a run does with one owner: stage after stage kept, made, or noted as failed."""

import contextlib
import functools
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.artefacts import Recording
from pipeline.choosing import Chosen
from pipeline.engine import Task
from pipeline.errors import (
    Busy,
    DiskFull,
    EngineLost,
    MissingInput,
    StageError,
    StenogramError,
    Stopped,
    StoreError,
)
from pipeline.files import sweep
from pipeline.making import Bench, Hearing, Made, Making, Owner
from pipeline.owners import STAGES
from pipeline.reporting import Listener, Report
from pipeline.sound import stated_lengths
from pipeline.speed import Speeds
from pipeline.stage import Stage, Work, collected, optional
from pipeline.stages import transcribe
from pipeline.store import Sidecar

_PATIENCE = 3.0
"""Seconds in which files are asked how long they are: enough for some hundreds."""


class Tending:
    """Brings owners up to date and keeps the report. For several threads at once."""

    def __init__(
        self, bench: Bench, chosen: Chosen, listener: Listener, speeds: Speeds | None
    ) -> None:
        """`speeds`: where it is noted how long stages take, if it is this computer that works."""
        self._bench = bench
        self._chosen = chosen
        self._listener = listener
        self._speeds = speeds
        self.sounds: dict[str, float] = {}
        """Seconds of sound of recordings, by label, as far as they are known."""
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

    def look(self, owner: Owner, changing: set[type]) -> "Look":
        """What is to do for one owner, by one look at its folder; notes what is there.

        `changing`: the types of artefacts that are about to change for what the owner reads. Its
        own are added: what reads them may have to be made anew.
        """
        stages: list[Stage] = []
        sidecars: list[tuple[Path, Sidecar]] = []
        settled = owner.folder.is_tidy()
        for stage in stages_of(owner):
            making = Making(stage, owner, self._bench)
            seen = owner.folder.looked(stage.name)
            present = Made(owner.folder, stage.name, seen[0]) if seen else None
            # Not all at once: what a later stage left is not for an earlier one to read.
            if not self._is_wanted(stage):
                _note(owner, stage, present)
                continue
            follows = bool(changing & reads(stage))
            if self._chosen.all and owner.scope == "seminar" and _lacks(owner, stage, changing):
                continue  # as slides to be placed, where there is no deck
            if present is None or follows or not self._is_right(making, present):
                stages.append(stage)
                changing.add(stage.output)
            elif seen:
                settled = settled and not seen[1]  # its lock is needed to note how it looks now
                sidecars.append((owner.folder.path, seen[0]))
            _note(owner, stage, present)
        return Look(tuple(stages), settled and not stages, tuple(sidecars))

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
            whole = not (owner.folder.path / f"{stage.name}.work").exists()
            began = time.monotonic()
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
            self._measure(making, time.monotonic() - began if whole else None)
            with self._lock:
                self.report.made.append((owner.label, stage.name))
            self._listener.made(owner.label, stage.name)

    def _measure(self, making: Making, seconds: float | None) -> None:
        """Note how long a stage took; not of one that went on from what an earlier run left."""
        owner, stage = making.owner, making.stage
        if stage.output is Recording:
            self.hear(owner)
        heard = [self.sounds.get(each.label) for each in recordings_of(owner)]
        sound = sum(each for each in heard if each)
        if stage is transcribe.STAGE:
            with self._lock:
                self.report.sound += sound
        if self._speeds and seconds is not None and None not in heard:
            self._speeds.measured(stage.name, self.model(stage), seconds, sound)

    def model(self, stage: Stage) -> str:
        """Name and revision of the model that a stage uses; empty where it uses none."""
        model = self._bench.models[stage.model] if stage.model else None
        return model.label if model else ""

    def hear_files(self, files: dict[str, Path]) -> None:
        """Note how long recordings say that they are, by label, until it is known."""
        task = Task(stated_lengths, ([*files.values()], _PATIENCE), 10 * _PATIENCE)
        try:
            found = self._bench.engine.submit(task).result(20 * _PATIENCE)
        except (StageError, TimeoutError):
            return  # then that is not known yet
        self.sounds |= {label: found[file] for label, file in files.items() if file in found}

    def hear(self, owner: Owner) -> None:
        """Note how long a recording is, where that is known."""
        if owner.scope == "recording" and Recording in owner.made:
            with contextlib.suppress(StoreError):
                self.sounds[owner.label] = owner.made[Recording].read(Recording).duration

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


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at an owner has told."""

    stages: tuple[Stage, ...]
    """To be made, at most: what reads a changed artefact may turn out to be right."""
    settled: bool
    """Whether nothing at all is to do, and nothing lies about."""
    sidecars: tuple[tuple[Path, Sidecar], ...]
    """Of what is up to date, with the folder."""


def recordings_of(owner: Owner) -> list[Owner]:
    """The recordings of a seminar; of a recording, itself."""
    return [each for each in (*owner.children, owner) if each.scope == "recording"]


@functools.cache
def reads(stage: Stage) -> frozenset[type]:
    """The types of artefacts that a stage reads, if there are any."""
    hints = stage.hints.values()
    return frozenset(collected(hint) or optional(hint) or hint for hint in hints)


def stages_of(owner: Owner) -> list[Stage]:
    """The stages of an owner, in their order."""
    return [stage for stage in STAGES if stage.scope == owner.scope]


def _lacks(seminar: Owner, stage: Stage, coming: set[type]) -> bool:
    """Whether something that a seminar's stage cannot do without is not there, nor to be made."""
    for name, hint in stage.hints.items():
        if name == "options" or hint in {Work, stage.model} or hint in seminar.declared:
            continue
        kind = collected(hint) or hint
        if optional(hint) or kind in coming:
            continue
        if not any(kind in each.made for each in (seminar, *seminar.children)):
            return True
    return False


def _note(owner: Owner, stage: Stage, present: Made | None) -> None:
    if present is not None:
        owner.made[stage.output] = present
