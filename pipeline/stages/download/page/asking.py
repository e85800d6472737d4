"""What an address of the web is: a page, a recording, or a list of recordings.

Runs in a child process: what a page holds is read there, too.
"""

import re
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.errors import SourceError
from pipeline.stages.download.guard import check_url, public_addresses_only
from pipeline.stages.download.opening import opened
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.page.found import Found, FoundRecording, LeftOut
from pipeline.stages.download.page.pieces import clean
from pipeline.stages.download.page.players import recording_url
from pipeline.stages.download.page.reading import read_page
from pipeline.stages.download.patience import Patience, persisting
from pipeline.stages.download.quietly import QUIETLY

_PATIENCE = Patience(tries=3, longest=60.0)
_MOST_BYTES = 8 << 20
_MOST_ENTRIES = 500
_HTML = ("text/html", "application/xhtml+xml")
_LISTS = re.compile(
    r"^https?://(?:www\.|m\.)?(?:youtube\.com/(?:playlist\?|channel/|c/|user/|@)|"
    r"vimeo\.com/(?:showcase|album|channels|user)|dailymotion\.com/playlist)"
)
_ADVICE = "download the recording by hand, and run: stenogram run FILE"


def ask(url: str, options: DownloadOptions) -> Found | None:
    """What a page or a list says; `None` where the address is a recording's own.

    Raises `SourceError` where it cannot be had, or nothing is to be found there.
    """
    check_url(url)
    with public_addresses_only(allow_private=options.allow_private) as refusals:
        try:
            return _asked(url, options)
        except SourceError as error:
            raise SourceError(refusals[0] if refusals else str(error)) from error


def _asked(url: str, options: DownloadOptions) -> Found | None:
    if _LISTS.match(url):
        found = _listed(url)
        if found is None:
            raise SourceError(f"{url}: no recordings are in this list")
        return found
    if recording_url(url, url):
        return None
    fetched = _fetched(url, options)
    if fetched is None:
        return None
    found = _with_lists(read_page(*fetched))
    if found.recordings or found.decks or found.programme:
        return found
    listed = _listed(url)
    if listed is None:
        raise SourceError(f"{url}: no recording is found on this page; {_ADVICE}")
    return listed


def _with_lists(found: Found) -> Found:
    """The page with the entries of its playlists in their place."""
    recordings: list[FoundRecording] = []
    left = list(found.left_out)
    for each in found.recordings:
        if not _LISTS.match(each.url):
            recordings.append(each)
            continue
        try:
            listed = _listed(each.url)
        except SourceError as error:
            left.append(LeftOut(each.url, str(error).removeprefix(f"{each.url}: ")))
            continue
        recordings += listed.recordings if listed else ()
    distinct = {each.url: each for each in reversed(recordings)}
    kept = tuple(each for each in recordings if distinct.pop(each.url, None) is not None)
    return replace(found, recordings=kept, left_out=tuple(left))


def _fetched(url: str, options: DownloadOptions) -> tuple[bytes, str, str] | None:
    """The bytes of a page, its own address, its charset; `None` where it is no page."""
    return persisting(url, lambda: _answer(url, options), _PATIENCE)


def _answer(url: str, options: DownloadOptions) -> tuple[bytes, str, str] | None:
    request = urllib.request.Request(url, headers={"Accept": "text/html,*/*;q=0.8"})  # noqa: S310 - check_url
    with opened(request, options, _PATIENCE) as answer:
        kind = answer.headers.get_content_type()
        if kind not in _HTML and not kind.startswith("text/"):
            return None
        body = answer.read(_MOST_BYTES + 1)
        if kind not in _HTML and b"<" not in body[:1024]:
            return None
        charset = answer.headers.get_content_charset() or ""
        final = answer.url
    if len(body) > _MOST_BYTES:
        raise SourceError(f"{url}: the page is larger than {_MOST_BYTES >> 20} MiB; {_ADVICE}")
    return body, final, charset


def _listed(url: str) -> Found | None:
    """What yt-dlp finds at an address without downloading it: a list, or one recording."""
    import yt_dlp

    settings = {
        "extract_flat": "in_playlist",
        "playlistend": _MOST_ENTRIES,
        "skip_download": True,
        "socket_timeout": _PATIENCE.timeout,
        "extractor_retries": 2,
        **QUIETLY,
    }
    try:
        with yt_dlp.YoutubeDL(settings) as downloader:
            info = downloader.extract_info(url, download=False)
    except (yt_dlp.utils.YoutubeDLError, OSError) as error:
        if _is_unsupported(error):
            return None
        text = clean(re.sub(r"\x1b\[[0-9;]*m", "", str(error)).removeprefix("ERROR: "))
        raise SourceError(f"{url}: {text[:300]}; run again, or {_ADVICE}") from error
    return _of_info(url, info or {})


def _is_unsupported(error: Exception) -> bool:
    import yt_dlp

    cause = getattr(error, "exc_info", None)
    return isinstance(cause[1] if cause else error, yt_dlp.utils.UnsupportedError)


def _of_info(url: str, info: dict[str, Any]) -> Found | None:
    """A list as a seminar of its entries; one recording as a seminar of one."""
    entries: Sequence[Any] = list(info.get("entries") or ())[:_MOST_ENTRIES]
    recordings = [
        FoundRecording(clean(str(entry.get("title") or ""))[:200], address)
        for entry in (entries or [info | {"webpage_url": url}])
        if isinstance(entry, dict) and (address := _address(entry))
    ]
    if not recordings:
        return None
    title = clean(str(info.get("title") or ""))[:200] or url
    owner = clean(str(info.get("uploader") or info.get("channel") or ""))[:120]
    return Found(url, title, organiser=owner, organiser_is="site", recordings=tuple(recordings))


def _address(entry: dict[str, Any]) -> str:
    """The web address of an entry; empty where it has none of the web's."""
    for name in ("webpage_url", "url"):
        address = str(entry.get(name) or "")
        try:
            check_url(address)
        except SourceError:
            continue
        return address
    return ""
