"""What programs read: JSON-LD, OpenGraph, sitemap, podcast, chapters; nothing of drafts."""

import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import html5lib
import pytest
from lxml import etree

from pipeline.stages.render import RenderOptions, SeminarView, render_site
from pipeline.stages.render.sitemap import MOST, sitemaps
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar, slid
from tests.render.test_hostile import _hostile
from tests.render.visiting import RECORDING, Open, Site

BASE = "https://seminaria.example.pl/"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def site(folder: Path, views: Sequence[SeminarView], options: RenderOptions | None = None) -> Path:
    for view in views:
        lay_media(folder, view)
    render_site(
        [entry(view) for view in views], folder, TEMPLATES,
        options or RenderOptions(address=BASE), word=False,
    )  # fmt: skip
    return folder / "site"


def data_of(page: Path) -> dict[str, Any]:
    tree = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    (found,) = [each for each in tree.iter("script") if "src" not in each.attrib]
    assert found.attrib["type"] == "application/ld+json"
    data: dict[str, Any] = json.loads(found.text)
    return data


def meta_of(page: Path) -> dict[str, str]:
    tree = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    named = {e.attrib.get("property") or e.attrib.get("name"): e.attrib.get("content") for e in tree.iter("meta")}  # fmt: skip # noqa: E501
    links = {each.attrib["rel"]: each.attrib["href"] for each in tree.iter("link")}
    return {**named, "canonical": links.get("canonical", "")}


def test_a_seminar_is_an_event_and_tells_only_what_is_known(tmp_path: Path) -> None:
    root = site(tmp_path, [slid(seminar())])
    told = data_of(root / "narada/index.html")
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == "Event"
    assert (told["startDate"], told["endDate"]) == ("2021-05-04", "2021-05-05")
    assert told["organizer"] == {"@type": "Organization", "name": "Gmina Zarzecze"}
    assert told["recordedIn"][0]["url"] == f"{BASE}narada/dzien-1.html"
    assert "eventAttendanceMode" not in told
    bare = seminar("naga")
    one = bare.recordings[0]
    bare = replace(
        bare,
        info=replace(bare.info, organiser="", dates=(), description="", page=""),
        recordings=(replace(one, info=replace(one.info, date=None)),),
    )
    told = data_of(site(tmp_path / "bare", [bare]) / "naga/index.html")
    assert not told.keys() & {"startDate", "endDate", "organizer", "description", "sameAs"}


def test_a_recording_is_a_video_with_its_sessions_as_clips(tmp_path: Path) -> None:
    root = site(tmp_path, [slid(seminar())])
    told = data_of(root / RECORDING)
    assert told["@type"] == "VideoObject"
    assert told["duration"] == "PT60S"
    assert [(c["name"], c["startOffset"], c["endOffset"], c["url"]) for c in told["hasPart"]] == [
        ("Otwarcie", 1, 20, f"{BASE}{RECORDING}#t=1"),
        ("Pytania z sali", 30, 60, f"{BASE}{RECORDING}#t=30"),
    ]
    assert "uploadDate" not in told
    for key in ("contentUrl", "transcript", "thumbnailUrl", "url"):
        assert (root / told[key].removeprefix(BASE)).is_file(), key
    assert (root / told["caption"]["contentUrl"].removeprefix(BASE)).is_file()


def test_what_is_not_there_is_not_told(tmp_path: Path) -> None:
    one = recording("dzien-1")
    sound = replace(one, recording=replace(one.recording, has_picture=False))
    options = RenderOptions(address=BASE, media="none")
    told = data_of(site(tmp_path, [slid(seminar(recordings=[sound]))], options) / RECORDING)
    assert told["@type"] == "AudioObject"
    assert not told.keys() & {"contentUrl", "thumbnailUrl", "encodingFormat"}


def test_without_an_address_all_is_relative_and_there_is_no_sitemap(tmp_path: Path) -> None:
    root = site(tmp_path, [seminar()], RenderOptions())
    told = data_of(root / RECORDING)
    assert told["contentUrl"] == "../narada/media/dzien-1.mp4"
    assert meta_of(root / RECORDING)["canonical"] == ""
    assert not {"sitemap.xml", "podcast.xml", "robots.txt"} & {each.name for each in root.iterdir()}


def test_pages_say_what_they_are_to_those_who_link_to_them(tmp_path: Path) -> None:
    root = site(tmp_path, [slid(seminar())])
    for page in root.rglob("*.html"):
        name = page.relative_to(root).as_posix()
        if name.endswith(".embed.html"):
            continue
        told = meta_of(page)
        assert told["canonical"] == told["og:url"] == BASE + name
        assert told["description"]
        assert told["og:description"] == told["description"]
        assert told["og:title"]
        image = told.get("og:image")
        assert image is None or (root / image.removeprefix(BASE)).is_file()
    assert meta_of(root / RECORDING)["og:type"] == "video.other"
    assert "og:image" in meta_of(root / RECORDING)


def test_nothing_of_a_draft_is_told_to_programs(tmp_path: Path) -> None:
    hidden = seminar("tajna", recordings=[recording("skryte", public=False)])
    half = seminar(recordings=[recording("jawne"), recording("skryte", public=False)])
    root = site(tmp_path, [half, hidden])
    for name in ("sitemap.xml", "podcast.xml", "robots.txt", "kanal.xml", "narada/index.html"):
        text = (root / name).read_text("utf-8")
        assert "skryte" not in text
        assert "tajna" not in text
        assert "robocze" not in text
    drafts = root / "robocze"
    assert not {"sitemap.xml", "podcast.xml", "robots.txt"} & {e.name for e in drafts.iterdir()}
    for page in drafts.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "ld+json" not in text
        assert "og:" not in text
        assert 'name="description"' not in text
        assert "canonical" not in text


