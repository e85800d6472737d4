"""What the page of a recording of 10,000 words weighs, and that nothing on it jumps."""

import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.stages.render import RenderOptions, render_site
from tests.render.invented import TEMPLATES, entry, lay_media
from tests.render.long_recording import long_seminar
from tests.render.visiting import RECORDING, Open, Site

if TYPE_CHECKING:
    from playwright.sync_api import Route

KIB = 1024


@pytest.fixture(scope="module")
def long_site(
    tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]
) -> Site:
    outputs = tmp_path_factory.mktemp("long")
    view = long_seminar()
    lay_media(outputs, view)
    options = RenderOptions(address="https://zapisy.example/", contact="zapisy@example.org")
    render_site([entry(view)], outputs, TEMPLATES, options)
    return Site(outputs / "site", serve_folder(outputs / "site"))


def test_the_text_takes_40_kib(long_site: Site) -> None:
    page = (long_site.folder / RECORDING).read_bytes()
    assert len(re.findall(rb"<p id=", page)) > 100
    assert len(gzip.compress(page, 9)) <= 40 * KIB


def test_styles_and_scripts_take_10_kib(long_site: Site) -> None:
    page = (long_site.folder / RECORDING).read_text("utf-8")
    loaded = re.findall(r'<(?:script src|link rel="stylesheet" href)="\.\./(assets/[^"]+)"', page)
    assert {"assets/site.css", "assets/site.js", "assets/reading.js"} <= set(loaded)
    sizes = {each: len(gzip.compress((long_site.folder / each).read_bytes(), 9)) for each in loaded}
    assert sum(sizes.values()) <= 10 * KIB, sizes


@pytest.mark.browser
def test_the_page_has_4500_nodes_at_most(long_site: Site, visit: Open) -> None:
    opened = visit(long_site.address(f"{RECORDING}?q=most&formy=most,wody"))
    count = """() => {
        const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
        let nodes = 1;
        while (walker.nextNode()) nodes++;
        return nodes;
    }"""
    assert 3000 < opened.page.evaluate(count) <= 4500
    assert opened.page.evaluate("stenogram.spans.length === stenogram.starts.length")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("mark", ["", "#t=600", "?q=wody&formy=wody,woda#t=600"])
def test_nothing_jumps_while_the_page_loads(
    long_site: Site, visit: Open, mark: str, width: int
) -> None:
    watch = """
        window.shifts = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((each) => shifts += each.value))
            .observe({ type: "layout-shift", buffered: true });
    """
    opened = visit(
        long_site.address(RECORDING + mark), lacking=watch, viewport={"width": width, "height": 800}
    )

    def late(route: "Route") -> None:
        time.sleep(0.3)
        route.continue_()

    # Scripts that come late find a page that is painted already.
    opened.page.route("**/assets/*.js", late)
    opened.page.reload()
    opened.page.wait_for_timeout(1200)
    assert opened.page.evaluate("shifts") == 0
