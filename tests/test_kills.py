"""A run that is killed at any moment is gone on with, and nothing finished is done again."""

import contextlib
import json
import math
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from bench.joined import join
from tests.demo import COMMAND, DEMO, heed_ctrl_c, stenogram, workspace

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
    names = ("download.json", "transcribe.json", "repair.json", "segment.json", "summarise.json")
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
    found = {}
    for path in owner.glob("transcribe.work/*/part-*.json"):
        with contextlib.suppress(FileNotFoundError):  # the run is through with them all
            stat = path.stat()
            found[path.name] = (stat.st_ino, stat.st_mtime_ns)
    return found


def _kill(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    if chance.random() < 0.5:
        process.kill()  # the parent alone: its children see to themselves
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # all of them: a power cut
    process.wait()
    time.sleep(0.3)


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
            _kill(process, chance)
            parts = _parts(root)
            for name in seen.keys() & parts.keys():
                assert parts[name] == seen[name], f"{name} was transcribed twice"
            seen = parts
        result = stenogram(root, "run")
        assert result.returncode == 0, f"kill {number} at {moments}: {result.stderr}"
        assert _artefacts(root) == wanted, f"kill {number} at {moments}"
        assert _temporaries(root) == [], f"kill {number} at {moments}"


def _long(root: Path, recording: Path) -> Path:
    """The workspace, its recording a longer one."""
    workspace(root, _SETTINGS)
    seminar = root / "seminars" / "minuta"
    (seminar / "media" / "minuta.mp4").unlink()
    declared = (seminar / "seminar.toml").read_text(encoding="utf-8")
    declared = declared.replace("media/minuta.mp4", str(recording))
    (seminar / "seminar.toml").write_text(declared, encoding="utf-8")
    return root


def _transcribing(root: Path) -> float:
    """Seconds that the transcription took."""
    log = root / "outputs" / "minuta" / "recordings" / "minuta" / "log.jsonl"
    told = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    made = (line for line in told if (line["stage"], line["event"]) == ("transcribe", "made"))
    return float(next(made)["seconds"])


def _still_transcribing(
    process: subprocess.Popen[bytes], root: Path, moment: float, seen: dict[str, tuple[int, int]]
) -> bool:
    """Watch the parts until `moment` seconds from now; `False` where the run ended without one."""
    work = root / "outputs" / "minuta" / "recordings" / "minuta" / "transcribe.work"
    began = time.monotonic()
    while process.poll() is None:
        for name, mark in _parts(root).items():
            assert seen.setdefault(name, mark) == mark, f"{name} was transcribed twice"
        passed = time.monotonic() - began
        if moment <= passed and work.exists():
            return True
        assert passed < 3600, "the run does not end"
        time.sleep(0.05)
    return False


def test_no_part_of_a_long_recording_is_done_twice_however_often_it_is_killed(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    seconds = 60 * float(pytestconfig.getoption("minutes"))
    days = [DEMO / "media" / name for name in ("dzien-1.mp4", "dzien-2.mp4")]
    recording = join(days, seconds, tmp_path / "długie.flac")
    unbroken = _long(tmp_path / "unbroken", recording)
    assert stenogram(unbroken, "run", timeout=60 + seconds).returncode == 0
    wanted, span = _artefacts(unbroken), _transcribing(unbroken)
    left = int(pytestconfig.getoption("kills"))
    chance = random.Random(left)  # noqa: S311 - a seed, so that a failure can be repeated
    while left:
        root = _long(tmp_path / f"left-{left}", recording)
        seen: dict[str, tuple[int, int]] = {}
        process = _start(root)
        while _still_transcribing(
            process, root, chance.uniform(0.0, 0.6) * span if left else math.inf, seen
        ):
            left -= 1
            _kill(process, chance)
            process = _start(root)
        assert process.returncode == 0
        assert len(seen) >= seconds / 30
        assert _artefacts(root) == wanted
        assert _temporaries(root) == []


def test_ctrl_c_ends_a_run_within_two_seconds_and_the_next_goes_on(tmp_path: Path) -> None:
    root = workspace(tmp_path, _SETTINGS)
    process = subprocess.Popen(
        [*COMMAND, "run"],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - no thread is started here
    )
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
