"""What a source says of its bytes: kept beside an artefact, to notice that they changed."""

import contextlib
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from pipeline.canonical import pretty
from pipeline.errors import SourceError
from pipeline.files import read_json, write_atomically
from pipeline.stages.download.guard import public_addresses_only
from pipeline.stages.download.opening import opened
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.patience import Passing, Patience

ORIGIN = "origin.json"
"""Its name in the owner's folder."""
_QUICK = Patience(timeout=5.0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Bytes at an address, as their server tells them from others. Empty: it does not say."""

    url: str
    etag: str = ""
    last_modified: str = ""
    size_bytes: int | None = None

    @classmethod
    def told(cls, url: str, headers: Message) -> "Origin":
        """What an answer's headers say of the whole."""
        whole = headers.get("Content-Range", "").rpartition("/")[2] or headers.get(
            "Content-Length", ""
        )
        size = int(whole) if whole.isdigit() and len(whole) < 19 else None
        return cls(url, headers.get("ETag", "")[:200], headers.get("Last-Modified", "")[:100], size)

    @property
    def validator(self) -> str:
        """What a request can name them by (RFC 9110, 13.1.5); empty where nothing is sure."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    def is_sure(self) -> bool:
        """Whether they could be told from others, and be known to be all there."""
        return bool(self.etag or self.last_modified) and self.size_bytes is not None

    def differs(self, other: "Origin") -> bool:
        """Whether both say something, and not the same."""
        pairs = [
            (self.etag.removeprefix("W/"), other.etag.removeprefix("W/")),
            (self.last_modified, other.last_modified),
            (self.size_bytes, other.size_bytes),
        ]
        if all(pairs[0]):  # made to tell them apart; a second server may give another date
            pairs = pairs[:1]
        return any(one != two for one, two in pairs if one and two)


def has_origin(folder: Path) -> bool:
    """Whether it is known what the owner of `folder` was downloaded from."""
    return (folder / ORIGIN).is_file()


def read_origin(path: Path) -> Origin | None:
    """The origin noted in `path`, if there is one."""
    return read_json(path, Origin)


def write_origin(path: Path, origin: Origin) -> None:
    """Note it. Raises `StoreError`."""
    write_atomically(path, pretty(origin))


def asked_origin(url: str, options: DownloadOptions, patience: Patience = _QUICK) -> Origin | None:
    """What the server says now of the bytes at `url`; `None` where it cannot be asked."""
    request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - the guard sees it
    with (
        contextlib.suppress(SourceError, Passing, OSError),
        public_addresses_only(allow_private=options.allow_private),
        opened(request, options, patience) as answer,
    ):
        return Origin.told(url, answer.headers)
    return None


def changed_at_source(folder: Path, options: DownloadOptions, patience: Patience = _QUICK) -> str:
    """What to tell of a download whose source has changed since; empty where it has not.

    Asks once and is silent where nothing can be learnt.
    """
    origin = read_origin(folder / ORIGIN)
    now = asked_origin(origin.url, options, patience) if origin else None
    if origin is None or now is None or not origin.differs(now):
        return ""
    before, after = origin.size_bytes, now.size_bytes
    sizes = f" ({before} bytes, now {after})" if before and after and before != after else ""
    return (
        f"{origin.url}: has changed at its source since it was downloaded{sizes}; to take it anew, "
        f"delete {folder / 'download.json'} and run again"
    )
