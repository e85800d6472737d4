"""Pieces of work on several cores, told in their order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

from pipeline.pool import Pool
from pipeline.resources import cores

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")
_LIMIT = 3600.0
"""Seconds for one piece of work."""


class Workers:
    """As many processes as there are cores; they start when a second piece of work comes."""

    def __init__(self, jobs: int = 0) -> None:
        self._jobs = jobs or cores()
        self._started: tuple[Pool, ThreadPoolExecutor] | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()

    def each(
        self, work: Callable[[*Arguments], T], pieces: Iterable[tuple[*Arguments]]
    ) -> Iterator[T]:
        """Yield what `work` makes of each piece, in order; few pieces are read ahead.

        Raises what `work` raises; from a process, a foreign error as `StageError`, and
        `WorkerLost` where the process is lost.
        """
        coming = iter(pieces)
        ready = [piece for piece in (next(coming, None), next(coming, None)) if piece is not None]
        if len(ready) < 2 or self._jobs < 2:
            yield from (work(*piece) for piece in ready)
            yield from (work(*piece) for piece in coming)
            return
        waiting: deque[Future[T]] = deque(self._given(work, piece) for piece in ready)
        for piece in coming:
            waiting.append(self._given(work, piece))
            if len(waiting) > self._jobs + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def rest(self) -> None:
        """End the processes, with the memory that they hold; the next work starts others."""
        if self._started is not None:
            pool, threads = self._started
            pool.close()
            threads.shutdown(wait=True, cancel_futures=True)
            self._started = None

    def _given(self, work: Callable[[*Arguments], T], piece: tuple[*Arguments]) -> "Future[T]":
        if self._started is None:
            self._started = Pool(self._jobs), ThreadPoolExecutor(self._jobs)
        pool, threads = self._started
        return threads.submit(pool.call, work, piece, _LIMIT)
