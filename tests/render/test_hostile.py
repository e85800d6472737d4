import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import html5lib
import pytest

from pipeline.artefacts import Slide, Word
from pipeline.errors import UsageError
from pipeline.stages.render import RenderOptions, SeminarView, render_site
from pipeline.stages.render.hostile import clean, markdown, verified_id, web_link
from tests.render.invented import TEMPLATES, entry, lay_media, seminar, spoken, voiced
from tests.render.visiting import Open, Site

if TYPE_CHECKING:
    from playwright.sync_api import Dialog

EVIL = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)> {{7*7}} {% x %} --> ]]> \u202e"
    "\x00\x07\ud800 </title></style></textarea> `*_[a](javascript:alert(3)) &lt; \u2028 C:\\x"
)


def _hostile() -> SeminarView:
    view = replace(voiced(seminar()), names={1: EVIL, 2: EVIL + "2"})
    first = view.recordings[0]
    words = (*spoken(EVIL, 1.0), *spoken("Koniec.", 30.0), Word(31.0, 31.5, EVIL, 0.1))
    deck = view.decks[0]
    shown = deck.deck.slides[0].picture
    return replace(
        view,
        info=replace(
            view.info, title=EVIL, organiser=EVIL, page="javascript:alert(1)", description=EVIL,
            credits=EVIL,
        ),
        recordings=(
            replace(
                first,
                info=replace(first.info, title=EVIL),
                transcript=replace(first.transcript, words=words),
            ),
        ),
        decks=(
            replace(
                deck,
                info=replace(deck.info, title=EVIL),
                deck=replace(deck.deck, slides=(Slide(1, EVIL, EVIL + "\n" + EVIL, shown),)),
            ),
        ),
        programme=replace(
            view.programme,
            sessions=tuple(
                replace(each, title=EVIL, speakers=(EVIL,), planned=EVIL)
                for each in view.programme.sessions
            ),
        ),
        summary=replace(view.summary, phrases=(EVIL,)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("hostile")
    view = _hostile()
    lay_media(outputs, view)
    options = RenderOptions(address="https://zapisy.example/", contact="a@b.example")
    render_site([entry(view)], outputs, TEMPLATES, options)
    return outputs / "site"


def test_pages_parse_strictly_and_hold_no_element_of_the_attacker(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) == 6
    for page in pages:
        text = page.read_text("utf-8")
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        scripts = [each for each in tree.iter("script") if "src" not in each.attrib]
        assert {each.attrib["type"] for each in scripts} <= {"application/ld+json"}
        pictures = [each.attrib["src"] for each in tree.iter("img")]
        assert pictures == (["plan/1.webp"] if page.name == "plan.html" else [])
        assert not list(tree.iter("style"))
        for each in tree.iter():
            assert not any(name.startswith("on") or name == "style" for name in each.attrib)
            assert not str(each.attrib.get("href", "")).startswith(("javascript", "data"))
        assert "{{7*7}}" in text or page.name == "szukaj.html"
        assert "\u202e" not in text


def test_ids_on_a_page_are_unique_and_links_inside_it_lead_somewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        tree = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
        ids = [each.attrib["id"] for each in tree.iter() if "id" in each.attrib]
        assert len(ids) == len(set(ids))
        links = [each.attrib["href"] for each in tree.iter("a")]
        assert all(link[1:] in ids for link in links if link.startswith("#"))


def test_the_code_to_embed_holds_one_frame_and_no_more(site: Path) -> None:
    page = html5lib.parse(
        (site / "narada/dzien-1.html").read_text("utf-8"), namespaceHTMLElements=False
    )
    code = next(each for each in page.iter("textarea") if each.get("id") == "kod").text
    assert code is not None
    pasted = html5lib.parseFragment(code, namespaceHTMLElements=False)
    assert [each.tag for each in pasted] == ["iframe"]
    assert set(pasted[0].attrib) == {
        "src",
        "title",
        "width",
        "height",
        "loading",
        "allowfullscreen",
    }
    assert pasted[0].attrib["title"].startswith("\"'><script>alert(1)</script>")


_QUERIES = (
    "",
    "?q=" + quote(EVIL.replace("\ud800", "")),
    "?q=alert&formy=" + quote("script,alert,<img,(,a|b"),
    "?q=<script>alert(1)</script>&formy=</article><img src=x onerror=alert(1)>,alert&t=<b>",
)  # fmt: skip
_FRAGMENTS = (
    "",
    "#t=1",
    "#<img src=x onerror=alert(1)>",
    "#javascript:alert(1)",
    "#w-<b>",
    "#t=1,<b>",
)


@pytest.mark.browser
@pytest.mark.parametrize("way", ["http", "file"])
def test_nothing_of_it_runs_in_a_browser(
    site: Path, serve_folder: Callable[[Path], str], visit: Open, way: Literal["http", "file"]
) -> None:
    place = Site(site, serve_folder(site))
    opened = visit(place.address("index.html", way))
    dialogs: list[str] = []

    def close(dialog: "Dialog") -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    opened.page.on("dialog", close)
    pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    for page in pages:
        for query in _QUERIES if "dzien" in page or page == "szukaj.html" else _QUERIES[:2]:
            for fragment in _FRAGMENTS if "dzien" in page and not query else _FRAGMENTS[1:3]:
                opened.page.goto(place.address(page, way) + query + fragment)
                for button in opened.page.locator("main button, .dock button").all():
                    if button.is_visible():
                        button.click()
                assert (
                    opened.page.locator(
                        "img[src=x], article b b, script:not([src], [type])"
                    ).count()
                    == 0
                )
                # The fixture looks at the last page alone.
                assert opened.page.evaluate("broken") == []
    opened.page.wait_for_timeout(300)
    assert dialogs == []


def test_captions_and_scripts_carry_no_tag(site: Path) -> None:
    folder = site / "narada"
    captions = (folder / "dzien-1.vtt").read_text("utf-8")
    assert "<" not in re.sub(r"</v>|<v [^<>]*>", "", captions)  # but for who speaks
    assert "<" not in (folder / "dzien-1.cues.js").read_text("utf-8")
    assert "<" not in (folder / "dzien-1.srt").read_text("utf-8")


def test_markdown_shows_what_was_said_and_does_nothing(site: Path) -> None:
    text = (site / "narada/dzien-1.md").read_text("utf-8")
    ours = re.compile(r"<!-- stenogram narada/dzien-1 [0-9a-f]{16} -->\n\Z")
    assert ours.search(text)
    assert not re.search(r"(?<!\\)<(?!https)", ours.sub("", text))
    assert not re.search(r"(?<!\\)\]\(javascript", text)


def test_json_is_json_and_says_no_forbidden_character(site: Path) -> None:
    content = json.loads((site / "narada/dzien-1.json").read_text("utf-8"))
    assert content["seminar"]["page"] == ""
    assert clean(json.dumps(content, ensure_ascii=False)) == json.dumps(content, ensure_ascii=False)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://", "https://a b", "ftp://a",
     "http://[", "https://a\n.example", "HTTPS:/x"],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str) -> None:
    assert web_link(address) == ""


def test_a_web_address_stays_as_it_is() -> None:
    assert web_link("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"


@pytest.mark.parametrize("name", ["", "..", "a/b", "Ala", "a b", "ą", "a.b", "a\n"])
def test_a_name_that_is_no_id_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        verified_id(name)


@pytest.mark.parametrize("text", ["# nie tytuł", "1. nie lista", "- nie", "+ nie", "=== nie"])
def test_markdown_does_not_take_speech_for_structure(text: str) -> None:
    assert markdown(text) != text
    assert "\\" in markdown(text)
