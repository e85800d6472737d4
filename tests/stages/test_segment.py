"""Sessions: in their place, or honestly not placed."""

import dataclasses
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.artefacts import Placement, Session, Transcript, Word
from pipeline.declared import Plan, PlannedSession
from pipeline.language.formulas import KINDS, fits, greets, hands_over, names_break, thanks
from pipeline.seminar import read_seminar
from pipeline.stage import Of
from pipeline.stages.segment import segment
from pipeline.stages.segment.evidence import border_scores
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.segment.spoken import spoken
from pipeline.stages.segment.topics import topic_starts
from tests.stages.gold import session_starts, transcripts

_ROOT = Path(__file__).parents[2]
_GOLD = transcripts()
_PLAN = read_seminar(_ROOT / "seminars" / "endogenne-potencjaly").plan


def _placed(sessions: tuple[Session, ...]) -> list[tuple[Session, Placement]]:
    return [(session, session.placement) for session in sessions if session.placement]


def test_the_demo_is_placed_within_ten_seconds_or_not_at_all() -> None:
    sessions = segment(_PLAN, _GOLD, SegmentOptions()).sessions
    assert [session.title for session in sessions] == [item.title for item in _PLAN.sessions]
    right = session_starts()
    found = [(s, p) for s, p in _placed(sessions) if s.kind == "session"]
    assert len(found) >= 6
    for session, placement in found:
        recording, earliest, latest = right[session.title]
        assert placement.recording == recording, session.title
        assert earliest - 10 <= placement.start <= latest + 10, session.title
        assert placement.confidence is not None
        assert 0.5 <= placement.confidence <= 1
        assert placement.evidence


def test_the_break_of_the_demo_is_where_the_music_is() -> None:
    sessions = segment(_PLAN, _GOLD, SegmentOptions()).sessions
    ((_, pause),) = [(s, p) for s, p in _placed(sessions) if s.kind == "break"]
    assert pause.recording == "dzien-1"
    assert pause.start == pytest.approx(264.71, abs=3)
    assert pause.end == pytest.approx(292.71, abs=3)
    assert pause.confidence is None


def test_sessions_follow_each_other_and_do_not_overlap() -> None:
    placements = [p for _, p in _placed(segment(_PLAN, _GOLD, SegmentOptions()).sessions)]
    for before, after in pairwise(placements):
        assert before.start < before.end
        if before.recording == after.recording:
            assert before.end <= after.start
        else:
            assert (before.recording, after.recording) == ("dzien-1", "dzien-2")


def test_a_missing_recording_does_not_pull_the_others_out_of_place() -> None:
    right = session_starts()
    for kept in _GOLD:
        found = _placed(segment(_PLAN, (kept,), SegmentOptions()).sessions)
        placed = [(s, p) for s, p in found if s.kind == "session"]
        assert len(placed) >= 2
        for session, placement in placed:
            recording, earliest, latest = right[session.title]
            assert placement.recording == recording == kept.owner, session.title
            assert earliest - 10 <= placement.start <= latest + 10, session.title


def test_a_session_is_placed_in_the_recording_that_is_declared_for_it() -> None:
    wrong = tuple(dataclasses.replace(item, recording="dzien-2") for item in _PLAN.sessions)
    sessions = segment(Plan(wrong, _PLAN.recordings), _GOLD, SegmentOptions()).sessions
    printed = tuple(session for session in sessions if session.origin == "programme")
    assert {placement.recording for _, placement in _placed(printed)} <= {"dzien-2"}


def test_the_programme_of_another_seminar_is_not_placed() -> None:
    titles = [
        ("Leczenie nadciśnienia u dzieci", "prof. Anna Zielska"),
        ("Nowe metody diagnostyki obrazowej", "dr Jan Mróz"),
        ("Telemedycyna w kardiologii", "Ewa Lis"),
        ("Farmakoterapia chorób rzadkich", "Piotr Kania"),
    ]
    foreign = tuple(
        PlannedSession(f"s{n}", title, "session", (who,), f"{9 + n:02d}:00–{10 + n:02d}:00", "")
        for n, (title, who) in enumerate(titles)
    )
    sessions = segment(Plan(foreign, _PLAN.recordings), _GOLD, SegmentOptions()).sessions
    printed = tuple(session for session in sessions if session.origin == "programme")
    assert [session.title for session in printed] == [title for title, _ in titles]
    assert _placed(printed) == []
    assert len(_placed(sessions)) > 4, "what was found stands after it"


def test_without_a_programme_sessions_are_found_that_part_each_recording() -> None:
    sessions = segment(Plan((), ("dzien-1", "dzien-2")), _GOLD, SegmentOptions()).sessions
    assert len({session.id for session in sessions}) == len(sessions)
    for each in _GOLD:
        placements = [p for _, p in _placed(sessions) if p.recording == each.owner]
        assert placements[0].start == each.artefact.words[0].start
        assert placements[-1].end == each.artefact.duration
        for before, after in pairwise(placements):
            assert before.end == after.start
        assert all(placement.end - placement.start >= 28 for placement in placements)
    for session in sessions:
        assert session.title[:1].isupper()
        assert (session.origin, session.speakers) == ("found", ())
    assert [session.title for session in sessions if session.kind == "break"] == ["Przerwa"]


