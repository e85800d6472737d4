import re
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import Word
from pipeline.language import LEANING, leans
from pipeline.stages.render.captions import captions
from pipeline.stages.render.cuefiles import cue_script, subrip, webvtt
from tests.render.invented import MORNING, spoken

_NOUNS = st.sampled_from(
    ["most", "rzeka,", "brzegami.", "zagospodarowanie", "rok", "ludzie?", "miasto", "Wisłok"]
)
_LEANING = st.sampled_from(sorted(LEANING))


@st.composite
def _talk(draw: st.DrawFn) -> tuple[Word, ...]:
    """Speech at a human pace: no two leaning words in a row, pauses of all lengths."""
    words: list[Word] = []
    now = draw(st.floats(0, 5))
    for _ in range(draw(st.integers(1, 60))):
        texts = [draw(_NOUNS)]
        if draw(st.booleans()):
            texts.insert(0, draw(_LEANING))
        for text in texts:
            lasts = draw(st.floats(0.25, 0.8))
            words.append(Word(now, now + lasts, text, 0.9))
            now += lasts + draw(st.floats(0, 0.3))
        now += draw(st.sampled_from([0.0, 0.0, 0.0, 0.8, 2.0, 20.0]))
    return tuple(words)


_BORDERS = st.lists(st.floats(0, 80), max_size=3)


@given(_talk(), _BORDERS)
@settings(max_examples=150, deadline=None)
def test_every_word_is_shown_once_and_in_order(words: tuple[Word, ...], at: list[float]) -> None:
    cues = captions(words, at, words[-1].end + 2)
    shown = " ".join(" ".join(cue.lines) for cue in cues)
    assert shown == " ".join(word.text for word in words)


@given(_talk(), _BORDERS)
@settings(max_examples=150, deadline=None)
def test_cues_are_small_and_last_long_enough_to_read(
    words: tuple[Word, ...], at: list[float]
) -> None:
    for cue in captions(words, at, words[-1].end + 2):
        assert len(cue.lines) <= 2
        assert all(0 < len(each) <= 42 for each in cue.lines)
        assert 1000 <= cue.end_ms - cue.start_ms <= 7000


@given(_talk(), _BORDERS)
@settings(max_examples=150, deadline=None)
def test_two_frames_lie_between_cues_and_a_pause_ends_one(
    words: tuple[Word, ...], at: list[float]
) -> None:
    cues = captions(words, at, words[-1].end + 2)
    assert all(after.start_ms - before.end_ms >= 83 for before, after in pairwise(cues))
    number = 0
    for cue in cues:
        held = words[number : number + sum(len(each.split()) for each in cue.lines)]
        number += len(held)
        assert all(after.start - before.end <= 1.5 for before, after in pairwise(held))


@given(_talk())
@settings(max_examples=150, deadline=None)
def test_no_line_ends_with_a_word_that_leans_on_the_next(words: tuple[Word, ...]) -> None:
    pauses = {a.text for a, b in pairwise(words) if b.start - a.end > 1.5}
    cues = captions(words, (), words[-1].end + 2)
    lines = [each for cue in cues for each in cue.lines]
    for each in lines[:-1]:
        last = each.split()[-1]
        assert not leans(last) or last in pauses


def test_a_border_between_sessions_parts_cues() -> None:
    words = (*spoken("Dziękuję państwu bardzo", 0.0), *spoken("Zaczynamy drugą sesję", 1.3))
    assert [cue.lines for cue in captions(words, [1.3], 9.0)] == [
        ("Dziękuję państwu bardzo",),
        ("Zaczynamy drugą sesję",),
    ]


def test_a_short_word_stays_on_the_screen_for_a_second() -> None:
    (cue,) = captions((Word(5.0, 5.2, "Tak.", 0.9),), (), 30.0)
    assert (cue.start_ms, cue.end_ms) == (5000, 6000)


def test_the_first_cue_has_no_time_before_the_recording_to_come_early_in() -> None:
    lengths = (0.5, 0.25, 0.25, *[0.5] * 14)
    starts = [0.0, *accumulate(lengths)]
    words = [Word(a, b, "most", 0.9) for a, b in pairwise(starts)]
    cues = captions(words, (), 10.0)
    assert all(1000 <= cue.end_ms - cue.start_ms <= 7000 for cue in cues)


@pytest.mark.parametrize("step", [0.3, 0.5, 0.9])
def test_borders_closer_than_a_readable_cue_do_not_part_cues(step: float) -> None:
    words = [Word(at * step, (at + 1) * step, "most", 0.9) for at in range(17)]
    cues = captions(words, [word.start for word in words], words[-1].end + 2)
    assert all(1000 <= cue.end_ms - cue.start_ms <= 7000 for cue in cues)


