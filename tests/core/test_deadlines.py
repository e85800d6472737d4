"""By when captions are due."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.deadlines import announced_fault, due
from pipeline.errors import InvalidFile
from pipeline.seminar import read_seminar


def test_captions_are_due_14_days_after_the_event() -> None:
    assert due(date(2020, 4, 24), None) == date(2020, 5, 8)
    assert due(date(2023, 12, 20), None) == date(2024, 1, 3)


def test_of_an_event_without_a_day_nothing_is_said() -> None:
    assert due(None, None) is None


def test_another_day_may_be_announced_two_months_away_at_most() -> None:
    event = date(2020, 12, 31)
    assert due(event, date(2021, 2, 1)) == date(2021, 2, 1)
    assert announced_fault(event, date(2021, 2, 28)) == ""
    assert "2021-02-28 at the latest" in announced_fault(event, date(2021, 3, 1))
    assert "must be after the event" in announced_fault(event, event)


def _declared(root: Path, text: str) -> Path:
    folder = root / "rada"
    folder.mkdir()
    (folder / "seminar.toml").write_text(text, "utf-8")
    return folder


def test_a_seminar_declares_the_day_that_was_announced(tmp_path: Path) -> None:
    folder = _declared(
        tmp_path,
        'title = "Rada"\ndates = [2020-04-23, 2020-04-24]\ncaptions_due = 2020-06-10\n'
        '[[recordings]]\nfile = "a.mp4"\ndate = 2020-04-23\n',
    )
    seminar = read_seminar(folder)
    (one,) = seminar.recordings
    assert seminar.captions_due(one) == date(2020, 6, 10)
    assert seminar.event_day(one) == date(2020, 4, 23)


def test_without_one_the_day_of_the_recording_counts_then_the_last_of_the_seminar(
    tmp_path: Path,
) -> None:
    folder = _declared(
        tmp_path,
        'title = "Rada"\ndates = [2020-04-23, 2020-04-24]\n'
        '[[recordings]]\nfile = "a.mp4"\ndate = 2020-04-23\n[[recordings]]\nfile = "b.mp4"\n',
    )
    seminar = read_seminar(folder)
    days = [seminar.captions_due(each) for each in seminar.recordings]
    assert days == [date(2020, 5, 7), date(2020, 5, 8)]


def test_a_day_too_late_is_a_fault_of_the_file(tmp_path: Path) -> None:
    folder = _declared(
        tmp_path, 'title = "Rada"\ndates = [2020-04-24]\ncaptions_due = 2020-07-01\n'
    )
    with pytest.raises(InvalidFile, match=r"toml:3: captions_due: must be 2020-06-24 at the lat"):
        read_seminar(folder)
