"""A person names a voice: what is written into seminar.toml, and what is left as it was."""

from pathlib import Path

import pytest

from pipeline.artefacts import RecordingTurns, Turn, Turns
from pipeline.errors import UsageError
from pipeline.naming import name_speakers
from pipeline.seminar import SeminarFolder, read_seminar
from pipeline.speakers import resolved

_TEXT = """\
# Narada o rzekach

title   = "Rada"    # tak ma być
confirm = "person"

[[recordings]]
id = "a"
file = "a.mp4"

# Program z ulotki.
[[programme]]
title = "Otwarcie"   # \u2028[[speakers]]
speakers = [ "Anna Nowak",
   "Jan Kowalski" ]
"""
_ENTRY = """\

# Słychać go pod koniec.
[[speakers]]
name = "Jan Kowalski"  # burmistrz
# recording poprawione
recording = 'a'
at = 00:01:00.0

# O tym dalej.
[[decks]]
file = "x.pdf"
"""


def _turn(number: int, start: float, end: float, speaker: int | None, sure: float = 0.99) -> Turn:
    return Turn(start, end, number, number + 1, speaker, sure)


_TURNS = Turns(
    (
        RecordingTurns(
            "a",
            (
                _turn(0, 0.0, 20.0, 1),
                _turn(1, 20.5, 50.03, 2),
                _turn(2, 50.5, 3700.26, 3),
                _turn(3, 3701.0, 3710.0, 4, 0.5),
                _turn(4, 3711.0, 3720.0, 5),
            ),
        ),
    ),
    (5,),
)


def _seminar(folder: Path, text: str) -> SeminarFolder:
    path = folder / "rada"
    path.mkdir(exist_ok=True)
    (path / "seminar.toml").write_bytes(text.encode())
    return read_seminar(path)


def _name(folder: Path, text: str, wanted: dict[int, str]) -> tuple[str, list[str]]:
    """What stands there then, and what is told."""
    told = name_speakers(_seminar(folder, text), _TURNS, wanted)
    return (folder / "rada" / "seminar.toml").read_bytes().decode(), told


def _names(folder: Path) -> dict[int, str]:
    return dict(resolved(_TURNS, read_seminar(folder / "rada").declared.speakers).names)


def test_a_name_is_added_with_a_moment_and_the_rest_stays(tmp_path: Path) -> None:
    text, told = _name(tmp_path, _TEXT, {3: 'Łucja „Lu” "Żak"'})
    assert text == _TEXT + (
        '\n[[speakers]]\nname = "Łucja „Lu” \\"Żak\\""\nrecording = "a"\nat = 00:00:50.6\n'
        "until = 01:01:40.3\n"
    )
    assert told == ['3: Łucja „Lu” "Żak" (a, 0:00:50)']
    assert _names(tmp_path) == {3: 'Łucja „Lu” "Żak"'}


def test_several_names_are_added_and_two_voices_may_have_one(tmp_path: Path) -> None:
    text, _ = _name(tmp_path, _TEXT + _ENTRY, {1: "Anna Nowak", 2: "Anna Nowak"})
    assert _names(tmp_path) == {1: "Anna Nowak", 2: "Anna Nowak", 3: "Jan Kowalski"}
    before, _, after = _ENTRY.partition("at = 00:01:00.0\n")
    assert text.startswith(f"{_TEXT}{before}at = 00:01:00.0\n\n[[speakers]]\n")
    assert text.endswith(after), "what follows an entry stays before what it is about"


def test_another_name_takes_the_place_of_the_one_there_was(tmp_path: Path) -> None:
    text, told = _name(tmp_path, _TEXT + _ENTRY, {3: "Ewa Klon"})
    assert text == _TEXT + _ENTRY.replace('"Jan Kowalski"', '"Ewa Klon"')
    assert told == ["3: Ewa Klon (a, 0:01:00), in place of Jan Kowalski"]


def test_a_name_is_taken_away_and_comments_stay(tmp_path: Path) -> None:
    text, told = _name(tmp_path, _TEXT + _ENTRY, {3: ""})
    assert text == _TEXT + (
        "\n# Słychać go pod koniec.\n# recording poprawione\n\n# O tym dalej.\n[[decks]]\nfile = "
        '"x.pdf"\n'
    )
    assert told == ["3: Jan Kowalski (a, 0:01:00) is taken away"]
    assert _names(tmp_path) == {}


def test_what_is_added_and_taken_away_again_leaves_nothing(tmp_path: Path) -> None:
    _name(tmp_path, _TEXT, {1: "Anna Nowak", 2: "Ewa Klon"})
    seminar = read_seminar(tmp_path / "rada")
    name_speakers(seminar, _TURNS, {2: "", 1: ""})
    assert (seminar.path / "seminar.toml").read_bytes().decode() == _TEXT


