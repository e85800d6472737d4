"""Fetching from the web: a media file by plain HTTP, what is on a site through yt-dlp, a deck.

Each function runs in a process of its own kind (see `pool`) and goes on from what an earlier try
left in its staging folder. Names of files are ours, never a title.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.canonical import pretty
from pipeline.files import read_json, write_atomically
from pipeline.stages.download.direct import Fetched, NoMedia, fetch_direct
from pipeline.stages.download.fetching import Fetching
from pipeline.stages.download.guard import check_url
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.patience import ADVICE, Patience
from pipeline.stages.download.site import fetch_from_site

_PATIENT = Patience()
_DECK_BYTES = 300 << 20
_MEDIA = re.compile(
    r"\.(3gp|aac|avi|flac|m4a|m4v|mkv|mov|mp3|mp4|mpe?g|mts|oga|ogg|ogv|opus|ts|wav|webm|wma|wmv)"
)


def fetch_media(
    url: str, staging: Path, options: DownloadOptions, patience: Patience = _PATIENT
) -> Fetched:
    """The recording that `url` leads to, inside `staging`.

    Raises `SourceError`, `StoreError` or `DiskFull`.
    """
    check_url(url)
    note = staging / "fetched.json"
    known = read_json(note, Fetched)
    if known is not None and known.file.is_file():  # a run was stopped after it
        return known
    fetched = _fetched(url, staging, options, patience)
    write_atomically(note, pretty(fetched))
    for part in (staging / "parts").glob("*"):  # what it was made of
        if part != fetched.file:
            part.unlink()
    return fetched


def _fetched(url: str, staging: Path, options: DownloadOptions, patience: Patience) -> Fetched:
    ending = _MEDIA.fullmatch(Path(urlsplit(url).path).suffix.lower())
    if ending:
        try:
            return fetch_direct(url, staging / f"file.{ending.group(1)}", options, patience)
        except NoMedia:
            pass  # a page about the file, or one that stands in for it
    return fetch_from_site(url, staging, options, patience)


def fetch_file(
    url: str, target: Path, options: DownloadOptions, patience: Patience = _PATIENT
) -> Path:
    """The bytes at `url` as `target`, at most 300 MiB; what an earlier run left is asked for again.

    Raises `SourceError`, `StoreError` or `DiskFull`.
    """
    told = f"larger than {_DECK_BYTES >> 20} MiB; {ADVICE}"
    return Fetching(url, target, _DECK_BYTES, options, patience, told, recheck=True).fetch()
