"""The pages in use: playing, reading, searching."""

from typing import Literal

import pytest

from tests.render.visiting import RECORDING, Open, Site, Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", ["http", "file"])
def test_pressing_a_time_seeks_the_player(
    web_site: Site, visit: Open, way: Literal["http", "file"]
) -> None:
    opened = visit(web_site.address(RECORDING, way))
    opened.wait("document.getElementById('player').readyState > 0")
    opened.page.click('.text a[href="#t=30"]')
    opened.wait("Math.abs(document.getElementById('player').currentTime - 30) < 2")
    opened.wait("document.querySelector('.on')?.textContent.startsWith('Wracamy')")
    current = opened.page.locator(".sessions [aria-current]")
    assert "Pytania z\u00a0sali" in (current.text_content() or "")


@pytest.mark.parametrize("way", ["http", "file"])
def test_captions_show(web_site: Site, visit: Open, way: Literal["http", "file"]) -> None:
    opened = visit(web_site.address(RECORDING, way))
    opened.wait("document.getElementById('player').textTracks[0]?.cues?.length > 3")
    shown = "document.getElementById('player').textTracks[0]"
    assert opened.page.evaluate(f"{shown}.mode") == "showing"
    opened.wait("document.getElementById('player').readyState > 0")
    opened.page.evaluate("document.getElementById('player').currentTime = 2")
    opened.wait(f"{shown}.activeCues.length == 1")
    assert "Dzień dobry" in opened.page.evaluate(f"{shown}.activeCues[0].text")


@pytest.mark.parametrize("mark", ["t=30", "t=30.4", "t=30,33", "t=33"])
def test_an_address_with_a_time_opens_at_it(web_site: Site, visit: Open, mark: str) -> None:
    opened = visit(web_site.address(f"{RECORDING}#{mark}"))
    wanted = float(mark[2:].split(",", maxsplit=1)[0])
    opened.wait(f"Math.abs(document.getElementById('player').currentTime - {wanted}) < 1.6")
    opened.wait(
        "(() => { const y = document.querySelector('.on')?.getBoundingClientRect().y;"
        " return y >= 0 && y < 800 })()"
    )


@pytest.mark.parametrize(
    "mark",
    ["", "t=", "t=x", "t=99999999", "t=-1", "t=5,1", "<img src=x>", "%", "w-", "w-%22", "w-zzzzz"],
)
def test_nonsense_after_the_hash_does_no_harm(web_site: Site, visit: Open, mark: str) -> None:
    opened = visit(web_site.address(f"{RECORDING}#{mark}"))
    opened.wait("document.getElementById('player').readyState > 0")


def test_without_javascript_a_time_leads_to_its_paragraph_and_all_text_is_there(
    web_site: Site, visit: Open
) -> None:
    opened = visit(
        web_site.address(f"{RECORDING}#t=30"),
        java_script_enabled=False,
        viewport={"width": 390, "height": 500},
    )
    paragraph = opened.page.locator('p[id="t=30"]')
    box, player = paragraph.bounding_box(), opened.page.locator(".player").bounding_box()
    assert box is not None
    assert player is not None
    assert player["y"] + player["height"] <= box["y"] < 500
    assert "Czy gmina może sama naprawić wał?" in opened.page.inner_text("article")


def test_without_javascript_nothing_is_missing_but_the_search(web_site: Site, visit: Open) -> None:
    def read(page: str) -> Visit:
        return visit(web_site.address(page), java_script_enabled=False)

    recording = read(RECORDING).page
    assert "Każdy most kosztuje" in recording.inner_text("article")
    assert recording.locator("track[kind=captions][default]").get_attribute("src") == "dzien-1.vtt"
    assert recording.locator(".sessions a").count() == 3
    for kind in ("vtt", "srt", "txt", "md", "json"):
        link = recording.locator(f".downloads a[href='dzien-1.{kind}']")
        assert link.is_visible()
        assert recording.request.get(web_site.address(f"narada/dzien-1.{kind}")).ok
    assert recording.locator("#kod").is_visible()
    # What needs a script is not offered.
    offered = [each for each in recording.locator("button").all() if each.is_visible()]
    assert [each.inner_text() for each in offered] == ["Szukaj"]
    seminar = read("narada/index.html").page
    assert "Zdanie z\u00a0dzien-1." in seminar.inner_text("main")
    assert seminar.locator(".programme > li").count() >= 3
    assert seminar.locator("a[href='dzien-1.html#t=30']").count() >= 1
    embedded = read("narada/dzien-1.embed.html").page
    assert embedded.locator("video[controls] track").count() == 1


