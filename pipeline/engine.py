"""Where heavy work is done: other processes of this computer, or other computers.

Both take the same tasks. A task whose process falls is tried once more, elsewhere where that can
be; one that falls twice is given up with `WorkerLost`, and the others go on.
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

R = TypeVar("R")
Listen = Callable[[float, float], None]
"""Is told how far a task is, and of how much; called from any thread."""


def unheard(_done: float, _total: float) -> None:
    """Listens to nothing."""


@dataclass(frozen=True, slots=True)
class Task(Generic[R]):
    """A function to be called in another process, where its module must be found by its name."""

    function: Callable[..., R]
    arguments: tuple[object, ...]
    limit: float
    """Seconds that it may take once it has begun."""
    listen: Listen = unheard
    priority: int = 0
    """The lowest goes first."""


class Engine(Protocol):
    """Runs tasks."""

    width: int
    """How many tasks it runs at the same time."""

    def submit(self, task: Task[R]) -> Future[R]:
        """What the task will give.

        The future raises what the task raises; `WorkerLost` where its process fell twice,
        `OutOfTime`, `Stopped`, or `EngineLost`. One that has not begun can be cancelled.
        """

    def beside(self, task: Task[R]) -> AbstractContextManager[Future[R]]:
        """The same for as long as the block lasts, and no other task has to wait for it."""

    def close(self) -> None:
        """Stop all that runs or waits."""
