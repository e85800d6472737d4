"""Pictures of each kind of page of the demo, for a person to look at: `make screenshots`."""

import shutil
import sys
import threading
from pathlib import Path

from pipeline.server import server
from tests.conftest import CHROMIUM, FLAGS
from tests.demo import CHECKOUT, DEMO

_PAGES = {
    "index": "index.html",
    "seminar": "endogenne-potencjaly/index.html",
    "recording": "endogenne-potencjaly/dzien-1.html",
    "search": "szukaj.html?q=miasto",
}
_VIEWS = (
    ("wide", 1280, "light", "screen"),
    ("dark", 1280, "dark", "screen"),
    ("narrow", 390, "light", "screen"),
    ("print", 800, "light", "print"),
)


def take(site: Path, target: Path) -> None:
    """Take every page in every view, into `target`."""
    from playwright.sync_api import sync_playwright

    running = server(site, 0)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    root = f"http://127.0.0.1:{running.server_address[1]}/"
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for view, width, scheme, medium in _VIEWS:
            page = browser.new_page(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.emulate_media(media="print" if medium == "print" else "screen")
            for name, address in _PAGES.items():
                page.goto(root + address)
                page.wait_for_timeout(1000)  # for the first frame of the player, and for results
                page.screenshot(path=target / f"{name}-{view}.png", full_page=view == "print")
            page.close()
        browser.close()
    running.shutdown()


if __name__ == "__main__":
    folder = CHECKOUT / "outputs" / "screenshots"
    take(CHECKOUT / "outputs" / "site", folder)
    shutil.copy(folder / "recording-wide.png", DEMO / "screenshot.png")  # the README's
    sys.stdout.write(f"{folder}\n")
