"""A small site in a real browser, over http under a strict CSP and from a disk."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.stages.render import RenderOptions, render_site
from tests.render.invented import (
    TEMPLATES,
    entry,
    film,
    lay_media,
    recording,
    seminar,
    slid,
    voiced,
)
from tests.render.visiting import Open, Site, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

_WATCH = """
    window.broken = [];
    addEventListener("securitypolicyviolation", (e) => broken.push(e.violatedDirective));
"""


@pytest.fixture(scope="session")
def web_site(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> Site:
    outputs = tmp_path_factory.mktemp("browser")
    sound = recording("dzien-2")
    sound = replace(sound, recording=replace(sound.recording, has_picture=False))
    view = slid(voiced(seminar(recordings=[recording("dzien-1"), sound])))
    draft = seminar("szkic", recordings=[recording("dzien-3", public=False)])
    for each in (view, draft):
        lay_media(outputs, each, film(60))
    options = RenderOptions(address="https://zapisy.example/", contact="zapisy@example.org")
    render_site([entry(view), entry(draft)], outputs, TEMPLATES, options)
    return Site(outputs / "site", serve_folder(outputs / "site"))


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Open]:
    """Opens pages; at the end nothing may have left the origin or broken the policy."""
    visits: list[Visit] = []

    def go(address: str, lacking: str = "", **context: object) -> Visit:
        """`lacking` is a script that takes away what an older browser does not have."""
        opened = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | context))  # type: ignore[arg-type]  # options by name
        opened.grant_permissions(["clipboard-read", "clipboard-write"])
        opened.add_init_script(_WATCH + lacking)
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
