"""The line on the page that says how much of the speech was recognised."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import LedgerEntry, LedgerState
from pipeline.checking import MISSING_END
from pipeline.checking import MISSING_END as FOUND_MISSING
from pipeline.stages.render import RenderOptions, render_site
from pipeline.stages.render.options import Language
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar


def _page(folder: Path, ledger: Sequence[LedgerEntry], language: Language = "pl") -> str:
    view = recording("a")
    view = replace(view, transcript=replace(view.transcript, ledger=tuple(ledger)))
    shown = seminar(recordings=[view])
    lay_media(folder, shown)
    render_site([entry(shown)], folder, TEMPLATES, RenderOptions(language=language))
    return (folder / "site/narada/a.html").read_text("utf-8")


def _line(page: str) -> str:
    """What a reader sees of the line; empty where there is none."""
    found = re.search(r'<p class="state heard">(.*?)</p>', page)
    return re.sub("<[^>]*>", "", found.group(1)).replace("\u00a0", " ") if found else ""


def _with_losses(*starts: float, state: LedgerState = "failed") -> list[LedgerEntry]:
    """1000 s of speech, of which a second is lost at each start."""
    entries, at = [], 0.0
    for start in starts:
        entries += [LedgerEntry(at, start, "transcribed"), LedgerEntry(start, start + 1, state)]
        at = start + 1
    return [*entries, LedgerEntry(at, 1000.0, "transcribed")]


def test_where_all_is_well_the_page_says_so_once(tmp_path: Path) -> None:
    page = _page(tmp_path, _with_losses())
    assert _line(page) == "Mowa rozpoznana: 100 %"
    assert "Fragmenty bez transkrypcji" not in page


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "Mowa rozpoznana: 99,9 %; 1 miejsce do odsłuchu: 0:10"),
        (2, "Mowa rozpoznana: 99,8 %; 2 miejsca do odsłuchu: 0:10, 0:20"),
        (5, "Mowa rozpoznana: 99,5 %; 5 miejsc do odsłuchu: 0:10, 0:20, 0:30, 0:40, 0:50"),
    ],
)
def test_places_to_listen_to_are_counted_as_polish_wants(
    tmp_path: Path, count: int, told: str
) -> None:
    page = _page(tmp_path, _with_losses(*(10.0 * (1 + number) for number in range(count))))
    assert _line(page) == told
    assert 'heard">' in page
    assert page.count('<a href="#t=10">0:10') == 2  # in the line, and in the list with reasons


def test_the_line_speaks_english_when_asked(tmp_path: Path) -> None:
    page = _page(tmp_path, _with_losses(10.0, 20.0), "en")
    assert _line(page) == "Speech recognised: 99.8%; 2 places to listen to: 0:10, 0:20"


def test_the_rest_of_many_places_is_a_link_away(tmp_path: Path) -> None:
    page = _page(tmp_path, _with_losses(*(10.0 * number for number in range(1, 13))))
    assert _line(page).startswith("Mowa rozpoznana: 98,8 %; 12 miejsc do odsłuchu: 0:10, ")
    assert _line(page).endswith("1:00, wszystkie")
    assert '<a href="#luki">wszystkie</a>' in page
    assert '<h3 id="luki">' in page


def test_an_end_that_is_missing_is_told_and_no_link_leads_there(tmp_path: Path) -> None:
    ledger = [
        LedgerEntry(0.0, 60.0, "transcribed"),
        LedgerEntry(60.0, 80.0, "failed", MISSING_END),
    ]
    page = _page(tmp_path, ledger)
    assert _line(page) == "Mowa rozpoznana: 75 %; zapis urywa się przed końcem"
    assert "#t=60" not in page


def test_nothing_of_what_was_rejected_is_on_the_page(tmp_path: Path) -> None:
    ledger = [
        LedgerEntry(0.0, 59.0, "transcribed"),
        LedgerEntry(59.0, 60.0, "rejected", "a loop", "odrzucone słowa"),
    ]
    page = _page(tmp_path, ledger)
    assert _line(page) == "Mowa rozpoznana: 98,3 %; 1 miejsce do odsłuchu: 0:59"
    assert "odrzucone" not in page
    assert "a loop" not in page


def test_where_nobody_speaks_there_is_no_line(tmp_path: Path) -> None:
    assert _line(_page(tmp_path, [LedgerEntry(0.0, 60.0, "not speech")])) == ""
    assert _line(_page(tmp_path, ())) == ""


def test_damaged_sound_without_speech_is_a_place_and_no_share(tmp_path: Path) -> None:
    ledger = [LedgerEntry(0.0, 50.0, "not speech"), LedgerEntry(50.0, 60.0, "hole")]
    assert _line(_page(tmp_path, ledger)) == "1 miejsce do odsłuchu: 0:50"


def test_the_page_knows_a_missing_end_by_the_name_that_it_is_given() -> None:
    assert MISSING_END == FOUND_MISSING
