"""Many seminars: what is to do, in which order, and what is said of it."""

import shutil
import time
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import pytest

from bench.queue import clone
from pipeline.artefacts import Recording
from pipeline.catalogue import Catalogue
from pipeline.cli.progress import Quiet, queue_line
from pipeline.cli.telling import plan_lines, tell
from pipeline.config import Settings, Workspace
from pipeline.engine import Engine, Task
from pipeline.errors import DiskFull
from pipeline.owners import STAGES, owners_of
from pipeline.planning import Plan
from pipeline.reporting import Report, Standing
from pipeline.runner import Runner
from pipeline.seminar import read_seminar, seminar_folders
from pipeline.settling import Settlements
from pipeline.speed import Speeds
from pipeline.states import Survey
from pipeline.store import Folder, Provenance
from tests.demo import lend_models, stenogram

R = TypeVar("R")


class NoRoom(Engine):
    """Other machines, on which no disk has any room."""

    width = 1

    def submit(self, task: Task[R]) -> Future[R]:  # noqa: ARG002 - an engine's signature
        future: Future[R] = Future()
        future.set_exception(DiskFull("a.mp4: no space is left to write it"))
        return future

    def beside(self, task: Task[R]) -> AbstractContextManager[Future[R]]:
        raise NotImplementedError

    def close(self) -> None:
        pass


