"""Work on several cores, where there is enough of it to be worth a process."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Workers:
    """As many processes as there are cores; they start when a second piece of work comes."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def each(
        self, work: Callable[[*Arguments], T], pieces: Iterable[tuple[*Arguments]]
    ) -> Iterator[T]:
        """Yield what `work` makes of each piece, in order; few pieces are read ahead."""
        coming = iter(pieces)
        first = next(coming, None)
        if first is None:
            return
        second = next(coming, None)
        if second is None or self._jobs < 2:
            yield work(*first)
            if second is not None:
                yield work(*second)
            yield from (work(*piece) for piece in coming)
            return
        pool = self._started()
        waiting: deque[Future[T]] = deque([pool.submit(work, *first), pool.submit(work, *second)])
        for piece in coming:
            waiting.append(pool.submit(work, *piece))
            if len(waiting) > self._jobs + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def rest(self) -> None:
        """Let the processes go, with the memory that they hold; the next work starts others."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: the caller may have threads.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=context)
        return self._pool
