"""What tests of downloads share: options for loopback, waiting that takes no time, what is left."""

from pathlib import Path

from pipeline.stages.download.direct import Fetched
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.patience import Patience
from pipeline.stages.download.web import fetch_media
from tests.stages.lending import LentWork

HERE = DownloadOptions(allow_private=True, pause=0.0)
BY_HAND = "download it by hand, and: stenogram attach"


def quick(waited: list[float]) -> Patience:
    """Little patience; the pauses that would have been made are written down."""
    return Patience(
        timeout=0.3, tries=3, first_wait=2.0, slowest=1e5, slow_after=0.2, wait=waited.append
    )


def left(folder: Path) -> dict[str, int]:
    """Files below a folder and their sizes, without our own notes."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in {".json", ".txt"}
    }


def lent(base: Path, patience: Patience) -> LentWork:
    """Work whose downloads wait as long as tests can."""
    work = LentWork(base)

    def fetch(url: str, staging: Path, options: DownloadOptions) -> Fetched:
        return fetch_media(url, staging, options, patience)

    work.instead["fetch_media"] = fetch
    return work
