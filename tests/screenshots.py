"""Pictures of each kind of page of the demo, for a person to look at: `make screenshots`."""

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
    "hits": "endogenne-potencjaly/dzien-1.html?q=rynek+pracy&formy=rynek,rynku,pracy#t=60",
    "player": "endogenne-potencjaly/dzien-1.embed.html",
    "deck": "endogenne-potencjaly/decks/poltax-zus.html",
    "search": "szukaj.html?q=miasto",
}
_VIEWS = (
    ("wide", 1280, "light", "screen"),
    ("dark", 1280, "dark", "screen"),
    ("narrow", 390, "light", "screen"),
    ("print", 800, "light", "print"),
)


_README = {"hits-wide": "screenshot", "search-wide": "screenshot-search"}


def small(picture: Path, target: Path) -> None:
    """The same picture in 64 colours, for the README."""
    from PIL import Image

    with Image.open(picture) as whole:
        whole.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)


def take(site: Path, target: Path) -> None:
    """Take every page that there is in every view, into `target`."""
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
                if not (site / address.partition("?")[0]).is_file():
                    continue  # the player alone is made where the site has an address
                page.goto(root + address)
                page.wait_for_timeout(1000)  # for the first frame of the player, and for results
                page.screenshot(path=target / f"{name}-{view}.png", full_page=view == "print")
            page.close()
        browser.close()
    running.shutdown()


if __name__ == "__main__":
    folder = CHECKOUT / "outputs" / "screenshots"
    take(CHECKOUT / "outputs" / "site", folder)
    for taken, name in _README.items():
        small(folder / f"{taken}.png", DEMO / f"{name}.png")
    sys.stdout.write(f"{folder}\n")
