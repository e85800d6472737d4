"""An editor with words of our own making."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editing.desks import Client, editing, workspace


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with editing(workspace(tmp_path)) as running:
        yield running
