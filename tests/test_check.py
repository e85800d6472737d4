"""The command `check`: what an operator reads, what a cron job is told by its exit code."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import LedgerEntry, Raised, Recording, Replacement, Sound, Transcript, Word
from pipeline.store import Folder, Provenance
from tests.demo import stenogram

_WORDS = tuple(
    Word(60.0 * number, 60.0 * number + 0.5, text, 0.9, 0.1 * number)
    for number, text in enumerate(["To", "jest", "z", "kartonu", "2008", "\x1b]x;tytuł\x07tu"])
)
_WHOLE = Transcript("pl", 4000.0, _WORDS, (LedgerEntry(0.0, 4000.0, "transcribed"),))
_LOST = replace(
    _WHOLE,
    ledger=(
        LedgerEntry(0.0, 3000.0, "transcribed"),
        LedgerEntry(3000.0, 3040.25, "rejected", "repeats itself", "tak \x1b[31mtak\x9b\u202e tak"),
        LedgerEntry(3040.25, 4000.0, "not speech"),
    ),
    replacements=(Replacement(2, 4, (Word(120.0, 181.0, "skartonu", 0.4),)),),
)


def _workspace(root: Path, **recordings: dict[str, Transcript]) -> Path:
    """A seminar `rada` with recordings, each with the transcripts that stages have left."""
    folder = root / "seminars" / "rada"
    folder.mkdir(parents=True)
    tables = "".join(f'[[recordings]]\nid = "{name}"\nfile = "a.mp4"\n' for name in recordings)
    (folder / "seminar.toml").write_text(f'title = "Rada"\n{tables}')
    for name, transcripts in recordings.items():
        for stage, transcript in transcripts.items():
            kept = Folder(root / "outputs" / "rada" / "recordings" / name)
            kept.write(transcript, Provenance(stage, 1, {}, "", "", "recipe"))
    return root


def test_all_is_well_where_all_speech_is_recognised(tmp_path: Path) -> None:
    _workspace(tmp_path, a={"transcribe": _WHOLE})
    result = stenogram(tmp_path, "check")
    assert (result.returncode, result.stderr) == (0, "")
    assert "rada/a: 1:06:40, speech recognised: 100 %" in result.stdout


def test_what_was_lost_is_told_with_the_text_and_exits_with_1(tmp_path: Path) -> None:
    _workspace(tmp_path, a={"transcribe": _WHOLE, "repair": _LOST})
    result = stenogram(tmp_path, "check", "rada/a", "--all", "--share", "100")
    assert result.returncode == 1
    assert "rada/a: 1:06:40, speech recognised: 98.6 %" in result.stdout
    assert "transcribed 3000.0 s, not speech 959.8 s, rejected 40.2 s" in result.stdout
    assert "0:50:00–0:50:41 rejected: repeats itself: „tak " in result.stdout
    assert "replaced by the stage repair: 1" in result.stdout
    assert "0:02:00  z kartonu, was „skartonu”" in result.stdout
    assert "0:04:00   40 %  2008  (number)" in result.stdout
    assert "0:03:00   30 %  kartonu  (was „skartonu”)" in result.stdout
    order = [line.split()[3] for line in result.stdout.splitlines() if " %  " in line]
    assert order[:2] == ["2008", "\ufffd]x;tytuł\ufffdtu"]


def test_what_was_done_to_the_sound_is_told(tmp_path: Path) -> None:
    raised = (Raised(1.0, 9.0, 12.4), Raised(20.0, 21.0, 20.0))
    sound = Sound(-31.04, ((0.0, "mix"), (600.0, "left")), raised)
    _workspace(tmp_path, a={"transcribe": replace(_WHOLE, sound=sound)})
    shown = stenogram(tmp_path, "check").stdout
    assert "loudness -31.0 LUFS; of its two channels: the left one; 9 s of quiet speech" in shown
    assert "by 20 dB at most" in shown
    row = json.loads(stenogram(tmp_path, "check", "--json").stdout)
    assert row["sound"]["raised"][0] == {"start": 1.0, "end": 9.0, "gain": 12.4}


def test_captions_that_came_with_it_are_compared(tmp_path: Path) -> None:
    _workspace(tmp_path, a={"transcribe": _WHOLE})
    kept = Folder(tmp_path / "outputs" / "rada" / "recordings" / "a")
    name = "rada/recordings/a/captions.pl.srt"
    recording = Recording("m.mp4", "0" * 64, 1, 4000.0, None, has_picture=False, captions=(name,))
    kept.write(recording, Provenance("download", 2, {}, "", "", "recipe"))
    (tmp_path / "outputs" / name).write_text("1\n00:00:00,000 --> 00:00:01,000\nTo jest z domu\n")
    shown = stenogram(tmp_path, "check").stdout
    assert "it has 75 % of the words of the captions that came with it" in shown


def test_what_was_said_cannot_steer_the_terminal(tmp_path: Path) -> None:
    _workspace(tmp_path, a={"repair": _LOST})
    for arguments in (["--all"], ["--json"]):
        shown = stenogram(tmp_path, "check", *arguments).stdout
        assert all(char.isprintable() for char in shown.replace("\n", ""))
    row = json.loads(stenogram(tmp_path, "check", "--json").stdout)
    assert row["places"][0]["entries"][0]["text"] == "tak \x1b[31mtak\x9b\u202e tak"
    assert row["stage"] == "repair"
    assert row["recognised"] == pytest.approx(0.98676, abs=1e-5)


def test_a_little_may_be_lost_where_the_operator_says_so(tmp_path: Path) -> None:
    _workspace(tmp_path, a={"repair": _LOST})
    assert stenogram(tmp_path, "check", "--max-lost", "1").returncode == 1
    assert stenogram(tmp_path, "check", "--max-lost", "2").returncode == 0


def test_as_many_words_are_shown_as_asked_for(tmp_path: Path) -> None:
    _workspace(tmp_path, a={"transcribe": _WHOLE})
    shown = stenogram(tmp_path, "check", "--words", "2", "--share", "100").stdout
    assert shown.count(" %  ") == 2
    assert "4 more; show them: --all" in shown


def test_a_transcript_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    odd = replace(_WHOLE, ledger=())
    _workspace(
        tmp_path, none={}, damaged={"transcribe": _WHOLE}, odd={"repair": odd},
        whole={"transcribe": _WHOLE},
    )  # fmt: skip
    recordings = tmp_path / "outputs" / "rada" / "recordings"
    (recordings / "damaged" / "transcribe.json").write_text("{" * 100_000)
    result = stenogram(tmp_path, "check")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    told = result.stderr.splitlines()
    assert told[0] == "stenogram: rada/none: there is no transcript yet; make it: stenogram run"
    assert told[1].endswith("transcribe.json: damaged, or changed since it was made; run again")
    assert told[2].endswith(
        "repair.json: its ledger has a gap or an overlap; delete it and run again"
    )
    assert "rada/whole: 1:06:40" in result.stdout
    lines = stenogram(tmp_path, "check", "--json").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert ["fault" in row for row in rows] == [True, True, True, False]


def test_a_name_that_nothing_has_exits_with_2(tmp_path: Path) -> None:
    _workspace(tmp_path, a={"transcribe": _WHOLE})
    for name in ("../rada", "rada/b"):
        result = stenogram(tmp_path, "check", name)
        assert result.returncode == 2, name
        assert "there are: " in result.stderr
    assert stenogram(tmp_path, "check", "seminars/rada/").returncode == 0
    (tmp_path / "seminars" / "rada" / "seminar.toml").write_text("titel = 1\n")
    assert stenogram(tmp_path, "check").returncode == 2
