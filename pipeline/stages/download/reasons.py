"""Why yt-dlp did not give a recording, and whether to try again."""

import errno
import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SourceError, StenogramError
from pipeline.files import store_error
from pipeline.stages.download.opening import broken, refusal
from pipeline.stages.download.patience import ADVICE, Passing

if TYPE_CHECKING:
    from pipeline.stages.download.watched import Watched

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOGIN = re.compile(r"log ?in|sign in|cookies|private|password|members?[- ]only", re.IGNORECASE)


def reason_of(error: Exception, downloader: "Watched", folder: Path) -> Passing | StenogramError:
    """What a person should hear of an error that `downloader` ended with, without the address."""
    chain = [*_chain(error), *_chain(downloader.last_failure)]
    for each in chain:
        if isinstance(each, StenogramError):
            return each
        if isinstance(each, OSError) and each.errno in _FULL:
            return store_error(each, folder)
    for each in chain:
        told = _meaning(each, finding=downloader.finding)
        if told is not None:
            return told
    return SourceError(_text(error))


def _meaning(error: BaseException, *, finding: bool) -> Passing | SourceError | None:
    """What one error of yt-dlp's means; `None` where it says nothing by itself."""
    from yt_dlp.networking.exceptions import HTTPError, TransportError
    from yt_dlp.utils import UnsupportedError

    if isinstance(error, HTTPError):
        circle = "redirect error" if error.redirect_loop else ""
        told = refusal(error.status, error.response.headers.get("Retry-After"), circle)
        return told if finding or isinstance(told, Passing) else _lost_part(error.status)
    if isinstance(error, TransportError):
        return broken(error.cause if isinstance(error.cause, Exception) else error)
    if isinstance(error, UnsupportedError):
        return SourceError(
            "no recording is found at this address; give that of the recording itself"
        )
    if isinstance(error, (OSError, http.client.HTTPException)):
        return broken(error)
    return None


def _lost_part(status: int) -> Passing | SourceError:
    if status in {401, 403}:  # addresses of parts run out; the page gives new ones
        return Passing(f"the site refuses a part of it (HTTP {status})")
    return SourceError(
        f"incomplete: a part of it is missing at its source (HTTP {status}); "
        f"run again later to go on, or {ADVICE}"
    )


def _text(error: Exception) -> str:
    """One line that says what yt-dlp said and what to do."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).removeprefix("ERROR: ")
    text = " ".join(text.split("; please report this issue")[0].split())
    text = text[:300] or type(error).__name__
    if _LOGIN.search(text):
        return f"{text}; set [download] cookies, or {ADVICE}"
    return f"{text}; run again, bring yt-dlp up to date, or {ADVICE}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, each once."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = getattr(each, "exc_info", None) or (None, None)
        waiting += [inner[1], getattr(each, "cause", None), each.__cause__, each.__context__]
