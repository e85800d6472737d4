"""An editor with words of our own making."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editing.desks import Client, editing, workspace
from tests.editing.visiting import Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with editing(workspace(tmp_path)) as running:
        yield running


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Callable[..., Tab]]:
    tabs: list[Tab] = []

    def go(client: Client, **context: object) -> Tab:
        tabs.append(Tab.open(browser, f"{client.address}dzien/", **context))
        return tabs[-1]

    yield go
    for tab in tabs:
        tab.close()
