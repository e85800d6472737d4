"""A run that is killed at any moment is gone on with, and nothing finished is done again."""

import contextlib
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.demo import COMMAND, stenogram, workspace

pytestmark = pytest.mark.slow
_SETTINGS = "[transcribe]\npart_length = 20\n"  # so that a minute has several parts


def _start(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "run"],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _artefacts(root: Path) -> dict[str, bytes]:
    """What a run is to leave, without logs and without what tells files apart."""
    names = ("download.json", "transcribe.json", "segment.json", "summarise.json")
    found = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / "outputs" / "minuta").rglob("*.json")
        if path.name in names
    }
    site = root / "outputs" / "site"
    found |= {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    return found


def _parts(root: Path) -> dict[str, tuple[int, int]]:
    """The finished parts that lie there, each with what changes when it is written again."""
    owner = root / "outputs" / "minuta" / "recordings" / "minuta"
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in owner.glob("transcribe.work/*/part-*.json")
    }


def _temporaries(root: Path) -> list[Path]:
    outputs = root / "outputs"
    return [*outputs.rglob("*.tmp"), *outputs.rglob("*.work"), *outputs.rglob(".site-wanted")]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """What an undisturbed run leaves, and how long it takes."""
    root = workspace(tmp_path_factory.mktemp("unbroken"), _SETTINGS)
    began = time.monotonic()
    assert stenogram(root, "run").returncode == 0
    return _artefacts(root), time.monotonic() - began


def test_a_killed_run_is_gone_on_with(
    unbroken: tuple[dict[str, bytes], float], tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    wanted, duration = unbroken
    kills = int(pytestconfig.getoption("kills"))
    chance = random.Random(kills)  # noqa: S311 - a seed, so that a failure can be repeated
    for number in range(kills):
        root = workspace(tmp_path / f"kill-{number}", _SETTINGS)
        moments = [chance.uniform(0.1, 0.95) * duration for _ in range(2)]
        seen: dict[str, tuple[int, int]] = {}
        for moment in moments:  # a run, killed; the run that follows, killed too
            process = _start(root)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=moment)
            if chance.random() < 0.5:
                process.kill()  # the parent alone: its children see to themselves
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # all of them: a power cut
            process.wait()
            time.sleep(0.3)
            parts = _parts(root)
            for name in seen.keys() & parts.keys():
                assert parts[name] == seen[name], f"{name} was transcribed twice"
            seen = parts
        result = stenogram(root, "run")
        assert result.returncode == 0, f"kill {number} at {moments}: {result.stderr}"
        assert _artefacts(root) == wanted, f"kill {number} at {moments}"
        assert _temporaries(root) == [], f"kill {number} at {moments}"


def test_ctrl_c_ends_a_run_within_two_seconds_and_the_next_goes_on(tmp_path: Path) -> None:
    root = workspace(tmp_path, _SETTINGS)
    process = subprocess.Popen([*COMMAND, "run"], cwd=root, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "transcribe" in line:
            break
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    said = process.communicate(timeout=20)[1]
    assert time.monotonic() - began < 2.0
    assert process.returncode == 130
    assert "go on" in said
    assert "failed" not in said
    states = stenogram(root, "status").stdout
    assert "failed" not in states
    assert stenogram(root, "run").returncode == 0
    assert _temporaries(root) == []
