"""Time that work takes."""

import re
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and seconds of all processor cores."""

    wall_seconds: float
    cpu_seconds: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.wall_seconds + other.wall_seconds, self.cpu_seconds + other.cpu_seconds)

    def __sub__(self, other: "Spent") -> "Spent":
        return self + Spent(-other.wall_seconds, -other.cpu_seconds)


def _now() -> Spent:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() + children.ru_utime + children.ru_stime
    return Spent(time.monotonic(), cpu)


def peak_mib() -> float:
    """The most memory that this process has had.

    What `getrusage` tells of a new process on Linux is its parent's, where that had more.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


@dataclass(frozen=True, slots=True)
class Clock:
    """Started when it is made; counts this process with all its threads, and ended children."""

    began: Spent = field(default_factory=_now)

    def spent(self) -> Spent:
        """Since it was started."""
        return _now() - self.began
