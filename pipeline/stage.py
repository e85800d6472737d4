"""What a stage is: a plain function with a name, a version and a scope, wired by its type hints.

A parameter of a stage is one of
- an artefact type: the last artefact of that type that the stages before it left for its owner;
- the same, `X | None`: `None` where there is none;
- `tuple[Of[X], ...]`: that artefact of each of the seminar's recordings (or decks);
- a type of `declared`: what a person declares of the owner;
- an options dataclass, named `options`: the stage's table in `stenogram.toml`;
- `Model`: the speech model to use; `VoiceModel`: the one that tells voices apart;
- `Work`: then the function leads the work itself and sends heavy tasks to other processes.
A stage that takes no `Work` is run in such a process as a whole.
"""

import functools
import types
import typing
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Scope = Literal["recording", "deck", "seminar"]


@dataclass(frozen=True, slots=True)
class Of(Generic[T]):
    """An artefact and the id of the recording or deck it belongs to."""

    owner: str
    artefact: T


@dataclass(frozen=True, slots=True)
class Model:
    """A speech model that is in place, and where it runs. Only `revision` is part of a recipe."""

    name: str
    revision: str
    folder: Path
    device: str = "auto"
    compute_type: str = "auto"
    threads: int = 0
    """0: all cores."""

    @property
    def label(self) -> str:
        """Name and revision."""
        return f"{self.name} {self.revision}"


@dataclass(frozen=True, slots=True)
class VoiceModel(Model):
    """The model that tells voices apart; `revision` is empty where there is none."""


class Work(Protocol):
    """What the runner lends to a stage that leads its own work."""

    outputs: Path
    """The folder that paths in artefacts are relative to."""
    folder: Path
    """The owner's folder, for files that the artefact names; attach what is left there."""
    scratch: Path
    """For what a later run of the same recipe can go on from; removed when the artefact is made."""

    def call(self, task: Callable[..., R], *arguments: object, limit: float) -> R:
        """Run `task` in another process, for at most `limit` seconds.

        Raises what it raised, or `WorkerLost` when its process crashed or ran out of time.
        """

    def submit(
        self,
        task: Callable[..., R],
        *arguments: object,
        limit: float,
        listen: Callable[[float, float], None] | None = None,
    ) -> Future[R]:
        """The same without waiting for it: as many run at once as there is room for.

        What it reports goes to `listen`, else to `progress`.
        """

    def beside(
        self,
        task: Callable[..., R],
        *arguments: object,
        limit: float,
        listen: Callable[[float, float], None],
    ) -> AbstractContextManager[Future[R]]:
        """Run `task` in a process of its own while the block goes on; it ends with the block.

        What it reports goes to `listen`. The future gives what `call` would.
        """

    def log(self, event: str, **told: float) -> None:
        """Add a line to the owner's log."""

    def attach(self, path: Path, sha256: str) -> None:
        """Tell that `path`, inside `folder`, belongs to the artefact."""

    def note(self, text: str) -> None:
        """Tell the person who runs it something that is no failure and must not be missed."""

    def progress(self, done: float, total: float) -> None:
        """Tell how far the work is, in seconds of sound or any other unit."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage's function with what the runner needs to know of it."""

    name: str
    version: int
    scope: Scope
    function: Callable[..., Any]
    """`Any`: what it takes and gives is known from its hints, at run time."""

    @property
    def hints(self) -> dict[str, Any]:
        """Parameter names and types, without the result's."""
        hints = dict(_hints(self.function))
        hints.pop("return")
        return hints

    @property
    def output(self) -> type:
        """The type of its artefact."""
        output: type = _hints(self.function)["return"]
        return output

    @property
    def leads(self) -> bool:
        """Whether it leads its own work."""
        return Work in self.hints.values()

    @property
    def model(self) -> "type[Model] | None":
        """Which kind of model it reads, if any."""
        kinds = (Model, VoiceModel)
        return next((kind for kind in kinds if kind in self.hints.values()), None)


@functools.cache
def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    return typing.get_type_hints(function)


def optional(hint: object) -> type | None:
    """The artefact type `X` of a hint `X | None`, else `None`."""
    kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    if isinstance(hint, types.UnionType) and len(kinds) == 1:
        kind: type = kinds[0]
        return kind
    return None


def collected(hint: object) -> type | None:
    """The artefact type `X` of a hint `tuple[Of[X], ...]`, else `None`."""
    arguments: Sequence[object] = typing.get_args(hint)
    if typing.get_origin(hint) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = arguments[0]
        if typing.get_origin(inner) is Of:
            kind: type = typing.get_args(inner)[0]
            return kind
    return None