def _seminar(root: Path, name: str, duration: float | None = None) -> None:
    """A seminar with a recording, here already if its duration is given."""
    folder = root / "seminars" / name
    folder.mkdir(parents=True)
    (folder / "seminar.toml").write_text(
        f'title = "{name}"\n[[recordings]]\nid = "a"\nurl = "https://example.org/{name}.mp4"\n'
    )
    if duration is not None:
        kept = Folder(root / "outputs" / name / "recordings" / "a")
        made = Recording("media.mp4", "0" * 64, 9, duration, duration, has_picture=True)
        kept.write(made, Provenance("download", 1, {}, "", "", "of long ago"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lend_models(tmp_path)
    for name, duration in (("a", 7200.0), ("b", None), ("c", 60.0), ("d", 60.0)):
        _seminar(tmp_path, name, duration)
    return tmp_path


def _runner(root: Path, engine: Engine | None = None) -> Runner:
    return Runner(Workspace(root), Settings(), Quiet(), engine)


def test_what_is_finished_soonest_goes_first_and_what_is_unknown_last(root: Path) -> None:
    seminars = [read_seminar(folder) for folder in seminar_folders(root / "seminars")]
    with _runner(root) as runner:
        plan = runner.plan(seminars)
    assert [queued.seminar.id for queued in plan.queue] == ["c", "d", "a", "b"]
    assert [queued.owner.priority for queued in plan.queue] == [0, 1, 2, 3]
    assert plan.queue[2].owner.children[0].priority == 2
    assert (plan.needed.sound, plan.needed.unknown, plan.needed.downloads) == (7320.0, 1, 4)


def test_no_time_is_made_up(root: Path) -> None:
    seminars = [read_seminar(folder) for folder in seminar_folders(root / "seminars")]
    with _runner(root) as runner:
        told = "\n".join(plan_lines(runner.plan(seminars)))
    assert "to do: 4 of 4 seminars, 4 recordings: c, d, a, b" in told
    assert "sound: 2:02:00 of sound, and 1 recording whose length is not known yet" in told
    assert "time: not known yet" in told
    assert "what is left needs 230 MB, and more for what is not known yet" in told
    models = Catalogue(root / "models").models("auto")
    speeds = Speeds(root / "outputs", 1)
    for stage in STAGES:
        speeds.measured(stage.name, models[stage.model].label if stage.model else "", 1.0, 100.0)
    speeds.save()
    with _runner(root) as runner:
        told = "\n".join(plan_lines(runner.plan(seminars)))
    assert "time: about 10:59 at most, by what was measured here, without" in told


def test_a_full_disk_stops_the_queue_and_tells_what_the_rest_needs(root: Path) -> None:
    seminars = [read_seminar(folder) for folder in seminar_folders(root / "seminars")]
    with _runner(root, NoRoom()) as runner:
        plan = runner.plan(seminars)
        with pytest.raises(DiskFull, match=r"what is left needs .*MB.* are free"):
            runner.run(plan)
    assert runner.report.failed == []


def test_outputs_that_cannot_be_written_are_told_once(tmp_path: Path) -> None:
    lend_models(tmp_path)
    for name in ("a", "b"):
        _seminar(tmp_path, name)
    (tmp_path / "outputs").write_text("")
    result = stenogram(tmp_path, "run", "-q")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "nothing can be written there" in result.stderr


def test_a_seminar_is_known_to_have_nothing_to_do_until_a_file_of_it_changes(
    tmp_path: Path,
) -> None:
    lend_models(tmp_path)
    folder = tmp_path / "seminars" / "a"
    folder.mkdir(parents=True)
    (folder / "seminar.toml").write_text('title = "A"\n')
    workspace = Workspace(tmp_path)
    workspace.outputs.mkdir()
    models = Catalogue(workspace.models).models("auto")
    noted = Settlements(workspace.outputs, Settings(), models)
    seminar = read_seminar(folder)
    owner = owners_of(seminar, workspace.outputs)
    noted.note(seminar, owner, noted.look(seminar, owner), [])
    again = Settlements(workspace.outputs, Settings(), models)
    assert again.known(folder) is not None
    assert again.seminar(folder) == seminar
    (folder / "seminar.toml").write_text('title = "B"\n')
    assert again.known(folder) is None
    assert again.seminar(folder).declared.title == "B"


def test_a_note_made_while_a_file_changed_is_not_kept(tmp_path: Path) -> None:
    lend_models(tmp_path)
    folder = tmp_path / "seminars" / "a"
    folder.mkdir(parents=True)
    (folder / "seminar.toml").write_text('title = "A"\n')
    workspace = Workspace(tmp_path)
    workspace.outputs.mkdir()
    noted = Settlements(workspace.outputs, Settings(), Catalogue(workspace.models).models("auto"))
    seminar = read_seminar(folder)
    owner = owners_of(seminar, workspace.outputs)
    before = noted.look(seminar, owner)
    (tmp_path / "outputs" / "a").mkdir()
    (tmp_path / "outputs" / "a" / "segment.json").write_text("{}")
    noted.note(seminar, owner, before, [])
    assert noted.known(folder) is None


def test_how_the_queue_stands_is_said_in_one_line() -> None:
    standing = Standing(4, 1, 9, 3, 2, 3700.0)
    assert queue_line(standing, 100.0) == (
        "1 of 4 seminars done, 3 of 9 recordings, 2 failed, about 1:00:00 left"
    )
    unknown = Standing(4, 1, 9, 3, 0, None)
    assert queue_line(unknown, 0.0).endswith("3 of 9 recordings, time left not known yet")


def test_the_summary_names_what_failed_and_where_to_look(
    capsys: pytest.CaptureFixture[str],
) -> None:
    failed = [("b/x", "transcribe", "…"), ("site", "render", "…")]
    report = Report(
        [("a", "segment")], 7, failed, {"c/y": "busy"}, 3, seminars=4, sound=90.0, seconds=10.0
    )
    tell(report, None, [], verbose=False)
    told = capsys.readouterr().out.splitlines()
    assert told[1:] == [
        "2 of 4 seminars finished, 1 busy; it took 0:10 for 1:30 of sound, 9.0x real time",
        "failed: b/x (transcribe), site (render); see: stenogram status",
    ]


@pytest.mark.slow
def test_a_run_says_its_plan_and_then_knows_its_speed(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))
    other = root / "seminars" / "druga"
    shutil.copytree(root / "seminars" / "minuta", other)
    dry = stenogram(root, "run", "seminars", "--dry-run")
    assert "to do: 2 of 2 seminars, 1 recording: " in dry.stdout, "one is a copy, to be looked at"
    assert "sound: 1:00 of sound" in dry.stdout, "as the file itself says"
    assert not (root / "outputs" / "druga" / "segment.json").exists()
    result = stenogram(root, "run", "seminars/*")
    assert result.returncode == 0, result.stderr
    assert "2 of 2 seminars finished" in result.stdout
    assert "of sound" in result.stdout
    again = stenogram(root, "run", "--remake", "transcribe", "--dry-run")
    assert "sound: 2:00 of sound" in again.stdout
    assert "time: about " in again.stdout
    assert "to do" not in stenogram(root, "run").stderr


@pytest.mark.slow
def test_two_hundred_recordings_that_are_made_are_known_in_a_moment(
    made: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))
    clone(root, 200)
    workspace, settings = Workspace(root), Settings()
    models = Catalogue(workspace.models).models("auto")
    folders = seminar_folders(workspace.seminars)

    def planned() -> tuple[float, Plan]:
        began = time.process_time()  # other work on the machine is not ours
        settlements = Settlements(workspace.outputs, settings, models)
        with _runner(root) as runner:
            plan = runner.plan([settlements.seminar(folder) for folder in folders], settlements)
        return time.process_time() - began, plan

    first, plan = planned()
    assert {queued.seminar.id for queued in plan.queue} == {"minuta"}, "its files were copied"
    seconds, plan = min((planned() for _ in range(3)), key=lambda each: each[0])
    assert plan.kept == 2200
    assert seconds < 0.2, "two seconds for 2,000"
    assert first < 1.0, "of which nothing was noted"
    began = time.process_time()
    survey = Survey(workspace, settings)
    assert sum(survey.of(folder).is_made for folder in folders) == 201
    assert time.process_time() - began < 0.2