def test_the_sitemap_has_every_page_once(tmp_path: Path) -> None:
    root = site(tmp_path, [slid(seminar())])
    tree = etree.fromstring((root / "sitemap.xml").read_bytes())
    told = [each.text.removeprefix(BASE) for each in tree.iter("{*}loc")]
    pages = (path.relative_to(root).as_posix() for path in root.rglob("*.html"))
    assert sorted(told) == sorted(name for name in pages if ".embed." not in name)
    assert f"Sitemap: {BASE}sitemap.xml" in (root / "robots.txt").read_text("utf-8")


def test_a_site_below_a_path_has_no_robots_txt_since_nobody_would_read_it(tmp_path: Path) -> None:
    root = site(tmp_path, [seminar()], RenderOptions(address="https://um.example.pl/zapisy"))
    assert not (root / "robots.txt").exists()
    assert "https://um.example.pl/zapisy/narada/" in (root / "sitemap.xml").read_text("utf-8")


def test_a_sitemap_that_is_too_long_is_split() -> None:
    made = dict(sitemaps([f"s/{n}.html" for n in range(MOST + 1)], BASE))
    assert list(made) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    counts = [len(list(etree.fromstring(data).iter("{*}loc"))) for data in made.values()]
    assert counts == [2, MOST, 1]


def test_the_podcast_has_each_recording_with_captions_and_chapters(tmp_path: Path) -> None:
    one = recording("dzien-2")
    sound = replace(one, recording=replace(one.recording, has_picture=False))
    root = site(tmp_path, [seminar(recordings=[recording("dzien-1"), sound])])
    channel = etree.fromstring((root / "podcast.xml").read_bytes())[0]
    for once in ("title", "link", "description", "language", f"{PODCAST}guid"):
        assert channel.findtext(once)
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == [
        "Nagranie dzien-2 – Narada o mostach", "Nagranie dzien-1 – Narada o mostach",
    ]  # fmt: skip
    assert len({item.findtext("guid") for item in items}) == 2
    kinds = []
    for item in items:
        enclosure = item.find("enclosure")
        media = root / enclosure.get("url").removeprefix(BASE)
        assert int(enclosure.get("length")) == media.stat().st_size
        kinds.append(enclosure.get("type"))
        assert parsedate_to_datetime(item.findtext("pubDate")).date().isoformat() == "2021-05-04"
        files = [
            each.get("url") for each in item.iter(f"{PODCAST}transcript", f"{PODCAST}chapters")
        ]
        assert len(files) == 4
        assert all((root / each.removeprefix(BASE)).is_file() for each in files)
        types = {each.get("type") for each in item.iter(f"{PODCAST}transcript")}
        assert types == {"text/vtt", "application/x-subrip", "text/html"}
    assert kinds == ["audio/mp4", "video/mp4"]


def test_a_parser_of_feeds_reads_the_podcast(tmp_path: Path) -> None:
    root = site(tmp_path, [seminar()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser

        found = feedparser.parse((root / "podcast.xml").read_bytes())
    assert not found.bozo
    (item,) = found.entries
    assert item.enclosures[0].href == f"{BASE}narada/media/dzien-1.mp4"
    assert item.itunes_duration == "1:00"


def test_without_media_there_is_no_podcast(tmp_path: Path) -> None:
    root = site(tmp_path, [seminar()], RenderOptions(address=BASE, media="none"))
    assert not (root / "podcast.xml").exists()
    assert "podcast.xml" not in (root / "index.html").read_text("utf-8")


def test_chapters_are_sessions_and_what_they_turn_to(tmp_path: Path) -> None:
    root = site(tmp_path, [seminar()])
    told = json.loads((root / "narada/dzien-1.chapters.json").read_bytes())
    assert re.fullmatch(r"1\.\d\.\d", told["version"])
    rows = [(each["startTime"], each["title"]) for each in told["chapters"]]
    assert rows == [
        (1.0, "Otwarcie"), (9.0, "mosty i brzegi"), (20.0, "Przerwa"), (30.0, "Pytania z sali"),
    ]  # fmt: skip


def test_hostile_texts_stay_texts_in_all_that_programs_read(tmp_path: Path) -> None:
    root = site(tmp_path, [_hostile()])
    for page in (root / "narada/index.html", root / RECORDING):
        written = page.read_text("utf-8").partition("ld+json")[2].partition("</script>")[0]
        assert not set(written[2:]) & set("<>&")
        told = data_of(page)
        assert "<script>alert(1)</script>" in told["name"]
        assert "\u202e" not in json.dumps(told, ensure_ascii=False)
        assert "sameAs" not in told
        assert "</title>" in meta_of(page)["og:title"]
    etree.fromstring((root / "sitemap.xml").read_bytes())
    channel = etree.fromstring((root / "podcast.xml").read_bytes())[0]
    assert "<script>alert(1)</script>" in channel.findtext("item/title")
    chapters = json.loads((root / "narada/dzien-1.chapters.json").read_bytes())
    assert "<script>" in chapters["chapters"][0]["title"]


@pytest.mark.browser
def test_data_in_pages_breaks_no_policy_and_runs_nothing(web_site: Site, visit: Open) -> None:
    for page in (RECORDING, "narada/index.html", "index.html"):
        opened = visit(web_site.address(page))
        count = "document.querySelectorAll('script[type=\"application/ld+json\"]').length"
        assert opened.page.evaluate(count) == 1
