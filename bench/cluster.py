"""What a cluster gains and costs, on this machine: one worker of one core, and two.

`python -m bench.cluster` makes recordings of a minute of the demo's speech, runs them with one
worker and with two, each a process of its own on loopback, and prints the seconds and their ratio;
then what is lost for each part beside its own work, with warm workers.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.cluster import Machines
from pipeline.engine import Task
from pipeline.stage import Model
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.prepare import prepare
from pipeline.stages.transcribe.recognise import Place, recognise
from tests.cluster.lent import cluster
from tests.demo import DEMO, cut, lend_models, stenogram

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
def warm(workers: int) -> Iterator[str]:
    """The address of a cluster whose workers have done something already."""
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), workers) as lent:
        yield lent.address


def queue(count: int, workers: int) -> float:
    """Seconds that a run of `count` recordings takes."""
    with tempfile.TemporaryDirectory() as folder, warm(workers) as address:
        root = Path(folder)
        lay(root, count)
        began = time.monotonic()
        result = stenogram(root, "run", "--cluster", address, "-q", timeout=7200)
        spent = time.monotonic() - began
        if result.returncode:
            raise SystemExit(result.stderr)
        return spent


def overhead(parts: int) -> list[float]:
    """Seconds beside its own work that each of so many parts takes, from here and back again."""
    with tempfile.TemporaryDirectory() as folder, warm(1) as address:
        scratch = Path(folder)
        media = cut(DEMO / "media" / "dzien-1.mp4", scratch / "a.mp4", 20.0)
        options = TranscribeOptions(cpu_threads=1)
        plan = prepare(media, scratch, options)
        catalogue = Catalogue(Path("models"))
        model: Model = catalogue.model(catalogue.choose("base"))
        machines = Machines(address, scratch, _say)
        lost = []
        for number in range(parts + 1):
            place = Place(scratch, number, plan.parts[0])
            began = time.monotonic()
            _, own = machines.submit(Task(recognise, (place, model, options), 600.0)).result()
            lost.append(time.monotonic() - began - own)
        machines.close()
        return lost[1:]  # the first loads the model


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recordings", type=int, default=40)
    parser.add_argument("--parts", type=int, default=20)
    asked = parser.parse_args()
    lost = [1000 * each for each in overhead(asked.parts)]
    _say(f"a part beside its own work: {statistics.median(lost):.0f} ms, {max(lost):.0f} at most")
    one, two = queue(asked.recordings, 1), queue(asked.recordings, 2)
    _say(f"{asked.recordings} recordings of a minute, one worker: {one:.0f} s")
    _say(f"{asked.recordings} recordings of a minute, two workers: {two:.0f} s")
    _say(f"two workers are {one / two:.2f} times as fast (wanted: 1.8)")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
