"""A task as it is sent to another machine, and how it is run there.

It runs in a child process of the worker, as it would at home: kept warm, ended when it takes too
long or is not wanted any more, and whatever becomes of it, the worker stands.
"""

import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.engine import Listen, Task, unheard
from pipeline.errors import WorkerLost
from pipeline.pool import Slot, call_here

_EVERY = 1.0
"""Seconds between two reports of one task."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A file that every machine must see, and what is in it."""

    path: Path
    content: bytes

    def fault(self) -> str:
        """Why this machine cannot work here; empty where it can."""
        try:
            there = self.path.read_bytes()
        except OSError as error:
            return f"{self.path}: {error.strerror or error}"
        return "" if there == self.content else f"{self.path}: is another workspace's"


@dataclass(frozen=True, slots=True)
class Errand:
    """What is sent: paths, options and small values, never sound."""

    function: Callable[..., Any]
    arguments: tuple[object, ...]
    limit: float
    mark: Mark
    version: str
    """Of stenogram, where it comes from."""
    topic: str
    """Under which reports are sent; empty where nobody listens."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What comes back when the process that worked on it fell."""

    worker: str
    why: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """What comes back from a worker that cannot do any work of this workspace."""

    worker: str
    why: str


@dataclass(frozen=True, slots=True)
class Done:
    """What the task gave."""

    result: Any


def run(errand: Errand) -> Done | Lost | Unfit:
    """Run an errand on this worker. Raises what its task raises."""
    from distributed import get_worker

    worker = get_worker()
    key = str(worker.get_current_task())
    if errand.version != __version__:
        return Unfit(worker.address, f"it has stenogram {__version__}, not {errand.version}")
    fault = errand.mark.fault()
    if fault:
        return Unfit(worker.address, f"it does not see the workspace: {fault}")

    def is_wanted() -> bool:
        state = worker.state.tasks.get(key)
        return worker.status.name == "running" and state is not None and state.state == "executing"

    listen = _telling(worker, key, errand.topic) if errand.topic else unheard
    task = Task(errand.function, errand.arguments, errand.limit, listen)
    try:
        if multiprocessing.current_process().daemon:  # such a process may have no children
            return Done(call_here(task.function, task.arguments))
        return Done(_slot().call(task, is_wanted))
    except WorkerLost as error:
        if type(error) is not WorkerLost:
            raise
        return Lost(worker.address, str(error))


def _telling(worker: Any, key: str, topic: str) -> Listen:  # noqa: ANN401 - untyped
    """Reports to who waits for the task, now and then."""
    said = 0.0

    def listen(done: float, total: float) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= _EVERY:
            said = now
            worker.log_event(topic, {"key": key, "done": float(done), "total": float(total)})

    return listen


_mine = threading.local()


def _slot() -> Slot:
    """The child of this thread: a worker has as many threads as tasks at the same time."""
    slot: Slot | None = getattr(_mine, "slot", None)
    if slot is None:
        slot = _mine.slot = Slot()
    return slot
