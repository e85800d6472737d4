"""What is read from the pages of towns and associations, and what is left alone."""

import json
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.download.page.dates import dates
from pipeline.stages.download.page.decoding import decoded
from pipeline.stages.download.page.found import Found
from pipeline.stages.download.page.players import recording_url
from pipeline.stages.download.page.programme import people
from pipeline.stages.download.page.reading import read_page

_DATA = Path(__file__).parents[1] / "data"
_PAGES = _DATA / "pages"
_EXPECTED = json.loads((_PAGES / "expected.json").read_text(encoding="utf-8"))
_FACEBOOK = "https://www.facebook.com/a.b/videos/123/"
_HERE = "https://miasto.example.org/aktualnosci/strona.html"


def _page(name: str) -> Found:
    return read_page((_PAGES / f"{name}.html").read_bytes(), _HERE)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _as_expected(found: Found) -> dict[str, Any]:
    return {
        "title": found.title,
        "organiser": found.organiser,
        "organiser_is": found.organiser_is,
        "published": _day(found.published),
        "dates": [day.isoformat() for day in found.dates],
        "recordings": [[each.title, each.url, _day(each.date)] for each in found.recordings],
        "decks": [[each.title, each.url] for each in found.decks],
        "programme": [
            [
                f"{each.start:%H:%M}",
                f"{each.end:%H:%M}" if each.end else None,
                each.kind,
                each.title,
                list(each.speakers),
                _day(each.day),
            ]
            for each in found.programme
        ],
        "left_out": [each.what.rpartition("/")[2] for each in found.left_out],
    }


@pytest.mark.parametrize("name", sorted(_EXPECTED))
def test_a_page_says_what_a_person_reads_in_it(name: str) -> None:
    assert _as_expected(_page(name)) == _EXPECTED[name]


def test_there_are_ten_pages_of_ten_kinds_at_least() -> None:
    assert len(_EXPECTED) >= 10
    assert {path.stem for path in _PAGES.glob("*.html")} == set(_EXPECTED)
    assert b"windows-1250" in (_PAGES / "stara.html").read_bytes()
    assert b"iso-8859-2" in (_PAGES / "bez-prezentacji.html").read_bytes()


def test_the_demos_page_is_the_gold(demo_page: Found) -> None:
    gold = json.loads((_DATA / "gold" / "programme.json").read_text(encoding="utf-8"))
    assert (demo_page.title, demo_page.organiser) == (gold["title"], gold["organiser"])
    assert demo_page.organiser_is == "site"
    assert [day.isoformat() for day in demo_page.dates] == gold["dates"]
    assert _day(demo_page.published) == gold["published"]
    assert demo_page.lead == gold["lead"]
    assert [(each.title, _day(each.date)) for each in demo_page.recordings] == [
        (video["label"], video["date"]) for video in gold["videos"]
    ]
    assert [each.title for each in demo_page.decks] == [deck["label"] for deck in gold["decks"]]
    assert [
        (f"{s.start.hour}:{s.start:%M}", s.kind, s.title, list(s.speakers), _day(s.day))
        for s in demo_page.programme
    ] == [(s["start"], s["kind"], s["title"], s["speakers"], s["date"]) for s in gold["sessions"]]
    taken = [each.url for each in (*demo_page.recordings, *demo_page.decks)]
    unwanted = [*gold["not_to_take"]["videos"], *gold["not_to_take"]["pdfs"]]
    assert not [url for url in taken if url.rpartition("/")[2] in str(unwanted)]


@pytest.fixture(scope="module")
def demo_page() -> Found:
    demo = Path(__file__).parents[2] / "seminars" / "endogenne-potencjaly" / "page" / "index.html"
    return read_page(demo.read_bytes(), "https://www.example.org/page/index.html")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("23-24 kwietnia 2020 r.", "2020-04-23 2020-04-24"),
        ("w dniach 23 i 24 kwietnia 2020", "2020-04-23 2020-04-24"),
        ("23–24.04.2020", "2020-04-23 2020-04-24"),
        ("24.04.2020", "2020-04-24"),
        ("od 30 kwietnia do 1 maja 2020", "2020-04-30 2020-05-01"),
        ("22, 23 i 24 maja 2019 r.", "2019-05-22 2019-05-23 2019-05-24"),
        ("21 (wtorek) i 22 (środa) czerwca 2022", "2022-06-21 2022-06-22"),
        ("23 IV 2020, 23.IV.2020", "2020-04-23 2020-04-23"),
        ("2020-04-23T10:00", "2020-04-23"),
        ("28 kwietnia br.", "2021-04-28"),
        ("15 grudnia; potem 7 stycznia", "2020-12-15 2021-01-07"),
        ("30 lutego 2020, 31.04.2020, art. 13 ust. 4, tel. 22 633 12 12, Dz. U. 2019 poz. 848", ""),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, days: str) -> None:
    found = [day.isoformat() for each in dates(text, date(2021, 1, 8)) for day in each.days]
    assert found == days.split()


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("//www.youtube.com/embed/aB3dE5gH7jK?start=42", "https://www.youtube.com/watch?v=aB3dE5gH7jK"),
        ("https://youtu.be/aB3dE5gH7jK?t=3", "https://www.youtube.com/watch?v=aB3dE5gH7jK"),
        ("https://www.youtube.com/live/aB3dE5gH7jK", "https://www.youtube.com/watch?v=aB3dE5gH7jK"),
        ("https://m.youtube.com/watch?app=m&v=aB3dE5gH7jK", "https://www.youtube.com/watch?v=aB3dE5gH7jK"),
        ("https://www.youtube.com/embed/videoseries?list=PLabcdefghij", "https://www.youtube.com/playlist?list=PLabcdefghij"),
        ("https://www.youtube.com/channel/UCexample", ""),
        ("https://player.vimeo.com/video/612345678?h=0a1b2c3d4e", "https://vimeo.com/612345678/0a1b2c3d4e"),
        ("https://vimeo.com/612345678", "https://vimeo.com/612345678"),
        (
            f"https://www.facebook.com/plugins/video.php?href={quote(_FACEBOOK, safe='')}&width=5",
            _FACEBOOK,
        ),
        ("https://www.facebook.com/watch/?ref=x&v=123", "https://www.facebook.com/watch/?v=123"),
        ("https://www.facebook.com/example", ""),
        ("https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fyoutu.be%2FaB3dE5gH7jK", ""),
        ("../media/dzien 1.mp4#t=3", "https://miasto.example.org/media/dzien%201.mp4"),
        ("film.mp4?token=1", "https://miasto.example.org/aktualnosci/film.mp4?token=1"),
        ("file:///etc/passwd.mp4", ""), ("data:video/mp4;base64,AAAA", ""),
        ("javascript:alert('a.mp4')", ""), ("https://[broken/a.mp4", ""), ("strona.html", ""),
    ],
)  # fmt: skip
def test_an_address_is_known_in_one_form(href: str, url: str) -> None:
    assert recording_url(href, _HERE) == url


