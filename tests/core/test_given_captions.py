"""Captions that came with a recording: what they say, and how far the transcript agrees."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import Recording
from pipeline.captions import agreement, caption_text, polish_captions

_VTT = """WEBVTT - zapis

NOTE nie czytać tego

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:02.000 line:90%
<v Halszka>Dzień dobry</v>
Państwu &amp; miastu

00:02.500 --> 00:03.000
{\\an8}Zaczynamy
"""
_SRT = """1
00:00:01,000 --> 00:00:02,000
Dzień dobry

2
00:00:03,000 --> 00:00:04,000
2020
""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_VTT, "Dzień dobry\nPaństwu   miastu\nZaczynamy"),
        (_SRT, "Dzień dobry\n2020"),
        ("\ufeff" + _VTT, "Dzień dobry\nPaństwu   miastu\nZaczynamy"),
        ("to nie są napisy\n\n", ""),
        ("", ""),
    ],
)
def test_only_what_is_said_is_read(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "captions.pl.vtt"
    file.write_text(content, encoding="utf-8", newline="")
    assert caption_text(file) == said


def test_polish_captions_are_taken_and_missing_ones_are_none(tmp_path: Path) -> None:
    recording = Recording("s/r/media.mp4", "0" * 64, 1, 1.0, None, has_picture=False)
    assert polish_captions(recording, tmp_path) == ""
    both = replace(recording, captions=("captions.en.vtt", "captions.pl.srt"))
    assert polish_captions(both, tmp_path) == ""
    (tmp_path / "captions.en.vtt").write_text(_VTT, encoding="utf-8")
    (tmp_path / "captions.pl.srt").write_bytes(_SRT.encode())
    assert polish_captions(both, tmp_path) == "Dzień dobry\n2020"


def test_agreement_is_the_share_of_words_in_the_same_order() -> None:
    assert agreement(["Dzień", "dobry,", "Państwu."], "dzień dobry państwu") == 1.0
    assert agreement(["Dzień", "zły", "Państwu."], "Dzień dobry Państwu, witam") == 0.5
    assert agreement([], "witam") == 0.0
    assert agreement(["witam"], "…") is None


def test_what_a_file_may_hold_takes_no_time(tmp_path: Path) -> None:
    file = tmp_path / "captions.pl.vtt"
    file.write_text("00:00.000 --> 00:01.000\n" + "<" * 500_000 + "{" * 500_000, encoding="utf-8")
    assert len(caption_text(file)) == 1_000_000
