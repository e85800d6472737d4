"""Checkers of pages that come from npm: `npm ci` in tests/browser-tools puts them in place."""

import os
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "browser-tools"


def needed(name: str) -> Path:
    """A file of a package in `node_modules`, where java and it are there.

    CI must have them; elsewhere the tests that need them are skipped.
    """
    path = FOLDER / "node_modules" / name
    if path.is_file() and shutil.which("java"):
        return path
    message = f"{path.name} or java is missing: run `npm ci` in {FOLDER}, and install a JRE"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    return pytest.skip(message)
