"""Child processes that do the heavy work: kept warm, watched, and replaced when they fall.

A slot is an executor with one process. Where a decoder crashes or a task outlives its limit, that
slot's process is killed and replaced; the others go on. A child ends itself when its parent is
gone, however the parent went.
"""

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import (
    CancelledError,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
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
        self._ended = False
        self._lock = threading.Lock()  # no task is given to a child that is being ended
        self._reports: SimpleQueue[tuple[float, float]] | None = None

    def call(
        self, task: Callable[..., R], arguments: tuple[object, ...], limit: float, listen: Listen
    ) -> R:
        """Run `task(*arguments)` in the child. Raises what it raises, or `WorkerLost`."""
        future = self._submit(task, arguments)
        try:
            for _ in range(max(1, round(limit / _TICK))):
                done = bool(wait([future], timeout=_TICK).done)
                while self._reports is not None and not self._reports.empty():
                    listen(*self._reports.get())
                if done:
                    result: R = future.result()
                    self._working = False
                    return result
            raise WorkerLost(f"it took longer than {limit:.0f} s and was stopped")
        except (BrokenProcessPool, CancelledError):
            raise WorkerLost(
                "the process that worked on it crashed (a damaged file, or no memory left); "
                "run again"
            ) from None
        finally:
            if not future.done() or _is_broken(future):
                self.kill()
            self._working = False

    def _submit(self, task: Callable[..., R], arguments: tuple[object, ...]) -> "Future[R]":
        """Give the task to the child; to another one if it has died since its last task."""
        with self._lock:
            if self._ended:
                raise WorkerLost("stopped")
            self._working = True
            try:
                return self._warm().submit(_run, task, arguments)
            except BrokenProcessPool:
                self._kill()
                return self._warm().submit(_run, task, arguments)

    def _warm(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._reports = self._context.SimpleQueue()
            self._executor = ProcessPoolExecutor(
                1, self._context, initializer=_start_child, initargs=(self._reports,)
            )
        return self._executor

    def kill(self) -> None:
        """End the child, at once if it is at work; the next call starts another."""
        with self._lock:
            self._kill()

    def end(self) -> None:
        """End the child for good."""
        with self._lock:
            self._ended = True
            self._kill()

    def _kill(self) -> None:
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        if self._working:
            children = executor._processes or {}  # there is no public way to end a task
            for process in list(children.values()):
                process.kill()
        executor.shutdown(wait=True, cancel_futures=True)


def _is_broken(future: "Future[R]") -> bool:
    return not future.cancelled() and isinstance(future.exception(), BrokenProcessPool)


class Pool:
    """`size` slots, each started when it is first needed."""

    def __init__(self, size: int) -> None:
        self._slots = [Slot() for _ in range(size)]
        self._beside: set[Slot] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._free: queue.LifoQueue[Slot] = queue.LifoQueue()  # the warmest first
        for slot in self._slots:
            self._free.put(slot)

    def call(
        self, task: Callable[..., R], arguments: tuple[object, ...], limit: float, listen: Listen
    ) -> R:
        """Wait for a free slot, then run `task(*arguments)` there for at most `limit` seconds.

        What the task reports goes to `listen`. Raises what the task raised, or `WorkerLost`.
        """
        slot = self._free.get()
        try:
            return slot.call(task, arguments, limit, listen)
        finally:
            self._free.put(slot)

    @contextlib.contextmanager
    def beside(
        self, task: Callable[..., R], arguments: tuple[object, ...], limit: float, listen: Listen
    ) -> Iterator[Future[R]]:
        """Run a task in a child of its own, beside the slots, for as long as the block lasts.

        The future raises as `call` does. The child ends with its task or, at once, with the block.
        """
        slot = Slot()
        with self._lock:
            self._beside.add(slot)
            if self._closed:
                slot.end()

        def task_and_end() -> R:
            try:
                return slot.call(task, arguments, limit, listen)
            finally:
                slot.end()  # what it held in memory is needed by others

        with ThreadPoolExecutor(1) as thread:
            try:
                yield thread.submit(task_and_end)
            finally:
                slot.end()
                with self._lock:
                    self._beside.discard(slot)

    def close(self) -> None:
        """End all children at once: what they write is there whole or not at all."""
        with self._lock:
            self._closed = True
            slots = [*self._slots, *self._beside]
        for slot in slots:
            slot.end()


def _run(task: Callable[..., R], arguments: tuple[object, ...]) -> R:
    """Run a task; a foreign error becomes ours, since not each of them survives the way back."""
    try:
        return task(*arguments)
    except StenogramError:
        raise
    except MemoryError:
        raise WorkerLost("there was no memory left for it; close other programs") from None
    except (Exception, SystemExit) as error:
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