def test_a_page_is_read_in_whatever_it_is_encoded() -> None:
    text = "<title>Źdźbło: święto – żółw</title>"
    old = text.replace("–", "-")
    assert decoded(text.encode("cp1250")) == text
    assert decoded(text.encode("cp1250"), "windows-1250") == text
    assert decoded(text.encode("cp1250"), "iso-8859-2") == text
    assert decoded(old.encode("iso-8859-2"), "iso-8859-2") == old
    assert decoded(text.encode()) == decoded(b"\xef\xbb\xbf" + text.encode()) == text
    assert decoded(b'<meta charset="iso-8859-2">' + old.encode("iso-8859-2"))[27:] == old
    assert decoded(b'<meta charset="utf-8">' + text.encode("cp1250"))[22:] == text
    assert "Źdźbło" in decoded(text.encode() + b"\xff", "utf-8")
    assert decoded(text.encode(), "no-such-charset") == text
    assert decoded(b"", "rot13") == ""


def test_people_are_told_from_institutions() -> None:
    assert people("Halszka Wiatraczna, Związek Miast Polskich") == ["Halszka Wiatraczna"]
    assert people("moderuje dr hab. Ewa Brzoza-Klon; Urząd Miasta") == ["dr hab. Ewa Brzoza-Klon"]
    assert people("Rada Miasta Gdańska, Nowy Sącz") == []


_SCRAPS = """<table>|<tr><td>|</td><td>|10:00|<h2>|<a href='a.mp4'>|</a>|<b>|<video>|<li>|<p>|<nav>
|<iframe src='//youtu.be/aB3dE5gH7jK'>|<source src=x.mp4>|</script>|23-24 kwietnia 2020|Organizator:
|<script type='application/ld+json'>[[[{"@type":"Event"}|<svg>|<![CDATA[|&#0;|prezentacja|<title>
|<a href=p.pdf>|Jan Kowalski|<sup>00|<body class=menu>"""


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from([*_SCRAPS.split("|"), "\x00", "\u202e"]) | st.text(max_size=20), max_size=60
    )
)
def test_no_page_breaks_the_reader(parts: list[str]) -> None:
    found = read_page("".join(parts).encode(errors="replace"), _HERE)
    addresses = [each.url for each in (*found.recordings, *found.decks)]
    assert all(url.startswith(("https://", "http://")) for url in addresses)
    assert all(text.isprintable() for text in (found.title, found.organiser, found.lead))


def test_a_deep_and_a_long_page_end() -> None:
    assert read_page(b"<div>" * 50_000 + b"<p>tekst", _HERE).title
    links = "".join(f"<li><a href='f{n}.mp4'>film {n}</a>" for n in range(5_000))
    assert len(read_page(f"<main>{links}".encode(), _HERE).recordings) == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "<p>tekst 12.05.2021 i 10:00</p>",
        "<div class='related x'>" * 200 + "<p>t</p>" + "</div>" * 200,
        "<a href='f.pdf'>a</a> ",
        "<h3><a href=f.mp4>a</a></h3>",
        "<table><tr><td>" * 50 + "x" + "</td></tr></table>" * 50,
        "1, 2, ",
        "(mp4 ",
        "organizator ",
        "<p>10:00 Jan Kowalski</p>",
    ],
)
def test_eight_megabytes_of_anything_are_read_in_seconds(part: str) -> None:
    started = monotonic()
    read_page(f"<main><p>{part * ((8 << 20) // len(part))}".encode(), _HERE)
    assert monotonic() - started < 20  # it took minutes when each element was weighed anew
