"""Child processes: warm, watched, and replaced when they fall."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pytest

from pipeline.engine import Task
from pipeline.errors import InvalidFile, WorkerLost
from pipeline.pool import Pool, Slot
from tests.core import tasks

R = TypeVar("R")


def _ignore(_done: float, _total: float) -> None:
    """Listens to no report."""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One slot that all tests use, whatever the one before did to it."""
    pool = Pool(1)
    yield pool
    pool.close()


def is_gone(pid: int, within: float = 5.0) -> bool:
    """Whether a process ends within so many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state.split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_task_gives_its_result_from_a_process_that_stays_warm(pool: Pool) -> None:
    first = pool.call(tasks.pid, (), 20.0, _ignore)
    assert pool.call(tasks.pid, (), 20.0, _ignore) == first != os.getpid()


@pytest.mark.parametrize(("task", "kind", "said"), tasks.RAISED)
def test_what_a_task_raises_comes_back_as_one_of_ours(
    task: tasks.Task, kind: type[Exception], said: str, pool: Pool
) -> None:
    with pytest.raises(kind, match=said) as caught:
        pool.call(task, (), 20.0, _ignore)
    assert type(caught.value) is kind
    assert pool.call(tasks.pid, (), 20.0, _ignore) > 0


def test_faults_of_a_file_come_back_one_by_one(pool: Pool) -> None:
    with pytest.raises(InvalidFile) as caught:
        pool.call(tasks.find_faults, (), 20.0, _ignore)
    assert caught.value.faults == ("a.toml:1: one", "a.toml:2: two")
    assert str(caught.value) == "a.toml:1: one\na.toml:2: two"


@pytest.mark.parametrize("task", [tasks.crash, tasks.be_killed])
def test_a_process_that_falls_is_told_and_replaced(task: tasks.Task, pool: Pool) -> None:
    with pytest.raises(WorkerLost, match="crashed"):
        pool.call(task, (), 20.0, _ignore)
    assert pool.call(tasks.pid, (), 20.0, _ignore) > 0


def test_a_process_that_fell_while_it_had_nothing_to_do_is_replaced_unnoticed(pool: Pool) -> None:
    idle = pool.call(tasks.pid, (), 20.0, _ignore)
    os.kill(idle, signal.SIGKILL)
    assert is_gone(idle)
    time.sleep(0.2)  # until the executor has noticed
    assert pool.call(tasks.pid, (), 20.0, _ignore) not in {idle, os.getpid()}


def test_a_task_that_takes_too_long_is_stopped_and_its_process_replaced(pool: Pool) -> None:
    before = pool.call(tasks.pid, (), 20.0, _ignore)
    began = time.monotonic()
    with pytest.raises(WorkerLost, match="longer than 1 s"):
        pool.call(tasks.sleep, (60.0,), 1.0, _ignore)
    assert time.monotonic() - began < 4.0
    assert is_gone(before)
    assert pool.call(tasks.pid, (), 20.0, _ignore) != before


def test_what_a_task_reports_reaches_who_listens(pool: Pool) -> None:
    heard: list[tuple[float, float]] = []
    pool.call(tasks.count_to_three, (), 20.0, lambda done, total: heard.append((done, total)))
    assert heard == [(1.0, 3.0), (2.0, 3.0), (3.0, 3.0)]


def test_two_slots_work_at_the_same_time_and_a_third_task_waits() -> None:
    pool, pids = Pool(2), set[int]()
    threads = [
        threading.Thread(target=lambda: pids.add(pool.call(tasks.linger, (), 20.0, _ignore)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    assert len(pids) == 2


def test_closing_while_a_task_runs_ends_it_within_two_seconds() -> None:
    pool, told = Pool(1), list[str]()

    def work() -> None:
        try:
            pool.call(tasks.sleep, (60.0,), 60.0, _ignore)
        except WorkerLost as error:
            told.append(str(error))

    pid = pool.call(tasks.pid, (), 20.0, _ignore)
    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.3)
    began = time.monotonic()
    pool.close()
    thread.join()
    assert time.monotonic() - began < 2.0
    assert len(told) == 1
    assert is_gone(pid)
    with pytest.raises(WorkerLost, match="stopped"):
        pool.call(tasks.pid, (), 20.0, _ignore)


class _Late(Slot):
    """A slot that is ended after it has taken a task, and before its process has."""

    def _submit(self, task: Task[R]) -> Future[R]:
        assert task.limit
        future: Future[R] = Future()
        future.cancel()
        return future


def test_a_task_that_no_process_has_taken_ends_with_its_slot() -> None:
    began = time.monotonic()
    with pytest.raises(WorkerLost):
        _Late().call(Task(tasks.sleep, (60.0,), 60.0))
    assert time.monotonic() - began < 2.0


def test_a_task_beside_the_slots_ends_with_its_block() -> None:
    pool, heard = Pool(1), list[float]()
    with pool.beside(Task(tasks.linger, (), 20.0)) as going_on:
        assert pool.call(tasks.pid, (), 20.0, _ignore) != going_on.result()
    with pool.beside(
        Task(tasks.count_to_three, (), 20.0, lambda done, _: heard.append(done))
    ) as told:
        told.result()
    assert heard == [1.0, 2.0, 3.0]
    began = time.monotonic()
    with pool.beside(Task(tasks.sleep, (60.0,), 90.0)) as left:
        time.sleep(0.5)
    assert time.monotonic() - began < 4.0
    assert isinstance(left.exception(), WorkerLost)
    with pool.beside(Task(tasks.crash, (), 20.0)) as crashed, pytest.raises(WorkerLost):
        crashed.result()
    pool.close()
    with (
        pool.beside(Task(tasks.pid, (), 20.0)) as late,
        pytest.raises(WorkerLost, match="stopped"),
    ):
        late.result()


@pytest.mark.parametrize("task", ["sleep", "spin"])
def test_a_child_ends_when_its_parent_is_killed(task: str, tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-m", "tests.core.tasks", task, str(noted)])
    with parent:
        until = time.monotonic() + 20
        while not noted.exists() and time.monotonic() < until:
            time.sleep(0.05)
        child = int(noted.read_text(encoding="utf-8"))
        parent.kill()
    assert is_gone(child)
