"""The lists of seminars: the newest first, by year and organiser, light however many there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import html5lib

from pipeline.stages.render import RenderOptions, SeminarView, render_site
from pipeline.stages.render.listing import LONGEST, NEWEST, OFFERED, Listing, listings
from pipeline.stages.render.manifest import Card, RecordingCard
from pipeline.stages.render.strings import strings
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar
from tests.render.test_hostile import EVIL


def _card(number: int, day: str, organiser: str = "Gmina") -> Card:
    row = RecordingCard("dzien-1", "Dzień 1", day, 60.0)
    return Card(f"s{number}", f"Narada {number}", organiser, "", (day,) if day else (), "", (row,))


def _made(cards: Sequence[Card]) -> dict[str, Listing]:
    newest = sorted(cards, key=lambda card: (max(card.dates, default=""), card.id), reverse=True)
    made = list(listings(newest, strings("pl")))
    assert len(made) == len({name for name, _ in made})
    return dict(made)


def test_few_seminars_of_one_year_and_organiser_are_one_page() -> None:
    made = _made([_card(1, "2020-04-23"), _card(2, "2020-05-01")])
    assert list(made) == ["index.html"]
    assert made["index.html"].years == made["index.html"].organisers == ()
    assert [card.id for card in made["index.html"].cards] == ["s2", "s1"]


def test_each_year_and_organiser_has_a_page_with_the_current_one_marked() -> None:
    made = _made(
        [_card(1, "2019-02-01", "Łódź"), _card(2, "2020-05-01", "Zgierz"), _card(3, "2020-06-01")]
    )
    assert {"rok-2019.html", "rok-2020.html", "organizator-lodz.html"} <= made.keys()
    first = made["index.html"]
    assert [(each.label, each.count, each.current) for each in first.years] == [
        ("Wszystkie", 0, True), ("2020", 2, False), ("2019", 1, False),
    ]  # fmt: skip
    assert [each.label for each in first.organisers] == ["Gmina", "Łódź", "Zgierz"]
    year = made["rok-2020.html"]
    assert [card.id for card in year.cards] == ["s3", "s2"]
    assert [each.label for each in year.years if each.current] == ["2020"]
    assert year.title == "Seminaria z 2020 roku"
    assert year.lead == "2 seminaria"


def test_seminars_without_a_date_come_last_and_have_a_list() -> None:
    made = _made([_card(1, ""), _card(2, "2020-05-01")])
    assert [each.address for each in made["index.html"].years][-1] == "rok-bez-daty.html"
    assert made["rok-bez-daty.html"].title == "Seminaria bez daty"


def test_a_seminar_over_new_year_is_in_both_years() -> None:
    both = replace(_card(1, ""), dates=("2019-12-31", "2020-01-01"))
    made = _made([both, _card(2, "2018-01-01")])
    assert made["rok-2019.html"].cards == made["rok-2020.html"].cards == (both,)


def test_one_more_seminar_changes_the_first_page_and_its_own_lists_alone() -> None:
    cards = [_card(n, f"{2015 + n % 5}-01-{1 + n % 28:02}", f"Miasto {n % 3}") for n in range(890)]
    before, after = _made(cards), _made([*cards, _card(9999, "2019-12-01", "Miasto 1")])
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {
        "index.html", "rok-2019.html", "organizator-miasto-1.html",
    }  # fmt: skip


def test_a_long_list_is_cut_from_its_oldest_end_and_leads_on() -> None:
    cards = [_card(n, "2020-01-01") for n in range(2 * LONGEST + 30)]
    made = _made(cards)
    assert len(made["index.html"].cards) == NEWEST
    pages = ["rok-2020.html", "rok-2020-2.html", "rok-2020-1.html"]
    assert [len(made[name].cards) for name in pages] == [30, LONGEST, LONGEST]
    assert [made[name].older for name in pages] == ["rok-2020-2.html", "rok-2020-1.html", ""]
    assert [made[name].newer for name in pages] == ["", "rok-2020.html", "rok-2020-2.html"]
    assert [c.id for name in pages for c in made[name].cards] == sorted(
        (card.id for card in cards), reverse=True
    )


def test_many_organisers_have_a_page_of_their_own() -> None:
    made = _made([_card(n, "2020-01-01", f"Miasto {n:03}") for n in range(OFFERED + 5)])
    assert [each.address for each in made["index.html"].organisers] == ["organizatorzy.html"]
    assert len(made["organizatorzy.html"].directory) == OFFERED + 5
    assert made["organizatorzy.html"].organisers[0].current


def test_names_of_organisers_become_file_names_and_none_takes_the_place_of_another() -> None:
    names = ["Łódź", "Лодзь", "../../etc", "Ж", "日本", "a" * 300, "a" * 299 + "b", EVIL, "index"]
    made = _made([_card(n, "2020-01-01", name) for n, name in enumerate(names)])
    pages = [name for name in made if name.startswith("organizator-")]
    assert len(pages) == len(names)
    assert all(len(made[name].cards) == 1 for name in pages)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in pages)


def test_names_that_differ_in_case_alone_are_one_organiser_by_the_usual_name() -> None:
    cards = [_card(n, "2020-01-01", "Gmina Nowa") for n in range(2)]
    made = _made([*cards, _card(3, "2020-01-01", "GMINA  NOWA"), _card(4, "2020-01-01", "Inna")])
    assert [each.label for each in made["index.html"].organisers] == ["Gmina Nowa", "Inna"]


def _dated(number: int, year: int) -> SeminarView:
    one = recording("dzien-1")
    day = date(year, 1, 1 + number % 28)
    view = seminar(f"s{number}", recordings=[replace(one, info=replace(one.info, date=day))])
    return replace(view, info=replace(view.info, dates=(day,), organiser=f"Miasto {number % 2}"))


def test_every_link_of_every_list_leads_somewhere(tmp_path: Path) -> None:
    views = [_dated(number, 2019 + number % 2) for number in range(4)]
    for view in views:
        lay_media(tmp_path, view)
    render_site([entry(v) for v in views], tmp_path, TEMPLATES, RenderOptions(), word=False)
    root = tmp_path / "site"
    lists = sorted(path.name for path in root.glob("*.html"))
    assert "rok-2019.html" in lists
    for name in lists:
        text = (root / name).read_text("utf-8")
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        links = [each.attrib["href"] for each in tree.iter("a")]
        assert all((root / link.partition("#")[0]).exists() for link in links)
        marked = [each for each in tree.iter("a") if each.attrib.get("aria-current") == "page"]
        assert len(marked) == (0 if name == "szukaj.html" else 1)


def test_a_seminar_of_many_recordings_shows_a_few_on_its_card(tmp_path: Path) -> None:
    view = seminar(recordings=[recording(f"n-{number}") for number in range(9)])
    lay_media(tmp_path, view)
    render_site([entry(view)], tmp_path, TEMPLATES, RenderOptions(), word=False)
    page = (tmp_path / "site/index.html").read_text("utf-8")
    assert page.count('href="narada/n-') == 6
    assert "i\u00a0jeszcze 3 nagrania" in page or "i jeszcze 3 nagrania" in page
