"""The proofreading page on a minute of the demo, from the first key to the public page."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.corrections import corrections_file, entry_lines
from tests.demo import COMMAND, heed_ctrl_c, stenogram
from tests.editing.visiting import Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class _Program:
    """`stenogram edit`, as a person starts it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [*COMMAND, "edit", "minuta", "--port", "0"],
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - nothing of ours runs in it
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip() + "minuta/"

    @property
    def lines(self) -> tuple[str, ...]:
        return entry_lines(corrections_file(self.root / "seminars" / "minuta", "minuta"))

    def kill(self) -> None:
        """As when the plug is pulled: it, and all that it has started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))


@pytest.fixture
def program(root: Path) -> Iterator[_Program]:
    started = _Program(root)
    yield started
    if started.process.poll() is None:
        started.process.send_signal(signal.SIGINT)
        started.process.communicate(timeout=30)


def _words(root: Path) -> str:
    """The public page's transcript."""
    page = (root / "outputs" / "site" / "minuta" / "minuta.html").read_text(encoding="utf-8")
    article = page[page.index("<article") : page.index("</article>")]
    return " ".join(re.sub(r"<[^>]+>", "", article).replace("\xa0", " ").split())


def test_by_keyboard_alone_from_the_first_place_to_the_public_page(
    program: _Program, browser: "Browser"
) -> None:
    tab = Tab.open(browser, program.address)
    before = _words(program.root)
    # Ten places of the queue, heard, and changed into words that are found again.
    for number in range(10):
        tab.press("n")
        assert "Miejsce" in tab.read("#which")
        tab.press("o")
        tab.save("z", f"poprawka{number}")
        if tab.page.locator("#same").is_visible():
            tab.press("Escape")
    assert len(program.lines) == 10
    # The same mistake everywhere.
    tab.reach("#paragraphs .here")
    assert _twice(tab)
    tab.save("z", "wszędzie")
    tab.until("!document.getElementById('same').hidden")
    count = tab.page.locator("#same-places li").count()
    tab.press("a")
    tab.says(f"poprawione miejsca: {count}")
    assert len(program.lines) == 11 + count
    # A speaker, and one that is taken back.
    tab.save("m", "Halszka Wiatraczna")
    tab.until("document.querySelector('.who').textContent === 'Halszka Wiatraczna'")
    tab.save("m", "Ktoś Inny")
    tab.press("c")
    tab.says("cofnięto")
    tab.until("!document.getElementById('paragraphs').textContent.includes('Ktoś Inny')")
    # All is checked up to the last word of this paragraph.
    tab.reach("#paragraphs .here")
    tab.press("End", "t")
    tab.says("sprawdzone do")
    # The public page is made again meanwhile.
    tab.until("document.getElementById('site').textContent.includes('jest aktualna')", 90)
    words = _words(program.root)
    assert words != before
    for number in range(10):
        assert f"poprawka{number}" in words
    assert words.lower().count("wszędzie") == 1 + count
    assert "Halszka Wiatraczna" in words
    assert "Ktoś Inny" not in words
    page = browser.new_page()
    page.goto((program.root / "outputs" / "site" / "minuta" / "minuta.html").as_uri())
    assert "poprawka3" in page.locator("article").inner_text()
    assert "prawdz" in page.locator(".state").first.inner_text()
    page.close()
    tab.close()


def _twice(tab: Tab) -> str:
    """Goes by keyboard to a word that stands more than once, as one recognises such a word."""
    tab.press("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "Home")
    for _ in range(120):
        word = tab.chosen
        plain = re.sub(r"\W", "", word)
        here = tab.page.locator("#paragraphs").inner_text()
        if len(plain) >= 5 and len(re.findall(rf"(?i)\b{plain}\b", here)) > 1:
            return word
        tab.press("ArrowRight")
    return ""


def test_what_the_page_calls_saved_outlives_the_program(
    program: _Program, browser: "Browser"
) -> None:
    tab = Tab.open(browser, program.address)
    tab.save("z", "ocalone")
    program.kill()
    assert program.lines[-1].endswith("| ocalone")
    tab.close()
    again = _Program(program.root)
    reopened = Tab.open(browser, again.address)
    assert "ocalone" in reopened.read("#paragraphs")
    # What the killed program had not made any more is made now.
    reopened.until("document.getElementById('site').textContent.includes('jest aktualna')", 90)
    assert "ocalone" in _words(again.root)
    reopened.close()
    again.process.send_signal(signal.SIGINT)
    again.process.communicate(timeout=30)
    assert "nothing to do" in stenogram(again.root, "run").stdout
