"""The sessions of the demo: placed by its programme, found without one, not placed by another's."""

import dataclasses
import json
from pathlib import Path

import pytest

from bench.borders import f1, pk
from pipeline.artefacts import Session, SessionKind
from pipeline.declared import Plan, PlannedSession
from pipeline.seminar import read_seminar
from pipeline.stages.segment import segment
from pipeline.stages.segment.options import SegmentOptions
from tests.stages.gold import session_starts, transcripts, turns

_ROOT = Path(__file__).parents[2]
_SPOKEN = transcripts()
_PLAN = read_seminar(_ROOT / "seminars" / "endogenne-potencjaly").plan
_PARTS = json.loads((_ROOT / "tests" / "data" / "gold" / "sessions.json").read_text("utf-8"))
_TURNS = json.loads((_ROOT / "tests" / "data" / "gold" / "reference.json").read_text("utf-8"))
_RIGHT, _NEAR = 10.0, 15.0


def _segmented(*items: PlannedSession) -> tuple[Session, ...]:
    return segment(Plan(items, _PLAN.recordings), _SPOKEN, SegmentOptions(), turns()).sessions


def _is_right(session: Session) -> bool:
    recording, earliest, latest = session_starts()[session.title]
    place = session.placement
    return (
        place is not None
        and place.recording == recording
        and earliest - _RIGHT <= place.start <= latest + _RIGHT
    )


def _item(
    number: int, title: str, speaker: str = "", kind: SessionKind = "session"
) -> PlannedSession:
    who = (speaker,) if speaker else ()
    return PlannedSession(
        f"x{number}", title, "break" if kind == "break" else "session", who, "", ""
    )


def test_every_session_is_placed_and_the_break_is_found() -> None:
    found = _segmented(*_PLAN.sessions)
    assert [session.title for session in found] == [item.title for item in _PLAN.sessions]
    assert [session.speakers for session in found] == [item.speakers for item in _PLAN.sessions]
    assert all(_is_right(session) for session in found)
    (pause,) = [session.placement for session in found if session.kind == "break"]
    assert pause is not None
    assert pause.end == pytest.approx(292.71, abs=_RIGHT)


@pytest.mark.parametrize(
    ("moved", "to"), [("s05", 3), ("s04", 1), ("s02", 3)], ids=["questions", "examples", "data"]
)
def test_what_never_happened_is_not_placed_and_what_was_moved_is(moved: str, to: int) -> None:
    items = [item for item in _PLAN.sessions if item.id != moved]
    items.insert(to, next(item for item in _PLAN.sessions if item.id == moved))
    never = dataclasses.replace(
        _item(1, "Gospodarka odpadami w związkach gmin", "Cezary Wrona"), planned=items[4].planned
    )
    items.insert(4, never)
    for session in _segmented(*items):
        assert _is_right(session) if session.id != never.id else session.placement is None, session


def test_of_another_seminars_programme_nothing_is_placed() -> None:
    other = (
        _item(1, "Otwarcie konferencji", "Anna Kalina"),
        _item(2, "Mała retencja w gminach wiejskich", "Jerzy Bobrowski"),
        _item(3, "Przerwa kawowa", kind="break"),
        _item(4, "Ścieżki rowerowe w dolinie rzeki", "Maria Koło"),
        _item(5, "Biblioteka jako centrum życia", "Ewa Półka"),
        _item(6, "Pytania i odpowiedzi"),
    )
    found = _segmented(*other)
    assert all(session.placement is None for session in found if session.origin == "programme")


def test_questions_that_the_programme_lacks_are_found_and_are_ours() -> None:
    found = _segmented(*(item for item in _PLAN.sessions if item.id != "s05"))
    (ours,) = [session for session in found if session.origin == "found"]
    assert ours.title == "Pytania i odpowiedzi"
    assert _is_right(ours)
    assert all(_is_right(session) for session in found)


def test_without_the_programme_its_borders_are_found() -> None:
    found = [session for session in _segmented() if session.placement]
    scores, wrong = [], []
    for media in _PARTS["media"]:
        recording = Path(media["file"]).stem
        true = [part["start"] for part in media["parts"]][1:]
        starts = [
            s.placement.start for s in found if s.placement and s.placement.recording == recording
        ]
        neutral = [at for at in _hand_overs(recording) if all(abs(at - t) > _NEAR for t in true)]
        told = [
            start
            for start in starts[1:]
            if any(abs(start - t) <= _NEAR for t in true)
            or all(abs(start - at) > _NEAR for at in neutral)
        ]
        scores.append((f1(true, told, _NEAR), len(true)))
        seconds = int(media["duration"])
        wrong.append(pk([int(t) for t in true], [int(t) for t in told], seconds))
    assert sum(score * count for score, count in scores) / sum(c for _, c in scores) >= 0.8
    assert sum(wrong) / len(wrong) <= 0.15
    assert [session.title for session in found if session.kind == "break"] == ["Przerwa"]
    assert any(session.title == "Pytania i odpowiedzi" for session in found)


def _hand_overs(recording: str) -> list[float]:
    """When the chair gives the floor to someone who has not spoken in that session yet."""
    parts = next(m["parts"] for m in _PARTS["media"] if Path(m["file"]).stem == recording)
    said = next(m["turns"] for m in _TURNS["media"] if Path(m["file"]).stem == recording)
    found = []
    for part in parts:
        heard: set[str] = set()
        for turn, before in zip(said[1:], said, strict=False):
            if not part["start"] <= turn["start"] <= part["end"]:
                continue
            if turn["speaker"] not in heard and before["speaker"] in {"HW", "SB"}:
                found += [before["start"], turn["start"]]
            heard.add(turn["speaker"])
    return found
