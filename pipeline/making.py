"""Making one artefact of one owner: its recipe, and whether the one on the disk still answers it.

A stage reads, for each of its parameters, the last artefact of that type that the stages before it
left. So a stage that gives a better `Transcript` changes what all later ones read by standing
between them.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from pipeline.canonical import digest
from pipeline.engine import Engine, Listen, Task
from pipeline.errors import MissingInput, SourceError
from pipeline.files import store_error
from pipeline.stage import Model, Of, Scope, Stage, Work, collected, optional
from pipeline.store import Attached, Failure, Folder, Provenance, Sidecar

R = TypeVar("R")
_LIMIT = 3600.0
"""Seconds that a stage which does not lead its own work may take."""
State = Literal["made", "stale", "failed", "missing"]


@dataclass(frozen=True, slots=True)
class Made:
    """An artefact that is there, whatever it was made from."""

    folder: Folder
    stage: str
    sidecar: Sidecar

    def read(self, kind: type[R]) -> R:
        """The artefact itself. Raises `StoreError`."""
        return self.folder.read(self.stage, kind)


@dataclass(slots=True)
class Owner:
    """A recording, a deck or a seminar, and what stages may read of it."""

    scope: Scope
    id: str
    label: str
    """What people call it: `seminar` or `seminar/recording`."""
    folder: Folder
    declared: dict[type, Callable[[], object]]
    """What a person declared, by type; a call, since a declared file may be missing."""
    made: dict[type, Made] = field(default_factory=dict)
    """The last artefact of each type."""
    children: list["Owner"] = field(default_factory=list)
    """Of a seminar: its decks and recordings, in their order."""
    siblings: list["Owner"] = field(default_factory=list)
    """Of a recording: the decks of its seminar."""
    priority: int = 0
    """The lowest is worked on first."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a stage is made with besides its inputs."""

    outputs: Path
    settings: object
    """Has the options of each stage under the stage's name."""
    models: Mapping[type[Model], Model]
    """By their kinds; one that is not to be had has no revision."""
    fetch: Callable[[Model], object]
    """Puts one in place."""
    engine: Engine


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who is told how a stage goes on."""

    progress: Listen
    note: Callable[[str], None]


class _Work(Work):
    """What is lent to a stage that leads its own work."""

    def __init__(self, bench: Bench, owner: Owner, stage: Stage, hear: Hearing) -> None:
        folder = owner.folder
        self.outputs = bench.outputs
        self.folder = folder.path
        self.scratch = folder.path  # a stage that leads gets one of its own
        self.attached: list[Attached] = []
        self._engine = bench.engine
        self._priority = owner.priority
        self._hear = hear
        self._log = partial(folder.log, stage=stage.name)
        self._done = self._total = 0.0

    def call(self, task: Callable[..., R], *arguments: object, limit: float) -> R:
        return self.submit(task, *arguments, limit=limit).result()

    def submit(
        self,
        task: Callable[..., R],
        *arguments: object,
        limit: float,
        listen: Listen | None = None,
    ) -> Future[R]:
        told = listen or self._reported
        return self._engine.submit(Task(task, arguments, limit, told, self._priority))

    def beside(
        self, task: Callable[..., R], *arguments: object, limit: float, listen: Listen
    ) -> AbstractContextManager[Future[R]]:
        return self._engine.beside(Task(task, arguments, limit, listen, self._priority))

    def log(self, event: str, **told: float) -> None:
        self._log(event=event, **told)

    def attach(self, path: Path, sha256: str) -> None:
        name = str(path.relative_to(self.folder))
        self.attached.append(Attached.of(self.folder, name, sha256))

    def note(self, text: str) -> None:
        self._hear.note(text)

    def progress(self, done: float, total: float) -> None:
        self._done, self._total = done, total
        self._hear.progress(done, total)

    def _reported(self, done: float, total: float) -> None:
        """A task's own progress counts from where the stage said it was."""
        if self._total:
            self._hear.progress(min(self._done + done, self._total), self._total)
        else:
            self._hear.progress(done, total)


def present(stage: Stage, owner: Owner) -> Made | None:
    """The artefact of `stage` that is there, up to date or not."""
    sidecar = owner.folder.sidecar(stage.name)
    return Made(owner.folder, stage.name, sidecar) if sidecar else None


def note_present(owner: Owner, stages: Sequence[Stage]) -> None:
    """Note the last artefact of each type that is there, up to date or not, of children too."""
    for child in owner.children:
        note_present(child, stages)
    there = owner.folder.stages()
    for stage in stages:
        if stage.scope == owner.scope and stage.name in there:
            made = present(stage, owner)
            if made is not None:
                owner.made[stage.output] = made


