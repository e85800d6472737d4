"""Running the systems: in turn, so that what else the machine does meets them alike."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.systems import Heard, Job


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
            seconds=statistics.median(one.seconds for one in runs),
            start_seconds=statistics.median(one.start_seconds for one in runs),
            peak_mb=max(one.peak_mb for one in runs),
        )
        for name, runs in heard.items()
    }


def costs(duration: float, heard: dict[str, Heard], name: str) -> str:
    """Times real time, beside the plain ones (0.75: three quarters of its speed), start, peak."""
    mine = heard[name]
    beside = [
        f"{heard[plain].seconds / mine.seconds:7.2f}" if plain in heard else f"{'–':>7}"
        for plain in ("batched", "sequential")
    ]
    speed = f"{duration / mine.seconds:6.1f} {' '.join(beside)}"
    return f"{speed} {mine.start_seconds:6.1f} {mine.peak_mb:8.0f}"


COSTS = f"{'x real':>6} {'x bat.':>7} {'x seq.':>7} {'start':>6} {'peak MB':>8}"
"""The head of `costs`. `start` is in seconds and not in the speed."""
