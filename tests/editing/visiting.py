"""The editor's page in chromium, and what a person does there with the keyboard alone."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_WATCH = """
    window.broken = [];
    addEventListener("securitypolicyviolation", (e) => broken.push(e.violatedDirective));
"""


@dataclass
class Tab:
    """One open page."""

    page: "Page"
    context: "BrowserContext"
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: "Browser", address: str, **context: Any) -> "Tab":  # noqa: ANN401 - options by name
        """The page of a recording, once it can be used."""
        opened = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | context))
        opened.add_init_script(_WATCH)
        tab = cls(opened.new_page(), opened)
        origin = address.split("/", 3)[2]
        tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
        tab.page.on(
            "request",
            lambda asked: (
                None if asked.url.split("/", 3)[2] == origin else tab.foreign.append(asked.url)
            ),
        )
        tab.page.goto(address)
        tab.page.locator("main[data-ready]").wait_for(timeout=15_000)
        return tab

    def close(self) -> None:
        """Nothing may have gone wrong on it."""
        if self.page.is_closed():
            return
        assert self.errors == []
        assert self.foreign == []
        assert self.page.evaluate("window.broken") == []
        self.context.close()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def says(self, text: str, seconds: float = 10.0) -> None:
        """Waits until the page has announced it."""
        self.until(
            f"[...document.querySelectorAll('#say, #alarm')].map((e) => e.textContent).join('|')"
            f".includes({text!r})",
            seconds,
        )

    def until(self, condition: str, seconds: float = 10.0) -> None:
        # Playwright's own waiting evaluates strings, which the policy under test forbids.
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"in vain waited for: {condition}; {self.state()}"
            self.page.wait_for_timeout(50)

    def state(self) -> str:
        """What there is to be read of the place, for who reads a failure."""
        shown = ("#which", "#around", "#say", "#alarm", "#clash", "#same")
        return " · ".join(self.page.locator(name).inner_text() for name in shown)

    def read(self, name: str) -> str:
        return self.page.locator(name).inner_text()

    @property
    def chosen(self) -> str:
        """The words that are looked at."""
        return self.read("#around mark")

    def reach(self, name: str) -> None:
        """Presses Tab until the element has the focus."""
        for _ in range(80):
            if self.page.evaluate(f"document.activeElement.matches({name!r})"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {name}; {self.state()}")

    def save(self, key: str, text: str) -> None:
        """Writes with a key of the page, and waits until it is saved."""
        self.press(key)
        self.until("document.activeElement.id === 'field'")
        self.page.keyboard.press("Control+A")
        self.type(text)
        self.press("Enter")
        self.says("zapisano")
        self.until("document.activeElement.id !== 'field'")
