"""Tasks given to the workers of a Dask cluster.

What is said of workers comes from `distributed`: one that is lost has its tasks given to others by
the scheduler. Here it is decided what a fallen child process, an unfit worker and a lost scheduler
mean: try once more elsewhere, leave it out, stop the queue.
"""

import contextlib
import itertools
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline import __version__
from pipeline.cluster.addresses import check_address
from pipeline.cluster.errand import Done, Errand, Lost, Mark, Unfit, run
from pipeline.engine import Engine, Task, unheard
from pipeline.errors import EngineLost, StageError, StenogramError, Stopped, UsageError, WorkerLost
from pipeline.files import write_atomically
from pipeline.pool import lost_twice
from pipeline.stage import Model

R = TypeVar("R")
_MARK = ".workspace"
_PATIENCE = 10.0
"""Seconds that the scheduler may take to answer."""
_LOOK = 5.0
"""Seconds between two looks at the workers."""


@dataclass(slots=True, eq=False)
class _Sent:
    """A task that is being worked on somewhere, or waits for it."""

    task: Task[Any]
    future: Future[Any] = field(default_factory=Future)
    remote: Any = None
    lost: int = 0
    avoid: str = ""
    """A worker whose process fell over it."""


class Machines(Engine):
    """The workers of the scheduler at an address such as `tcp://10.0.0.5:8786`."""

    def __init__(self, address: str, outputs: Path, note: Callable[[str], None]) -> None:
        """`outputs`: of the workspace, at the same place on all machines.

        `note` is told what a person should know. Raises `UsageError` where Dask is not installed
        or the address makes no sense, `EngineLost` where nothing answers, `StoreError`.
        """
        self._address = address
        self._note = note
        self._client = _connected(address)
        self._topic = f"stenogram-{secrets.token_hex(4)}"
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._sent: dict[str, _Sent] = {}
        self._unfit: dict[str, str] = {}
        self._fault: StenogramError | None = None
        """Why nothing is done any more."""
        self._handlers = ThreadPoolExecutor(8)
        self._ended = threading.Event()
        self._mark = _marked(outputs)
        self._client.subscribe_topic(self._topic, self._heard)
        self.width = 1
        self._has_gpus = False
        self._look()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, task: Task[R]) -> Future[R]:
        """See `Engine`."""
        sent = _Sent(task)
        future: Future[R] = sent.future
        future.add_done_callback(lambda _: self._forget(sent))
        self._send(sent)
        return future

    @contextlib.contextmanager
    def beside(self, task: Task[R]) -> Iterator[Future[R]]:
        """See `Engine`; it waits for a worker as others do."""
        future = self.submit(task)
        try:
            yield future
        finally:
            future.cancel()

    def close(self) -> None:
        """Stop all that runs or waits, and leave the cluster to others."""
        self._stop(Stopped("stopped"))
        self._ended.set()
        with contextlib.suppress(Exception):
            self._client.close(timeout=1)
        self._handlers.shutdown(wait=False, cancel_futures=True)

    def _send(self, sent: _Sent) -> None:
        key = f"{sent.task.function.__name__}-{self._topic}-{next(self._numbers)}"
        with self._lock:
            fault = self._fault
            if fault is None:
                self._sent[key] = sent
        if fault is not None:
            _settle(sent.future, fault)
            return
        task = sent.task
        topic = "" if task.listen is unheard else self._topic
        errand = Errand(task.function, task.arguments, task.limit, self._mark, __version__, topic)
        try:
            sent.remote = self._client.submit(
                run, errand, key=key, pure=False, priority=-task.priority, **self._where(sent)
            )
            sent.remote.add_done_callback(partial(self._came_back, key))
        except EngineLost as error:
            self._stop(error)  # `sent` among them
        except Exception:  # noqa: BLE001 - of whatever kind: the connection is gone
            self._stop(self._engine_lost())

    def _where(self, sent: _Sent) -> dict[str, Any]:
        """What Dask is asked of the worker."""
        asked: dict[str, Any] = {}
        if self._has_gpus and any(type(each) is Model for each in sent.task.arguments):
            asked["resources"] = {"GPU": 1}
        if self._unfit or sent.avoid:
            there = self._client.nthreads()
            fit = [each for each in there if each not in self._unfit]
            if there and not fit:
                told = "; ".join(f"{worker}: {why}" for worker, why in self._unfit.items())
                raise EngineLost(f"none of the workers can work here: {told}")
            asked["workers"] = [each for each in fit if each != sent.avoid] or fit or None
            asked["allow_other_workers"] = bool(fit)  # when these have fallen meanwhile
        return asked

    def _came_back(self, key: str, remote: Any) -> None:  # noqa: ANN401 - untyped
        """Called by Dask, in its one thread for such calls."""
        with contextlib.suppress(RuntimeError):  # closed meanwhile: told already
            self._handlers.submit(self._settled, key, remote)

    def _settled(self, key: str, remote: Any) -> None:  # noqa: ANN401 - untyped
        with self._lock:
            sent = self._sent.pop(key, None)
        try:
            if sent is not None and not sent.future.done():
                self._told(sent, remote)
        finally:
            # What is known here need not be done again when the worker that has it falls.
            remote.release()

    def _told(self, sent: _Sent, remote: Any) -> None:  # noqa: ANN401 - untyped
        sent.remote = None
        try:
            self._answered(sent, remote.result())
        except CancelledError:
            self._stop(self._engine_lost())
            _settle(sent.future, self._fault)
        except StenogramError as error:
            _settle(sent.future, error)
        except Exception as error:  # noqa: BLE001 - each task must be told of something
            _settle(sent.future, _ours(error))

    def _answered(self, sent: _Sent, answer: Done | Lost | Unfit) -> None:
        if isinstance(answer, Done):
            _settle(sent.future, None, answer.result)
            return
        if isinstance(answer, Lost):
            sent.lost += 1
            sent.avoid = answer.worker
            if sent.lost > 1:
                raise WorkerLost(lost_twice(answer.why))
        elif answer.worker not in self._unfit:
            self._unfit[answer.worker] = answer.why
            self._note(f"the worker {answer.worker} is left out: {answer.why}")
        self._send(sent)

    def _forget(self, sent: _Sent) -> None:
        """Tell the cluster that a task is not wanted any more."""
        if sent.future.cancelled() and sent.remote is not None:
            with contextlib.suppress(Exception):
                sent.remote.cancel()

    def _heard(self, event: tuple[float, Any]) -> None:
        with self._lock:
            sent = self._sent.get(event[1]["key"])
        if sent is not None and not sent.future.done():
            sent.task.listen(event[1]["done"], event[1]["total"])

    def _stop(self, fault: StenogramError) -> None:
        """Nothing is done any more, and everybody who waits is told why."""
        with self._lock:
            self._fault = self._fault or fault
            sent, self._sent = list(self._sent.values()), {}
        remotes = [each.remote for each in sent if each.remote is not None]
        if remotes and isinstance(fault, Stopped):
            with contextlib.suppress(Exception):
                self._client.cancel(remotes, force=True)
        for each in sent:
            _settle(each.future, self._fault)

    def _engine_lost(self) -> StenogramError:
        return EngineLost(
            f"engine lost: the scheduler at {self._address} does not answer any more; what is done "
            "is kept: run again when it is there"
        )

    def _look(self) -> None:
        """See how many workers there are, and of what kind."""
        workers = self._client.scheduler_info()["workers"]
        self.width = max(1, sum(int(each["nthreads"]) for each in workers.values()))
        self._has_gpus = any(each.get("resources", {}).get("GPU") for each in workers.values())
        if not workers:
            self._note(f"no worker is there; start one: stenogram worker {self._address}")

    def _watch(self) -> None:
        had_workers = True
        while not self._ended.wait(_LOOK):
            if self._client.status not in ("running", "newly-created"):
                self._stop(self._engine_lost())
                return
            with contextlib.suppress(Exception):  # the next look tells
                workers = self._client.nthreads()
                if had_workers and not workers and self._sent:
                    self._note("no worker is left; waiting for one")
                had_workers = bool(workers)


