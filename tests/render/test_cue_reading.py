"""Reading caption files: what is written is read again, what is wrong is told with its line."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import Word
from pipeline.errors import InvalidFile
from pipeline.stages.render.captions import captions
from pipeline.stages.render.cue_reading import (
    LONGEST_LINE,
    MOST_BYTES,
    MOST_CUES,
    read_cues,
    read_subrip,
    read_webvtt,
)
from pipeline.stages.render.cuefiles import subrip, webvtt
from pipeline.stages.render.cues import Cue

_HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("<>&{}\\-:;.\r\n\t \u2028\0\ufeff1")), max_size=50
)
_MARKUP = st.sampled_from(
    ["-->", "<i>", "</v>", "&amp;", "&", "NOTE", "STYLE", "WEBVTT", "7", "{\\an8}", "<00:01.000>"]
)
_WORDS = st.lists(
    st.tuples(st.floats(0, 50), st.floats(0, 3), st.one_of(_HOSTILE, _MARKUP)), max_size=30
)


def _cues(rows: list[tuple[float, float, str]]) -> tuple[Cue, ...]:
    return captions([Word(start, start + lasts, text, 0.5) for start, lasts, text in rows], (), 60)


@given(_WORDS, st.one_of(_HOSTILE, _MARKUP))
@settings(max_examples=200, deadline=None)
def test_webvtt_of_anything_said_is_valid_and_says_the_same(
    rows: list[tuple[float, float, str]], title: str
) -> None:
    cues = _cues(rows)
    assert read_webvtt(webvtt(cues, title), "x.vtt") == cues


@given(_WORDS)
@settings(max_examples=200, deadline=None)
def test_subrip_of_anything_said_is_valid_and_as_long(
    rows: list[tuple[float, float, str]],
) -> None:
    cues = _cues(rows)
    found = read_subrip(subrip(cues), "x.srt")
    assert [(cue.start_ms, cue.end_ms) for cue in found] == [
        (cue.start_ms, cue.end_ms) for cue in cues
    ]
    assert [list(map(len, cue.lines)) for cue in found] == [
        list(map(len, cue.lines)) for cue in cues
    ]


@given(_HOSTILE)
@settings(max_examples=300, deadline=None)
def test_nothing_in_a_file_is_worse_than_a_fault(text: str) -> None:
    times = "00:00:01.000 --> 00:00:02.000"
    for whole in (text, f"WEBVTT\n\n{text}", f"WEBVTT\n\n{times}\n{text}"):
        for read in (read_webvtt, read_subrip):
            with suppress(InvalidFile):
                read(whole, "x")


def test_what_webvtt_allows_is_read() -> None:
    text = (
        "\ufeffWEBVTT Narada\r\n\r\nNOTE\r\nuwaga\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "pierwszy\r\n00:01.000 --> 00:02.500 line:0 align:start\r\n"
        "<v Halszka>Pan &amp; <i.cichy>pani</i>\r\n\r\n\r\n"
        "100:00:00.000\t-->  100:00:01.000\r\nraz <00:00:01.500>dwa&nbsp;&lt;3\r\n"
    )
    assert read_webvtt(text.removeprefix("\ufeff"), "x.vtt") == (
        Cue(1000, 2500, ("Pan & pani",)),
        Cue(360_000_000, 360_001_000, ("raz dwa\u00a0<3",)),
    )


_TIMES = "00:01.000 --> 00:02.000\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("WEBVTTX\n", 1),
        ("\nWEBVTT\n", 1),
        (f"WEBVTT\n{_TIMES}Tak.", 1),
        ("WEBVTT\n\nTak.", 3),
        ("WEBVTT\n\nNOTE\na --> b", 3),
        ("WEBVTT\n\n1:00.000 --> 00:02.000\nTak.", 3),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nTak.", 3),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nTak.", 3),
        ("WEBVTT\n\n00:01.000-->00:02.000\nTak.", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 nonsense\nTak.", 3),
        (f"WEBVTT\n\n{_TIMES}Tak.\n{_TIMES}Nie.", 3),
        (f"WEBVTT\n\n{_TIMES}Raz\nPan & pani", 5),
        (f"WEBVTT\n\n{_TIMES}Pan &nonsense; pani", 4),
        (f"WEBVTT\n\n{_TIMES}2 < 3", 4),
        (f"WEBVTT\n\n{_TIMES}<font>Tak.</font>", 4),
        (f"WEBVTT\n\n{_TIMES}<i>Tak.", 4),
        (f"WEBVTT\n\n{_TIMES}<b><i>Tak.</b></i>", 4),
        (f"WEBVTT\n\n{_TIMES}Tak.\n\nSTYLE\n", 6),
        (f"WEBVTT\n\n{_TIMES}{'x' * (LONGEST_LINE + 1)}", 4),
    ],
)
def test_a_fault_of_webvtt_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InvalidFile) as caught:
        read_webvtt(text, "x.vtt")
    assert caught.value.faults[0].startswith(f"x.vtt: line {line}: ")


_SRT = "00:00:01,000 --> 00:00:02,000\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{_SRT}Tak.", 1),
        (f"raz\n{_SRT}Tak.", 1),
        ("1\n", 2),
        ("1\n00:00:01.000 --> 00:00:02.000\nTak.", 2),
        (f"1\n{_SRT}Tak.\n\nNie.", 5),
    ],
)
def test_a_fault_of_subrip_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InvalidFile) as caught:
        read_subrip(text, "x.srt")
    assert caught.value.faults[0].startswith(f"x.srt: line {line}: ")


def test_tags_of_subrip_are_not_read_aloud() -> None:
    text = f'1\n{_SRT}{{\\an8}}<font color="red">Tak</font>, <I>nie</I>\n\n\n2\n{_SRT}\n'
    assert [cue.lines for cue in read_subrip(text, "x.srt")] == [("Tak, nie",), ()]


def test_a_file_is_read_by_its_name_and_encoding(tmp_path: Path) -> None:
    old = tmp_path / "stary.SRT"
    old.write_bytes(f"1\r\n{_SRT}Żółw śpi.\r\n".encode("cp1250"))
    assert read_cues(old)[0].lines == ("Żółw śpi.",)
    new = tmp_path / "nowy.vtt"
    new.write_bytes(b"\xef\xbb\xbf" + f"WEBVTT\n\n{_TIMES}Żółw.\n".encode())
    assert read_cues(new)[0].lines == ("Żółw.",)
    (tmp_path / "pusty.srt").touch()
    assert read_cues(tmp_path / "pusty.srt") == ()


def test_what_is_no_caption_file_is_refused(tmp_path: Path) -> None:
    contents = {
        "a.txt": b"WEBVTT\n",
        "b.vtt": "WEBVTT\n\nNOTE Żółw".encode("cp1250"),
        "c.srt": f"1\n{_SRT}Tak.".encode("utf-16"),
        "d.vtt": b"WEBVTT\n\n\0",
        "e.srt": b"\n" * (MOST_BYTES + 1),
        "f.srt": f"1\n{_SRT}\n".encode() * (MOST_CUES + 1),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "g.vtt").mkdir()
    for name in (*contents, "g.vtt", "nowhere.vtt", f"{'x' * 300}.vtt"):
        with pytest.raises(InvalidFile):
            read_cues(tmp_path / name)


def test_a_file_of_faults_is_not_told_to_its_end() -> None:
    with pytest.raises(InvalidFile) as caught:
        read_subrip("nonsense\n\n" * 5000, "x.srt")
    assert len(caught.value.faults) < 50
