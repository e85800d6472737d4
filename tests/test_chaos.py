"""Whatever goes wrong at random, in the end all is there, byte for byte, and nothing done twice."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaotic import (
    Chaos,
    flip_byte,
    full_disk,
    kill_all,
    kill_child,
    kill_parent,
    left,
    remove_file,
    resize,
    small_files,
    temporaries,
    ten_recordings,
)
from tests.demo import stenogram

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found by /proc"),
]


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[bool]:
    """Whether outputs/ of the workspace is a file system of its own, which can be made small."""
    outputs = tmp_path / "chaos" / "outputs"
    outputs.mkdir(parents=True)
    mount = ["/usr/bin/env", "mount", "-t", "tmpfs", "none", str(outputs)]
    is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    if is_mounted:
        resize(outputs)
    yield is_mounted
    if is_mounted:
        subprocess.run(["/usr/bin/env", "umount", "--lazy", str(outputs)], check=True)


def _merged(root: Path) -> dict[str, bytes]:
    """What is there once the parts of the index are one, whenever each was added."""
    assert stenogram(root, "index", "--merge").returncode == 0
    return left(root)


def _parts(chaos: Chaos) -> Counter[str]:
    """How often each part was recognised, by the logs."""
    counted: Counter[str] = Counter()
    for path in chaos.outputs.glob("*/recordings/*/log.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if event["event"] == "part":
                counted[f"{chaos.owner_of(path)} {event['part']}"] += 1
    return counted


def test_whatever_goes_wrong_the_record_is_the_same_and_nothing_is_done_twice(
    tmp_path: Path, pytestconfig: pytest.Config, *, in_memory: bool
) -> None:
    unbroken = ten_recordings(tmp_path / "unbroken")
    began = time.monotonic()
    assert stenogram(unbroken, "run").returncode == 0
    duration = time.monotonic() - began
    wanted = _merged(unbroken)
    faults = int(pytestconfig.getoption("faults"))
    chance = random.Random(faults)  # noqa: S311 - a seed, so that a failure can be repeated
    chaos = Chaos(ten_recordings(tmp_path / "chaos"), chance, duration)
    kinds = [kill_parent, kill_all, kill_child, small_files, flip_byte, remove_file]
    kinds += [full_disk] if in_memory else []
    for _ in range(faults):
        fault = chance.choice(kinds)
        chaos.told.append(fault.__name__)
        fault(chaos)
    for _ in range(5):
        code, said = chaos.run()
        if code == 0:
            break
    assert code == 0, f"{chaos.told}: {said}"
    found = _merged(chaos.root)
    assert found.keys() == wanted.keys(), chaos.told
    assert [name for name in wanted if found[name] != wanted[name]] == [], chaos.told
    assert temporaries(chaos.root) == [], chaos.told
    for part, times in _parts(chaos).items():
        destroyed = chaos.again[part] + chaos.again[part.split()[0]]
        assert times <= 1 + destroyed, f"{part} was recognised {times} times: {chaos.told}"
    assert "nothing to do" in stenogram(chaos.root, "run").stdout
