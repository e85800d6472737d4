"""What a cluster gains and costs, on this machine: one worker of one core, and two.

`python -m bench.cluster` makes recordings of a minute of the demo's speech, runs them with one
worker and with two, each a process of its own on loopback and warm, and prints the seconds and
their ratio; before that what is lost for each part beside its own work, and what two processes
gain here without any cluster, which no cluster can surpass.
"""

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.cluster import Machines
from pipeline.engine import Task
from pipeline.pool import Pool
from pipeline.stage import Model
from pipeline.stages.transcribe.kept import PartWords
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part
from pipeline.stages.transcribe.prepare import prepare
from pipeline.stages.transcribe.recognise import Place, recognise
from tests.cluster.lent import cluster
from tests.demo import CHECKOUT, DEMO, cut, lend_models, stenogram

_SECONDS = 60.0


def lay(root: Path, count: int) -> None:
    """Leave a workspace with so many recordings of a minute, five to a seminar."""
    lend_models(root)
    (root / "stenogram.toml").write_text("", encoding="utf-8")
    for number in range(count):
        seminar = root / "seminars" / f"narada-{number // 5:02}"
        day = DEMO / "media" / ("dzien-1.mp4", "dzien-2.mp4")[number % 2]
        cut(day, seminar / f"{number}.mp4", _SECONDS)
        with (seminar / "seminar.toml").open("a", encoding="utf-8") as file:
            if number % 5 == 0:
                file.write(f'title = "Narada {number // 5}"\n')
            file.write(f'[[recordings]]\nid = "r{number}"\nfile = "{number}.mp4"\n')


@contextmanager
def lent(workers: int) -> Iterator[str]:
    """The address of a cluster of so many workers."""
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), workers) as lent:
        yield lent.address


def queue(count: int, workers: int) -> float:
    """Seconds that a run of `count` recordings takes on workers that have done others before."""
    with tempfile.TemporaryDirectory() as folder, lent(workers) as address:
        _run(Path(folder) / "before", 2 * workers, address)
        return _run(Path(folder) / "queue", count, address)


def _run(root: Path, count: int, address: str) -> float:
    root.mkdir()
    lay(root, count)
    began = time.monotonic()
    result = stenogram(root, "run", "--cluster", address, "-q", timeout=7200)
    if result.returncode:
        raise SystemExit(result.stderr)
    return time.monotonic() - began


@dataclass(frozen=True)
class Recognition:
    """A part of a minute to be recognised, as often as one likes."""

    scratch: Path
    part: Part
    model: Model
    options: TranscribeOptions

    def task(self, number: int) -> Task[tuple[PartWords, float]]:
        """It once more, in a place of its own."""
        place = Place(self.scratch, number, self.part)
        return Task(recognise, (place, self.model, self.options), 600.0)


@contextmanager
def recognition(seconds: float) -> Iterator[Recognition]:
    """The first seconds of the demo, made ready, for one core."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        media = cut(DEMO / "media" / "dzien-1.mp4", scratch / "a.mp4", seconds)
        options = TranscribeOptions(cpu_threads=1)
        plan = prepare(media, scratch, options)
        catalogue = Catalogue(CHECKOUT / "models")
        model = replace(catalogue.model(catalogue.choose("base")), threads=1, device="cpu")
        yield Recognition(scratch, plan.parts[0], model, options)


def overhead(parts: int) -> list[float]:
    """Seconds beside its own work that each of so many parts takes, from here and back again."""
    with recognition(20.0) as part, lent(1) as address:
        machines = Machines(address, part.scratch, _say)
        lost = []
        for number in range(parts + 1):
            began = time.monotonic()
            _, own = machines.submit(part.task(number)).result()
            lost.append(time.monotonic() - began - own)
        machines.close()
        return lost[1:]  # the first loads the model


def ceiling(parts: int) -> float:
    """How many times as much two processes of this machine do as one, without any cluster."""
    with recognition(_SECONDS) as part:
        pool = Pool(2)
        numbers = itertools.count()
        spent = []
        for at_once in (2, 1, 2):  # the first loads the models
            began = time.monotonic()
            for _ in range(parts):
                wait([pool.submit(part.task(next(numbers))) for _ in range(at_once)])
            spent.append((time.monotonic() - began) / at_once)
        pool.close()
        return spent[1] / spent[2]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recordings", type=int, default=40)
    parser.add_argument("--parts", type=int, default=20)
    asked = parser.parse_args()
    lost = [1000 * each for each in overhead(asked.parts)]
    _say(f"a part beside its own work: {statistics.median(lost):.0f} ms, {max(lost):.0f} at most")
    alone = ceiling(5)
    _say(f"recognition by two processes, without a cluster: {alone:.2f} times as fast as by one")
    one, two = queue(asked.recordings, 1), queue(asked.recordings, 2)
    _say(f"{asked.recordings} recordings of a minute, one worker: {one:.0f} s")
    _say(f"{asked.recordings} recordings of a minute, two workers: {two:.0f} s")
    _say(f"two workers are {one / two:.2f} times as fast (wanted: 1.8)")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