def inputs_of(stage: Stage, owner: Owner) -> dict[str, object]:
    """What a stage would read of an owner, by parameter: digests, with the ids of their owners.

    Raises `MissingInput` where an artefact is not there, `SourceError` where a file is not.
    """
    found: dict[str, object] = {}
    for name, hint in stage.hints.items():
        if hint in {Work, stage.model} or name == "options":
            continue
        if hint in owner.declared:
            found[name] = digest(owner.declared[hint]())
            continue
        sources = _sources(hint, owner)
        may_lack = optional(hint) or (owner.scope == "recording" and collected(hint))
        if not sources and not may_lack:
            raise MissingInput("what it is made from is not there")
        found[name] = [[owner_id, made.sidecar.digest] for owner_id, made in sources]
    return found


def _sources(hint: Any, owner: Owner) -> list[tuple[str, Made]]:  # noqa: ANN401 - a hint
    """The artefacts behind a parameter, with the ids of their owners."""
    kind = collected(hint)
    if kind is not None:
        others = owner.children or owner.siblings
        return [(other.id, other.made[kind]) for other in others if kind in other.made]
    wanted = optional(hint) or hint
    return [(owner.id, owner.made[wanted])] if wanted in owner.made else []


class Making:
    """One stage's artefact of one owner."""

    def __init__(self, stage: Stage, owner: Owner, bench: Bench) -> None:
        self.stage = stage
        self.owner = owner
        self._bench = bench
        self._options = getattr(bench.settings, stage.name, None)  # not every stage has any
        self._model = bench.models[stage.model] if stage.model else None

    def provenance(self) -> Provenance:
        """What the artefact would be made of now. Raises as `inputs_of` does."""
        inputs = digest(inputs_of(self.stage, self.owner))
        model = self._model
        revision = model.revision if model else ""
        return Provenance(
            stage=self.stage.name,
            version=self.stage.version,
            options=self._options,
            model=model.label if model else "",
            inputs=inputs,
            recipe=digest([self.stage.name, self.stage.version, self._options, inputs, revision]),
        )

    def present(self) -> Made | None:
        """The artefact that is there, up to date or not."""
        return present(self.stage, self.owner)

    def state(self) -> tuple[State, str]:
        """How it stands with the artefact, and why where it failed."""
        failure = self.owner.folder.failure(self.stage.name)
        present = self.present()
        if not present and not failure:
            return "missing", ""  # without reading a recording that nobody has taken in yet
        try:
            recipe = self.provenance().recipe
        except SourceError as error:
            return "failed", str(error)
        except MissingInput:
            return ("stale" if present else "missing"), ""
        if present and present.sidecar.recipe == recipe:
            return "made", ""
        if failure and failure.recipe == recipe:
            return "failed", failure.message
        return ("stale" if present else "missing"), ""

    def make(self, wanted: Provenance, hear: Hearing) -> Made:
        """Make the artefact and store it. Raises what the stage raises."""
        folder, name = self.owner.folder, self.stage.name
        began = time.monotonic()
        folder.log(stage=name, event="began")
        if self._model and self._model.revision:
            self._bench.fetch(self._model)
        work = _Work(self._bench, self.owner, self.stage, hear)
        if self.stage.leads:
            work.scratch = folder.scratch(name, wanted.recipe)
        arguments = {key: self._value(key, hint, work) for key, hint in self.stage.hints.items()}
        try:
            if self.stage.leads:
                artefact = self.stage.function(**arguments)
            else:
                artefact = work.call(self.stage.function, *arguments.values(), limit=_LIMIT)
        except OSError as error:
            raise store_error(error, Path(error.filename or folder.path)) from error
        sidecar = folder.write(artefact, wanted, work.attached)
        folder.remove_scratch(name)
        folder.log(stage=name, event="made", seconds=round(time.monotonic() - began, 2))
        return Made(folder, name, sidecar)

    def tidy(self) -> None:
        """Remove what only a stage at work needs; know the artefact again at a glance."""
        self.owner.folder.remove_scratch(self.stage.name)
        self.owner.folder.renew(self.stage.name)

    def fail(self, recipe: str, message: str) -> None:
        """Record why there is no artefact."""
        self.owner.folder.fail(self.stage.name, Failure(recipe, message))
        self.owner.folder.log(stage=self.stage.name, event="failed", message=message[:500])

    def _value(self, name: str, hint: Any, work: Work) -> object:  # noqa: ANN401 - a hint
        if name == "options":
            return self._options
        if hint is Work:
            return work
        if hint is self.stage.model:
            return self._model
        if hint in self.owner.declared:
            return self.owner.declared[hint]()
        kind = collected(hint)
        if kind is not None:
            return tuple(Of(owner, made.read(kind)) for owner, made in _sources(hint, self.owner))
        sources = _sources(hint, self.owner)
        return sources[0][1].read(optional(hint) or hint) if sources else None
