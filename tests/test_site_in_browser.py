"""The site of a real run in Debian's chromium, from a server and from a disk."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.server import server
from tests.render.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_PLAYER = "document.querySelector('video')"


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, made: Path) -> Iterator[str]:
    """The address of the site's folder, each way that it is used."""
    site = made / "outputs" / "site"
    if request.param == "file":
        yield site.as_uri() + "/"
        return
    running = server(site, 0)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}/"
    running.shutdown()
    running.server_close()


@pytest.fixture
def visit(browser: "Browser", root: str) -> Iterator[Callable[[str], "Page"]]:
    """Opens a page of the site; nothing may fail in it, nor leave it."""
    context = browser.new_context()
    faults: list[str] = []

    def opened(path: str) -> "Page":
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(root) else faults.append(asked.url),
        )
        page.goto(root + path)
        return page

    yield opened
    context.close()
    assert faults == []


def test_a_search_leads_to_the_second_in_the_player(visit: Callable[[str], "Page"]) -> None:
    page = visit("szukaj.html")
    page.get_by_role("searchbox").last.fill("miasto")
    found = page.locator("main mark").first
    found.wait_for()
    assert "miast" in found.inner_text().lower()
    link = page.locator("main a[href*='#t=']").first
    second = float((link.get_attribute("href") or "").rpartition("=")[2].split(",")[0])
    link.click()
    page.wait_for_url("**/minuta.html**")
    Visit(page).wait(f"Math.abs({_PLAYER}.currentTime - {second}) < 1")


def test_a_time_that_is_pressed_seeks_the_player(visit: Callable[[str], "Page"]) -> None:
    page = visit("minuta/minuta.html")
    Visit(page).wait(f"{_PLAYER}.readyState >= 1")
    time = page.locator("main a[href^='#t=']").last
    second = float((time.get_attribute("href") or "").removeprefix("#t="))
    assert second > 20
    time.click()
    Visit(page).wait(f"Math.abs({_PLAYER}.currentTime - {second}) < 1.5")


def test_captions_show_what_is_said(visit: Callable[[str], "Page"]) -> None:
    page = visit("minuta/minuta.html")
    Visit(page).wait(f"{_PLAYER}.readyState >= 1")
    page.evaluate(f"{_PLAYER}.textTracks[0].mode = 'showing'; {_PLAYER}.currentTime = 3")
    Visit(page).wait(f"{_PLAYER}.textTracks[0].cues?.length > 5")
    Visit(page).wait(f"{_PLAYER}.textTracks[0].activeCues?.length > 0")
    shown = page.evaluate(f"{_PLAYER}.textTracks[0].activeCues[0].text")
    assert "dobry" in shown.lower() or "nazywam" in shown.lower()


def test_each_summary_sentence_leads_to_its_words(visit: Callable[[str], "Page"]) -> None:
    page = visit("minuta/index.html")
    link = page.locator("main a[href^='minuta.html#t=']").first
    link.click()
    page.wait_for_url("**/minuta.html#t=*")
    Visit(page).wait(f"{_PLAYER}.readyState >= 1")