def test_reading_on_stops_the_following_and_a_button_brings_back(
    web_site: Site, visit: Open
) -> None:
    opened = visit(web_site.address(RECORDING), viewport={"width": 390, "height": 500})
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


def test_a_search_leads_to_the_second(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address("index.html"))
    opened.page.fill("input[name=q]", "mostami")
    opened.page.keyboard.press("Enter")
    link = opened.page.locator(".hit > a").first
    link.wait_for(timeout=10_000)
    assert opened.page.url.endswith("szukaj.html?q=mostami")
    assert "most" in (opened.page.locator("mark").first.text_content() or "").lower()
    link.click()
    opened.wait("document.getElementById('player')?.currentTime > 0.5")


def test_a_search_is_kept_to_one_speaker_by_keyboard_and_can_be_linked(
    web_site: Site, visit: Open
) -> None:
    opened = visit(web_site.address("szukaj.html?q=rzeka"))
    opened.page.locator("mark").first.wait_for(timeout=10_000)
    assert "Żegota Brzeg" in opened.page.locator("#results").inner_text()
    _tab_to(opened, "#filters summary")
    opened.page.keyboard.press("Enter")
    opened.page.locator("#kto option").nth(1).wait_for(state="attached", timeout=10_000)
    _tab_to(opened, "#kto")
    opened.page.keyboard.type("Mira")
    opened.wait("location.search.includes('kto=Mira')")
    opened.page.fill("#q", "potem")
    opened.wait("location.search.includes('q=potem')")
    opened.wait("document.querySelectorAll('mark').length > 0")
    link = opened.page.url
    again = visit(link)
    again.page.locator("mark").first.wait_for(timeout=10_000)
    assert again.page.get_by_label("Kto mówi").input_value() == "Mira Przęsło"
    rows = again.page.locator(".hit").all_inner_texts()
    assert rows
    assert all("Mira Przęsło" in row for row in rows)


def test_who_speaks_is_not_asked_where_nobody_is_known_by_name(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address("robocze/szukaj.html?q=most&kto=Mira"))
    opened.page.locator("mark").first.wait_for(timeout=10_000)
    assert opened.page.locator("#kto").is_hidden()


def test_the_search_shows_text_as_text(web_site: Site, visit: Open) -> None:
    opened = visit(
        web_site.address("szukaj.html?q=%3Cimg src=x onerror=alert(1)%3E most&kto=%3Cimg src=x%3E")
    )
    opened.page.wait_for_timeout(500)
    assert opened.page.locator("main img").count() == 0


def test_the_whole_site_is_used_by_keyboard_alone(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address("index.html"))
    keys, player = opened.page.keyboard, "document.getElementById('player')"
    _tab_to(opened, "input[name=q]")
    keys.type("rzeka")
    keys.press("Enter")
    opened.page.locator(".hit > a").first.wait_for(timeout=10_000)
    results = opened.page.url
    _tab_to(opened, ".hit > a[href*='#t=']")
    keys.press("Enter")
    opened.page.wait_for_url("**/narada/*.html*#t=*")
    opened.wait(f"{player}.readyState > 0")
    _tab_to(opened, "#player")
    keys.press("k")
    opened.wait(f"!{player}.paused")
    before = opened.page.evaluate(f"{player}.currentTime")
    keys.press("l")
    opened.wait(f"{player}.currentTime > {before} + 9")
    keys.press("j")
    opened.wait(f"{player}.currentTime < {before} + 9")
    keys.press("k")
    opened.wait(f"{player}.paused")
    _tab_to(opened, "#dalej")
    keys.press("Enter")
    opened.wait(f"Math.abs({player}.currentTime - 20) < 1")
    _tab_to(opened, "#chwila")
    keys.press("Enter")
    opened.wait("document.getElementById('powiedz').textContent === 'Skopiowano link.'")
    assert opened.page.evaluate("navigator.clipboard.readText()").endswith(".html#t=20")
    _tab_to(opened, ".sessions a")
    _tab_to(opened, '.text a[href="#t=30"]')
    keys.press("Enter")
    opened.wait(f"Math.abs({player}.currentTime - 30) < 3")
    # Alt and an arrow are the browser's own; without a window it has no such keys.
    opened.page.go_back()
    opened.page.go_back()
    assert opened.page.url == results
    opened.page.locator(".hit > a").first.wait_for(timeout=10_000)


def _tab_to(visit: Visit, selector: str) -> None:
    """Presses Tab until the element has the focus, and looks whether it can be seen."""
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("s => document.activeElement.matches(s)", selector):
            box = visit.page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
            assert 0 <= box["top"] < visit.page.viewport_size["height"]  # type: ignore[index]  # set above
            return
    pytest.fail(f"Tab never reaches {selector}")