def _connected(address: str) -> Any:  # noqa: ANN401 - untyped
    check_address(address)
    from distributed import Client

    for name in ("distributed", "distributed.client"):  # what matters is told by us
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=_PATIENCE, set_as_default=False, name="stenogram"
        )
    except (OSError, TimeoutError) as error:
        raise EngineLost(
            f"engine lost: no scheduler answers at {address} ({error}); start one: dask scheduler"
        ) from None
    except (ValueError, TypeError, RuntimeError) as error:
        raise UsageError(f"{address}: {error}") from None


def _marked(outputs: Path) -> Mark:
    """The mark that tells a worker that it sees this very workspace. Raises `StoreError`."""
    path = outputs.absolute() / _MARK
    if not path.is_file():
        write_atomically(path, secrets.token_hex(16).encode())
    return Mark(path, path.read_bytes())


def _ours(error: Exception) -> StenogramError:
    """What Dask raises, in our words."""
    if type(error).__name__ == "KilledWorker":
        return WorkerLost(lost_twice("the worker that had it was lost"))
    return StageError(f"{type(error).__name__}: {error}")


def _settle(future: Future[Any], error: StenogramError | None, result: object = None) -> None:
    """Give a future its end, unless it was cancelled in this moment."""
    with contextlib.suppress(Exception):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)
