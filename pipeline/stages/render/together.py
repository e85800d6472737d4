"""Many seminars made at the same time, where that is quicker than one after the other."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.resources import cores
from pipeline.stages.render.seminar_files import Bench, Made, make_seminar
from pipeline.stages.render.views import SeminarView
from pipeline.workers import Workers

WORTH = 4.0
"""Seconds of work that is left from which on processes are worth their start."""


@dataclass(frozen=True, slots=True)
class Job:
    """One seminar to make."""

    home: str
    recipe: str
    load: Callable[[], SeminarView]
    """Goes to another process where there is much to do, so that no transcript need travel."""


def make_seminars(
    bench: Bench, jobs: Sequence[Job], worth: float = WORTH
) -> Iterator[tuple[Job, Made]]:
    """Makes seminars in their order, first here, then in processes if much is left.

    One seminar is in the memory of each process at a time. Raises what `make_seminar` does.
    """
    processes = bench.options.jobs or cores()
    began = time.monotonic()
    for number, job in enumerate(jobs):
        left = (time.monotonic() - began) / max(1, number) * (len(jobs) - number)
        if processes > 1 and number and left > worth:
            yield from _together(bench, jobs[number:], processes)
            return
        yield job, make_seminar(bench, job.home, job.recipe, job.load)


def _together(bench: Bench, jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, Made]]:
    pieces = ((bench, job.home, job.recipe, job.load) for job in jobs)
    with Workers(min(processes, len(jobs))) as workers:
        yield from zip(jobs, workers.each(make_seminar, pieces), strict=True)
