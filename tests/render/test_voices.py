"""Who speaks, on the page of a recording and in what can be taken from it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import RecordingTurns, Turn, Turns
from pipeline.stages.render import RenderOptions, SeminarView, render_site
from pipeline.stages.render.hostile import clean
from pipeline.stages.render.layout import Layout, lay_out, placed
from pipeline.stages.render.voices import Voices
from tests.render.invented import (
    EVENING,
    MORNING,
    NAMES,
    TEMPLATES,
    entry,
    lay_media,
    recording,
    seminar,
    sessions,
    voiced,
)
from tests.render.test_hostile import EVIL

_COUNT = len(recording("a").transcript.words)


def _built(outputs: Path, view: SeminarView, *, english: bool = False) -> Path:
    lay_media(outputs, view)
    options = RenderOptions(language="en" if english else "pl")
    render_site([entry(view)], outputs, TEMPLATES, options, word=False)
    return outputs / "site"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("voices"), voiced(seminar())) / "narada"


def _laid_out(*borders: int) -> Layout:
    words = recording("a").transcript.words
    ends = [*borders[1:], len(words)]
    said = tuple(
        Turn(words[first].start, words[end - 1].end, first, end, 1 + at % 2, 1.0)
        for at, (first, end) in enumerate(zip(borders, ends, strict=True))
    )
    told = Voices(Turns((RecordingTurns("a", said),)), NAMES, "pl").stretches("a")
    return lay_out(recording("a").transcript, placed(sessions("a"), "a"), told)


def _said(layout: Layout) -> Iterator[tuple[int, int, int | None]]:
    for section in layout.sections:
        for block in section.blocks:
            for sentence in block.sentences:
                yield sentence.first_word, sentence.end_word, block.stretch


def _labels(page: str) -> list[str]:
    tree = html5lib.parse(page.replace("\u00a0", " "), namespaceHTMLElements=False)
    return ["".join(each.itertext()) for each in tree.iter("b") if each.get("class") == "who"]


def test_a_speaker_is_named_before_each_turn_and_again_in_a_new_session(folder: Path) -> None:
    assert _labels((folder / "dzien-1.html").read_text("utf-8")) == [
        "Żegota Brzeg", "Mira Przęsło", "Żegota Brzeg (niepewne)", "Żegota Brzeg", "Osoba 3",
        "Głos nierozpoznany",
    ]  # fmt: skip
    page = lay_out(
        recording("a").transcript,
        placed(sessions("a"), "a"),
        Voices(
            Turns((RecordingTurns("a", (Turn(1.0, 50.0, 0, _COUNT, 2, 1.0),)),)), NAMES, "pl"
        ).stretches("a"),
    )
    named = [[b.label is not None for b in s.blocks if b.sentences] for s in page.sections]
    assert [marks.count(True) for marks in named if marks] == [1, 1]
    assert all(marks[0] for marks in named if marks)


def test_turns_of_one_speaker_are_one_stretch_until_it_is_less_sure_who_speaks() -> None:
    rows = ((0, 5, 1, 0.95), (5, 9, 1, 0.99), (9, 12, 1, 0.3), (12, 20, 4, 0.99), (20, 22, 4, 0.9))
    said = tuple(Turn(float(a), float(b), a, b, who, sure) for a, b, who, sure in rows)
    told = Voices(Turns((RecordingTurns("a", said),)), NAMES, "en").stretches("a")
    assert [(s.first_word, s.end_word, s.voice.label, s.voice.doubtful) for s in told] == [
        (0, 9, "Żegota Brzeg", False), (9, 12, "Żegota Brzeg", True), (12, 22, "Speaker 4", False),
    ]  # fmt: skip


def test_two_voices_of_one_name_are_one_speaker_and_a_blank_name_is_none() -> None:
    said = (
        Turn(0.0, 1.0, 0, 1, 1, 1.0),
        Turn(1.0, 2.0, 1, 2, 2, 1.0),
        Turn(2.0, 3.0, 2, 3, 3, 1.0),
    )
    names = {1: "Żegota  Brzeg", 2: " Żegota Brzeg ", 3: "\u202e \x00"}
    told = Voices(Turns((RecordingTurns("a", said),)), names, "pl").stretches("a")
    assert [each.voice.label for each in told] == ["Żegota Brzeg", "Osoba 3"]


@given(st.sets(st.integers(1, _COUNT - 1), max_size=12))
@settings(max_examples=100, deadline=None)
def test_every_word_is_said_once_by_whoever_says_it(inner: set[int]) -> None:
    borders = [0, *sorted(inner)]
    rows = list(_said(_laid_out(*borders)))
    assert [first for first, _, _ in rows] == [0, *(end for _, end, _ in rows[:-1])]
    assert rows[-1][1] == _COUNT
    for first, end, stretch in rows:
        assert stretch is not None
        assert borders[stretch] <= first < end <= [*borders[1:], _COUNT][stretch]


@given(st.sets(st.integers(1, _COUNT - 1), max_size=12))
@settings(max_examples=100, deadline=None)
def test_ids_stay_unique_and_every_address_that_there_was_still_leads_somewhere(
    inner: set[int],
) -> None:
    layout, plain = (
        _laid_out(0, *sorted(inner)),
        lay_out(recording("a").transcript, placed(sessions("a"), "a")),
    )
    blocks = [block for section in layout.sections for block in section.blocks]
    names = [name for block in blocks for name in (block.id, *(s.id for s in block.sentences))]
    names += [section.id for section in layout.sections]
    given_out = [name for name in names if name]
    assert len(given_out) == len(set(given_out))
    before = [block for section in plain.sections for block in section.blocks]
    assert {block.id for block in before if block.id} <= set(given_out)


def test_without_turns_a_page_is_what_it_was(tmp_path: Path) -> None:
    view = seminar(recordings=[recording("dzien-1"), recording("dzien-2")])
    plain = _built(tmp_path / "plain", view)
    told = voiced(view)
    other = replace(told, turns=Turns((told.turns.recordings[1],)))
    half = _built(tmp_path / "half", other)
    for kind in ("html", "vtt", "srt", "cues.js", "txt", "md", "json"):
        name = f"narada/dzien-1.{kind}"
        assert (half / name).read_bytes() == (plain / name).read_bytes()
        other_name = f"narada/dzien-2.{kind}"
        changed = (half / other_name).read_bytes() != (plain / other_name).read_bytes()
        assert changed or kind in ("srt", "cues.js")
    assert b"turns" not in (plain / "narada/dzien-1.json").read_bytes()
    assert "Kto mówił" not in (plain / "narada/index.html").read_text("utf-8")
    page = (half / "narada/index.html").read_text("utf-8").replace("\u00a0", " ")
    assert "Bez nagrań, w których nie rozróżniano głosów: Nagranie dzien-1." in page


def test_plain_text_names_each_speaker_before_what_is_said(folder: Path) -> None:
    text = (folder / "dzien-1.txt").read_text("utf-8")
    assert "\n\nŻegota Brzeg:\nDzień dobry państwu." in text
    assert "o brzegach,\n\nMira Przęsło:\na potem o tym, co z nimi zrobimy.\n\n" in text
    assert "\n\nŻegota Brzeg (niepewne):\nKażdy most" in text
    assert "\n\nGłos nierozpoznany:\nMoże, jeżeli" in text


def test_markdown_names_each_speaker_in_a_paragraph_of_its_own(folder: Path) -> None:
    text = (folder / "dzien-1.md").read_text("utf-8")
    assert "\n\n**Mira Przęsło**\n\n[0:" in text
    assert "\n\n**Żegota Brzeg** *(niepewne)*\n\n" in text


def test_json_tells_turns_and_which_sentences_are_in_them(folder: Path) -> None:
    content = json.loads((folder / "dzien-1.json").read_text("utf-8"))
    assert content["version"] == 1
    told = [(each["speaker"], each["named"], each["doubtful"]) for each in content["turns"]]
    assert told == [
        ("Żegota Brzeg", True, False), ("Mira Przęsło", True, False), ("Żegota Brzeg", True, True),
        ("Żegota Brzeg", True, False), ("Osoba 3", False, False), (None, False, True),
    ]  # fmt: skip
    numbers = [each["turn"] for each in content["sentences"]]
    assert [number for number, _ in groupby(numbers)] == list(range(6))
    assert " ".join(each["text"] for each in content["sentences"]) == f"{MORNING} {EVENING}"


def test_pages_in_english_say_speaker_and_uncertain(tmp_path: Path) -> None:
    folder = _built(tmp_path, voiced(seminar()), english=True) / "narada"
    labels = _labels((folder / "dzien-1.html").read_text("utf-8"))
    assert labels[2:] == [
        "Żegota Brzeg (uncertain)", "Żegota Brzeg", "Speaker 3", "Unrecognised voice",
    ]  # fmt: skip


def test_no_name_and_no_turn_of_a_draft_is_in_the_public_site(tmp_path: Path) -> None:
    view = voiced(seminar(recordings=[recording("jawne"), recording("szkic", public=False)]))
    public, draft = view.turns.recordings
    hidden = tuple(replace(each, speaker=each.speaker and each.speaker + 6) for each in draft.turns)
    view = replace(
        view,
        turns=Turns((public, RecordingTurns("szkic", hidden)), mixed=(7, 9)),
        names=NAMES | {7: "Tajna Osobistość", 8: "Skryta Mówczyni"},
    )
    site = _built(tmp_path, view)
    for path in site.rglob("*"):
        if path.is_file() and "robocze" not in path.parts and "search" not in path.parts:
            data = path.read_text("utf-8", errors="ignore")
            assert not re.search("Osobistość|Mówczyni|Osoba [79]", data), path
    from pipeline.search import Index

    assert Index(site / "search").speakers == ("Mira Przęsło", "Żegota Brzeg")
    assert "Tajna Osobistość" in Index(site / "robocze/search").speakers
    assert "Tajna Osobistość" in (site / "robocze/narada/szkic.html").read_text("utf-8")


def test_a_hostile_name_stays_text_everywhere(tmp_path: Path) -> None:
    view = replace(voiced(seminar()), names={1: EVIL, 2: "--> <v Ktoś>**x** & _y_", 3: "<b>"})
    folder = _built(tmp_path, view) / "narada"
    for name in ("dzien-1.html", "index.html"):
        text = (folder / name).read_text("utf-8")
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        scripts = [each for each in tree.iter("script") if "src" not in each.attrib]
        assert {each.attrib["type"] for each in scripts} <= {"application/ld+json"}
        assert not list(tree.iter("img"))
        assert "\u202e" not in text
    marks = (folder / "dzien-1.md").read_text("utf-8")
    assert "**\\--\\> \\<v Ktoś\\>\\*\\*x\\*\\* \\& \\_y\\_**" in marks
    content = (folder / "dzien-1.json").read_text("utf-8")
    assert clean(content).strip() == content.strip()
    captions = (folder / "dzien-1.vtt").read_text("utf-8")
    assert "<v --&gt; &lt;v Ktoś&gt;**x** &amp; _y_>" in captions
    assert set(re.findall(r"<(\S+)", captions)) == {"v", "v.doubtful", "/v>"}
    assert "<" not in (folder / "dzien-1.cues.js").read_text("utf-8")
