"""An open page of a rendered site, and what went wrong on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

RECORDING = "narada/dzien-1.html"


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
