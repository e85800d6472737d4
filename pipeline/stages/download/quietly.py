"""yt-dlp as a library that says nothing and keeps nothing, with the JavaScript YouTube wants."""

import sys
from pathlib import Path


class _Silent:
    """It says everything in its exceptions; only `cli` prints."""

    def debug(self, message: str) -> None:
        """Say nothing."""

    info = warning = error = debug


def _runtimes() -> dict[str, dict[str, str]]:
    """Deno where it was installed beside this Python (the extra `youtube`), else in the PATH."""
    beside = Path(sys.executable).with_name("deno")
    return {"deno": {"path": str(beside)} if beside.is_file() else {}}


QUIETLY = {
    "cachedir": False,
    "quiet": True,
    "no_warnings": True,
    "noprogress": True,
    "logger": _Silent(),
    "js_runtimes": _runtimes(),
}
"""Settings that every use of it has."""
