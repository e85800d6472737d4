"""Who speaks, from the command line to the pages, in an invented workspace."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import (
    LedgerEntry,
    Recording,
    RecordingTurns,
    Transcript,
    Turn,
    Turns,
    Word,
)
from pipeline.attributing import not_shown
from pipeline.canonical import digest
from pipeline.catalogue import Catalogue
from pipeline.config import Workspace
from pipeline.locks import locked
from pipeline.making import inputs_of, note_present
from pipeline.owners import STAGES, owners_of
from pipeline.publishing import Site
from pipeline.seminar import read_seminar
from pipeline.stages.diarise.hearing import hear
from pipeline.stages.render import RenderOptions
from pipeline.store import Folder, Provenance
from pipeline.voice import voice_model
from tests.demo import lend_models, stenogram, workspace

_SEMINAR = """\
title = "Rada"  # tak ma być

[[recordings]]
id = "a"
file = "a.mp4"
state = "public"

[[recordings]]
id = "b"
file = "b.mp4"

[[programme]]
title = "Otwarcie"
speakers = ["Żegota Brzeg", "dr Halszka Wiatraczna"]
"""
_OPENING = "Dzień dobry państwu. Otwieram naradę o rzekach i mostach w naszych wszystkich miastach."
_SAID = {
    "a": (
        (0.0, 1, _OPENING),
        (20.0, 2, "Każdy most kosztuje. Brak mostu kosztuje \x1b[31mwięcej. Dużo więcej."),
        (40.0, 3, "Tak."),
    ),
    "b": ((0.0, 2, "Nazywam się Halszka Wiatraczna. Opowiem o wałach."), (20.0, None, "Nie.")),
}


def _spoken(said: Sequence[tuple[float, int | None, str]]) -> tuple[Transcript, tuple[Turn, ...]]:
    words: list[Word] = []
    turns = []
    for start, speaker, text in said:
        first = len(words)
        for number, part in enumerate(text.split()):
            words.append(Word(start + number, start + number + 0.9, part, 0.9, 0.1))
        sure = None if speaker is None else 0.99
        turns.append(Turn(start, words[-1].end, first, len(words), speaker, sure))
    return Transcript("pl", 60.0, tuple(words), (LedgerEntry(0, 60, "transcribed"),)), tuple(turns)


def _workspace(root: Path, turns: Turns | None = None, declared: str = _SEMINAR) -> Path:
    """A seminar `rada`, as the stages would have left it."""
    folder = root / "seminars" / "rada"
    folder.mkdir(parents=True)
    (root / "stenogram.toml").write_text("")
    (folder / "seminar.toml").write_text(declared, encoding="utf-8")
    every = []
    for name, said in _SAID.items():
        kept = Folder(root / "outputs" / "rada" / "recordings" / name)
        transcript, own = _spoken(said)
        every.append(RecordingTurns(name, own))
        media = f"rada/recordings/{name}/media.mp4"
        recording = Recording(media, "0" * 64, 1, 60.0, None, has_picture=False)
        kept.write(recording, Provenance("download", 1, {}, "", "", "recipe"))
        (root / "outputs" / media).write_bytes(b"0")
        kept.write(transcript, Provenance("repair", 1, {}, "", "", "recipe"))
    _diarised(root, Turns(tuple(every)) if turns is None else turns)
    return root


def _diarised(root: Path, turns: Turns) -> None:
    """Leave turns, made of the transcripts that are there."""
    owner = owners_of(read_seminar(root / "seminars" / "rada"), root / "outputs")
    note_present(owner, STAGES)
    (stage,) = [stage for stage in STAGES if stage.name == "diarise"]
    inputs = digest(inputs_of(stage, owner))
    owner.folder.write(turns, Provenance("diarise", 1, {}, "", inputs, "recipe"))


def _turns(root: Path) -> Turns:
    return Folder(root / "outputs" / "rada").read("diarise", Turns)


def _declare(root: Path, more: str) -> None:
    path = root / "seminars" / "rada" / "seminar.toml"
    path.write_text(more + path.read_text(encoding="utf-8"), encoding="utf-8")


def _render(root: Path) -> int:
    return Site(Workspace(root), RenderOptions(media="none")).bring_up_to_date()


def _pages(root: Path) -> tuple[str, str]:
    """The text of the public recording, and that of the draft."""
    site = root / "outputs" / "site"
    public = (site / "rada" / "a.txt").read_text(encoding="utf-8")
    return public, (site / "robocze" / "rada" / "b.txt").read_text(encoding="utf-8")


def test_each_speaker_is_told_with_talk_quotations_and_suggestions(tmp_path: Path) -> None:
    _workspace(tmp_path)
    result = stenogram(tmp_path, "speakers", "rada")
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "rada: 3 speakers, 0:00:30 of talk"
    assert lines[1:4] == [
        " 1 Osoba 1",
        "   0:00:13, 42 % of the talk; in a",
        f"   listen: a, 0:00:00 „{_OPENING.removesuffix(' miastach.')} …”",
    ]
    assert " 2 Osoba 2" in lines
    assert "of the talk; in a, b" in result.stdout
    assert "   listen: b, 0:00:00 „Nazywam się Halszka Wiatraczna." in result.stdout
    assert "   listen for a name: a, 0:00:40 „Tak.”" in lines
    assert "perhaps Halszka Wiatraczna, who says so: b, 0:00:00" in result.stdout
    assert "   if so: stenogram speakers rada --name '2=Halszka Wiatraczna'" in lines
    assert lines[-1] == "   no voice could be told: 0:00:01, 3 %"
    assert all(char.isprintable() for char in result.stdout.replace("\n", ""))


def test_programs_are_told_the_same(tmp_path: Path) -> None:
    _workspace(tmp_path)
    _declare(tmp_path, 'speakers = [{name = "Jan", recording = "b", at = 00:00:20}]\n')
    shown = stenogram(tmp_path, "speakers", str(tmp_path / "seminars" / "rada"), "--json").stdout
    row = json.loads(shown)
    assert [each["number"] for each in row["speakers"]] == [1, 2, 3]
    second = row["speakers"][1]
    assert (second["label"], second["named"]) == ("Osoba 2", None)
    assert second["suggested"][0]["kind"] == "said"
    assert {each["recording"] for each in second["quotations"]} == {"a", "b"}
    assert row["withdrawn"][0]["why"] == "no voice could be told there"
    assert "\x1b" not in shown


def test_a_person_names_a_voice_and_the_pages_show_it(tmp_path: Path) -> None:
    _workspace(tmp_path)
    assert _render(tmp_path) > 0
    assert all("Osoba 2" in page for page in _pages(tmp_path))
    result = stenogram(tmp_path, "speakers", "rada", "--name", "2=Halszka Wiatraczna")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "2: Halszka Wiatraczna (a, 0:00:20)",
        "the pages show it after: stenogram run rada",
    ]
    declared = (tmp_path / "seminars" / "rada" / "seminar.toml").read_text(encoding="utf-8")
    assert declared == _SEMINAR + (
        '\n[[speakers]]\nname = "Halszka Wiatraczna"\nrecording = "a"\n'
        "at = 00:00:20.1\nuntil = 00:00:28.9\n"
    )
    assert _render(tmp_path) > 0
    assert all("Halszka Wiatraczna" in page for page in _pages(tmp_path))
    assert all("Osoba 2" not in page for page in _pages(tmp_path))
    assert _render(tmp_path) == 0
    told = stenogram(tmp_path, "speakers", "rada").stdout
    assert " 2 Halszka Wiatraczna (named by a person: a, 0:00:20)" in told
    assert "perhaps" not in told


def test_their_own_word_in_a_draft_names_nobody_in_public(tmp_path: Path) -> None:
    _workspace(tmp_path, declared=f'confirm = "said"\n{_SEMINAR}')
    _render(tmp_path)
    public, draft = _pages(tmp_path)
    assert "Halszka Wiatraczna" in draft.replace("Nazywam się Halszka Wiatraczna", "")
    assert "Osoba 2" in public
    for path in (tmp_path / "outputs" / "site").rglob("*"):
        if path.is_file() and "robocze" not in path.parts and path.suffix in {".txt", ".vtt"}:
            assert "Halszka Wiatraczna" not in path.read_text(encoding="utf-8"), path


def test_their_own_word_counts_only_where_the_seminar_says_so(tmp_path: Path) -> None:
    _workspace(tmp_path)
    _render(tmp_path)
    assert "Osoba 2" in _pages(tmp_path)[1]
    _declare(tmp_path, 'confirm = "said"\n')
    assert _render(tmp_path) > 0
    assert "Osoba 2" not in _pages(tmp_path)[1]
    told = stenogram(tmp_path, "speakers", "rada").stdout
    assert " 2 Halszka Wiatraczna (called so by themselves alone: b, 0:00:0" in told


def test_a_name_that_does_not_hold_any_more_is_not_shown_and_told(tmp_path: Path) -> None:
    _workspace(tmp_path)
    assert stenogram(tmp_path, "speakers", "rada", "--name", "2=Halszka Wiatraczna").returncode == 0
    before = _turns(tmp_path)
    first = before.recordings[0]
    joined = replace(first.turns[1], end=first.turns[2].end, end_word=first.turns[2].end_word)
    _diarised(tmp_path, Turns((replace(first, turns=(first.turns[0], joined)),)))
    _render(tmp_path)
    assert all("Halszka Wiatraczna:" not in page for page in _pages(tmp_path))
    (told,) = not_shown(read_seminar(tmp_path / "seminars" / "rada"), tmp_path / "outputs")
    assert told == (
        "Halszka Wiatraczna (a, 0:00:20) is not shown: voices are told apart there in another way "
        "than when the name was given; listen there, and name the voice again: stenogram speakers, "
        "--name"
    )
    assert told in stenogram(tmp_path, "speakers", "rada").stdout
    _diarised(tmp_path, Turns(()))
    (told,) = not_shown(read_seminar(tmp_path / "seminars" / "rada"), tmp_path / "outputs")
    assert told.startswith("voices are not told apart, so no name of [[speakers]] is shown")


def test_a_run_tells_of_names_that_are_not_shown(tmp_path: Path) -> None:
    _workspace(tmp_path)
    lend_models(tmp_path)
    _declare(tmp_path, 'speakers = [{name = "Jan", recording = "b", at = 00:00:20}]\n')
    told = stenogram(tmp_path, "run", "-q").stderr
    assert "rada: speakers: Jan (b, 0:00:20) is not shown: no voice could be told there" in told


def test_turns_of_other_words_are_not_shown(tmp_path: Path) -> None:
    _workspace(tmp_path)
    kept = Folder(tmp_path / "outputs" / "rada" / "recordings" / "a")
    other = Transcript("pl", 60.0, (Word(1, 2, "Inne", 0.9),), ())
    kept.write(other, Provenance("repair", 1, {}, "", "", "recipe-2"))
    _render(tmp_path)
    assert "Osoba" not in _pages(tmp_path)[0]
    result = stenogram(tmp_path, "speakers", "rada")
    assert result.returncode == 2
    assert "in other words than are there now; run: stenogram run rada" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--name", "9=Anna"], "no speaker has the number 9; there are: 1, 2, 3"),
        (["--name", "3="], "Osoba 3 was given no name, so there is none to take away"),
        (["--name", "Anna"], 'write a number and a name: 3="Anna Nowak"'),
        (["--name", "²=Anna"], "write a number and a name"),
        (["--name", "1=A\x1b[31m"], "has characters that cannot be printed"),
        (["--name", f"1={'x' * 10_000}"], "has 10000 characters"),
        (["--name", "1=Anna", "--name", "1=Ewa"], "is there twice, with two names"),
    ],
)
def test_a_request_that_makes_no_sense_changes_nothing_and_exits_with_2(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    _workspace(tmp_path)
    result = stenogram(tmp_path, "speakers", "rada", *arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr
    declared = tmp_path / "seminars" / "rada" / "seminar.toml"
    assert declared.read_text(encoding="utf-8") == _SEMINAR


def test_where_voices_were_not_told_apart_it_is_said_what_to_do(tmp_path: Path) -> None:
    _workspace(tmp_path, Turns(()))
    (tmp_path / "stenogram.toml").write_text("[diarise]\nenabled = false\n")
    result = stenogram(tmp_path, "speakers", "rada")
    assert result.returncode == 2
    assert "enabled = true under [diarise], then: stenogram run rada" in result.stderr
    (tmp_path / "outputs" / "rada" / "diarise.json").unlink()
    result = stenogram(tmp_path, "speakers", "rada")
    assert result.returncode == 2
    assert "rada: voices are not told apart yet; run: stenogram run rada" in result.stderr
    assert stenogram(tmp_path, "speakers", "inne").returncode == 2


def test_no_name_is_written_while_the_seminar_is_being_made(tmp_path: Path) -> None:
    _workspace(tmp_path)
    with locked(tmp_path / "outputs" / "rada", "a test"):
        result = stenogram(tmp_path, "speakers", "rada", "--name", "1=Anna")
    assert result.returncode == 75
    assert "another run is working on it" in result.stderr


@pytest.mark.slow
def test_nothing_that_tells_a_voice_is_written_anywhere(tmp_path: Path) -> None:
    root = workspace(tmp_path / "workspace")
    elsewhere = {name: tmp_path / name for name in ("tmp", "home", "cache")}
    for folder in elsewhere.values():
        folder.mkdir()
    done = stenogram(
        root, "run", TMPDIR=str(elsewhere["tmp"]), HOME=str(elsewhere["home"]),
        XDG_CACHE_HOME=str(elsewhere["cache"]),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    outputs = root / "outputs" / "minuta"
    words = Folder(outputs / "recordings" / "minuta").read("repair", Transcript)
    media = next((outputs / "recordings" / "minuta").glob("media.*"))
    heard = hear(media, words, voice_model(Catalogue(root / "models").voices()))
    assert (heard.weights > 0).sum() > 50
    needles = [row.tobytes()[at : at + 24] for row in heard.vectors[::7] for at in (0, 100, 200)]
    needles = [needle for needle in needles if any(needle)]
    written = [
        path for path in tmp_path.rglob("*") if path.is_file() and "models" not in path.parts
    ]
    assert outputs / "diarise.json" in written
    for path in written:
        content = path.read_bytes()
        assert not any(needle in content for needle in needles), path
        if path.suffix == ".json":
            _no_long_row_of_numbers(json.loads(content), path)
    (recording,) = json.loads((outputs / "diarise.json").read_bytes())["artefact"]["recordings"]
    assert {key for turn in recording["turns"] for key in turn} == {
        "start", "end", "first_word", "end_word", "speaker", "confidence", "pauses",
    }  # fmt: skip


def _no_long_row_of_numbers(content: object, path: Path) -> None:
    if isinstance(content, list):
        assert sum(isinstance(each, float) for each in content) <= 8, path
    parts: list[object] = content if isinstance(content, list) else []
    if isinstance(content, dict):
        parts = list(content.values())
    for part in parts:
        _no_long_row_of_numbers(part, path)
