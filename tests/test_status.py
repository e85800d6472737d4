"""What `status` shows: little of what is made, all of what is not, and what is at work."""

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.cli.status import work_told
from pipeline.cli.status_watch import Watch, counted, picture
from pipeline.config import Settings, Workspace
from pipeline.locks import locked
from pipeline.logs import add_line
from pipeline.states import Survey
from pipeline.watching import AtWork, at_work
from tests.demo import COMMAND, heed_ctrl_c, lend_models, stenogram


def _declare(root: Path, name: str) -> Path:
    folder = root / "seminars" / name
    folder.mkdir(parents=True)
    (folder / "seminar.toml").write_text(
        f'title = "Seminar {name}"\n[[recordings]]\nid = "r"\nfile = "r.mp4"\n'
    )
    return folder


def _log(folder: Path, *events: dict[str, str | float], ago: float = 0.0) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(time.time() - ago))
    for event in events:
        add_line(folder / "log.jsonl", {"at": at, "host": "here", **event})


def test_what_nobody_has_begun_is_shown_stage_by_stage_and_not_read(tmp_path: Path) -> None:
    lend_models(tmp_path)
    _declare(tmp_path, "a")
    told = stenogram(tmp_path, "status").stdout
    assert "· a/r: transcribe missing" in told
    assert not (tmp_path / "outputs").exists()


def test_named_seminars_alone_are_shown_and_a_wrong_name_exits_with_2(tmp_path: Path) -> None:
    lend_models(tmp_path)
    for name in ("a", "b"):
        _declare(tmp_path, name)
    told = stenogram(tmp_path, "status", "b").stdout
    assert "b: Seminar b" in told
    assert "Seminar a" not in told
    wrong = stenogram(tmp_path, "status", "c")
    assert wrong.returncode == 2
    assert "there are: a, b" in wrong.stderr


def test_what_is_at_work_is_seen_from_lock_and_log(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "recordings" / "r"
    folder.mkdir(parents=True)
    assert at_work(tmp_path) == []
    with locked(tmp_path / "a", "a"), locked(folder, "a/r"):
        assert at_work(tmp_path) == []
        _log(
            folder, {"stage": "download", "event": "began"}, {"stage": "download", "event": "made"}
        )
        _log(folder, {"stage": "transcribe", "event": "began"})
        _log(folder, {"stage": "transcribe", "event": "part", "part": 0, "start": 0, "end": 300.0})
        (found,) = at_work(tmp_path)
    assert (found.owner, found.stage, found.parts, found.heard) == ("a/r", "transcribe", 1, 300.0)
    assert found.began is not None
    assert time.time() - found.began < 10
    assert at_work(tmp_path) == [], "nobody holds it any more"


def test_a_run_that_was_cut_off_is_not_at_work(tmp_path: Path) -> None:
    tmp_path.joinpath("a").mkdir()
    _log(tmp_path / "a", {"stage": "segment", "event": "began"}, ago=3600.0)
    with locked(tmp_path / "a", "a"):
        assert at_work(tmp_path) == [], "this one has begun nothing yet"
    for content in (b"", b"[]", b'{"host": 1}', b"\xff"):
        (tmp_path / "a" / ".holder").write_bytes(content)
        assert at_work(tmp_path) == []


def test_damaged_lines_of_a_log_are_passed_over(tmp_path: Path) -> None:
    tmp_path.joinpath("a").mkdir()
    with locked(tmp_path / "a", "a"):
        with (tmp_path / "a" / "log.jsonl").open("wb") as file:
            file.write(b'\xff\n[1]\n{"event": "part"}\nnonsense\n')
        _log(tmp_path / "a", {"stage": "match", "event": "began"})
        (found,) = at_work(tmp_path)
    assert found.stage == "match"


def test_how_long_and_how_far_is_told_as_far_as_it_is_known() -> None:
    now = AtWork("a/r", "transcribe", "here", time.time() - 61, 2, 600.0, 3600.0)
    assert work_told(now) == "at work for 1:01, 2 parts done, 10:00 of 1:00:00, on here"
    assert work_told(AtWork("a", "match", "", None, 0, 0.0, None)) == "at work"


def test_a_picture_of_the_work_has_what_is_at_work_what_failed_and_what_is_left(
    tmp_path: Path,
) -> None:
    lend_models(tmp_path)
    folder = _declare(tmp_path, "a")
    workspace = Workspace(tmp_path)
    kept = workspace.outputs / "a" / "recordings" / "r"
    kept.mkdir(parents=True)
    (kept / "download.failed.json").write_text('{"recipe": "", "message": "it is gone"}')
    watch = Watch(Survey(workspace, Settings()), [folder], workspace.outputs)
    with locked(workspace.outputs / "a", "a"):
        _log(workspace.outputs / "a", {"stage": "match", "event": "began"})
        lines = list(picture(*watch.look()))
    assert lines[0].startswith("▶ a: match at work for 0:0")
    assert lines[1].startswith("✗ a/r: download failed: ")
    assert lines[2] == "0 of 1 seminars made, 0 of 1 recordings; 10 artefacts are left"
    assert next(picture(*watch.look())) == "nothing is being worked on"
    assert counted([]) == "0 of 0 seminars made, 0 of 0 recordings; 0 artefacts are left"


def test_watching_ends_with_ctrl_c_and_takes_no_lock(tmp_path: Path) -> None:
    lend_models(tmp_path)
    _declare(tmp_path, "a")
    watching = subprocess.Popen(
        [*COMMAND, "status", "--watch", "0.2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - nothing of ours runs in it
    )
    assert watching.stdout is not None
    assert "0 of 1 seminars made" in watching.stdout.readline()
    with locked(tmp_path / "outputs" / "a", "a"):
        _log(tmp_path / "outputs" / "a", {"stage": "match", "event": "began"})
        assert watching.stdout.readline() == "▶ a: match\n"
    watching.send_signal(signal.SIGINT)
    watching.communicate(timeout=30)
    assert watching.returncode == 0


@pytest.mark.slow
def test_what_is_made_has_one_line_and_every_stage_when_asked(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))
    assert stenogram(root, "status").stdout == "✓ minuta: Minuta seminarium: all is made\n"
    assert stenogram(root, "status", "-v").stdout.count("✓") == 11
    assert stenogram(root, "status", "minuta").stdout.count("✓") == 11
    (root / "outputs" / "minuta" / "segment.json").unlink()
    told = stenogram(root, "status").stdout
    assert "  ✓ minuta/minuta: all is made\n" in told
    assert "  · minuta: segment missing\n" in told
    rows = [json.loads(line) for line in stenogram(root, "status", "--json").stdout.splitlines()]
    assert {row["seminar"] for row in rows} == {"minuta"}
    assert {row["recording"] for row in rows} == {"minuta", ""}