def test_a_name_that_does_not_hold_any_more_is_given_a_new_moment(tmp_path: Path) -> None:
    moved = _ENTRY.replace("00:01:00.0", "00:00:55.0\nuntil = 00:01:30.0  # tak było")
    text, told = _name(tmp_path, _TEXT + moved, {3: "Jan Kowalski"})
    assert "at = 00:00:50.6\nuntil = 01:01:40.3  # tak było\n" in text
    assert told == ["3: Jan Kowalski (a, 0:00:50)"]
    lost = _ENTRY.replace("00:01:00.0", "01:30:00")
    text, _ = _name(tmp_path, _TEXT + lost, {3: "jan kowalski"})
    assert text.count("[[speakers]]") == 2, "one of them in a comment"
    assert "at = 00:00:50.6\nuntil = 01:01:40.3\n\n# O tym dalej.\n" in text
    assert _names(tmp_path) == {3: "jan kowalski"}


def test_of_two_names_on_one_voice_the_one_that_is_given_stays(tmp_path: Path) -> None:
    other = '\n[[speakers]]\nname = "Ewa Klon"\nrecording = "a"\nat = 00:05:00\n'
    text, told = _name(tmp_path, _TEXT + _ENTRY + other, {3: "Ewa Klon"})
    assert _names(tmp_path) == {3: "Ewa Klon"}
    assert told == [
        "3: Ewa Klon (a, 0:05:00) is taken away",
        "3: Ewa Klon (a, 0:01:00), in place of Jan Kowalski",
    ]
    assert text == _TEXT + _ENTRY.replace('"Jan Kowalski"', '"Ewa Klon"')


@pytest.mark.parametrize(
    "entries",
    [
        'speakers = []\ntitle = "S"\nrecordings = [{id = "a", file = "a.mp4"}]\n',
        'speakers = [\n  {name = "J", recording = "a", at = 00:01:00},  # jeden\n  # dwa\n]\n'
        'title = "S"\nrecordings = [{id = "a", file = "a.mp4"}]\n',
        '\ufefftitle = "S"\r\n[[recordings]]\r\nid = "a"\r\nfile = "a.mp4"',
    ],
)
def test_other_ways_to_write_it_are_kept(entries: str, tmp_path: Path) -> None:
    text, _ = _name(tmp_path, entries, {1: "Anna Nowak"})
    assert _names(tmp_path)[1] == "Anna Nowak"
    assert ("\ufeff" in text, "\r\n" in text) == ("\ufeff" in entries, "\r\n" in entries)
    assert text.count("\n") == text.count("\r\n") or "\r" not in text
    for comment in ("# jeden", "# dwa"):
        assert (comment in text) == (comment in entries)
    _name(tmp_path, text, {1: "Ewa Klon"})
    assert _names(tmp_path)[1] == "Ewa Klon"
    _name(tmp_path, text, {1: ""})
    assert 1 not in _names(tmp_path)


@pytest.mark.parametrize(
    ("number", "name", "said"),
    [
        (9, "Anna", "no speaker has the number 9; there are: 1, 2, 3, 4, 5"),
        (1, "", "Osoba 1 was given no name, so there is none to take away"),
        (4, "Anna", "Osoba 4 can have no name: nowhere is that voice heard alone for a second"),
        (5, "Anna", "Osoba 5 can have no name: several voices were put together"),
        (1, "a\nb", "has characters that cannot be printed"),
        (1, "x" * 10_000, "has 10000 characters"),
    ],
)
def test_a_name_that_cannot_be_given_changes_nothing(
    number: int, name: str, said: str, tmp_path: Path
) -> None:
    seminar = _seminar(tmp_path, _TEXT)
    with pytest.raises(UsageError, match=said.replace("[", r"\[")):
        name_speakers(seminar, _TURNS, {2: "Ewa Klon", number: name})
    assert (seminar.path / "seminar.toml").read_bytes().decode() == _TEXT


def test_a_text_that_looks_like_a_table_is_not_taken_for_one(tmp_path: Path) -> None:
    odd = _TEXT + '\n[[decks]]\nfile = "x.pdf"\ntitle = """\n[[speakers]]\nname = "nie"\n[x\n"""\n'
    with pytest.raises(UsageError, match=r'write these .* by hand: name = "Anna Nowak"'):
        _name(tmp_path, odd, {1: "Anna Nowak"})
    assert (tmp_path / "rada" / "seminar.toml").read_bytes().decode() == odd
