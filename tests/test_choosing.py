"""Some stages of a run left out, or made anew."""

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.choosing import NAMES, chosen
from pipeline.config import Settings, Workspace
from pipeline.errors import UsageError
from tests.demo import COMMAND, heed_ctrl_c, stenogram


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))


def _made(root: Path, *arguments: str) -> list[str]:
    result = stenogram(root, "run", "--json", *arguments)
    assert result.returncode == 0, result.stderr
    return [f"{item['owner']} {item['stage']}" for item in json.loads(result.stdout)["made"]]


def test_nothing_is_left_out_unless_it_is_asked() -> None:
    assert chosen().all
    assert chosen().made == set(NAMES)
    assert chosen(until="render").all


def test_until_leaves_out_what_comes_behind_and_only_all_else() -> None:
    assert chosen(until="repair").made == {"download", "transcribe", "repair"}
    assert chosen(only="segment, summarise").made == {"segment", "summarise"}
    assert chosen(only="download,segment", until="transcribe").made == {"download"}
    assert not chosen(only="segment").site
    assert chosen(only="segment,render").site


@pytest.mark.parametrize(
    ("only", "until", "remake", "told"),
    [
        ("transcibe", "", "", "there are: download, transcribe, repair"),
        ("", "all", "", "no stage is called 'all'"),
        ("", "segment,match", "", "takes one stage"),
        ("", "", ",", "no stage is called ','"),
        ("summarise", "repair", "", "nothing is left to make"),
        ("segment", "", "repair", "--remake repair: is left out"),
        ("", "", "render", "is not needed"),
    ],
)
def test_what_makes_no_sense_is_told(only: str, until: str, remake: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        chosen(only, until, remake)


def test_a_wrong_stage_or_number_of_jobs_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "seminars").mkdir()
    for arguments in (["--only", "nonsense"], ["--until", "x"], ["--remake", "render"]):
        result = stenogram(tmp_path, "run", *arguments)
        assert result.returncode == 2, result.stderr
        assert "Traceback" not in result.stderr
    assert "must be 1 or more" in stenogram(tmp_path, "run", "--jobs", "0").stderr


def test_the_jobs_of_one_machine_share_its_cores(tmp_path: Path) -> None:
    from dataclasses import replace

    from pipeline.resources import cores
    from pipeline.runner import placed
    from pipeline.stage import Model

    model, one = Model("base", "r", tmp_path), Settings()
    two = replace(one, run=replace(one.run, jobs=2))
    asked = replace(two, transcribe=replace(two.transcribe, cpu_threads=3))
    assert placed(model, one, here=True).threads == 0
    assert placed(model, two, here=True).threads == max(1, cores() // 2)
    assert placed(model, two, here=False).threads == 0, "other machines have other cores"
    assert placed(model, asked, here=True).threads == 3


@pytest.mark.slow
def test_a_stage_left_out_counts_as_it_stands(copied: Path) -> None:
    declared = copied / "seminars" / "minuta" / "seminar.toml"
    declared.write_text(declared.read_text().replace("Otwarcie seminarium", "Powitanie"))
    page = copied / "outputs" / "site" / "minuta" / "index.html"
    assert _made(copied, "--only", "segment") == ["minuta segment"]
    assert "Powitanie" not in page.read_text()
    assert _made(copied, "--until", "segment") == ["minuta/minuta repair"]
    assert "Powitanie" not in page.read_text()
    assert _made(copied) == ["minuta summarise"]
    assert "Powitanie" in page.read_text()


@pytest.mark.slow
def test_what_was_left_out_is_read_by_none_that_comes_before_it(copied: Path) -> None:
    assert _made(copied, "--only", "repair,watch,segment") == []
    assert _made(copied, "--only", "repair", "--remake", "repair") == ["minuta/minuta repair"]
    assert _made(copied) == [], "it was made of what it is always made of"


@pytest.mark.slow
def test_what_is_asked_for_is_made_anew_and_nothing_else(copied: Path) -> None:
    path = copied / "outputs" / "minuta" / "segment.json"
    before = path.stat().st_mtime_ns
    assert _made(copied, "--remake", "segment") == ["minuta segment"]
    assert path.stat().st_mtime_ns > before
    assert _made(copied) == []


@pytest.mark.slow
def test_what_cannot_be_made_without_the_stages_left_out_is_told(
    made: Path, tmp_path: Path
) -> None:
    seminars = tmp_path / "seminars"
    shutil.copytree(made / "seminars", seminars, symlinks=True)
    (tmp_path / "models").symlink_to((made / "models").resolve())
    result = stenogram(tmp_path, "run", "--only", "segment")
    assert result.returncode == 0, result.stderr
    assert "minuta: segment: is not made" in result.stderr
    assert not (Workspace(tmp_path).site).exists()


@pytest.mark.slow
def test_a_remake_that_is_cut_off_leaves_the_old_artefact(copied: Path) -> None:
    owner = copied / "outputs" / "minuta" / "recordings" / "minuta"
    before = (owner / "transcribe.json").read_bytes()
    run = subprocess.Popen(
        [*COMMAND, "run", "--remake", "transcribe"],
        cwd=copied,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - nothing of ours runs in it
    )
    assert run.stderr is not None
    while "transcribe …" not in run.stderr.readline():
        pass
    time.sleep(2)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=60)
    assert run.returncode == 130
    assert (owner / "transcribe.json").read_bytes() == before
    assert _made(copied) == []
