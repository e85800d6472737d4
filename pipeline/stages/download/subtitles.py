"""Captions that a person made for a recording: fetched and kept, never taken for our transcript."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import SourceError

if TYPE_CHECKING:
    from pipeline.stages.download.watched import Watched

MOST_BYTES = 5 << 20
_MOST_LANGUAGES = 3
_ENDINGS = ("vtt", "srt")


def take_captions(
    downloader: "Watched", subtitles: dict[str, list[dict[str, Any]]], folder: Path
) -> tuple[list[Path], list[str]]:
    """Those of at most three languages, Polish first, and what could not be had.

    `subtitles`: what yt-dlp knows of them, by language; automatic ones are not among them.
    """
    from yt_dlp.utils import YoutubeDLError

    found: list[Path] = []
    lost: list[str] = []
    for language in sorted(subtitles, key=lambda each: (not each.startswith("pl"), each)):
        offered = [each for each in subtitles[language] if each.get("ext") in _ENDINGS]
        if not offered or len(found) == _MOST_LANGUAGES:
            continue
        best = min(offered, key=lambda each: _ENDINGS.index(each["ext"]))
        name = re.sub(r"[^A-Za-z0-9-]", "", language)[:20] or "und"
        target = folder / f"captions.{name}.{best['ext']}"
        try:
            _take(downloader, best, target)
        except (YoutubeDLError, OSError, SourceError):
            target.unlink(missing_ok=True)
            lost.append(f"its captions ({name}) could not be had; the transcript does without")
        else:
            found.append(target)
    return found, lost


def _take(downloader: "Watched", offered: dict[str, Any], target: Path) -> None:
    """Raise `SourceError` where what comes is no text or too much of it."""
    if target.is_file():
        return
    if offered.get("data"):
        target.write_text(str(offered["data"]), encoding="utf-8")
    else:
        downloader.most_bytes = MOST_BYTES
        downloader.dl(str(target), dict(offered), subtitle=True)
    content = target.read_bytes()[: MOST_BYTES + 1]
    if len(content) > MOST_BYTES or b"-->" not in content or b"\0" in content:
        raise SourceError("no captions")
