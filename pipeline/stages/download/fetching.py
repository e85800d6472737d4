"""One file by plain HTTP: gone on with where an earlier try broke off, and never mixed of two.

What came lies beside the target as `.part`, with a note of which bytes of the server's they are.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pipeline.errors import SourceError
from pipeline.files import store_error
from pipeline.pool import report
from pipeline.stages.download.guard import check_url, public_addresses_only
from pipeline.stages.download.opening import opened
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.origin import Origin, asked_origin, read_origin, write_origin
from pipeline.stages.download.patience import TOO_SLOW, Pace, Passing, Patience, persisting

_BLOCK = 1 << 16


def origin_file(target: Path) -> Path:
    """Where the origin of what lies in `target` is noted."""
    return target.with_name(f"{target.name}.origin.json")


@dataclass(slots=True)
class Fetching:
    """A file that is wanted from the web."""

    url: str
    target: Path
    most_bytes: int
    options: DownloadOptions
    patience: Patience
    too_large: str
    """What to tell, and do, of a larger one."""
    look: Callable[[http.client.HTTPResponse, Origin], None] = lambda _answer, _origin: None
    """Raises what it wants of an answer whose body is not wanted."""
    recheck: bool = False
    """Whether a target that an earlier run left is asked for again, since it may have been bad."""
    _best: int = field(default=0, init=False)

    def fetch(self) -> Path:
        """The target, with all of the bytes. Raises `SourceError`, `StoreError`, `DiskFull`."""
        check_url(self.url)
        if self.target.is_file() and self._is_current():  # a run was stopped after it
            return self.target
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise store_error(error, self.target) from error
        with public_addresses_only(allow_private=self.options.allow_private):
            self._best = self._size()
            return persisting(self.url, self._counted, self.patience)

    def _is_current(self) -> bool:
        """Whether a target that is there is still what is at its source."""
        if not self.recheck:
            return True
        origin = read_origin(origin_file(self.target))
        now = asked_origin(self.url, self.options)
        if now is None or (origin and origin.is_sure() and not origin.differs(now)):
            return True
        self.target.unlink()
        return False

    @property
    def _part(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part")

    def _size(self) -> int:
        return self._part.stat().st_size if self._part.is_file() else 0

    def _counted(self) -> Path:
        """An attempt; where it failed, whether more is there now than ever before."""
        try:
            return self._attempt()
        except Passing as error:
            size = self._size()
            error.gained = size > self._best and TOO_SLOW not in str(error)
            self._best = max(size, self._best)
            raise

    def _attempt(self) -> Path:
        known = read_origin(origin_file(self.target))
        have = self._size() if known else 0
        if not (known and have and known.size_bytes == have):
            request = urllib.request.Request(self.url)  # noqa: S310 - checked
            if known and have:
                request.add_header("Range", f"bytes={have}-")
                if known.validator:
                    request.add_header("If-Range", known.validator)
            try:
                with opened(request, self.options, self.patience) as answer:
                    self._take(answer, known, have)
            except urllib.error.HTTPError as error:  # 416: what is here goes beyond the end
                self._part.unlink(missing_ok=True)
                raise Passing(f"the server has other bytes now (HTTP {error.code})") from error
        self._part.replace(self.target)
        return self.target

    def _take(self, answer: http.client.HTTPResponse, known: Origin | None, have: int) -> None:
        """Write the body behind what is there, or anew."""
        origin = Origin.told(self.url, answer.headers)
        self.look(answer, origin)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise SourceError("the server sends it packed, unasked; download it by hand")
        if origin.size_bytes and origin.size_bytes > self.most_bytes:
            raise SourceError(self.too_large)
        start = 0
        if answer.status == 206:
            start = have
            told = answer.headers.get("Content-Range", "")
            if known is None or known.differs(origin) or not told.startswith(f"bytes {have}-"):
                self._part.unlink(missing_ok=True)
                raise Passing("the server has other bytes than before")
        else:
            write_origin(origin_file(self.target), origin)
        count = self._copy(answer, origin, start)
        if origin.size_bytes is not None and count != origin.size_bytes:
            raise Passing(f"incomplete: {count} of {origin.size_bytes} bytes came")

    def _copy(self, answer: http.client.HTTPResponse, origin: Origin, start: int) -> int:
        """How many bytes are there at the end of a body that may be endless."""
        pace = Pace(self.patience, self.options.rate_limit)
        with self._opened_part(start) as file:
            count = start
            while data := pace.read(answer, _BLOCK):
                count += len(data)
                if count > self.most_bytes:
                    file.close()
                    self._part.unlink(missing_ok=True)
                    raise SourceError(self.too_large)
                self._write(file, data)
                report(count, origin.size_bytes or 0)
        return count

    def _opened_part(self, start: int) -> IO[bytes]:
        try:
            return self._part.open("ab" if start else "wb")
        except OSError as error:
            raise store_error(error, self._part) from error

    def _write(self, file: IO[bytes], data: bytes) -> None:
        try:
            file.write(data)
            file.flush()
        except OSError as error:
            raise store_error(error, self._part) from error
