"""The page of a deck, its place on the page of the seminar, and its slides in the search."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest

from pipeline.artefacts import Deck, Slide
from pipeline.declared import DeckInfo
from pipeline.errors import UsageError
from pipeline.search import Index
from pipeline.stages.render import DeckView, RenderOptions, SeminarView, render_site
from pipeline.stages.render.options import Media
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar
from tests.render.visiting import Open, Site


def _site(outputs: Path, view: SeminarView, how: Media = "link") -> Path:
    lay_media(outputs, view)
    render_site([entry(view)], outputs, TEMPLATES, RenderOptions(media=how))
    return outputs / "site"


def _page(path: Path) -> Any:  # noqa: ANN401 - html5lib has no types
    return html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)


def _with_decks(*decks: DeckView) -> SeminarView:
    return replace(seminar(), decks=decks)


def test_a_slide_has_its_number_title_picture_and_text(tmp_path: Path) -> None:
    page = _page(_site(tmp_path, seminar()) / "narada/decks/plan.html")
    slides = [each for each in page.iter("li") if each.attrib.get("class") == "slide"]
    assert [each.attrib["id"] for each in slides] == ["slajd-1", "slajd-2", "slajd-4"]
    first = slides[0]
    assert [" ".join("".join(each.itertext()).split()) for each in first.iter("h2")] == ["1 Rzeki"]
    (picture,) = first.iter("img")
    assert {
        name: picture.attrib[name] for name in ("src", "alt", "width", "height", "loading")
    } == {
        "src": "plan/1.webp",
        "alt": "Rzeki; Brzeg lewy; Brzeg prawy",
        "width": "320",
        "height": "180",
        "loading": "lazy",
    }
    (details,) = first.iter("details")
    assert "".join(details.itertext()).split("\n")[2:3] == ["Brzeg lewyBrzeg prawy"]
    assert next(iter(slides[1].iter("img"))).attrib["alt"] == "Slajd 2: obraz bez tekstu"


def test_a_slide_without_a_picture_shows_its_text_at_once(tmp_path: Path) -> None:
    page = _page(_site(tmp_path, seminar()) / "narada/decks/plan.html")
    slide = next(each for each in page.iter("li") if each.attrib.get("id") == "slajd-4")
    assert not list(slide.iter("img"))
    assert not list(slide.iter("details"))
    assert ["".join(each.itertext()) for each in slide.iter("p")] == ["Bilet 2 zł"]


def test_the_seminar_page_leads_to_each_slide(tmp_path: Path) -> None:
    site = _site(tmp_path, seminar())
    links = [each.attrib["href"] for each in _page(site / "narada/index.html").iter("a")]
    slides = [link for link in links if "#slajd-" in link]
    assert slides == [f"decks/plan.html#slajd-{number}" for number in (1, 2, 4)]
    assert "decks/plan.pdf" in links
    assert (site / "narada/decks/plan.pdf").is_file()


def test_a_slide_is_found_and_leads_to_its_place(tmp_path: Path) -> None:
    site = _site(tmp_path, seminar())
    (hit,) = Index(site / "search").search("przeprawie promowej").hits
    assert (hit.kind, hit.title, hit.session) == ("deck", "Plan przepraw", "Przeprawy promowe")
    page = _page(site / hit.url)
    assert hit.anchor in [each.attrib.get("id") for each in page.iter()]


def test_without_media_there_is_text_alone(tmp_path: Path) -> None:
    site = _site(tmp_path, seminar(), "none")
    page = _page(site / "narada/decks/plan.html")
    assert not list(page.iter("img"))
    assert "Brzeg lewy" in "".join(page.itertext())
    assert not list(site.rglob("*.webp"))
    assert not list(site.rglob("*.pdf"))


def test_a_deck_that_was_not_read_is_offered_and_told(tmp_path: Path) -> None:
    old = DeckView(DeckInfo("stara", "Stara"), Deck("decks/s/deck.dat", "0", 9, (), "ppt"))
    site = _site(tmp_path, _with_decks(old))
    page = _page(site / "narada/index.html")
    assert "slajdów nie odczytano" in "".join(page.itertext())
    assert "decks/stara.ppt" in [each.attrib["href"] for each in page.iter("a")]
    assert not (site / "narada/decks/stara.html").exists()


def test_a_deck_of_pictures_says_so(tmp_path: Path) -> None:
    view = seminar().decks[0]
    bare = replace(view.deck, slides=tuple(replace(s, title="", text="") for s in view.deck.slides))
    page = _page(_site(tmp_path, _with_decks(replace(view, deck=bare))) / "narada/decks/plan.html")
    assert "Slajdy są obrazami bez tekstu" in "".join(page.itertext())


def test_what_stands_for_a_picture_is_bounded(tmp_path: Path) -> None:
    view = seminar().decks[0]
    long = replace(view.deck.slides[0], text="Rzeki\n" + "bardzo długo " * 2000)
    deck = replace(view, deck=replace(view.deck, slides=(long,)))
    page = _page(_site(tmp_path, _with_decks(deck)) / "narada/decks/plan.html")
    assert len(next(iter(page.iter("img"))).attrib["alt"]) <= 1002


def test_a_changed_picture_is_brought_in_again(tmp_path: Path) -> None:
    view = seminar()
    site = _site(tmp_path, view)
    lain = tmp_path / "decks/plan/slides/1.webp"
    lain.unlink()
    lain.write_bytes(b"another picture")
    render_site([entry(view, "2")], tmp_path, TEMPLATES, RenderOptions())
    assert (site / "narada/decks/plan/1.webp").read_bytes() == b"another picture"


def test_taking_a_deck_out_takes_its_page_pictures_and_slides_out(tmp_path: Path) -> None:
    site = _site(tmp_path, seminar())
    render_site([entry(_with_decks(), "2")], tmp_path, TEMPLATES, RenderOptions())
    assert not (site / "narada/decks").exists()
    assert Index(site / "search").search("promowe").total == 0


def test_decks_of_a_draft_stay_with_the_drafts(tmp_path: Path) -> None:
    draft = seminar(recordings=[recording("a", public=False)])
    site = _site(tmp_path, draft)
    assert (site / "robocze/narada/decks/plan.html").is_file()
    assert not (site / "narada").exists()
    assert Index(site / "search").search("promowe").total == 0


@pytest.mark.parametrize("name", ["../x", "", "a/b", "Duże"])
def test_a_deck_with_an_impossible_name_is_refused(name: str, tmp_path: Path) -> None:
    deck = Deck("decks/plan/plan.pdf", "0", 9, (Slide(1, "A", "A"),))
    with pytest.raises(UsageError):
        _site(tmp_path, _with_decks(DeckView(DeckInfo(name, "T"), deck)), "none")


@pytest.mark.browser
def test_a_search_leads_to_the_slide(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address("szukaj.html?q=przeprawie+promowej"))
    link = opened.page.locator("a.time", has_text="Slajd 4")
    link.wait_for()
    link.click()
    opened.page.wait_for_url("**/narada/decks/plan.html#slajd-4")
    opened.wait("document.querySelector('.slide:target h2 span').innerText.startsWith('Przeprawy')")
