"""The pages in a real browser, over http under a strict CSP and from a disk."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from pipeline.stages.render import RenderOptions, render_site
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

RECORDING = "narada/dzien-1.html"
PAGES = (
    "index.html",
    "szukaj.html",
    "szukaj.html?q=most",
    "narada/index.html",
    RECORDING,
    "narada/dzien-2.html",
    "robocze/index.html",
    "robocze/szkic/dzien-3.html",
)
# A viewer reads the captions; that axe cannot judge them is explained where they are tested.
EXPLAINED = {"video-caption", "no-autoplay-audio"}
_WATCH = """
    window.broken = [];
    addEventListener("securitypolicyviolation", (e) => broken.push(e.violatedDirective));
"""


@dataclass(frozen=True)
class Site:
    folder: Path
    web: str

    def address(self, page: str, way: Literal["http", "file"] = "http") -> str:
        return f"{self.web}{page}" if way == "http" else f"{self.folder.as_uri()}/{page}"


@dataclass
class Visit:
    """An open page, and what went wrong on it."""

    page: "Page"
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def wait(self, condition: str) -> None:
        # Playwright's own waiting evaluates strings, which the policy under test forbids.
        end = time.monotonic() + 10
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"in vain waited for: {condition}"
            self.page.wait_for_timeout(50)


Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> Site:
    outputs = tmp_path_factory.mktemp("browser")
    sound = recording("dzien-2")
    sound = replace(sound, recording=replace(sound.recording, has_picture=False))
    view = seminar(recordings=[recording("dzien-1"), sound])
    draft = seminar("szkic", recordings=[recording("dzien-3", public=False)])
    for each in (view, draft):
        lay_media(outputs, each, _film(60))
    render_site([entry(view), entry(draft)], outputs, TEMPLATES, RenderOptions())
    return Site(outputs / "site", serve_folder(outputs / "site"))


def _film(seconds: int) -> bytes:
    """A grey picture of some seconds, as H.264 in MP4."""
    import io

    import av
    import numpy as np

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=2)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for number in range(seconds * 2):
            grey = np.full((36, 64, 3), number % 255, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return buffer.getvalue()


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Open]:
    """Opens pages; at the end nothing may have left the origin or broken the policy."""
    visits: list[Visit] = []

    def go(address: str, **context: object) -> Visit:
        opened = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | context))  # type: ignore[arg-type]  # options by name
        opened.add_init_script(_WATCH)
        made = Visit(opened.new_page())
        origin = address.split("/", 3)[2]

        def watch(request: "Request") -> None:
            if request.url.split("/", 3)[2] != origin:
                made.foreign.append(request.url)

        made.page.on("request", watch)
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.page.goto(address)
        visits.append(made)
        return made

    yield go
    for made in visits:
        assert made.foreign == []
        assert made.errors == []
        if made.page.url.startswith("http"):
            assert made.page.evaluate("window.broken || []") == []
        made.page.context.close()


@pytest.mark.parametrize("way", ["http", "file"])
def test_pressing_a_time_seeks_the_player(
    site: Site, visit: Open, way: Literal["http", "file"]
) -> None:
    opened = visit(site.address(RECORDING, way))
    opened.wait("document.getElementById('player').readyState > 0")
    opened.page.click('.text a[href="#t=30"]')
    opened.wait("Math.abs(document.getElementById('player').currentTime - 30) < 2")
    opened.wait("document.querySelector('.on')?.textContent.startsWith('Wracamy')")
    current = opened.page.locator(".sessions [aria-current]")
    assert "Pytania z\u00a0sali" in (current.text_content() or "")


@pytest.mark.parametrize("way", ["http", "file"])
def test_captions_show(site: Site, visit: Open, way: Literal["http", "file"]) -> None:
    opened = visit(site.address(RECORDING, way))
    opened.wait("document.getElementById('player').textTracks[0]?.cues?.length > 3")
    shown = "document.getElementById('player').textTracks[0]"
    assert opened.page.evaluate(f"{shown}.mode") == "showing"
    opened.wait("document.getElementById('player').readyState > 0")
    opened.page.evaluate("document.getElementById('player').currentTime = 2")
    opened.wait(f"{shown}.activeCues.length == 1")
    assert "Dzień dobry" in opened.page.evaluate(f"{shown}.activeCues[0].text")


@pytest.mark.parametrize("mark", ["t=30", "t=30.4", "t=30,33", "t=33"])
def test_an_address_with_a_time_opens_at_it(site: Site, visit: Open, mark: str) -> None:
    opened = visit(site.address(f"{RECORDING}#{mark}"))
    wanted = float(mark[2:].split(",", maxsplit=1)[0])
    opened.wait(f"Math.abs(document.getElementById('player').currentTime - {wanted}) < 1.6")
    opened.wait("document.querySelector('.on')")
    box = opened.page.locator(".on").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800


@pytest.mark.parametrize("mark", ["", "t=", "t=x", "t=99999999", "t=-1", "<img src=x>", "%"])
def test_nonsense_after_the_hash_does_no_harm(site: Site, visit: Open, mark: str) -> None:
    opened = visit(site.address(f"{RECORDING}#{mark}"))
    opened.wait("document.getElementById('player').readyState > 0")


def test_without_javascript_a_time_leads_to_its_paragraph_and_all_text_is_there(
    site: Site, visit: Open
) -> None:
    opened = visit(
        site.address(f"{RECORDING}#t=30"),
        java_script_enabled=False,
        viewport={"width": 390, "height": 500},
    )
    paragraph = opened.page.locator('p[id="t=30"]')
    box, player = paragraph.bounding_box(), opened.page.locator(".player").bounding_box()
    assert box is not None
    assert player is not None
    assert player["y"] + player["height"] <= box["y"] < 500
    assert "Czy gmina może sama naprawić wał?" in opened.page.inner_text("article")


def test_reading_on_stops_the_following_and_a_button_brings_back(site: Site, visit: Open) -> None:
    opened = visit(site.address(RECORDING), viewport={"width": 390, "height": 500})
    opened.wait("document.getElementById('player').readyState > 0")
    opened.page.click('.text a[href="#t=1"]')
    opened.wait("document.querySelector('.on') && !document.getElementById('player').paused")
    opened.page.mouse.move(200, 400)
    opened.page.mouse.wheel(0, 1500)
    button = opened.page.get_by_role("button", name="Wróć do odtwarzanego miejsca")
    button.wait_for(timeout=5000)
    button.click()
    opened.wait(
        "(() => { const y = document.querySelector('.on').getBoundingClientRect().y;"
        " return y > 0 && y < innerHeight })()"
    )
    assert button.is_hidden()


def test_a_search_leads_to_the_second(site: Site, visit: Open) -> None:
    opened = visit(site.address("index.html"))
    opened.page.fill("input[name=q]", "mostami")
    opened.page.keyboard.press("Enter")
    link = opened.page.locator(".hit > a").first
    link.wait_for(timeout=10_000)
    assert opened.page.url.endswith("szukaj.html?q=mostami")
    assert "most" in (opened.page.locator("mark").first.text_content() or "").lower()
    link.click()
    opened.wait("document.getElementById('player')?.currentTime > 0.5")


def test_the_search_shows_text_as_text(site: Site, visit: Open) -> None:
    opened = visit(site.address("szukaj.html?q=%3Cimg src=x onerror=alert(1)%3E most"))
    opened.page.wait_for_timeout(500)
    assert opened.page.locator("main img").count() == 0


def test_a_keyboard_alone_goes_from_search_to_the_playing_second(site: Site, visit: Open) -> None:
    opened = visit(site.address("index.html"))
    keys = opened.page.keyboard
    _tab_to(opened, "input[name=q]")
    keys.type("rzeka")
    keys.press("Enter")
    opened.page.locator(".hit > a").first.wait_for(timeout=10_000)
    _tab_to(opened, ".hit > a")
    keys.press("Enter")
    opened.page.wait_for_url("**/narada/*.html#t=*")
    opened.wait("document.getElementById('player').readyState > 0")
    _tab_to(opened, "#player")
    _tab_to(opened, ".sessions a")
    _tab_to(opened, '.text a[href="#t=30"]')
    keys.press("Enter")
    opened.wait("Math.abs(document.getElementById('player').currentTime - 30) < 3")


def _tab_to(visit: Visit, selector: str) -> None:
    """Presses Tab until the element has the focus, and looks whether it can be seen."""
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("s => document.activeElement.matches(s)", selector):
            box = visit.page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
            assert 0 <= box["top"] < visit.page.viewport_size["height"]  # type: ignore[index]  # set above
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_no_focus_hides_under_the_player_on_a_phone(site: Site, visit: Open) -> None:
    opened = visit(site.address(RECORDING), viewport={"width": 390, "height": 640})
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        hidden = opened.page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                const top = document.elementFromPoint(box.x + 4, box.y + box.height / 2);
                const player = document.querySelector(".player");
                return player.contains(top) && !player.contains(document.activeElement);
            }"""
        )
        assert not hidden


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing(site: Site, visit: Open, page: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened = visit(
        site.address(page), color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    if "q=" in page:
        opened.page.locator("mark").first.wait_for(timeout=10_000)
    found = Axe().run(opened.page, options={"resultTypes": ["violations", "incomplete"]}).response
    told = [
        (each["id"], [node["target"] for node in each["nodes"]]) for each in found["violations"]
    ]
    assert told == []
    unsure = [
        (each["id"], [(node["target"], node["any"]) for node in each["nodes"]])
        for each in found["incomplete"]
        if each["id"] not in EXPLAINED
    ]
    assert unsure == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_cut_off_at_320_pixels(site: Site, visit: Open, page: str) -> None:
    opened = visit(site.address(page), viewport={"width": 320, "height": 640})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_text_twice_as_large_keeps_a_column_one_can_read(site: Site, visit: Open) -> None:
    opened = visit(site.address(RECORDING))
    opened.page.evaluate("document.documentElement.style.fontSize = '200%'")
    box = opened.page.locator(".text article p").first.bounding_box()
    assert box is not None
    assert box["width"] > 400
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_links_and_buttons_are_large_enough_to_hit(site: Site, visit: Open) -> None:
    opened = visit(site.address(RECORDING), viewport={"width": 390, "height": 800})
    small = opened.page.evaluate(
        """() => [...document.querySelectorAll("a, button, input")]
            .map((each) => [each.className, each.textContent, each.getBoundingClientRect()])
            .filter(([, , box]) => box.width && box.x >= 0 && (box.height < 24 || box.width < 24))
            .map(([name, text]) => name + text)"""
    )
    assert small == []


def test_print_keeps_the_text_with_its_times_and_drops_the_machinery(
    site: Site, visit: Open
) -> None:
    opened = visit(site.address(RECORDING))
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".player").is_hidden()
    assert opened.page.locator("form").first.is_hidden()
    assert opened.page.locator(".t").first.is_visible()
