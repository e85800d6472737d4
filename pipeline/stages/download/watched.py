"""yt-dlp's downloader, its requests and answers bounded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yt_dlp
from yt_dlp.networking.exceptions import HTTPError, RequestError

from pipeline.errors import SourceError
from pipeline.pool import report
from pipeline.stages.download.direct import too_large
from pipeline.stages.download.guard import check_url
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.patience import Body, Pace, Patience
from pipeline.stages.download.unpacking import Unpacking

_MOST_WHOLE = 8 << 20
"""Bytes of a page, a playlist or a key, which are read as a whole."""
_MOST_REQUESTS = 300
_BLOCK = 1 << 16


class Watched(yt_dlp.YoutubeDL):  # type: ignore[misc]  # it has no types
    """Reads no page without end, asks no chain of pages without end, waits for no trickle."""

    def __init__(
        self, settings: dict[str, Any], options: DownloadOptions, patience: Patience
    ) -> None:
        self.finding = True
        """Whether the recording is still looked for: pages are asked then, not parts of it."""
        self.most_bytes = int(options.max_gib * (1 << 30))
        self._too_large = too_large(options)
        self._patience = patience
        self._asked = 0
        self.last_failure: Exception | None = None
        """What the last request or answer failed with; yt-dlp's own errors do not always say."""
        super().__init__({**settings, "progress_hooks": [self._watch]})

    def build_request_director(self, handlers: Any, preferences: Any = None) -> Any:  # noqa: ANN401 - yt-dlp's
        """Only what asks through Python's own sockets, which the guard sees."""
        asking = next(handler for handler in handlers if handler.RH_KEY == "Urllib")

        class UrllibRH(asking):  # type: ignore[misc,valid-type]  # yt-dlp knows it by its name
            def _create_instance(self, **given: Any) -> Any:  # noqa: ANN401 - yt-dlp's
                opener = super()._create_instance(**given)
                opener.add_handler(Unpacking())
                return opener

        return super().build_request_director([UrllibRH], preferences)

    def urlopen(self, req: Any) -> Any:  # noqa: ANN401 - yt-dlp's
        """The answer to a request, bounded."""
        if self.finding:
            self._asked += 1
            if self._asked > _MOST_REQUESTS:
                raise SourceError("one page leads to another without end; give the recording's own")
        check_url(req if isinstance(req, str) else req.url)
        try:
            answer = super().urlopen(req)
        except HTTPError as error:
            error.response.fp = _Bounded(error.response.fp, self._patience, self._note)
            self._note(error)
            raise
        except RequestError as error:
            self._note(error)
            raise
        self.last_failure = None
        answer.fp = _Bounded(answer.fp, self._patience, self._note)
        return answer

    def _note(self, failure: Exception) -> None:
        self.last_failure = failure

    def _watch(self, status: dict[str, Any]) -> None:
        """Report how much has come, and stop what has no end: some servers state no size."""
        total = float(status.get("total_bytes") or 0)
        done = float(status.get("downloaded_bytes") or 0)
        if max(done, total) > self.most_bytes:
            Path(str(status.get("tmpfilename"))).unlink(missing_ok=True)
            raise SourceError(self._too_large)
        report(done, total or float(status.get("total_bytes_estimate") or 0))


class _Bounded:
    """The body of an answer, read as it comes."""

    def __init__(self, body: Body, patience: Patience, note: Callable[[Exception], None]) -> None:
        self._body = body
        self._note = note
        self._pace = Pace(patience, 0.0)  # yt-dlp keeps to the rate itself

    def read(self, size_bytes: int | None = None) -> bytes:
        """So many bytes or fewer; without a number all of them, if they are bearably many."""
        if size_bytes is not None and size_bytes >= 0:
            return self._some(size_bytes)
        found = bytearray()
        while data := self._some(_BLOCK):
            found += data
            if len(found) > _MOST_WHOLE:
                raise SourceError(
                    f"a page or playlist of more than {_MOST_WHOLE >> 20} MiB is not read; "
                    "give the address of the recording itself"
                )
        return bytes(found)

    def _some(self, size_bytes: int) -> bytes:
        try:
            return self._pace.read(self._body, size_bytes)
        except Exception as error:
            self._note(error)
            raise

    def readable(self) -> bool:
        """It is."""
        return True

    @property
    def closed(self) -> bool:
        """Whether nothing can be read any more."""
        return bool(self._body.closed)

    def close(self) -> None:
        """Let the connection go."""
        self._body.close()
