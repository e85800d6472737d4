"""Running the systems: in turn, so that what else the machine does meets them alike."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.clock import Spent
from bench.systems import Heard, Job

PLAIN = ("batched", "sequential")
"""The plain systems that the others are compared with."""


@dataclass(frozen=True, slots=True)
class Bed:
    """What all runs have in common."""

    systems: Sequence[str]
    warm_up: Path
    threads: int
    repeat: int


def run(bed: Bed, media: Path, *, is_demo: bool) -> dict[str, Heard]:
    """What each system made of a recording, by its name; ours has a name for each transcript.

    Times are medians of all repetitions, the peak is the highest, the words are the first ones.
    """
    heard: dict[str, list[Heard]] = {}
    for _ in range(bed.repeat):
        for system in bed.systems:
            for told in Job(system, bed.warm_up, media, bed.threads, is_demo).done():
                heard.setdefault(told.system, []).append(told)
    return {
        name: replace(
            runs[0],
            spent=_median([one.spent for one in runs]),
            start=_median([one.start for one in runs]),
            peak_mb=max(one.peak_mb for one in runs),
        )
        for name, runs in heard.items()
    }


def _median(spent: Sequence[Spent]) -> Spent:
    return Spent(
        statistics.median(one.wall_seconds for one in spent),
        statistics.median(one.cpu_seconds for one in spent),
    )


def costs(duration: float, heard: dict[str, Heard], name: str) -> str:
    """Times real time, beside the plain ones (0.75: three quarters of its speed), and the rest."""
    mine = heard[name]
    seconds = mine.spent.wall_seconds
    beside = [
        f"{heard[plain].spent.wall_seconds / seconds:7.2f}" if plain in heard else f"{'–':>7}"
        for plain in PLAIN
    ]
    speed = f"{duration / seconds:6.1f} {' '.join(beside)}"
    cores = f"{mine.spent.cpu_seconds / duration:7.3f}"
    return f"{speed} {cores} {mine.start.wall_seconds:6.1f} {mine.peak_mb:8.0f}"


COSTS = f"{'x real':>6} {'x bat.':>7} {'x seq.':>7} {'cores':>7} {'start':>6} {'peak MB':>8}"
"""The head of `costs`. `cores`: seconds of processor for a second of sound; what else the machine
does changes it least. `start` is in seconds, and not in the speed."""
