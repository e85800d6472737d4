"""TOML that people write: every fault at once, with its place and what to write instead."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.errors import InvalidFile
from pipeline.toml import read_toml


@dataclass(frozen=True)
class _Talk:
    title: str
    speakers: tuple[str, ...] = ()
    start: dt.time | None = None
    public: bool = False


@dataclass(frozen=True)
class _Meeting:
    title: str
    rooms: int = 1
    price: float = 0.0
    days: tuple[dt.date, ...] = ()
    talks: tuple[_Talk, ...] = ()


def _check(meeting: _Meeting) -> Iterable[str]:
    if meeting.rooms < 1:
        yield "rooms: must be 1 or more"
    for number, talk in enumerate(meeting.talks, 1):
        if not talk.speakers:
            yield f"talks[{number}].speakers: name at least one"


def _faults(folder: Path, text: str | bytes) -> list[str]:
    """What is said of a file, without its name."""
    file = folder / "meeting.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InvalidFile) as caught:
        read_toml(file, _Meeting, _check)
    assert all(fault.startswith(f"{file}:") for fault in caught.value.faults)
    return [fault.removeprefix(f"{file}:").strip() for fault in caught.value.faults]


def test_a_right_file_is_read_with_its_dates_and_tables(tmp_path: Path) -> None:
    file = tmp_path / "meeting.toml"
    file.write_text(
        '\ufefftitle = "Zażółć"\nprice = 5\ndays = [2020-04-23]\n'
        '[[talks]]\ntitle = "A"\nspeakers = ["B"]\nstart = 10:30:00\n'
        '[[talks]]\ntitle = "C"\nspeakers = ["D"]\nstart = "09:05"\n',
        encoding="utf-8",
    )
    talks = (_Talk("A", ("B",), dt.time(10, 30)), _Talk("C", ("D",), dt.time(9, 5)))
    days = (dt.date(2020, 4, 23),)
    assert read_toml(file, _Meeting, _check) == _Meeting("Zażółć", 1, 5.0, days, talks)


def test_an_unknown_key_is_told_with_what_to_write_instead(tmp_path: Path) -> None:
    assert _faults(tmp_path, 'title = "A"\nromos = 2\n') == [
        "2: romos: unknown key; write rooms",
    ]
    assert _faults(tmp_path, 'title = "A"\nxyz = 2\n') == [
        "2: xyz: unknown key; known here: title, rooms, price, days, talks",
    ]


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = """\
rooms = 0
prize = 5

[[talks]]
title = "A"
speakers = ["B"]

[[talks]]
titel = "C"
public = "maybe"
"""
    assert _faults(tmp_path, text) == [
        "1: title: is missing",
        "1: rooms: must be 1 or more",
        "2: prize: unknown key; write price",
        "8: talks[2].title: is missing",
        "8: talks[2].speakers: name at least one",
        "9: talks[2].titel: unknown key; write title",
        "10: talks[2].public: must be true or false",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rooms = 1.5", "rooms: must be a whole number"),
        ('rooms = "many"', "rooms: must be a whole number"),
        ('price = "free"', "price: must be a number"),
        ("title = 5", 'title: must be text in quotes, such as "…"'),
        ('days = "2020-04-23"', "days: must be a list in brackets, such as [ … ]"),
        ("days = 2020", "days: must be a list in brackets, such as [ … ]"),
        ("days = [23]", "days[1]: must be a date such as 2020-04-23"),
        ("days = [2020-04-23T10:00:00]", "days[1]: must be a date such as 2020-04-23"),
        ('days = ["23.04.2020"]', "days[1]: must be a date such as 2020-04-23"),
        ("talks = 5", "talks: must be a list in brackets, such as [ … ]"),
        ("talks = [5]", "talks[1]: must be a table of keys"),
    ],
)
def test_a_wrong_type_is_told_with_the_right_one(line: str, said: str, tmp_path: Path) -> None:
    title = "" if line.startswith("title") else 'title = "A"\n'
    assert _faults(tmp_path, f"{title}{line}\n") == [f"{1 + bool(title)}: {said}"]


@pytest.mark.parametrize("start", ["10", "10.30", "true", '"dziesiąta"', "2020-04-23"])
def test_what_is_no_time_of_day_is_not_taken_for_one(start: str, tmp_path: Path) -> None:
    text = f'title = "A"\n[[talks]]\ntitle = "B"\nspeakers = ["C"]\nstart = {start}\n'
    assert _faults(tmp_path, text) == ["5: talks[1].start: must be a time such as 10:30:00"]


def test_a_fault_that_follows_from_another_is_not_told(tmp_path: Path) -> None:
    text = 'title = "A"\nrooms = "none"\n[[talks]]\ntitle = "B"\nspeakers = "C"\n'
    assert _faults(tmp_path, text) == [
        "2: rooms: must be a whole number",
        "5: talks[1].speakers: must be a list in brackets, such as [ … ]",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "this is not TOML"),
        ("title = Zażółć", "this is not TOML"),
        ('title = "A"\ntitle = "B"', "this is not TOML"),
        ("start = 10:00", "this is not TOML"),
        ("rooms = 1" + "0" * 5000, "this is not TOML"),
        ("talks = " + "[" * 50_000, "brackets are nested too deep"),
        ("Zażółć".encode("iso-8859-2"), "not UTF-8 text; save it as UTF-8"),
        (b"\x00\x01\x02", "this is not TOML"),
        (b"#" * (1 << 21), "over 1 MiB; it cannot be right"),
    ],
)
def test_what_is_no_toml_is_told_in_one_line(text: str | bytes, said: str, tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, text)
    assert said in fault


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="No such file"):
        read_toml(tmp_path / "none.toml", _Meeting)
    with pytest.raises(InvalidFile, match="Is a directory"):
        read_toml(tmp_path, _Meeting)


def test_several_faults_are_several_lines() -> None:
    error = InvalidFile(["a.toml:1: one", "a.toml:2: two"])
    assert str(error).splitlines() == list(error.faults)


def test_a_table_that_nobody_knows_is_told_with_its_own_line(tmp_path: Path) -> None:
    from pipeline.seminar import Seminar

    path = tmp_path / "seminar.toml"
    path.write_text('title = "x"\n\n[[recordings]]\nfile = "a"\n\n[[programmes]]\ntitle = "y"\n')
    with pytest.raises(InvalidFile) as caught:
        read_toml(path, Seminar)
    assert caught.value.faults == (f"{path}:6: programmes: unknown key; write programme",)
