"""Runs on a cluster: the same bytes as at home, whatever falls meanwhile."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cluster.lent import Cluster, cluster
from tests.demo import CHECKOUT, COMMAND, DEMO, cut, lend_models, stenogram

pytestmark = pytest.mark.slow
_SHORT = "[transcribe]\npart_length = 20\nbeam_size = 1\n"


def _demo(root: Path, seconds: float) -> Path:
    """A workspace with the demo seminar, so much of each day, in short parts."""
    seminar = root / "seminars" / DEMO.name
    shutil.copytree(DEMO, seminar, ignore=shutil.ignore_patterns("*.mp4"))
    for day in ("dzien-1.mp4", "dzien-2.mp4"):
        cut(DEMO / "media" / day, seminar / "media" / day, seconds)
    (root / "stenogram.toml").write_text(_SHORT, "utf-8")
    lend_models(root)
    return root


def _seminar(root: Path, name: str) -> Path:
    """One more seminar: a recording of 40 s, in two parts."""
    seminar = root / "seminars" / name
    cut(DEMO / "media" / "dzien-1.mp4", seminar / "a.mp4", 40.0)
    (seminar / "seminar.toml").write_text(
        f'title = "{name}"\n[[recordings]]\nid = "a"\nfile = "a.mp4"\nstate = "public"\n', "utf-8"
    )
    return seminar


def _short(root: Path) -> Path:
    """A workspace with one such seminar, `narada`."""
    _seminar(root, "narada")
    (root / "stenogram.toml").write_text(_SHORT, "utf-8")
    lend_models(root)
    return root


def _artefacts(root: Path) -> dict[str, bytes]:
    """What a run leaves, without logs and without what tells files apart."""
    apart = (".recipe.json", "log.jsonl", ".lock", "source.json")
    kept = {"seminar.toml", "site"}
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in (root / "outputs").iterdir()
        if folder.is_dir() and not folder.name.startswith(".")
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(apart) and path.name not in kept
    }


def _parts(root: Path) -> Counter[tuple[str, int]]:
    """How often each part of each recording was recognised, as the logs tell."""
    found: Counter[tuple[str, int]] = Counter()
    for log in (root / "outputs").glob("*/recordings/*/log.jsonl"):
        for line in log.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            if told["event"] == "part":
                found[log.parent.name, told["part"]] += 1
    return found


def _kept(root: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Finished parts that lie there, each with what changes when it is written again."""
    for path in (root / "outputs").glob("*/recordings/*/transcribe.work/*/part-*.json"):
        with contextlib.suppress(FileNotFoundError):  # the run is through with them all
            stat = path.stat()
            yield path, (stat.st_ino, stat.st_mtime_ns)


def _started(root: Path, lent: Cluster) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, "run", "--cluster", lent.address],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _until(is_so: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 120
    while not is_so():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_demo_is_the_same_though_a_worker_is_killed_in_the_middle_of_a_part(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    seconds = float(pytestconfig.getoption("demo"))
    plain = _demo(tmp_path / "plain", seconds)
    assert stenogram(plain, "run").returncode == 0
    root = _demo(tmp_path / "lent", seconds)
    with cluster(tmp_path / "cluster", 1) as lent:
        falls = lent.worker()
        process = _started(root, lent)
        _until(lambda: bool(_parts(root)), process)
        time.sleep(0.2)  # each worker is in the middle of a part
        falls.kill()
        lent.worker()
        seen: dict[Path, tuple[int, int]] = {}
        while process.poll() is None:
            for path, mark in _kept(root):
                assert seen.setdefault(path, mark) == mark, f"{path} was recognised twice"
            time.sleep(0.05)
        said = process.communicate()[0]
        assert process.returncode == 0, said
    assert _artefacts(root) == _artefacts(plain)
    assert _parts(root) == _parts(plain)
    assert set(_parts(root).values()) == {1}
    assert len(_parts(root)) >= 6


def test_a_lost_scheduler_stops_the_queue_and_fails_no_recording(tmp_path: Path) -> None:
    plain = _short(tmp_path / "plain")
    assert stenogram(plain, "run").returncode == 0
    root = _short(tmp_path / "lent")
    with cluster(tmp_path / "cluster", 1) as lent:
        process = _started(root, lent)
        _until(lambda: bool(_parts(root)), process)
        lent.scheduler.kill()
        began = time.monotonic()
        said = process.communicate(timeout=60)[0]
        assert time.monotonic() - began < 10
    assert process.returncode == 1
    assert "engine lost" in said
    assert "failed" not in said
    assert "failed" not in stenogram(root, "status").stdout
    before = _parts(root)
    assert stenogram(root, "run").returncode == 0
    assert _artefacts(root) == _artefacts(plain)
    assert all(_parts(root)[part] == 1 for part in before)


def _fell(sound: str, ended: threading.Event, fallen: list[int]) -> None:
    """Kill whatever process of ours writes or reads the sound of a recording."""
    while not ended.wait(0.002):
        for process in Path("/proc").iterdir():
            if not process.name.isdecimal() or int(process.name) in fallen:
                continue
            try:
                opened = [os.readlink(each) for each in (process / "fd").iterdir()]  # noqa: PTH115
                if any(name.startswith(sound) and name.endswith(".s16") for name in opened):
                    os.kill(int(process.name), signal.SIGKILL)
                    fallen.append(int(process.name))
            except OSError:
                continue


@pytest.mark.parametrize("where", ["here", "on a cluster"])
def test_a_recording_that_fells_what_works_on_it_is_given_up_after_two_tries(
    where: str, tmp_path: Path
) -> None:
    root = _short(tmp_path / "root")
    bad = _seminar(root, "zle")
    sound = str(root / "outputs" / "zle" / "recordings" / "a" / "transcribe.work")
    ended, fallen = threading.Event(), list[int]()
    thread = threading.Thread(target=_fell, args=(sound, ended, fallen))
    thread.start()
    try:
        if where == "here":
            result = stenogram(root, "run")
        else:
            with cluster(tmp_path / "cluster", 2) as lent:
                result = stenogram(root, "run", "--cluster", lent.address)
    finally:
        ended.set()
        thread.join()
    assert result.returncode == 1
    assert "zle/a: transcribe failed: the process that worked on it crashed, twice" in result.stderr
    assert len(fallen) == 2
    assert (root / "outputs" / "site" / "narada" / "index.html").is_file()
    states = stenogram(root, "status").stdout
    assert states.count("failed") == 1
    shutil.rmtree(bad)
    assert stenogram(root, "run").returncode == 0


def test_without_a_scheduler_a_run_says_so_and_begins_nothing(tmp_path: Path) -> None:
    root = _short(tmp_path)
    result = stenogram(root, "run", "--cluster", "tcp://127.0.0.1:9")
    assert result.returncode == 1
    assert "engine lost: no scheduler answers at tcp://127.0.0.1:9" in result.stderr
    assert not (root / "outputs" / "narada").exists()


def test_models_that_other_machines_do_not_see_are_told(tmp_path: Path) -> None:
    root = _short(tmp_path)
    (root / "models").unlink()
    result = stenogram(
        root, "run", "--cluster", "tcp://127.0.0.1:9", XDG_CACHE_HOME=str(CHECKOUT / "models")
    )
    assert result.returncode == 2
    assert "make a folder" in result.stderr
