"""Settings and workspaces."""

from pathlib import Path

import pytest

from pipeline.config import FILE, Settings, Workspace, find_workspace
from pipeline.errors import InvalidFile, UsageError
from pipeline.resources import shipped

_WRONG = {
    "run.jobs": "0",
    "download.local": '"move"',
    "download.max_height": "-1",
    "download.max_gib": "0",
    "download.max_hours": "inf",
    "transcribe.beam_size": "21",
    "transcribe.batch_size": "0",
    "transcribe.vad_threshold": "1.0",
    "transcribe.part_length": "1801",
    "transcribe.device": '"tpu"',
    "transcribe.cpu_threads": "-2",
    "segment.min_confidence": "1.01",
    "segment.min_length": "0",
    "segment.chapter_length": "nan",
    "summarise.share": "0",
    "summarise.max_points": "0",
    "summarise.seminar_sentences": "0",
    "summarise.phrases": "-1",
    "render.media": '"embed"',
}


def _settings(folder: Path, text: str) -> Settings:
    (folder / FILE).write_text(text, encoding="utf-8")
    return Workspace(folder).settings()


def test_without_a_file_or_with_an_empty_one_all_is_as_usual(tmp_path: Path) -> None:
    assert Workspace(tmp_path).settings() == Settings()
    assert _settings(tmp_path, "# nothing yet\n") == Settings()


def test_what_is_written_holds_and_the_rest_is_as_usual(tmp_path: Path) -> None:
    settings = _settings(tmp_path, "[run]\njobs = 2\n[summarise]\nshare = 1\n")
    assert (settings.run.jobs, settings.summarise.share) == (2, 1.0)
    assert settings.transcribe == Settings().transcribe


@pytest.mark.parametrize("key", _WRONG)
def test_an_option_out_of_range_is_told(key: str, tmp_path: Path) -> None:
    table, name = key.split(".")
    with pytest.raises(InvalidFile) as caught:
        _settings(tmp_path, f"\n[{table}]\n{name} = {_WRONG[key]}\n")
    assert caught.value.faults[0].startswith(f"{tmp_path / FILE}:3: {key}: must be ")


def test_everything_that_is_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    lines = []
    for table in dict.fromkeys(key.split(".")[0] for key in _WRONG):
        lines.append(f"[{table}]")
        lines += [
            f"{key.split('.')[1]} = {value}"
            for key, value in _WRONG.items()
            if key.startswith(f"{table}.")
        ]
    with pytest.raises(InvalidFile) as caught:
        _settings(tmp_path, "\n".join([*lines, "colour = 1"]))
    told = {fault.split(": ")[1] for fault in caught.value.faults}
    assert told == {*_WRONG, "render.colour"}
    for fault in caught.value.faults:
        line, key = fault.removeprefix(f"{tmp_path / FILE}:").split(": ")[:2]
        name = key.split(".")[1]
        assert [*lines, "colour = 1"][int(line) - 1].startswith(f"{name} =")


def test_the_workspace_is_found_from_inside_it(tmp_path: Path) -> None:
    deep = tmp_path / "seminars" / "s" / "media"
    deep.mkdir(parents=True)
    with pytest.raises(UsageError, match="stenogram init"):
        find_workspace(deep)
    assert find_workspace(tmp_path) == Workspace(tmp_path)
    (tmp_path / FILE).touch()
    assert find_workspace(deep) == Workspace(tmp_path)


def test_models_and_templates_of_the_workspace_are_used_if_it_has_any(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert list(workspace.templates) == [shipped("templates")]
    assert tmp_path not in workspace.models.parents
    (tmp_path / "models").mkdir()
    (tmp_path / "templates").mkdir()
    assert workspace.models == tmp_path / "models"
    assert list(workspace.templates) == [tmp_path / "templates", shipped("templates")]
