"""Child processes that do the heavy work: kept warm, watched, and replaced when they fall.

A slot is an executor with one process. Where a decoder crashes or a task outlives its limit, that
slot's process is killed and replaced; the others go on. A child ends itself when its parent is
gone, however the parent went.
"""

import contextlib
import heapq
import itertools
import multiprocessing
import os
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
from functools import partial
from multiprocessing.queues import SimpleQueue
from typing import Any, TypeVar

from pipeline.engine import Engine, Listen, Task, unheard
from pipeline.errors import OutOfTime, StageError, StenogramError, Stopped, WorkerLost

R = TypeVar("R")
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

    def call(self, task: Task[R], wanted: Callable[[], bool] = lambda: True) -> R:
        """Run a task in the child, for as long as it is `wanted`.

        Raises what it raises, or `WorkerLost`: `OutOfTime`, or `Stopped` where it is not wanted.
        """
        future = self._submit(task)
        try:
            for _ in range(max(1, round(task.limit / _TICK))):
                wait([future], timeout=_TICK)
                done = future.done()  # one that was cancelled in time is never told of by `wait`
                while self._reports is not None and not self._reports.empty():
                    task.listen(*self._reports.get())
                if done:
                    result: R = future.result()
                    self._working = False
                    return result
                if not wanted():
                    raise Stopped("stopped")
            raise OutOfTime(f"it took longer than {task.limit:.0f} s and was stopped")
        except (BrokenProcessPool, CancelledError):
            raise WorkerLost("the process that worked on it crashed") from None
        finally:
            if not future.done() or _is_broken(future):
                self.kill()
            self._working = False

    def _submit(self, task: Task[R]) -> "Future[R]":
        """Give the task to the child; to another one if it has died since its last task."""
        with self._lock:
            if self._ended:
                raise Stopped("stopped")
            self._working = True
            try:
                return self._warm().submit(call_here, task.function, task.arguments)
            except BrokenProcessPool:
                self._kill()
                return self._warm().submit(call_here, task.function, task.arguments)

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


class Pool(Engine):
    """`size` slots, each started when it is first needed."""

    def __init__(self, size: int) -> None:
        self.width = size
        self._slots = [Slot() for _ in range(size)]
        self._free = [*self._slots]
        """The warmest last."""
        self._waiting: list[tuple[int, int, Task[Any], Future[Any]]] = []
        self._numbers = itertools.count()
        self._threads = ThreadPoolExecutor(max(1, size))
        self._beside: set[Slot] = set()
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, task: Task[R]) -> Future[R]:
        """See `Engine`: the most urgent task goes to the warmest slot that is free."""
        future: Future[R] = Future()
        with self._lock:
            if self._closed:
                future.set_exception(Stopped("stopped"))
                return future
            heapq.heappush(self._waiting, (task.priority, next(self._numbers), task, future))
            self._give_out()
        return future

    def call(
        self,
        function: Callable[..., R],
        arguments: tuple[object, ...],
        limit: float,
        listen: Listen = unheard,
    ) -> R:
        """What a task gives, waited for. Raises what it raises, or `WorkerLost`."""
        return self.submit(Task(function, arguments, limit, listen)).result()

    def _give_out(self) -> None:
        """Give what waits to slots that are free; the lock is held."""
        while self._waiting and self._free:
            _, _, task, future = heapq.heappop(self._waiting)
            if future.set_running_or_notify_cancel():
                self._threads.submit(self._work, self._free.pop(), task, future)

    def _work(self, slot: Slot, task: Task[R], future: Future[R]) -> None:
        outcome = _outcome(partial(_tried, slot, task))
        with self._lock:
            self._free.append(slot)
            if not self._closed:
                self._give_out()
        outcome(future)  # last: who waits for it finds the slot free

    @contextlib.contextmanager
    def beside(self, task: Task[R]) -> Iterator[Future[R]]:
        """See `Engine`: a child of its own, beside the slots, that ends with its task."""
        slot = Slot()
        with self._lock:
            self._beside.add(slot)
            if self._closed:
                slot.end()

        def task_and_end() -> R:
            try:
                return _tried(slot, task)
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
            waiting, self._waiting = self._waiting, []
        for *_, future in waiting:
            if future.set_running_or_notify_cancel():
                future.set_exception(Stopped("stopped"))
        for slot in slots:
            slot.end()
        self._threads.shutdown(wait=False)


def _outcome(work: Callable[[], R]) -> Callable[[Future[R]], None]:
    """Do the work now; what comes of it, to be told to a future."""
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
        return partial(Future.set_exception, exception=error)
    return partial(Future.set_result, result=result)


def _tried(slot: Slot, task: Task[R]) -> R:
    """What a task gives; one whose process falls is tried once more, and then given up."""
    why = ""
    for _ in range(2):
        try:
            return slot.call(task)
        except (OutOfTime, Stopped):
            raise
        except WorkerLost as error:
            why = str(error)
    raise WorkerLost(lost_twice(why))


def lost_twice(why: str) -> str:
    """How a task is told that was tried twice, and lost each time."""
    return f"{why}, twice (a damaged file, or no memory left); see the file, then run again"


def call_here(task: Callable[..., R], arguments: tuple[object, ...]) -> R:
    """Run a task in this process.

    A foreign error becomes ours, since not each of them survives the way back to another process.
    """
    try:
        return task(*arguments)
    except StenogramError:
        raise
    except MemoryError:
        raise WorkerLost("there was no memory left for it") from None
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
