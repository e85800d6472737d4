"""Patterns, folders of seminars and lists, spelled out."""

from pathlib import Path

import pytest

from pipeline.cli.listed import Listed, listed


@pytest.fixture
def seminars(tmp_path: Path) -> Path:
    for name in ("2019-maj", "2019-wrzesien", "2020-kwiecien"):
        (tmp_path / "seminars" / name).mkdir(parents=True)
        (tmp_path / "seminars" / name / "seminar.toml").write_text('title = "x"\n')
    (tmp_path / "seminars" / "2019-pusty").mkdir()
    return tmp_path / "seminars"


def _names(found: list[Listed]) -> list[str]:
    return [Path(each.source).name for each in found]


def test_a_pattern_is_what_matches_it_in_order(seminars: Path) -> None:
    found, faults = listed([str(seminars / "2019-*")], [])
    assert _names(found) == ["2019-maj", "2019-wrzesien"]
    assert faults == []


def test_a_folder_of_seminars_is_all_of_them(seminars: Path) -> None:
    assert len(listed([str(seminars)], [])[0]) == 3
    assert _names(listed([str(seminars / "2019-maj")], [])[0]) == ["2019-maj"]


def test_addresses_and_names_are_left_as_they_are() -> None:
    sources = ["https://example.org/a?b=[1]*", "maj"]
    assert [each.source for each in listed(sources, [])[0]] == sources


def test_a_list_names_what_lies_beside_it(seminars: Path) -> None:
    path = seminars / "lista.txt"
    path.write_text("# comment\n\n2019-maj\n2020-*\nhttps://example.org/\nelsewhere\n")
    found, faults = listed([], [path])
    assert [each.source for each in found] == [
        str(seminars / "2019-maj"),
        str(seminars / "2020-kwiecien"),
        "https://example.org/",
        "elsewhere",
    ]
    assert found[-1].where == f"{path}:6: "
    assert faults == []


def test_all_faults_of_lists_and_patterns_are_told_at_once(seminars: Path, tmp_path: Path) -> None:
    path = seminars / "lista.txt"
    path.write_text("2021-*\n2019-maj\n2022-*\n")
    found, faults = listed(["nothing-*"], [path, tmp_path / "nowhere.txt"])
    assert _names(found) == ["2019-maj"]
    assert len(faults) == 4
    assert "nowhere.txt: no such file" in faults[0]
    assert faults[2].startswith(f"{path}:1: ")
    assert faults[3].startswith(f"{path}:3: ")


def test_a_list_is_bounded_and_is_text(tmp_path: Path) -> None:
    for data, told in ((b"a\n" * 20_000, "more than"), (b"\xff\xfe", "not UTF-8")):
        (tmp_path / "list.txt").write_bytes(data)
        found, faults = listed([], [tmp_path / "list.txt"])
        assert not found
        assert told in faults[0]
    (tmp_path / "list.txt").write_bytes(b"#" * (2 << 20))
    assert "larger than 1 MiB" in listed([], [tmp_path / "list.txt"])[1][0]
