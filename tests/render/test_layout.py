from dataclasses import replace
from datetime import date

import pytest

from pipeline.artefacts import LedgerEntry, Placement, Session, Transcript
from pipeline.checking import MISSING_END
from pipeline.stages.render.clock import clock, clock_range, fragment, span
from pipeline.stages.render.dates import days
from pipeline.stages.render.gaps import gaps
from pipeline.stages.render.layout import lay_out, placed
from pipeline.stages.render.orphans import bound
from pipeline.stages.render.strings import HOLE, counted, strings
from tests.render.invented import recording, sessions, spoken


def test_every_word_stands_in_one_sentence_in_order() -> None:
    transcript = recording("a").transcript
    layout = lay_out(transcript, placed(sessions("a"), "a"))
    spans = [
        (sentence.first_word, sentence.end_word)
        for section in layout.sections
        for block in section.blocks
        for sentence in block.sentences
    ]
    assert [first for first, _ in spans] == [0, *(end for _, end in spans[:-1])]
    assert spans[-1][1] == len(transcript.words)


def test_sections_follow_the_sessions_and_a_break_has_no_words() -> None:
    layout = lay_out(recording("a").transcript, placed(sessions("a"), "a"))
    titles = [section.session.title if section.session else "" for section in layout.sections]
    assert titles == ["Otwarcie", "Przerwa", "Pytania z sali"]
    assert layout.sections[1].blocks == ()
    assert [block.kind for block in layout.sections[0].blocks].count("chapter") == 1


def test_words_outside_of_all_sessions_are_not_lost() -> None:
    here = (
        Session("x", "X", "session", "programme", (), "", Placement("a", 5.0, 9.0, 1.0, ()), ()),
    )
    transcript = Transcript("pl", 30.0, spoken("Raz dwa. Trzy cztery. Pięć. Sześć.", 1.0, 2.0), ())
    layout = lay_out(transcript, here)
    assert [section.session is None for section in layout.sections] == [True, False, True]


def test_every_second_is_the_address_of_one_place() -> None:
    layout = lay_out(recording("a").transcript, placed(sessions("a"), "a"))
    names = [section.id for section in layout.sections]
    for section in layout.sections:
        for block in section.blocks:
            names += [block.id, *(sentence.id for sentence in block.sentences)]
            for sentence in block.sentences[1:]:
                assert not sentence.id or sentence.id == fragment(sentence.start)
    given = [name for name in names if name]
    assert len(given) == len(set(given))
    assert {fragment(section.start) for section in layout.sections} <= set(given)


def test_stretches_without_words_stand_in_the_text() -> None:
    view = recording("a")
    layout = lay_out(view.transcript, placed(sessions("a"), "a"))
    assert [(gap.start, gap.end) for gap in layout.gaps] == [(50.0, 56.0), (56.0, 60.0)]
    blocks = [block for section in layout.sections for block in section.blocks]
    assert [block.start for block in blocks if block.kind == "gap"] == [50.0, 56.0]


def test_touching_stretches_are_one_where_they_tell_the_same_reason() -> None:
    ledger = (
        LedgerEntry(0, 1, "rejected", "a loop"),
        LedgerEntry(1, 2, "rejected", "unlikely"),
        LedgerEntry(2, 3, "failed", "no memory"),
        LedgerEntry(3, 4, "failed", "no memory"),
        LedgerEntry(4, 5, "hole"),
        LedgerEntry(5, 9, "failed", MISSING_END),
    )
    found = [(gap.start, gap.end, gap.reason) for gap in gaps(ledger)]
    assert found == [(0, 2, ""), (2, 4, "no memory"), (4, 5, HOLE), (5, 9, MISSING_END)]


def test_a_stretch_inside_a_sentence_stands_after_it() -> None:
    words = (*spoken("Zaczynam zdanie", 1.0), *spoken("i kończę. Nowe.", 9.0))
    ledger = (LedgerEntry(1.1, 8.0, "rejected"),)
    layout = lay_out(Transcript("pl", 20.0, words, ledger), ())
    kinds = [block.kind for section in layout.sections for block in section.blocks]
    assert kinds == ["paragraph", "gap", "paragraph"]


def test_what_was_not_speech_is_no_gap() -> None:
    assert gaps((LedgerEntry(0, 5, "not speech"), LedgerEntry(5, 9, "transcribed"))) == ()


def test_a_recording_without_words_has_no_sections() -> None:
    silent = replace(recording("a").transcript, words=(), ledger=())
    assert lay_out(silent, ()).sections == ()


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59.99, "0:59"), (75, "1:15"), (3723.5, "1:02:03")]
)
def test_times_read_as_people_write_them(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_the_shortest_stretch_reads_as_one_that_lasts() -> None:
    assert clock_range(3.2, 3.9) == "0:03–0:04"
    assert clock_range(59.0, 60.0) == "0:59–1:00"


def test_durations_round_and_carry() -> None:
    assert span(59.6).replace("\u00a0", " ") == "1 min 00 s"
    assert span(3900).replace("\u00a0", " ") == "1 h 05 min"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((), ""),
        ((date(2020, 4, 23),), "23 kwietnia 2020"),
        ((date(2020, 4, 24), date(2020, 4, 23)), "23–24 kwietnia 2020"),
        ((date(2020, 4, 30), date(2020, 5, 1)), "30 kwietnia 2020 – 1 maja 2020"),
        ((date(2020, 4, 1), date(2020, 4, 8)), "1 kwietnia 2020 i 8 kwietnia 2020"),
    ],
)
def test_dates_read_as_poles_write_them(given: tuple[date, ...], shown: str) -> None:
    assert days(given, "pl").replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "1 slajd"), (2, "2 slajdy"), (5, "5 slajdów"), (12, "12 slajdów"), (22, "22 slajdy"),
     (101, "101 slajdów"), (0, "0 slajdów")],
)  # fmt: skip
def test_numbers_take_the_form_that_polish_wants(number: int, shown: str) -> None:
    assert counted(strings("pl"), "slides", number) == shown


def test_no_preposition_ends_a_line_and_no_dash_begins_one() -> None:
    assert bound("Most w Zarzeczu i w Brzegu – o nim") == (
        "Most w\u00a0Zarzeczu i\u00a0w\u00a0Brzegu\u00a0– o\u00a0nim"
    )
