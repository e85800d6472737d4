"""Slides beside what is said, and the seconds at which a slide is shown."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest

from pipeline.shown import Shown, Slideshow
from pipeline.stages.render import RenderOptions, SeminarView, render_site
from pipeline.stages.render.options import Media
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar, slid
from tests.render.visiting import RECORDING, Open, Site


def _site(outputs: Path, view: SeminarView, how: Media = "link") -> Path:
    lay_media(outputs, view)
    render_site([entry(view)], outputs, TEMPLATES, RenderOptions(media=how))
    return outputs / "site"


def _page(path: Path) -> Any:  # noqa: ANN401 - html5lib has no types
    return html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)


def _figures(page: Any) -> list[Any]:  # noqa: ANN401 - as above
    return [each for each in page.iter("figure") if each.attrib.get("class") == "shown"]


def test_a_slide_stands_before_the_paragraph_in_which_it_appears(tmp_path: Path) -> None:
    page = _page(_site(tmp_path, slid(seminar())) / RECORDING)
    (article,) = page.iter("article")
    order = [
        each.attrib.get("data-from") or each.attrib.get("id")
        for each in article.iter()
        if each.tag in ("figure", "p")
    ]
    assert order[:2] == ["0.9", "t=1"]
    assert order.index("30.1") + 1 == order.index("t=30")


def test_a_slide_is_seen_with_its_title_and_leads_to_its_deck(tmp_path: Path) -> None:
    first, second, third = _figures(_page(_site(tmp_path, slid(seminar())) / RECORDING))[:3]
    (link,), (picture,) = first.iter("a"), first.iter("img")
    assert link.attrib["href"] == "decks/plan.html#slajd-1"
    assert (picture.attrib["src"], picture.attrib["alt"]) == ("decks/plan/1.webp", "Slajd 1: Rzeki")
    assert next(iter(second.iter("img"))).attrib["alt"] == "Slajd 2"
    assert not list(third.iter("img"))
    assert " ".join("".join(third.itertext()).split()) == (
        "Slajd 4: Przeprawy promowe według wypowiedzi"
    )


def test_without_media_a_slide_is_named(tmp_path: Path) -> None:
    first = _figures(_page(_site(tmp_path, slid(seminar()), "none") / RECORDING))[0]
    assert not list(first.iter("img"))
    assert "".join(first.itertext()).strip() == "Slajd 1: Rzeki"


def test_every_id_of_the_page_is_there_once(tmp_path: Path) -> None:
    page = _page(_site(tmp_path, slid(seminar())) / RECORDING)
    ids = [each.attrib["id"] for each in page.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))


def test_a_slide_leads_to_the_seconds_at_which_it_is_shown(tmp_path: Path) -> None:
    site = _site(tmp_path, slid(seminar()))
    slides = {
        each.attrib["id"]: [
            (" ".join("".join(one.itertext()).split()), [a.attrib["href"] for a in one.iter("a")])
            for one in each.iter("p")
            if "seen" in one.attrib.get("class", "")
        ]
        for each in _page(site / "narada/decks/plan.html").iter("li")
        if each.attrib.get("class") == "slide"
    }
    assert slides["slajd-1"] == [
        ("Pokazany: Nagranie dzien-1, 0:00, 0:48", ["../dzien-1.html#t=0", "../dzien-1.html#t=48"])
    ]
    assert slides["slajd-4"] == [
        ("Omawiany (według wypowiedzi): Nagranie dzien-1, 0:30", ["../dzien-1.html#t=30"])
    ]


def test_a_slide_of_a_draft_is_not_told_in_public(tmp_path: Path) -> None:
    view = slid(seminar(recordings=[recording("a"), recording("b", public=False)]))
    site = _site(tmp_path, view)
    assert "b.html" not in (site / "narada/decks/plan.html").read_text("utf-8")
    assert "../b.html#t=48" in (site / "robocze/narada/decks/plan.html").read_text("utf-8")


def test_a_slide_that_is_gone_is_left_out(tmp_path: Path) -> None:
    rows = (
        Shown("dzien-1", 1.0, 9.0, "plan", 3, "picture", 1.0),
        Shown("dzien-1", 9.0, 20.0, "inna", 1, "picture", 1.0),
        Shown("gdzie", 9.0, 20.0, "plan", 1, "picture", 1.0),
    )
    site = _site(tmp_path, replace(seminar(), slideshow=Slideshow(rows)))
    assert _figures(_page(site / RECORDING)) == []
    assert "slides" not in json.loads((site / "narada/dzien-1.json").read_text("utf-8"))


def test_the_json_tells_which_slide_is_shown_when(tmp_path: Path) -> None:
    content = json.loads((_site(tmp_path, slid(seminar())) / "narada/dzien-1.json").read_text())
    assert content["slides"][0] == {
        "start": 0.9,
        "end": 9.0,
        "deck": "plan",
        "slide": 1,
        "title": "Rzeki",
        "by": "picture",
    }
    schema = json.loads((TEMPLATES[0] / "site/recording.schema.json").read_text("utf-8"))
    wanted = schema["properties"]["slides"]["items"]
    assert all(each.keys() == set(wanted["required"]) for each in content["slides"])


def test_a_title_from_outside_is_escaped(tmp_path: Path) -> None:
    view = slid(seminar())
    deck = view.decks[0]
    bad = replace(deck.deck.slides[0], title='"><script>alert(1)</script>')
    deck = replace(deck, deck=replace(deck.deck, slides=(bad, *deck.deck.slides[1:])))
    site = _site(tmp_path, replace(view, decks=(deck,)))
    assert "<script>alert" not in (site / RECORDING).read_text("utf-8")


@pytest.mark.browser
def test_a_slide_that_is_spoken_of_stands_beside_the_player(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address(RECORDING))
    opened.wait("document.getElementById('player').readyState > 0")
    opened.page.evaluate("document.getElementById('player').currentTime = 35")
    opened.wait("!document.getElementById('slajd-teraz').hidden")
    assert "Przeprawy" in opened.page.locator("#slajd-teraz").inner_text()
    opened.page.evaluate("document.getElementById('player').currentTime = 5")
    opened.wait("document.getElementById('slajd-teraz').hidden")


@pytest.mark.browser
def test_the_second_of_a_slide_leads_into_the_recording(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address("narada/decks/plan.html"))
    opened.page.locator("#slajd-4 .seen a").first.click()
    opened.page.wait_for_url("**/narada/dzien-1.html#t=30")
    opened.wait("Math.abs(document.getElementById('player').currentTime - 30) < 1")
