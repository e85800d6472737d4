"""Fetching from the web: recordings through yt-dlp, decks by plain HTTP.

Each function runs in a process of its own kind (see `pool`) and goes on from what an earlier try
left in its staging folder. Names of files are ours, never a title.
"""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPMessage
from pathlib import Path
from typing import IO

from pipeline import __version__
from pipeline.errors import SourceError
from pipeline.pool import report
from pipeline.stages.download.guard import check_url, public_addresses_only
from pipeline.stages.download.options import DownloadOptions

_TIMEOUT = 30.0
_DECK_BYTES = 300 << 20
_ADVICE = "download it by hand and write it as file in seminar.toml"


def fetch_media(url: str, staging: Path, options: DownloadOptions) -> Path:
    """The media file that `url` leads to, inside `staging`. Raises `SourceError`."""
    import yt_dlp

    check_url(url)
    staging.mkdir(parents=True, exist_ok=True)
    with public_addresses_only(allow_private=options.allow_private) as refusals:
        try:
            with yt_dlp.YoutubeDL(_settings(staging, options)) as downloader:
                info = downloader.extract_info(url, download=True)
        except (yt_dlp.utils.YoutubeDLError, SourceError, OSError) as error:
            told = refusals[0] if refusals else _reason(error)
            raise SourceError(f"{url}: {told}") from error
    return _fetched(url, info, options)


def _settings(staging: Path, options: DownloadOptions) -> dict[str, object]:
    height = options.max_height
    return {
        "format": f"b[height<={height}]/b/ba" if height else "ba/b",
        "outtmpl": {"default": str(staging / "%(format_id).40B.%(ext)s")},
        "restrictfilenames": True,
        "noplaylist": True,
        "playlist_items": "1",
        "skip_unavailable_fragments": False,
        "max_filesize": int(options.max_gib * (1 << 30)),
        "socket_timeout": _TIMEOUT,
        "retries": 5,
        "fragment_retries": 5,
        "extractor_retries": 3,
        "match_filter": _refuse_live,
        "progress_hooks": [_watch(options)],
        "cachedir": False,
        "quiet": True,
        "no_warnings": True,
        "noprogress": True,
        "logger": _Silent(),
    }


class _Silent:
    """yt-dlp says everything in its exceptions; only `cli` prints."""

    def debug(self, message: str) -> None:
        """Say nothing."""

    info = warning = error = debug


def _refuse_live(info: dict[str, object], *, incomplete: bool) -> str | None:  # noqa: ARG001 - yt-dlp's signature
    if info.get("live_status") in {"is_live", "is_upcoming", "post_live"} or info.get("is_live"):
        return "it is live or has not begun; run again when the recording is there"
    return None


def _watch(options: DownloadOptions) -> Callable[[dict[str, object]], None]:
    """Reports how much has come, and stops what has no end: some servers state no size."""
    most = options.max_gib * (1 << 30)

    def watch(status: dict[str, object]) -> None:
        total = status.get("total_bytes") or status.get("total_bytes_estimate") or 0
        done = float(str(status.get("downloaded_bytes") or 0))
        if done > most:
            Path(str(status.get("tmpfilename"))).unlink(missing_ok=True)
            raise SourceError(
                f"the recording is larger than [download] max_gib = {options.max_gib:g}; "
                "raise it if that is right"
            )
        report(done, float(str(total)))

    return watch


def _reason(error: Exception) -> str:
    """One line that says what went wrong and what to do."""
    import yt_dlp

    cause = getattr(error, "exc_info", None)
    inner = cause[1] if cause else None
    status = getattr(inner, "status", None) or getattr(
        getattr(inner, "cause", None), "status", None
    )
    if status in {401, 403}:
        return f"the site refuses it (HTTP {status}) and may want a login; {_ADVICE}"
    if status in {404, 410}:
        return f"there is nothing at this address (HTTP {status}); correct the address"
    if isinstance(inner, yt_dlp.utils.UnsupportedError):
        return "no recording is found at this address; give that of the recording itself"
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).removeprefix("ERROR: ")
    text = " ".join(text.split())
    return f"{text[:300] or type(error).__name__}; run again, or {_ADVICE}"


def _fetched(url: str, info: dict[str, object] | None, options: DownloadOptions) -> Path:
    """The file that yt-dlp says it wrote, if it is there: "OK" alone is no proof."""
    entries = (info or {}).get("entries")
    if isinstance(entries, list):
        info = entries[0] if entries else None
    requested = (info or {}).get("requested_downloads")
    if isinstance(requested, list) and requested:
        path = Path(str(requested[0].get("filepath")))
        if path.is_file() and path.stat().st_size:
            return path
    raise SourceError(
        f"{url}: nothing was downloaded; it is live, has not begun, or is larger than "
        f"[download] max_gib = {options.max_gib:g}"
    )


def fetch_file(url: str, target: Path, options: DownloadOptions) -> Path:
    """The bytes at `url` as `target`, at most 300 MiB. Raises `SourceError`."""
    check_url(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    request = urllib.request.Request(url, headers={"User-Agent": f"stenogram/{__version__}"})  # noqa: S310 - check_url
    opener = urllib.request.build_opener(_WebOnly())
    try:
        with (
            public_addresses_only(allow_private=options.allow_private),
            opener.open(request, timeout=_TIMEOUT) as answer,
            target.open("wb") as file,
        ):
            _copy(answer, file, url)
            stated = answer.headers.get("Content-Length")
            if stated and stated.isdigit() and int(stated) != file.tell():
                raise SourceError(f"{url}: incomplete: {file.tell()} of {stated} bytes; run again")
    except urllib.error.HTTPError as error:
        raise SourceError(f"{url}: HTTP {error.code}; correct the address, or {_ADVICE}") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{url}: {_reason(error)}") from error
    return target


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Redirects to the web's own addresses only."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the base's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request, if its address may be asked."""
        check_url(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _copy(answer: IO[bytes], file: IO[bytes], url: str) -> None:
    """Copy a body that may be endless."""
    count = 0
    while data := answer.read(1 << 16):
        count += len(data)
        if count > _DECK_BYTES:
            raise SourceError(f"{url}: larger than {_DECK_BYTES >> 20} MiB; {_ADVICE}")
        file.write(data)
