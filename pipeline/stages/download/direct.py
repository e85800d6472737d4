"""A media file that lies at an address itself, and what is done with one that is not whole."""

import http.client
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.stages.download.fetching import Fetching, origin_file
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.origin import Origin, read_origin
from pipeline.stages.download.patience import ADVICE, Patience

_MEDIA_TYPES = re.compile(
    r"(?:video|audio)/(?!.*mpegurl)|(?:application|binary)/(?:octet-stream|mp4|ogg|x-mpeg)|$"
)
_INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a recording, in its staging folder."""

    file: Path
    duration: float | None = None
    """Seconds, as its page or playlist says; `None` where it does not."""
    captions: tuple[Path, ...] = ()
    """Named `captions.<language>.vtt` or `.srt`: those that a person made for it."""
    told: tuple[str, ...] = ()
    """What a person should hear of it, though it came."""


class NoMedia(Exception):
    """An address that looked like a media file's answers with something else."""


def fetch_direct(
    url: str, target: Path, options: DownloadOptions, patience: Patience, *, sure: bool = False
) -> Fetched:
    """The media file at `url` as `target`; `sure`: whatever type its server says it is.

    Raises `NoMedia` where there is something else, `SourceError`, `StoreError` or `DiskFull`.
    """

    def look(answer: http.client.HTTPResponse, origin: Origin) -> None:
        if not sure and not _MEDIA_TYPES.match(answer.headers.get("Content-Type", "").lower()):
            raise NoMedia
        refuse_same(origin, target.parent)

    most = int(options.max_gib * (1 << 30))
    fetching = Fetching(url, target, most, options, patience, too_large(options), look)
    return Fetched(fetching.fetch())


def refuse_same(origin: Origin, staging: Path) -> None:
    """Raise `SourceError` where the source still has what was set aside in `staging`."""
    short = read_origin(staging / f"{_INCOMPLETE}.json")
    if short and short.is_sure() and not short.differs(origin):
        raise SourceError(
            "at its source there is still what came before, which is incomplete or cannot be "
            f"read; run again when it is whole there, or {ADVICE}"
        )


def too_large(options: DownloadOptions) -> str:
    """What to tell of a recording that is larger than wanted."""
    return (
        f"the recording is larger than [download] max_gib = {options.max_gib:g}; "
        "raise it if that is right"
    )


def set_aside(file: Path) -> Path:
    """Keep what turned out to be incomplete, so that it is neither used nor taken for new."""
    aside = file.with_name(_INCOMPLETE + file.suffix)
    file.replace(aside)
    note = origin_file(file)
    if note.is_file():
        note.replace(file.with_name(f"{_INCOMPLETE}.json"))
    return aside
