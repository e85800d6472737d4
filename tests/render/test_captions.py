import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import Word
from pipeline.stages.render.captions import CLINGING, captions
from pipeline.stages.render.cuefiles import cue_script, subrip, webvtt
from tests.render.invented import MORNING, spoken

_NOUNS = st.sampled_from(
    ["most", "rzeka,", "brzegami.", "zagospodarowanie", "rok", "ludzie?", "miasto", "Wisłok"]
)
_CLINGING = st.sampled_from(sorted(CLINGING))


@st.composite
def _talk(draw: st.DrawFn) -> tuple[Word, ...]:
    """Speech at a human pace: no two clinging words in a row, pauses of all lengths."""
    words: list[Word] = []
    now = draw(st.floats(0, 5))
    for _ in range(draw(st.integers(1, 60))):
        texts = [draw(_NOUNS)]
        if draw(st.booleans()):
            texts.insert(0, draw(_CLINGING))
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
        assert last not in CLINGING or last in pauses


def test_a_border_between_sessions_parts_cues() -> None:
    words = (*spoken("Dziękuję państwu bardzo", 0.0), *spoken("Zaczynamy drugą sesję", 1.3))
    assert [cue.lines for cue in captions(words, [1.3], 9.0)] == [
        ("Dziękuję państwu bardzo",),
        ("Zaczynamy drugą sesję",),
    ]


def test_a_short_word_stays_on_the_screen_for_a_second() -> None:
    (cue,) = captions((Word(5.0, 5.2, "Tak.", 0.9),), (), 30.0)
    assert (cue.start_ms, cue.end_ms) == (5000, 6000)


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
