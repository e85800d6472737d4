"""What a workspace costs in which thousands of recordings are made already.

`python -m bench.queue` runs a minute of the demo once, clones it with true recipes, lets `run` make
the site, and prints how long the commands then take that have little or nothing to do.
"""

import argparse
import hashlib
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.canonical import digest, pretty
from pipeline.catalogue import Catalogue
from pipeline.config import Settings, Workspace
from pipeline.files import FileStamp
from pipeline.making import Bench, Made, Making, Owner
from pipeline.owners import STAGES, owners_of
from pipeline.pool import Pool
from pipeline.seminar import read_seminar
from pipeline.store import Attached, Sidecar
from tests.demo import stenogram, workspace

_ONE = "minuta"


@dataclass(frozen=True)
class Measured:
    """A command, and the seconds it took and may take."""

    what: str
    seconds: float
    limit: float | None


def clone(root: Path, count: int) -> None:
    """Leaves `count` more seminars like the one in `root`, as a run of each would have."""
    there = Workspace(root)
    models = Catalogue(there.models).models("auto")
    bench = Bench(there.outputs, Settings(), models, lambda _model: None, Pool(0))
    for number in range(count):
        name = f"{_ONE}-{number:05}"
        _declare(there, name, number)
        seminar = owners_of(read_seminar(there.seminars / name), there.outputs)
        for owner in (*seminar.children, seminar):
            _copy(owner, name, bench)


def _declare(there: Workspace, name: str, number: int) -> None:
    one, other = there.seminars / _ONE, there.seminars / name
    other.mkdir()
    for folder in ("media", "slides"):
        (other / folder).symlink_to(one / folder)
    text = (one / "seminar.toml").read_text("utf-8")
    text = text.replace("Minuta seminarium", f"Minuta {number}")
    (other / "seminar.toml").write_text(text, "utf-8")


def _copy(owner: Owner, name: str, bench: Bench) -> None:
    """The artefacts of an owner, with the recipes they have under this name.

    They are written as `Folder.write` does, but for waiting until each is on the disk.
    """
    folder = owner.folder.path
    one = bench.outputs / _ONE / folder.relative_to(bench.outputs / name)
    left = shutil.ignore_patterns("*.recipe.json", ".lock", "recordings", "decks")
    shutil.copytree(one, folder, symlinks=True, dirs_exist_ok=True, ignore=left)
    for stage in STAGES:
        if stage.scope == owner.scope:
            kept = json.loads((one / f"{stage.name}.recipe.json").read_bytes())
            text = (one / f"{stage.name}.json").read_text("utf-8")
            text = text.replace(f'"{_ONE}/', f'"{name}/')
            (folder / f"{stage.name}.json").write_text(text, "utf-8")
            files = tuple(
                Attached.of(folder, file["stamp"]["name"], file["sha256"]) for file in kept["files"]
            )
            wanted = Making(stage, owner, bench).provenance()
            stamp = FileStamp.of(folder, f"{stage.name}.json")
            content = digest(json.loads(text)["artefact"])
            whole = hashlib.sha256(text.encode()).hexdigest()
            sidecar = Sidecar(wanted.recipe, wanted.inputs, content, stamp, files, whole)
            (folder / f"{stage.name}.recipe.json").write_bytes(pretty(sidecar))
            owner.made[stage.output] = Made(owner.folder, stage.name, sidecar)


def measure(root: Path, count: int) -> Iterator[Measured]:
    """Each command in turn, in a new workspace; limits are those of 2,000 recordings."""
    workspace(root)
    _timed(root, "run")
    clone(root, count - 1)
    yield Measured("the site, made once", _timed(root, "run", "-q"), None)
    yield Measured("run, nothing to do", _best(root, "run"), 3.0)
    yield Measured("status", _best(root, "status"), 2.0)
    alone = root / "alone"
    alone.mkdir()
    takes = _timed(workspace(alone), "run")
    yield Measured("run, a recording alone", takes, None)
    _declare(Workspace(root), "nowa", count)
    yield Measured("run, the same beside them", _timed(root, "run"), takes + 5.0)


def _best(root: Path, *arguments: str) -> float:
    """The best of three: other work on the machine is not ours."""
    return min(_timed(root, *arguments) for _ in range(3))


def _timed(root: Path, *arguments: str) -> float:
    began = time.monotonic()
    result = stenogram(root, *arguments, timeout=7200.0)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return time.monotonic() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recordings", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for each in measure(Path(folder), asked.recordings):
            limit = "" if each.limit is None else f"  limit {each.limit:6.2f} s"
            sys.stdout.write(f"{each.what:26} {each.seconds:8.2f} s{limit}\n")
            sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    sys.stdout.write(f"peak memory of one process: {peak} MiB\n")


if __name__ == "__main__":
    main()
