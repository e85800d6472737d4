"""A runner's loan to a stage, without a runner: tasks run here and now, and are written down."""

import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from pipeline.errors import StenogramError
from pipeline.stage import Work

R = TypeVar("R")


class LentWork(Work):
    """Runs each task in place, or what stands for it."""

    def __init__(self, base: Path) -> None:
        self.outputs = base / "outputs"
        self.folder = self.outputs / "s" / "recordings" / "r"
        self.scratch = self.folder / "transcribe.work" / "recipe"
        self.scratch.mkdir(parents=True)
        self.called: list[tuple[str, tuple[object, ...], float]] = []
        self.attached: list[tuple[str, str]] = []
        self.progressed: list[tuple[float, float]] = []
        self.noted: list[str] = []
        self.logged: list[tuple[str, dict[str, float]]] = []
        self.instead: dict[str, Callable[..., object]] = {}
        """What runs in place of a task, by its name."""

    def call(self, task: Callable[..., R], *arguments: object, limit: float) -> R:
        self.called.append((task.__name__, arguments, limit))
        stand_in = self.instead.get(task.__name__)
        if stand_in is None:
            return task(*arguments)
        result: R = stand_in(*arguments)  # type: ignore[assignment]  # as the task would give
        return result

    def submit(
        self,
        task: Callable[..., R],
        *arguments: object,
        limit: float,
        listen: Callable[[float, float], None] | None = None,  # noqa: ARG002 - see `beside`
    ) -> Future[R]:
        done: Future[R] = Future()
        try:
            done.set_result(self.call(task, *arguments, limit=limit))
        except StenogramError as error:
            done.set_exception(error)
        return done

    def beside(
        self,
        task: Callable[..., R],
        *arguments: object,
        limit: float,
        listen: Callable[[float, float], None],  # noqa: ARG002 - a task in place tells nobody
    ) -> AbstractContextManager[Future[R]]:
        return contextlib.nullcontext(self.submit(task, *arguments, limit=limit))

    def log(self, event: str, **told: float) -> None:
        self.logged.append((event, told))

    def attach(self, path: Path, sha256: str) -> None:
        self.attached.append((path.name, sha256))

    def note(self, text: str) -> None:
        self.noted.append(text)

    def progress(self, done: float, total: float) -> None:
        self.progressed.append((done, total))

    @property
    def tasks(self) -> list[str]:
        """The names of the tasks that were called."""
        return [name for name, _, _ in self.called]
