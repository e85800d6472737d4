"""Child processes that do the heavy work: kept warm, watched, and replaced when they fall.

A slot is an executor with one process. Where a decoder crashes or a task outlives its limit, that
slot's process is killed and replaced; the others go on. A child ends itself when its parent is
gone, however the parent went.
"""

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.queues import SimpleQueue
from typing import TypeVar

from pipeline.errors import StageError, StenogramError, WorkerLost

R = TypeVar("R")
Listen = Callable[[float, float], None]
_TICK = 0.2
_reports: "SimpleQueue[tuple[float, float]] | None" = None


def report(done: float, total: float) -> None:
    """Tell the parent, from inside a task, how far it is. Does nothing in a plain call."""
    if _reports is not None:
        _reports.put((done, total))


class Slot:
    """One child process and the task it has at the moment."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._executor: ProcessPoolExecutor | None = None
        self._working = False
        self._reports: SimpleQueue[tuple[float, float]] | None = None

    def call(
        self, task: Callable[..., R], arguments: tuple[object, ...], limit: float, listen: Listen
    ) -> R:
        """Run `task(*arguments)` in the child. Raises what it raises, or `WorkerLost`."""
        if self._executor is None:
            self._reports = self._context.SimpleQueue()
            self._executor = ProcessPoolExecutor(
                1, self._context, initializer=_start_child, initargs=(self._reports,)
            )
        try:
            self._working = True
            future = self._executor.submit(_run, task, arguments)
            for _ in range(max(1, round(limit / _TICK))):
                if wait([future], timeout=_TICK).done:
                    self._working = False
                    result: R = future.result()
                    return result
                while self._reports is not None and not self._reports.empty():
                    listen(*self._reports.get())
        except BrokenProcessPool:
            self.kill()
            raise WorkerLost(
                "the process that worked on it crashed (a damaged file, or no memory left)"
            ) from None
        self.kill()
        raise WorkerLost(f"it took longer than {limit:.0f} s and was stopped")

    def kill(self) -> None:
        """End the child, at once if it is at work; the next call starts another."""
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        if self._working:
            children = executor._processes or {}  # there is no public way to end a task
            for process in list(children.values()):
                process.kill()
        executor.shutdown(wait=True, cancel_futures=True)


class Pool:
    """`size` slots, each started when it is first needed."""

    def __init__(self, size: int) -> None:
        self._slots = [Slot() for _ in range(size)]
        self._free: queue.LifoQueue[Slot] = queue.LifoQueue()  # the warmest first
        for slot in self._slots:
            self._free.put(slot)
        self._closed = False

    def call(
        self, task: Callable[..., R], arguments: tuple[object, ...], limit: float, listen: Listen
    ) -> R:
        """Wait for a free slot, then run `task(*arguments)` there for at most `limit` seconds.

        What the task reports goes to `listen`. Raises what the task raised, or `WorkerLost`.
        """
        slot = self._free.get()
        try:
            if self._closed:
                raise WorkerLost("stopped")
            return slot.call(task, arguments, limit, listen)
        finally:
            self._free.put(slot)

    def close(self) -> None:
        """End all children at once: what they write is there whole or not at all."""
        self._closed = True
        for slot in self._slots:
            slot.kill()


def _run(task: Callable[..., R], arguments: tuple[object, ...]) -> R:
    """Run a task; a foreign error becomes ours, since not each of them survives the way back."""
    try:
        return task(*arguments)
    except (StenogramError, MemoryError):
        raise
    except Exception as error:
        raise StageError(f"{type(error).__name__}: {error}") from error


def _start_child(reports: "SimpleQueue[tuple[float, float]]") -> None:
    global _reports  # noqa: PLW0603 - a child is set up once and has one parent
    _reports = reports
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what a Ctrl-C means
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
