"""The Atom feed: valid by RFC 4287, and the same for the same seminars."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.stages.render import RenderOptions, SeminarView, render_site
from pipeline.stages.render.feed import FEED, feed
from pipeline.stages.render.manifest import Card, RecordingCard
from pipeline.stages.render.strings import strings
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar
from tests.render.test_hostile import EVIL

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://seminaria.example.pl/"
CARD = Card(
    "narada", "Narada <o> mostach & rzekach", "Gmina", "Dwa dni.", ("2021-05-04", "2021-05-05"),
    "", (RecordingCard("dzien-1", "Dzień 1", "2021-05-04", 60.0),),
)  # fmt: skip
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def made(cards: Sequence[Card], base: str = BASE) -> bytes:
    return feed(cards, strings("pl"), base)


def check(data: bytes) -> etree._Element:
    """Holds a feed to what RFC 4287 asks of feeds and entries, sections 4.1.1 and 4.1.2."""
    root = etree.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for each in (root, *root.findall(f"{ATOM}entry")):
        for once in ("id", "title", "updated"):
            (found,) = each.findall(f"{ATOM}{once}")
            assert found.text
        assert RFC3339.fullmatch(each.findtext(f"{ATOM}updated"))
        assert each.findtext(f"{ATOM}id").startswith("urn:uuid:")
        links = each.findall(f"{ATOM}link")
        assert [link.get("rel") for link in links].count("alternate") == 1
        assert all(link.get("href") for link in links)
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    newest = max((e.findtext(f"{ATOM}updated") for e in root.iter(f"{ATOM}entry")), default="")
    assert root.findtext(f"{ATOM}updated") >= newest
    return root


def parsed(data: bytes) -> "tuple[bool, Sequence[dict[str, object]]]":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser

        found = feedparser.parse(data)
    return bool(found.bozo), found.entries


@pytest.mark.parametrize("base", ["", BASE])
def test_a_feed_is_valid_and_a_reader_reads_it(base: str) -> None:
    data = made([CARD, replace(CARD, id="druga", organiser="", description="")], base)
    check(data)
    bozo, entries = parsed(data)
    assert not bozo
    assert [each["link"] for each in entries] == [
        f"{base}narada/index.html", f"{base}druga/index.html",
    ]  # fmt: skip
    assert entries[0]["summary"] == "Dwa dni."
    assert entries[1]["summary"] == "Dzień 1"


def test_a_feed_of_nothing_is_valid() -> None:
    check(made([]))


def test_an_id_stays_when_title_and_date_change() -> None:
    other = replace(CARD, title="Inny", dates=("2022-01-01",))
    one, two = check(made([CARD])), check(made([other]))
    path = f"{ATOM}entry/{ATOM}id"
    assert one.findtext(path) == two.findtext(path)
    assert one.findtext(path) != check(made([replace(CARD, id="b")])).findtext(path)


def test_an_entry_is_as_new_as_its_last_day_or_its_approval() -> None:
    path = f"{ATOM}entry/{ATOM}updated"
    assert check(made([CARD])).findtext(path) == "2021-05-05T00:00:00Z"
    approved = replace(CARD, approved="2021-06-01")
    assert check(made([approved])).findtext(path) == "2021-06-01T00:00:00Z"
    assert check(made([replace(CARD, dates=())])).findtext(path) == "1970-01-01T00:00:00Z"


def site(folder: Path, *views: SeminarView, address: str = "") -> Path:
    for view in views:
        lay_media(folder, view)
    render_site(
        [entry(view) for view in views], folder, TEMPLATES, RenderOptions(address=address),
        word=False,
    )  # fmt: skip
    return folder / "site"


def test_the_site_offers_it_of_public_seminars_and_drafts_have_none(tmp_path: Path) -> None:
    hidden = replace(seminar("tajna", recordings=[recording("a", public=False)]))
    root = site(tmp_path, seminar(), hidden, address="https://s.example")
    data = (root / FEED).read_bytes()
    check(data)
    assert b"https://s.example/narada/index.html" in data
    assert b"https://s.example/kanal.xml" in data
    assert b"tajna" not in data
    assert not (root / "robocze" / FEED).exists()
    page = (root / "index.html").read_text("utf-8")
    assert 'type="application/atom+xml" title="Kanał Atom: nowe zapisy" href="kanal.xml">' in page
    assert page.count('href="kanal.xml"') == 2
    assert "kanal.xml" not in (root / "robocze/index.html").read_text("utf-8")


def test_the_same_seminars_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (site(tmp_path / name, seminar()) for name in ("one", "two"))
    assert (one / FEED).read_bytes() == (two / FEED).read_bytes()


def test_hostile_titles_are_text(tmp_path: Path) -> None:
    view = seminar()
    info = replace(view.info, title=EVIL, organiser=EVIL, description=EVIL)
    root = site(tmp_path, replace(view, info=info))
    feeded = check((root / FEED).read_bytes())
    assert "<script>alert(1)</script>" in (feeded.findtext(f"{ATOM}entry/{ATOM}title") or "")
