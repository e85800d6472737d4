"""What this computer has, and where stenogram's own files are."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


CORES = "STENOGRAM_CORES"
"""The variable that gives a process and its children fewer cores than there are."""


def cores() -> int:
    """Processor cores that this process may use."""
    there = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    given = os.environ.get(CORES, "")
    return min(there, int(given)) if given.isdecimal() and int(given) else there


def shipped(name: str) -> Path:
    """A folder or file of ours (`templates`, `models/catalogue.toml`).

    It lies inside the package where a wheel put it, beside it in a checkout.
    """
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name


def user_cache() -> Path:
    """Where an installed stenogram keeps its models when the workspace has no `models/`."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("stenogram", appauthor=False))
