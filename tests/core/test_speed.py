"""How long stages take here, as measured."""

from pathlib import Path

import pytest

from pipeline.speed import FILE, Speeds, estimated


def test_nothing_is_known_until_it_was_measured(tmp_path: Path) -> None:
    speeds = Speeds(tmp_path, 1)
    assert speeds.rate("transcribe", "base 1") is None
    speeds.measured("transcribe", "base 1", 30.0, 300.0)
    assert speeds.rate("transcribe", "base 1") == pytest.approx(0.1)
    assert speeds.rate("transcribe", "small 1") is None


def test_it_is_kept_for_the_next_run_and_moves_with_what_is_measured(tmp_path: Path) -> None:
    for seconds in (10.0, 20.0):
        speeds = Speeds(tmp_path, 1)
        speeds.measured("repair", "", seconds, 100.0)
        speeds.save()
    rate = Speeds(tmp_path, 1).rate("repair", "")
    assert rate is not None
    assert 0.15 < rate < 0.2


def test_with_several_at_a_time_it_is_another_speed(tmp_path: Path) -> None:
    speeds = Speeds(tmp_path, 1)
    speeds.measured("repair", "", 1.0, 1.0)
    speeds.save()
    assert Speeds(tmp_path, 2).rate("repair", "") is None


def test_of_what_two_runs_measure_nothing_is_lost(tmp_path: Path) -> None:
    one, other = Speeds(tmp_path, 1), Speeds(tmp_path, 1)
    one.measured("repair", "", 1.0, 10.0)
    other.measured("watch", "", 2.0, 10.0)
    one.save()
    other.save()
    third = Speeds(tmp_path, 1)
    assert (third.rate("repair", ""), third.rate("watch", "")) == (0.1, 0.2)


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {"b": [1]}}', '{"a": {"b": "cd"}}'])
def test_a_damaged_file_tells_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert Speeds(tmp_path, 1).rate("repair", "") is None


def test_one_rate_that_is_not_known_leaves_the_whole_unknown() -> None:
    assert estimated([(0.5, 10.0), (0.1, 100.0)]) == pytest.approx(15.0)
    assert estimated([(0.5, 10.0), (None, 100.0)]) is None
