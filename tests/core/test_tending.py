"""One look at an owner: what is to do there, and what cannot be done anyway."""

from pathlib import Path

from pipeline.cli.progress import Quiet
from pipeline.config import Settings, Workspace
from pipeline.runner import Runner
from pipeline.seminar import read_seminar
from tests.demo import lend_models


def test_stages_that_nothing_is_there_for_are_nothing_to_do(tmp_path: Path) -> None:
    lend_models(tmp_path)
    folder = tmp_path / "seminars" / "a"
    folder.mkdir(parents=True)
    (tmp_path / "outputs").mkdir()
    (folder / "seminar.toml").write_text('title = "A"\n')
    with Runner(Workspace(tmp_path), Settings(), Quiet()) as runner:
        assert runner.plan([read_seminar(folder)]).queue == ()
        table = '[[recordings]]\nid = "r"\nfile = "r.mp4"\n'
        (folder / "seminar.toml").write_text(f'title = "A"\n{table}')
        (queued,) = runner.plan([read_seminar(folder)]).queue
    stages = [stage.name for stage in queued.todo["a"]]
    assert stages == ["diarise", "segment", "summarise"]
