"""Who speaks, in WebVTT and SubRip: a voice tag, and a dash where two share a caption."""

import json
import re
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import RecordingTurns, Turn, Turns, Word
from pipeline.stages.render.caption_rules import breaches
from pipeline.stages.render.captions import captions
from pipeline.stages.render.cue_reading import read_cues, read_subrip, read_webvtt
from pipeline.stages.render.cuefiles import cue_script, subrip, webvtt
from pipeline.stages.render.cues import Cue
from pipeline.stages.render.voices import Stretch, Voice, Voices
from tests.render.invented import MORNING, NAMES, spoken
from tests.render.test_caption_rules import GOLD
from tests.render.test_caption_rules import _spoken as spoken_demo
from tests.render.test_captions import _talk as talk


def _stretches(
    words: tuple[Word, ...], *rows: tuple[int, int | None, float]
) -> tuple[Stretch, ...]:
    """Who speaks from which word on, and how sure it is."""
    ends = [*(first for first, _, _ in rows[1:]), len(words)]
    said = tuple(
        Turn(words[first].start, words[end - 1].end, first, end, speaker, sure)
        for (first, speaker, sure), end in zip(rows, ends, strict=True)
    )
    return Voices(Turns((RecordingTurns("a", said),)), NAMES, "pl").stretches("a")


def _shown(cues: tuple[Cue, ...]) -> str:
    return " ".join(line.removeprefix("– ") for cue in cues for line in cue.lines)


@given(talk(), st.sets(st.integers(1, 110), max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_whoever_speaks(words: tuple[Word, ...], inner: set[int]) -> None:
    firsts = [0, *sorted(at for at in inner if at < len(words))]
    told = _stretches(words, *((first, 1 + at % 3, 1.0) for at, first in enumerate(firsts)))
    cues = captions(words, (), words[-1].end + 2, told)
    assert _shown(cues) == " ".join(word.text for word in words)
    for cue in cues:
        assert len(cue.lines) == len(cue.voices) <= 2
        assert all(0 < len(each) <= 42 for each in cue.lines)
        two = len(cue.lines) == 2 and cue.voices[0] != cue.voices[1]
        assert all(line.startswith("– ") == two for line in cue.lines)
    assert all(before.end_ms < after.start_ms for before, after in pairwise(cues))
    read = tuple(Cue(cue.start_ms, cue.end_ms, cue.lines) for cue in cues)
    assert read_webvtt(webvtt(cues, "t"), "t") == read == read_subrip(subrip(cues), "t")


def test_a_caption_ends_where_another_begins_to_speak() -> None:
    words = spoken(MORNING, 1.0)
    told = _stretches(words, (0, 1, 1.0), (16, 2, 1.0))
    cues = captions(words, (), 30.0, told)
    assert all(len(set(cue.voices)) == 1 for cue in cues)
    assert any(cue.lines[0].startswith("a potem o tym") for cue in cues)


def test_two_who_speak_in_quick_turns_share_a_caption_with_a_dash_each() -> None:
    words = (
        *spoken("Czy gmina może sama naprawić wał?", 1.0),
        *spoken("Tak.", 3.5, 0.3), *spoken("Na pewno?", 3.9, 0.3),
    )  # fmt: skip
    told = _stretches(words, (0, 1, 1.0), (6, 2, 1.0), (7, 1, 0.2))
    cues = captions(words, (), 4.6, told)
    assert cues[-1].lines == ("– Tak.", "– Na pewno?")
    text = webvtt(cues, "t")
    assert "<v Mira Przęsło>– Tak.</v>\n<v.doubtful Żegota Brzeg>– Na pewno?</v>\n" in text
    assert "– Tak.\n– Na pewno?\n" in subrip(cues)
    assert "<" not in cue_script(cues)


def test_a_speaker_of_whom_it_is_less_sure_is_still_one_speaker() -> None:
    words = spoken("Raz dwa trzy cztery pięć.", 1.0)
    (cue,) = captions(words, (), 9.0, _stretches(words, (0, 1, 1.0), (2, 1, 0.2)))
    assert cue.lines == ("Raz dwa trzy cztery pięć.",)
    assert "<v.doubtful Żegota Brzeg>Raz dwa trzy cztery pięć.</v>" in webvtt((cue,), "t")


def test_a_voice_that_is_not_known_has_no_tag_and_one_without_a_name_its_number() -> None:
    words = spoken("Raz dwa trzy. Cztery pięć sześć.", 1.0)
    text = webvtt(captions(words, (), 9.0, _stretches(words, (0, None, 0.0), (3, 7, 1.0))), "t")
    assert "\nRaz dwa trzy.\n" in text
    assert "\n<v Osoba 7>Cztery pięć sześć.</v>\n" in text


def test_a_voice_tag_is_escaped_and_read_back_without_its_name(tmp_path: Path) -> None:
    name = "<i>A & B</i> --> \u201eC\u201d"
    voice = Voice(name, known=True, named=True, doubtful=True)
    cue = Cue(0, 2000, ("Dzień dobry & <witam>.", "Proszę."), (voice, voice))
    text = webvtt((cue,), "t")
    assert text.count("-->") == 1
    assert len(re.findall("<v", text)) == len(re.findall("</v>", text)) == 1
    path = tmp_path / "a.vtt"
    path.write_text(text, "utf-8")
    assert read_cues(path) == (Cue(0, 2000, cue.lines),)


def test_the_captions_of_the_demo_keep_every_rule_when_its_speakers_are_told() -> None:
    for media in json.loads(GOLD.read_text("utf-8"))["media"]:
        words = spoken_demo(media)
        who = sorted({turn["speaker"] for turn in media["turns"]})
        rows, first = [], 0
        for turn in media["turns"]:
            rows.append((first, 1 + who.index(turn["speaker"]), 1.0))
            first += sum(len(sentence["text"].split()) for sentence in turn["sentences"])
        cues = captions(words, (), words[-1].end + 1, _stretches(words, *rows))
        assert len({cue.voices for cue in cues}) >= len(who)
        assert [str(each) for each in breaches(cues, words)] == []
