"""How long each speaker was heard."""

from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from pipeline.artefacts import RecordingTurns, Turn, Turns
from pipeline.stages.render import RenderOptions, render_site
from pipeline.stages.render.talk import TalkTimes, heard
from pipeline.stages.render.voices import Voices
from tests.render.invented import NAMES, TEMPLATES, entry, lay_media, recording, seminar, voiced


def _times(*turns: Turn, mixed: tuple[int, ...] = ()) -> tuple[TalkTimes, tuple[Turn, ...]]:
    told = Turns((RecordingTurns("a", turns),), mixed)
    return TalkTimes(Voices(told, NAMES, "pl"), mixed, "pl"), turns


def _turn(start: float, end: float, speaker: int | None, sure: float = 1.0) -> Turn:
    return Turn(start, end, int(start), int(end), speaker, sure)


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [(0.0, 99.0, 7.0), (12.0, 99.0, 6.0), (0.0, 15.0, 2.0), (13.5, 16.0, 1.0), (20.0, 99.0, 0.0)],
)
def test_a_turn_counts_without_its_pauses_and_as_far_as_it_is_inside(
    start: float, end: float, seconds: float
) -> None:
    turn = Turn(10.0, 20.0, 0, 9, 1, 1.0, pauses=((11.0, 12.0), (13.0, 15.0)))
    assert heard(turn, 0.0, 99.0) == turn.talk
    assert heard(turn, start, end) == pytest.approx(seconds)


def test_who_was_heard_longest_comes_first_and_unknown_voices_last() -> None:
    times, turns = _times(
        _turn(0, 10, 1), _turn(10, 40, 3), _turn(40, 55, 1), _turn(55, 99, None), _turn(99, 100, 2)
    )
    assert [(each.label, each.seconds, each.share) for each in times.of(turns)] == [
        ("Osoba 3", 30.0, "30\u00a0%"), ("Żegota Brzeg", 25.0, "25\u00a0%"),
        ("Mira Przęsło", 1.0, "1\u00a0%"), ("Głos nierozpoznany", 44.0, "44\u00a0%"),
    ]  # fmt: skip


def test_doubtful_talk_counts_and_is_told_where_it_is_a_tenth_or_more() -> None:
    times, turns = _times(
        _turn(0, 90, 1), _turn(90, 100, 1, 0.5), _turn(100, 200, 2), _turn(200, 209, 2, 0.5),
        mixed=(2,),
    )  # fmt: skip
    first, second = times.of(turns)
    assert (first.label, first.doubtful, first.mixed) == ("Mira Przęsło", "", True)
    assert (second.seconds, second.doubtful) == (100.0, "10\u00a0%")


def test_nobody_was_heard_where_a_border_alone_is_inside() -> None:
    times, turns = _times(_turn(0, 10, 1), _turn(10, 20, 2))
    assert [each.label for each in times.of(turns, 9.8, 20.0)] == ["Mira Przęsło"]
    assert times.of(turns, 30.0, 40.0) == ()


def test_the_page_of_a_seminar_tells_talk_in_all_and_in_each_session(tmp_path: Path) -> None:
    view = voiced(seminar(recordings=[recording("dzien-1"), recording("dzien-2")]))
    view = replace(view, turns=replace(view.turns, mixed=(3,)))
    lay_media(tmp_path, view)
    render_site([entry(view)], tmp_path, TEMPLATES, RenderOptions(), word=False)
    page = (tmp_path / "site/narada/index.html").read_text("utf-8").replace("\u00a0", " ")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (table,) = tree.iter("table")
    rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    assert rows[0] == ["Osoba", "Czas mówienia", "Udział"]
    assert [row[0] for row in rows[1:]] == [
        "Żegota Brzeg w tym niepewne: 21 %", "Mira Przęsło", "Osoba 3 być może kilka osób",
        "Głos nierozpoznany",
    ]  # fmt: skip
    assert [each.get("scope") for each in table.iter("th")] == ["col"] * 3 + ["row"] * 4
    sessions = ["".join(p.itertext()) for p in tree.iter("p") if "Mówili" in (p.text or "")]
    told = [" ".join(text.split()) for text in sessions]
    assert told[0] == (
        "Mówili: Żegota Brzeg 11 s (77 %; w tym niepewne: 30 %), Mira Przęsło 3 s (23 %)"
    )
    assert len(told) == 4
