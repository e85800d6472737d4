"""Tasks on other machines: results, faults, processes and workers that fall."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cluster import Machines
from pipeline.engine import Task
from pipeline.errors import (
    EngineLost,
    InvalidFile,
    OutOfTime,
    SourceError,
    Stopped,
    UsageError,
    WorkerLost,
)
from tests.cluster.lent import Cluster, cluster
from tests.core import tasks
from tests.core.test_pool import is_gone

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as lent:
        yield lent


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def machines(lent: Cluster, tmp_path: Path, told: list[str]) -> Iterator[Machines]:
    machines = Machines(lent.address, tmp_path, told.append)
    yield machines
    machines.close()


def _pid(file: Path) -> int:
    end = time.monotonic() + 20
    while not file.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    return int(file.read_text(encoding="utf-8"))


def test_a_task_gives_its_result_from_a_warm_process_of_a_worker(machines: Machines) -> None:
    assert machines.width == 2
    pids = {machines.submit(Task(tasks.pid, (), 20.0)).result(20) for _ in range(6)}
    assert len(pids) <= 2
    assert os.getpid() not in pids


@pytest.mark.parametrize(("task", "kind", "said"), tasks.RAISED)
def test_what_a_task_raises_comes_back_as_at_home(
    task: tasks.Task, kind: type[Exception], said: str, machines: Machines
) -> None:
    with pytest.raises(kind, match=said) as caught:
        machines.submit(Task(task, (), 20.0)).result(20)
    assert type(caught.value) is kind


def test_faults_of_a_file_come_back_one_by_one(machines: Machines) -> None:
    with pytest.raises(InvalidFile) as caught:
        machines.submit(Task(tasks.find_faults, (), 20.0)).result(20)
    assert caught.value.faults == ("a.toml:1: one", "a.toml:2: two")


def test_what_fells_its_process_is_tried_on_two_workers_and_given_up(
    machines: Machines, tmp_path: Path
) -> None:
    with pytest.raises(WorkerLost, match="crashed, twice"):
        machines.submit(Task(tasks.note_parent_and_crash, (tmp_path / "tries",), 20.0)).result(30)
    tries = (tmp_path / "tries").read_text(encoding="utf-8").split()
    assert len(tries) == len(set(tries)) == 2
    assert machines.submit(Task(tasks.pid, (), 20.0)).result(20) > 0


def test_a_task_that_takes_too_long_is_ended_and_not_tried_again(
    machines: Machines, tmp_path: Path
) -> None:
    with pytest.raises(OutOfTime, match="longer than 1 s"):
        machines.submit(Task(tasks.note_and_sleep, (tmp_path / "pid",), 1.0)).result(20)
    assert is_gone(_pid(tmp_path / "pid"))


def test_what_a_task_reports_reaches_who_listens(machines: Machines) -> None:
    heard: list[tuple[float, float]] = []
    task = Task(tasks.count_to_three, (), 20.0, lambda done, total: heard.append((done, total)))
    machines.submit(task).result(20)
    end = time.monotonic() + 5
    while not heard and time.monotonic() < end:
        time.sleep(0.05)
    assert heard[0] == (1.0, 3.0)


def test_what_is_not_wanted_any_more_is_ended_where_it_runs(
    machines: Machines, tmp_path: Path
) -> None:
    with machines.beside(Task(tasks.note_and_spin, (tmp_path / "pid",), 90.0)) as left:
        pid = _pid(tmp_path / "pid")
    assert left.cancelled()
    assert is_gone(pid)


def test_closing_ends_what_runs_and_leaves_the_cluster_to_others(
    lent: Cluster, machines: Machines, tmp_path: Path
) -> None:
    other = Machines(lent.address, tmp_path, lambda _: None)
    running = other.submit(Task(tasks.note_and_sleep, (tmp_path / "pid",), 90.0))
    pid = _pid(tmp_path / "pid")
    began = time.monotonic()
    other.close()
    assert time.monotonic() - began < 2.0
    with pytest.raises(Stopped):
        running.result(5)
    assert is_gone(pid)
    assert machines.submit(Task(tasks.pid, (), 20.0)).result(20) > 0


def test_the_most_urgent_task_waits_for_few_that_came_before(tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 1) as lent:
        machines = Machines(lent.address, tmp_path, lambda _: None)
        order = tmp_path / "order"
        waiting = [
            machines.submit(Task(tasks.note_name, (order, str(urgency)), 20.0, priority=urgency))
            for urgency in range(20, 0, -1)
        ]
        for each in waiting:
            each.result(20)
        machines.close()
    names = [int(name) for name in order.read_text(encoding="utf-8").split()]
    assert names.index(1) < 10  # it came last; a few were with the worker already
    assert names[-10:] == sorted(names[-10:])


def test_a_worker_that_does_not_see_the_workspace_gets_no_work(
    lent: Cluster, tmp_path: Path
) -> None:
    told: list[str] = []
    machines = Machines(lent.address, tmp_path, told.append)
    (tmp_path / ".workspace").write_text("another", encoding="utf-8")
    with pytest.raises(EngineLost, match=r"none of the workers.*another workspace"):
        machines.submit(Task(tasks.pid, (), 20.0)).result(20)
    assert len(told) == 2
    assert "is left out: it does not see the workspace" in told[0]
    machines.close()


def test_a_worker_of_dask_itself_that_may_have_no_children_works_too(tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 0) as lent:
        lent.foreign_worker()
        machines = Machines(lent.address, tmp_path, lambda _: None)
        assert machines.submit(Task(tasks.pid, (), 20.0)).result(20) > 0
        with pytest.raises(SourceError, match="no sound"):
            machines.submit(Task(tasks.refuse, (), 20.0)).result(20)
        machines.close()


def test_a_worker_that_is_killed_has_its_task_redone_elsewhere_and_one_more_may_come(
    tmp_path: Path,
) -> None:
    with cluster(tmp_path / "cluster", 1) as lent:
        told: list[str] = []
        machines = Machines(lent.address, tmp_path, told.append)
        done = machines.submit(Task(tasks.note_parent_and_wait, (tmp_path, 2.0), 60.0))
        first = _pid(tmp_path / "try-0")
        os.kill(first, signal.SIGKILL)
        lent.worker()
        assert done.result(40) != first
        assert not (tmp_path / "try-2").exists()
        machines.close()


def test_a_task_that_fells_whole_workers_is_given_up_when_dask_does(tmp_path: Path) -> None:
    allowed = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with cluster(tmp_path / "cluster", 2, **allowed) as lent:
        machines = Machines(lent.address, tmp_path, lambda _: None)
        done = machines.submit(Task(tasks.note_parent_and_wait, (tmp_path, 60.0), 90.0))
        for number in range(2):
            os.kill(_pid(tmp_path / f"try-{number}"), signal.SIGKILL)
        with pytest.raises(WorkerLost, match="the worker that had it was lost, twice"):
            done.result(30)
        machines.close()


def test_a_lost_scheduler_is_no_fault_of_any_task(tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 1) as lent:
        machines = Machines(lent.address, tmp_path, lambda _: None)
        waiting = [machines.submit(Task(tasks.sleep, (60.0,), 90.0)) for _ in range(3)]
        time.sleep(1.0)
        lent.scheduler.kill()
        for each in waiting:
            with pytest.raises(EngineLost, match=r"engine lost.*what is done is kept"):
                each.result(20)
        with pytest.raises(EngineLost):
            machines.submit(Task(tasks.pid, (), 20.0)).result(5)
        machines.close()


@pytest.mark.parametrize("address", ["nowhere", "http://127.0.0.1:1", "tcp://"])
def test_an_address_that_makes_no_sense_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no address"):
        Machines(address, tmp_path, lambda _: None)
