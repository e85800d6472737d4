"""A recording from a site, through yt-dlp: found, taken part by part, and put into one file."""

import contextlib
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.canonical import digest
from pipeline.errors import SourceError
from pipeline.files import write_atomically
from pipeline.stages.download.direct import Fetched, fetch_direct, refuse_same
from pipeline.stages.download.fetching import origin_file
from pipeline.stages.download.guard import public_addresses_only
from pipeline.stages.download.joining import join
from pipeline.stages.download.opening import cookies_of
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.origin import Origin, asked_origin, write_origin
from pipeline.stages.download.patience import Passing, Patience, persisting, polite
from pipeline.stages.download.quietly import QUIETLY
from pipeline.stages.download.reasons import reason_of
from pipeline.stages.download.subtitles import take_captions

if TYPE_CHECKING:
    from pipeline.stages.download.watched import Watched

Info = dict[str, Any]
"""What yt-dlp knows of a recording."""
_PLAYLISTS = (".m3u8", ".mpd")
_NOTHING = "no recording is found at this address; give that of the recording itself"
_STATES = {
    "is_live": "it is live; run again when it has ended",
    "is_upcoming": "it has not begun; run again when it has ended",
    "post_live": "it has just ended and is not yet whole at its source; run again in some hours",
}


def fetch_from_site(
    url: str, staging: Path, options: DownloadOptions, patience: Patience
) -> Fetched:
    """The recording that yt-dlp finds at `url`, in one file.

    Raises `SourceError`, `StoreError` or `DiskFull`.
    """
    return persisting(url, _Visit(url, staging, options, patience).attempt, patience)


def recording_in(info: Info | None, options: DownloadOptions) -> Info:
    """What is known of the recording in what yt-dlp found. Raises `SourceError`.

    Of several it is the first.
    """
    while info and "entries" in info:
        info = next((entry for entry in info["entries"] if entry), None)
    if not info:
        raise SourceError(_NOTHING)
    state = info.get("live_status") or ("is_live" if info.get("is_live") else "")
    if state in _STATES:
        raise SourceError(_STATES[state])
    if (info.get("duration") or 0) > options.max_hours * 3600:
        raise SourceError(
            f"it is longer than [download] max_hours = {options.max_hours:g}; "
            "raise it if that is right"
        )
    return dict(info)


class _Visit:
    """The tries to get one recording."""

    def __init__(
        self, url: str, staging: Path, options: DownloadOptions, patience: Patience
    ) -> None:
        self._url, self._staging = url, staging
        self._options, self._patience = options, patience
        self._folder = staging / "parts"
        self._best = _size(self._folder)

    def attempt(self) -> Fetched:
        """One try. Raises `Passing`, or what it does of an error without the address."""
        import yt_dlp

        from pipeline.stages.download.watched import Watched

        self._folder.mkdir(parents=True, exist_ok=True)
        polite(urlsplit(self._url).netloc, self._options.pause, self._patience)
        with public_addresses_only(allow_private=self._options.allow_private) as refusals:
            downloader = Watched(self._settings(), self._options, self._patience)
            try:
                with downloader:
                    for cookie in cookies_of(self._options):  # yt-dlp would write to the file
                        downloader.cookiejar.set_cookie(cookie)
                    info = recording_in(
                        downloader.extract_info(self._url, download=False), self._options
                    )
                    if info.get("direct"):
                        target = self._staging / f"file.{_ending(info)}"
                        return fetch_direct(
                            info["url"], target, self._options, self._patience, sure=True
                        )
                    downloader.finding = False
                    return self._taken(downloader, info)
            except (yt_dlp.utils.YoutubeDLError, OSError, SourceError) as error:
                if refusals:
                    raise SourceError(refusals[0]) from error
                reason = reason_of(error, downloader, self._folder)
                if isinstance(reason, Passing):
                    size = _size(self._folder)
                    reason.gained, self._best = size > self._best, max(size, self._best)
                raise reason from error

    def _settings(self) -> Info:
        height, options, patience = self._options.max_height, self._options, self._patience
        picture = f"b[height<=?{height}]/(ba,bv[height<=?{height}])/w/(ba,wv)/ba"
        return {
            "format": picture if height else "ba/b[height<=?480]/w",
            "outtmpl": {"default": str(self._folder / "%(format_id).40B.%(ext)s")},
            "restrictfilenames": True,
            "noplaylist": True,
            "playlist_items": "1",
            "skip_unavailable_fragments": False,
            "keep_fragments": True,  # what is finished is told by its name, however a run ends
            "socket_timeout": patience.timeout,
            "retries": 2,
            "fragment_retries": 2,
            "extractor_retries": 0,
            "retry_sleep_functions": dict.fromkeys(("http", "fragment"), self._before_retry),
            "ratelimit": options.rate_limit * 1024 or None,
            "sleep_interval_requests": options.pause,
            "fixup": "never",
            "updatetime": False,
            **QUIETLY,
        }

    def _before_retry(self, n: int) -> float:
        """Wait before another try of yt-dlp's own, which then need not."""
        self._patience.wait(self._patience.first_wait * 2**n)
        return 0.0

    def _taken(self, downloader: "Watched", info: Info) -> Fetched:
        origin = self._playlist()
        if origin is not None:
            refuse_same(origin, self._staging)
        self._prepare(info)
        done = downloader.process_ie_result(dict(info), download=True)
        taken = done.get("requested_downloads") or []
        files = [Path(each.get("filepath") or "/") for each in taken]
        if not files or not all(file.is_file() and file.stat().st_size for file in files):
            raise SourceError("nothing was downloaded; run again")  # its "OK" alone is no proof
        captions, lost = take_captions(downloader, info.get("subtitles") or {}, self._staging)
        plain = len(taken) == 1 and done.get("protocol") in {"http", "https"}
        file = files[0] if plain else join(files, self._staging)
        if origin is not None:
            write_origin(origin_file(file), origin)
        duration = float(info["duration"]) if info.get("duration") else None
        return Fetched(file, duration, tuple(captions), tuple(lost))

    def _prepare(self, info: Info) -> None:
        """Begin anew where something else was begun, or where a run was stopped between parts.

        Parts that are whole stay; what they were joined to may hold the last of them twice.
        """
        wanted = digest([info.get(key) for key in ("id", "format_id", "ext", "duration")])
        note = self._folder / "wanted.txt"
        if not note.is_file() or note.read_text(encoding="utf-8") != wanted:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            write_atomically(note, wanted.encode())
        names = [path.name for path in self._folder.iterdir()]
        for name in names:
            begun = name.endswith(".part") and any(n.startswith(f"{name}-Frag") for n in names)
            if begun or name.endswith(".ytdl"):
                (self._folder / name).unlink()

    def _playlist(self) -> Origin | None:
        """What its server says of a playlist at the address; of a longer one it says otherwise."""
        if Path(urlsplit(self._url).path).suffix.lower() in _PLAYLISTS:
            return asked_origin(self._url, self._options)
        return None


def _size(folder: Path) -> int:
    """Bytes of all files in it."""
    found = 0
    for file in folder.glob("*"):
        with contextlib.suppress(OSError):
            found += file.stat().st_size
    return found


def _ending(info: Info) -> str:
    return re.sub(r"[^a-z0-9]", "", str(info.get("ext") or "").lower())[:8] or "bin"
