"""What this computer has, and where stenogram's own files are."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def cores() -> int:
    """Processor cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
