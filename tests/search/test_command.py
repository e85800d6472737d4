"""`stenogram search --speaker`."""

import json
from pathlib import Path

import pytest

from pipeline.search import write_index
from tests.demo import stenogram
from tests.search.test_speakers import spoken_documents


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a site that has nothing but an index, public and of drafts."""
    (tmp_path / "stenogram.toml").write_text("")
    (tmp_path / "seminars").mkdir()
    first, second, deck = spoken_documents()
    write_index([first, deck], tmp_path / "outputs/site/search")
    write_index([first, second], tmp_path / "outputs/site/robocze/search")
    return tmp_path


def test_a_search_keeps_to_a_speaker_and_says_who_it_was(root: Path) -> None:
    result = stenogram(root, "search", "mosty", "--speaker", "zuraw")
    assert result.returncode == 0, result.stderr
    assert "Anna Żuraw: Most stoi." in result.stdout
    assert "Anna Żuraw (uncertain): O moście" in result.stdout
    assert "Anna Żurawska: Most jest drogi." in result.stdout
    assert "Bogdan" not in result.stdout
    assert "3 found" in result.stdout


def test_as_json_each_hit_has_its_speaker(root: Path) -> None:
    found = json.loads(stenogram(root, "search", "mosty", "--json").stdout)
    told = {(hit["speaker"], hit["doubtful"], hit["draft"]) for hit in found}
    assert ("Anna Żurawska", False, True) in told
    assert ("Anna Żuraw", True, False) in told
    assert (None, False, False) in told
    kept = json.loads(stenogram(root, "search", "mosty", "--json", "--speaker", "ŚLĘZA").stdout)
    assert [hit["speaker"] for hit in kept] == ["Bogdan Ślęza"]


def test_who_is_known_by_no_name_is_told_with_those_who_are(root: Path) -> None:
    result = stenogram(root, "search", "mosty", "--speaker", "Celina")
    assert result.returncode == 2
    assert "nobody is called „Celina”; known are: Anna Żuraw, Anna Żurawska" in result.stderr


def test_a_speaker_who_never_says_it_is_no_fault(root: Path) -> None:
    result = stenogram(root, "search", "drogi", "--speaker", "Bogdan")
    assert result.returncode == 1
    assert "nothing found" in result.stderr