def test_a_word_longer_than_a_line_is_cut_and_not_lost() -> None:
    cues = captions((Word(0.0, 3.0, "x" * 100, 0.9),), (), 5.0)
    assert "".join("".join(cue.lines) for cue in cues) == "x" * 100
    assert all(len(each) <= 42 for cue in cues for each in cue.lines)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 3), st.text(max_size=60)), max_size=30))
@settings(max_examples=150, deadline=None)
def test_nonsense_in_gives_well_formed_files(rows: list[tuple[float, float, str]]) -> None:
    words = [Word(start, start + lasts, text, 0.5) for start, lasts, text in rows]
    cues = captions(words, (), 60.0)
    assert all(cue.start_ms < cue.end_ms for cue in cues)
    assert all(before.end_ms < after.start_ms for before, after in pairwise(cues))
    for block in webvtt(cues, "a --> b <i>").split("\n\n")[1:]:
        assert block.startswith("NOTE") or re.match(
            r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}\n", block
        )
    webvtt(cues, "").encode()


def test_cue_files_carry_no_markup_of_the_speaker() -> None:
    cues = captions(spoken("<b>Raz</b> & </script> --> dwa"), (), 9.0)
    vtt = webvtt(cues, "t")
    assert "&lt;b&gt;Raz&lt;/b&gt; &amp;" in vtt
    assert vtt.count("-->") == len(cues)
    assert "<" not in subrip(cues)
    assert "<" not in cue_script(cues)


def test_captions_of_polish_prose_break_at_phrases() -> None:
    cues = captions(spoken(MORNING, 1.0), (), 30.0)
    assert len(cues) == 3
    assert all(cue.lines[-1][-1] in ".," for cue in cues)


@pytest.mark.parametrize(
    "text",
    [
        "Serdecznie dziękuję gościom, doktorowi_Ziemowitowi_Kasztelnikowi oraz wszystkim_grupom.",
        "W_ubiegłym_roku wydaliśmy na_tę_inwestycję niemal dokładnie 180_tys._złotych i_pół etatu.",
        "Spotkamy się wszyscy znowu w_czwartek 23_kwietnia o_dziesiątej rano na_warsztacie.",
        "Transmisję ogląda 147_uczestników z_sześćdziesięciu_dwóch_miast, a_także z_zagranicy.",
    ],
)
@pytest.mark.parametrize("before", range(6))
def test_lines_break_between_phrases_and_not_inside_them(text: str, before: int) -> None:
    """What an underscore joins stays on one line, wherever in a cue it comes."""
    whole = " ".join(["Owszem."] * before + [text])
    cues = captions(spoken(whole.replace("_", " "), 1.0, 0.5), (), 60.0)
    broken = " | ".join(each for cue in cues for each in cue.lines).split()
    joined = {(left, right) for part in text.split() for left, right in pairwise(part.split("_"))}
    torn = {(a, c) for a, b, c in zip(broken, broken[1:], broken[2:], strict=False) if b == "|"}
    assert torn & joined == set()


def test_a_cue_starts_with_a_sentence_where_it_can() -> None:
    text = (
        "Dziękuję państwu bardzo. Zaczynamy od podatków, bo podatki mówią o mieście najwięcej."
        " Potem będzie przerwa i pytania. Proszę je wpisywać na czacie."
    )
    cues = captions(spoken(text, 1.0), (), 60.0)
    assert [cue.lines[0].split()[0] for cue in cues] == ["Dziękuję", "Zaczynamy", "Potem"]


def test_what_is_said_fast_comes_early_and_stays_into_the_silence() -> None:
    text = "Zapytaliśmy przedsiębiorców z gminy."
    words = spoken(text, 10.0, 0.36)
    (cue,) = captions(words, (), 60.0)
    assert cue.start_ms == 10_000
    assert cue.end_ms - cue.start_ms >= len(text) / 17 * 1000
    following = (*words, *spoken("Odpowiedzieli.", 12.05, 0.9))
    cue, after = captions(following, [12.05], 20.0)
    assert 9_800 <= cue.start_ms < 10_000
    assert (len(text) / 17) * 1000 <= cue.end_ms - cue.start_ms
    assert after.start_ms == 12_050


def test_no_cue_comes_while_another_word_is_spoken() -> None:
    words = [Word(at * 0.25, at * 0.25 + 0.25, "bezrobocie", 0.9) for at in range(60)]
    starts = {round(word.start * 1000) for word in words}
    assert all(cue.start_ms in starts for cue in captions(words, (), 15.0))
