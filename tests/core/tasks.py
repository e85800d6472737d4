"""Tasks for child processes; each must be importable there.

Run as a program it is a parent with one child at work: `python -m tests.core.tasks sleep PIDFILE`.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import DiskFull, InvalidFile, SourceError, StageError, WorkerLost
from pipeline.files import read_json
from pipeline.pool import Pool, report
from pipeline.stages.transcribe.parts import Plan

Task = Callable[[], object]


class Stubborn(Exception):
    """An error that cannot be unpickled: its arguments are not those of its making."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def pid() -> int:
    return os.getpid()


def linger() -> int:
    time.sleep(0.2)
    return os.getpid()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def refuse() -> None:
    raise SourceError("a.mp4: there is no sound in it")


def fill_the_disk() -> None:
    raise DiskFull("no space is left")


def find_faults() -> None:
    raise InvalidFile(["a.toml:1: one", "a.toml:2: two"])


def divide() -> float:
    return 1 / 0


def leave() -> None:
    sys.exit(3)


def run_out_of_memory() -> None:
    raise MemoryError


def raise_what_cannot_travel() -> None:
    raise Stubborn("one", "two")


def crash() -> None:
    os._exit(1)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def note_parent_and_crash(noted: Path) -> None:
    """Fall, after a line with the process that it was started by."""
    with noted.open("a", encoding="utf-8") as file:
        file.write(f"{os.getppid()}\n")
    os._exit(1)


def note_parent_and_wait(folder: Path, seconds: float) -> int:
    """Note the process that this one was started by as the first free `try-N`, and give it."""
    number = len(list(folder.glob("try-*")))
    _note(folder / f"try-{number}", os.getppid())
    time.sleep(seconds)
    return os.getppid()


def note_name(noted: Path, name: str) -> None:
    with noted.open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")
    time.sleep(0.1)


RAISED: list[tuple[Task, type[Exception], str]] = [
    (refuse, SourceError, "a.mp4: there is no sound in it"),
    (fill_the_disk, DiskFull, "no space"),
    (divide, StageError, "ZeroDivisionError: division by zero"),
    (leave, StageError, "SystemExit: 3"),
    (run_out_of_memory, WorkerLost, "memory.*, twice"),
    (raise_what_cannot_travel, StageError, "Stubborn: one two"),
]
"""What a task does, and what becomes of it in another process."""


def count_to_three() -> None:
    for number in range(1, 4):
        report(number, 3)


def plan_slowly(scratch: Path, parts: int) -> Plan:
    """Give out, one by one, the parts of a plan that lies there, and the plan a while later."""
    for number in range(parts):
        (scratch / f"given-{number}").rename(scratch / f"planned-{number:04d}.json")
        report(20.0 + 30 * number, 0.0)
        time.sleep(0.5)
    plan = read_json((scratch / "given-plan").rename(scratch / "plan.json"), Plan)
    assert plan is not None
    return plan


def note_and_sleep(noted: Path) -> None:
    _note(noted, os.getpid())
    time.sleep(60)


def note_and_spin(noted: Path) -> None:
    _note(noted, os.getpid())
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pass


def _note(noted: Path, pid: int) -> None:
    draft = noted.with_name(f"new-{noted.name}")
    draft.write_text(str(pid), encoding="utf-8")
    draft.rename(noted)


if __name__ == "__main__":
    chosen = {"sleep": note_and_sleep, "spin": note_and_spin}[sys.argv[1]]
    Pool(1).call(chosen, (Path(sys.argv[2]),), 60.0, lambda _done, _total: None)
