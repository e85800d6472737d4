"""The pages for everyone: keyboard, contrast, small screens, large text, paper."""

import pytest

from tests.render.visiting import RECORDING, Open, Site

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "szukaj.html",
    "szukaj.html?q=most",
    "szukaj.html?q=most&kto=brzeg",
    "narada/index.html",
    RECORDING,
    f"{RECORDING}?q=most&formy=most,mostach#t=8",
    "narada/dzien-1.embed.html",
    "narada/dzien-2.html",
    "narada/decks/plan.html",
    "robocze/index.html",
    "robocze/szkic/dzien-3.html",
)
# axe cannot judge whether a film has captions or plays by itself: a test of its own reads the
# captions, and no player has `autoplay`.
EXPLAINED = {"video-caption", "no-autoplay-audio"}


def test_no_focus_hides_under_the_player_on_a_phone(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address(RECORDING), viewport={"width": 390, "height": 640})
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
def test_axe_finds_nothing(web_site: Site, visit: Open, page: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened = visit(
        web_site.address(page), color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    if page.startswith("szukaj") and "q=" in page:
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
def test_nothing_is_cut_off_at_320_pixels(web_site: Site, visit: Open, page: str) -> None:
    opened = visit(web_site.address(page), viewport={"width": 320, "height": 640})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", PAGES)
def test_text_twice_as_large_is_not_cut_off(web_site: Site, visit: Open, page: str) -> None:
    opened = visit(web_site.address(page), viewport={"width": 640, "height": 800})
    opened.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 640
    cut = """() => [...document.querySelectorAll("main *")].filter((each) =>
        each.checkVisibility() && !each.matches(".quiet, .sessions, textarea, select, video, audio")
        && getComputedStyle(each).overflow !== "visible" && each.scrollWidth > each.clientWidth + 1
    ).map((each) => each.className || each.tagName)"""
    assert opened.page.evaluate(cut) == []


def test_text_twice_as_large_keeps_a_column_one_can_read(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address(RECORDING))
    opened.page.evaluate("document.documentElement.style.fontSize = '200%'")
    box = opened.page.locator(".text article p").first.bounding_box()
    assert box is not None
    assert box["width"] > 400
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1280
    # What does not fit beside it can be scrolled to.
    opened.page.set_viewport_size({"width": 1280, "height": 600})
    last = opened.page.locator(".sessions a").last
    last.focus()
    end = last.bounding_box()
    assert end is not None
    assert 0 <= end["y"] < end["y"] + end["height"] <= 600


@pytest.mark.parametrize("page", [RECORDING, "narada/decks/plan.html", "szukaj.html"])
def test_links_and_buttons_are_large_enough_to_hit(web_site: Site, visit: Open, page: str) -> None:
    opened = visit(web_site.address(page), viewport={"width": 390, "height": 800})
    if page == RECORDING:
        opened.page.locator("article a.t").first.focus()  # what can be done with a paragraph
    small = opened.page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, summary, textarea")]
            .map((each) => [each.className, each.textContent, each.getBoundingClientRect()])
            .filter(([, , box]) => box.width && box.x >= 0 && (box.height < 24 || box.width < 24))
            .map(([name, text]) => name + text)"""
    )
    assert small == []


def test_forced_colours_tell_what_is_current_found_and_pressed(web_site: Site, visit: Open) -> None:
    address = web_site.address(f"{RECORDING}?q=most#t=12")
    opened = visit(address, forced_colors="active")
    opened.page.get_by_role("button", name="Słowa niepewne").click()
    opened.page.get_by_role("button", name="Następne trafienie").click()
    opened.wait("document.querySelector('.on') && document.querySelector('[aria-current]')")
    colour = "getComputedStyle(document.querySelector('{}')).{}"
    canvas = opened.page.evaluate(colour.format("body", "backgroundColor"))
    assert opened.page.evaluate(colour.format(".on", "backgroundColor")) != canvas
    assert opened.page.evaluate(colour.format("[aria-current]", "borderLeftColor")) != canvas
    assert opened.page.evaluate(colour.format("[aria-pressed=true]", "backgroundColor")) != canvas
    box = opened.page.get_by_role("button", name="Następne trafienie").bounding_box()
    assert box is not None
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_who_wants_no_motion_gets_none(web_site: Site, visit: Open) -> None:
    opened = visit(
        web_site.address(f"{RECORDING}?q=most"),
        reduced_motion="reduce",
        viewport={"width": 390, "height": 400},
    )
    opened.page.get_by_role("button", name="Poprzednie trafienie").click()
    first = opened.page.evaluate("scrollY")
    assert first > 0
    opened.page.wait_for_timeout(400)
    assert opened.page.evaluate("scrollY") == first
    assert (
        opened.page.evaluate(
            "getComputedStyle(document.querySelector('article span')).transitionDuration"
        )
        == "0s"
    )


def test_print_keeps_the_text_with_its_times_and_drops_the_machinery(
    web_site: Site, visit: Open
) -> None:
    opened = visit(web_site.address(RECORDING))
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".player").is_hidden()
    assert opened.page.locator("form").first.is_hidden()
    assert opened.page.locator(".tools").first.is_hidden()
    assert opened.page.locator(".dock").is_hidden()
    assert opened.page.locator("#kod").is_hidden()
    time = opened.page.locator("article a.t").first.bounding_box()
    text = opened.page.locator("article p > span").first.bounding_box()
    assert time is not None
    assert text is not None
    assert 0 <= time["x"] < time["x"] + time["width"] <= text["x"]


def test_print_names_the_seminar_of_a_recording(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address(RECORDING))
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".trail").is_visible()
    assert opened.page.locator(".trail").inner_text() == "Narada o\u00a0mostach"
