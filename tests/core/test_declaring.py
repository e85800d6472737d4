"""A seminar.toml made of a page, and what a later look at the page may change in it."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.declaring import bring_up_to_date, declared, write
from pipeline.seminar import SeminarFolder, read_seminar
from pipeline.stages.download.page.found import (
    Found,
    FoundMedia,
    FoundRecording,
    FoundSession,
    LeftOut,
)

_PAGE = "https://example.org/zapis"
_DAYS = (dt.date(2020, 4, 23), dt.date(2020, 4, 24))
_FOUND = Found(
    page=_PAGE,
    title="Seminarium „Dane”",
    organiser="Forum",
    organiser_is="site",
    dates=_DAYS,
    lead="Za nami dwa dni.",
    recordings=(
        FoundRecording("Dzień 1: dane", "https://example.org/1.mp4", _DAYS[0]),
        FoundRecording("", "https://example.org/2.mp4", _DAYS[1]),
    ),
    decks=(FoundMedia("Dane", "https://example.org/dane.pdf"),),
    programme=(
        FoundSession("Otwarcie", ("Ewa Klon",), dt.time(10), dt.time(10, 10), "session", _DAYS[0]),
        FoundSession("Przerwa", (), dt.time(10, 10), None, "break", _DAYS[1]),
    ),
    left_out=(LeftOut("https://example.org/statut.pdf", "a document, not a presentation"),),
)


@pytest.fixture
def seminar(tmp_path: Path) -> SeminarFolder:
    return write(tmp_path / "dane", declared(_FOUND, _PAGE), _FOUND)


def _change(seminar: SeminarFolder, old: str, new: str) -> SeminarFolder:
    path = seminar.path / "seminar.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return read_seminar(seminar.path)


def _text(seminar: SeminarFolder) -> str:
    return (seminar.path / "seminar.toml").read_text(encoding="utf-8")


def test_what_is_written_is_what_was_read(seminar: SeminarFolder) -> None:
    assert seminar.declared == declared(_FOUND, _PAGE)
    assert [recording.id for recording in seminar.recordings] == ["dzien-1", "nagranie-2"]
    assert [recording.title for recording in seminar.recordings] == ["Dzień 1: dane", "Nagranie 2"]
    assert [each.recording for each in seminar.declared.programme] == ["dzien-1", "nagranie-2"]
    assert all(recording.state == "draft" for recording in seminar.recordings)
    text = _text(seminar)
    assert "the owner of the site, read from the page" in text
    assert "# https://example.org/statut.pdf  (a document, not a presentation)" in text


def test_a_page_that_says_the_same_changes_nothing(seminar: SeminarFolder) -> None:
    before = {path: path.stat().st_mtime_ns for path in seminar.path.iterdir()}
    assert bring_up_to_date(seminar, _FOUND) == []
    assert {path: path.stat().st_mtime_ns for path in seminar.path.iterdir()} == before


def test_what_a_person_changed_is_never_written_over(seminar: SeminarFolder) -> None:
    changed = _change(seminar, 'organiser = "Forum"', 'organiser = "Związek"  # moje')
    changed = _change(changed, 'title = "Dzień 1: dane"', 'title = "Pierwszy dzień"')
    later = replace(_FOUND, organiser="Forum 2", title="Seminarium „Dane” (aktualizacja)")
    told = bring_up_to_date(changed, later)
    assert told == [
        "title: taken from the page",
        "organiser: the page says something else now; yours is kept",
    ]
    now = read_seminar(seminar.path)
    assert now.declared.organiser == "Związek"
    assert now.declared.title == "Seminarium „Dane” (aktualizacja)"
    assert now.recordings[0].title == "Pierwszy dzień"
    assert "# moje" in _text(now)
    assert bring_up_to_date(now, later) == []


def test_what_is_new_on_a_page_is_added_and_what_is_gone_is_told(seminar: SeminarFolder) -> None:
    later = replace(
        _FOUND,
        recordings=(
            _FOUND.recordings[1],
            FoundRecording("Dzień 1: powtórka", "https://example.org/3.mp4"),
        ),
        decks=(*_FOUND.decks, FoundMedia("Inne", "https://example.org/inne.pptx")),
    )
    assert bring_up_to_date(seminar, later) == [
        "recordings: Dzień 1: powtórka: new on the page, added",
        "recordings: dzien-1: no longer on the page; kept",
        "decks: Inne: new on the page, added",
    ]
    now = read_seminar(seminar.path)
    assert [each.id for each in now.recordings] == ["dzien-1", "nagranie-2", "dzien-1-2"]
    assert now.decks[1].url == "https://example.org/inne.pptx"
    assert bring_up_to_date(now, later) == []


def test_what_a_person_took_out_does_not_come_back(seminar: SeminarFolder) -> None:
    text = _text(seminar)
    start = text.index("[[decks]]")
    end = text.index("[[programme]]")
    (seminar.path / "seminar.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    assert bring_up_to_date(read_seminar(seminar.path), _FOUND) == []
    assert read_seminar(seminar.path).decks == ()


def test_a_programme_that_comes_later_is_taken(tmp_path: Path) -> None:
    early = replace(_FOUND, programme=(), dates=(), organiser="")
    seminar = write(tmp_path / "dane", declared(early, _PAGE), early)
    told = bring_up_to_date(seminar, _FOUND)
    assert told == [
        "organiser: taken from the page",
        "dates: taken from the page",
        "programme: taken from the page",
    ]
    assert read_seminar(seminar.path).declared == declared(_FOUND, _PAGE)


def test_names_of_speakers_stay_as_they_are(seminar: SeminarFolder) -> None:
    entry = '\n[[speakers]]\nname = "Ewa Klon"  # tak\nrecording = "dzien-1"\nat = 00:00:05.1\n'
    path = seminar.path / "seminar.toml"
    path.write_text(_text(seminar) + entry, encoding="utf-8")
    named = read_seminar(seminar.path)
    later = replace(_FOUND, title="Inny", programme=_FOUND.programme[:1])
    assert len(bring_up_to_date(named, later)) == 2
    assert entry in _text(seminar)
    assert read_seminar(seminar.path).declared.speakers == named.declared.speakers


def test_titles_from_a_page_cannot_break_the_file(tmp_path: Path) -> None:
    odd = "a\"\\'\n[[recordings]]\u202e\x00\x1b]0;x"
    clean = "".join(c if c.isprintable() else " " for c in odd)
    found = replace(
        _FOUND,
        page=f"https://example.org/{odd}",
        title=clean,
        recordings=(FoundRecording(clean, "https://example.org/1.mp4"),),
        left_out=(LeftOut(odd, odd),),
    )
    seminar = write(tmp_path / "dane", declared(found, _PAGE), found)
    assert len(seminar.recordings) == 1
    assert seminar.declared.title == clean
    assert "\x1b" not in _text(seminar)