def _spoken(text: str, owner: str = "a", length: float = 0.5) -> Of[Transcript]:
    words = tuple(
        Word(n * length, n * length + 0.4, word, 0.9) for n, word in enumerate(text.split())
    )
    return Of(owner, Transcript("pl", len(words) * length + 1, words, ()))


_TOPICS = [
    "Piekarz miesza mąkę z wodą i solą. Ciasto na chleb rośnie w ciepłej piekarni. "
    "Chleb z mąki żytniej piecze się w piecu chlebowym. Piekarnia sprzedaje chleb i bułki. ",
    "Astronom obserwuje planety przez teleskop. Teleskop pokazuje księżyce planety Jowisz. "
    "Gwiazdy i planety świecą na nocnym niebie. Jowisz jest planetą większą niż inne planety. ",
    "Hodowca koni karmi źrebię owsem. Klacz i źrebię biegają po pastwisku. "
    "Konie na pastwisku jedzą trawę i owies. Stajnia ma miejsce dla koni i źrebiąt. ",
]


def test_clearly_different_topics_are_told_apart() -> None:
    texts = spoken((_spoken("".join(topic * 3 for topic in _TOPICS)),))
    assert topic_starts(texts, border_scores(texts), 10.0, 40.0) == [0, 12, 24]
    assert topic_starts(texts, border_scores(texts), 1000.0, 40.0) == [0]
    assert topic_starts([], border_scores([]), 10.0, 40.0) == []


def test_chapters_lie_in_their_session_in_order_and_each_has_another_title() -> None:
    transcript = _spoken("".join(topic * 20 for topic in _TOPICS))
    options = SegmentOptions(min_length=500, chapter_length=200)
    (session,) = segment(Plan((), ("a",)), (transcript,), options).sessions
    starts = [chapter.start for chapter in session.chapters]
    borders = [0.5 * 20 * len("".join(_TOPICS[:n]).split()) for n in range(3)]
    assert starts == pytest.approx(borders)
    titles = [chapter.title for chapter in session.chapters]
    assert len(set(titles)) == 3
    assert all(title[:1].isupper() for title in titles)


@pytest.mark.parametrize("plan", [Plan((), ("a",)), _PLAN])
@pytest.mark.parametrize("text", ["", "Dzień", "Dzień dobry państwu, witam na seminarium."])
def test_hardly_any_words_are_no_fault(plan: Plan, text: str) -> None:
    sessions = segment(plan, (_spoken(text),), SegmentOptions()).sessions
    if plan.sessions:
        assert sum(session.origin == "programme" for session in sessions) == len(plan.sessions)
    else:
        assert len(sessions) == bool(text)


def test_no_recording_at_all_is_no_fault() -> None:
    assert segment(Plan((), ()), (), SegmentOptions()).sessions == ()
    assert _placed(segment(_PLAN, (), SegmentOptions()).sessions) == []


_PLAIN = "Gmina policzyła dochody mieszkańców i porównała je z innymi miastami."
_SAID = {
    "opening": "Dzień dobry państwu, otwieram nasze seminarium.",
    "questions": "Mamy teraz czas na pytania z sali.",
    "closing": "Na zakończenie spróbuję podsumować nasze dwa dni.",
    "workshop": "Zaczyna grupa pierwsza, miasta przemysłowe.",
}


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_each_kind_of_session_is_known_by_what_is_said_there(kind: str) -> None:
    assert fits(_SAID[kind], kind)
    assert not fits(_PLAIN, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Oddaję głos panu Bożydarowi.",
        "Przechodzimy do pierwszej sesji.",
        "Zapraszam pana Bożydara Modrzewiaka.",
        "Wracamy po przerwie.",
        "Zaczynamy.",
        "O danych opowie pan doktor Kasztelnik.",
    ],
)
def test_a_chair_who_passes_on_is_heard(text: str) -> None:
    assert hands_over(text)
    assert not hands_over(_PLAIN)


def test_manners_and_breaks_are_heard() -> None:
    assert greets("Witam państwa")
    assert thanks("Bardzo dziękuję za wystąpienie")
    assert names_break("Teraz krótka przerwa na kawę")
    for hears in (greets, thanks, names_break):
        assert not hears(_PLAIN)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["planned", "found", "summarise"])
def test_six_hours_take_less_than_a_minute_and_a_gigabyte(which: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.stages.long", which, "6"],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, peak_mib, found = map(float, done.stdout.split())
    assert seconds < 60
    assert peak_mib < 1024
    assert found > 3
