"""How a queue of seminars stands: counted from what a run tells, and told with it."""

import threading
from collections.abc import Sequence

from pipeline.errors import StenogramError
from pipeline.making import Owner
from pipeline.planning import Planner, Queued
from pipeline.reporting import Listener, Standing
from pipeline.stage import Stage


class Counting(Listener):
    """Passes on what it is told, and how the queue stands whenever that changes."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._planner: Planner | None = None
        self._left: dict[str, tuple[Owner, list[Stage]]] = {}
        self._recordings = self._seminars = self._failed = 0

    def begin(self, planner: Planner, queue: Sequence[Queued]) -> None:
        """Count what is to be done."""
        self._planner = planner
        self._seminars = len(queue)
        self._recordings = sum(len(queued.recordings) for queued in queue)
        for queued in queue:
            for owner in (*queued.recordings, queued.owner):
                self._left[owner.label] = owner, list(queued.todo[owner.label])
        self._tell()

    def began(self, owner: str, stage: str) -> None:
        """Pass it on."""
        self._listener.began(owner, stage)

    def progressed(self, owner: str, stage: str, done: float, total: float) -> None:
        """Pass it on."""
        self._listener.progressed(owner, stage, done, total)

    def noted(self, owner: str, stage: str, text: str) -> None:
        """Pass it on."""
        self._listener.noted(owner, stage, text)

    def made(self, owner: str, stage: str) -> None:
        """Less is left."""
        self._listener.made(owner, stage)
        with self._lock:
            _, stages = self._left.get(owner, (None, []))
            names = [each.name for each in stages]
            if stage in names:  # what stood before it turned out to be right
                del stages[: names.index(stage) + 1]
        self._tell()

    def failed(self, owner: str, stage: str, error: StenogramError) -> None:
        """One more."""
        self._listener.failed(owner, stage, error)
        with self._lock:
            self._failed += 1
        self._tell()

    def stands(self, standing: Standing) -> None:
        """Pass it on."""
        self._listener.stands(standing)

    def finished(self, owner: Owner) -> None:
        """Nothing is left of an owner, however it went; of a seminar, nor of what is in it."""
        with self._lock:
            for each in (*owner.children, owner):
                self._left.pop(each.label, None)
        self._tell()

    def _tell(self) -> None:
        if self._planner is None or self._seminars == 0:
            return
        with self._lock:
            left = list(self._left.values())
            recordings = [owner for owner, _ in left if owner.scope == "recording"]
            seconds = None
            if all(map(self._planner.is_heard, recordings)):
                work = [(stage, owner) for owner, stages in left for stage in stages]
                seconds = self._planner.seconds(work, len(recordings))
            standing = Standing(
                seminars=self._seminars,
                seminars_done=self._seminars - (len(left) - len(recordings)),
                recordings=self._recordings,
                recordings_done=self._recordings - len(recordings),
                failed=self._failed,
                seconds_left=seconds,
            )
        self._listener.stands(standing)
