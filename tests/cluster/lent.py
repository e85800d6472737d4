"""A cluster for tests: a scheduler and workers as processes of their own, on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.demo import CHECKOUT, COMMAND

_PATIENCE = 30.0


class Cluster:
    """Starts with a scheduler alone; `address` is its."""

    def __init__(self, folder: Path, **environment: str) -> None:
        """`environment`: of the scheduler and the workers."""
        self._folder = folder
        self._environment = {**os.environ, **environment}
        self._processes: list[subprocess.Popen[bytes]] = []
        known = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler",
            *(sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"),
            *("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(known)),
        )
        _until(known.exists)
        time.sleep(0.1)  # it is written in one go, and not into place
        self.address = str(json.loads(known.read_text(encoding="utf-8"))["address"])

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        """One more worker, of one core, that is ready."""
        name = f"worker-{len(self._processes)}"
        command = (*COMMAND, "worker", self.address, "--host", "127.0.0.1", "--cores", "1")
        process = self._start(name, *command, *options)
        _until(lambda: "works for" in self.said(name))
        return process

    def foreign_worker(self) -> subprocess.Popen[bytes]:
        """One as Dask's own command starts it: a process that may have no children."""
        name = f"worker-{len(self._processes)}"
        process = self._start(
            name,
            *(sys.executable, "-m", "distributed.cli.dask_worker", self.address, "--no-dashboard"),
            *("--host", "127.0.0.1", "--nthreads", "1", "--memory-limit", "0"),
        )
        _until(lambda: "Starting established connection" in self.said(name))
        return process

    def said(self, name: str) -> str:
        """What a process has written so far."""
        return (self._folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=CHECKOUT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def end(self) -> None:
        """End what still runs."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2, **environment: str) -> Iterator[Cluster]:
    """A cluster for as long as the block lasts."""
    folder.mkdir(exist_ok=True)
    started = Cluster(folder, **environment)
    try:
        for _ in range(workers):
            started.worker()
        yield started
    finally:
        started.end()


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it does not come up"
        time.sleep(0.05)
