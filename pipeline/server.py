"""A small web server for the site on this computer: with Range, so that seeking works.

Only what lies in its folder is served, links out of it are not; each answer carries the security
headers that the pages are made to satisfy. Who asks by another name than that of this computer is
refused: a page of the web could have its own name lead here, and read drafts.
"""

import os
import re
import shutil
from collections.abc import Mapping
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any, BinaryIO

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
HEADERS = {
    "Content-Security-Policy": f"{_POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
FRAMED = {"Content-Security-Policy": f"{_POLICY}; frame-ancestors *"}
"""Of players that stand in pages of others."""
EMBEDDED = ".embed.html"
_TYPES = {
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".webm": "video/webm",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".xml": "application/xml; charset=utf-8",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_FEEDS = {"kanal.xml": "application/atom+xml", "podcast.xml": "application/rss+xml"}
_HERE = re.compile(r"(?i)(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # longer ones are no place in a file


class Answering(SimpleHTTPRequestHandler):
    """Sends files, whole or in part, with the security headers. What may be asked is not here."""

    extensions_map = {  # noqa: RUF012 - the base declares it so
        **SimpleHTTPRequestHandler.extensions_map,
        **_TYPES,
    }
    server_version = "stenogram"
    sys_version = ""
    timeout = 60
    sent: Mapping[str, str] = HEADERS
    """Headers of every answer."""
    _left = 0
    _framed = False

    def send_file(self, path: Path) -> BinaryIO | None:
        """Open a file and send the headers of an answer, whole or partial."""
        try:
            file = path.open("rb")
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        size = os.fstat(file.fileno()).st_size
        found = _asked(self.headers.get("Range", ""), size)
        if found is None:
            file.close()
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        start, end, partial = found
        self._framed = path.name.endswith(EMBEDDED)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if partial else HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(end - start))
        if partial:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.end_headers()
        file.seek(start)
        self._left = end - start
        return file

    def end_headers(self) -> None:
        """Add the headers of every answer."""
        self.send_header("Accept-Ranges", "bytes")
        for name, value in ({**self.sent, **FRAMED} if self._framed else self.sent).items():
            self.send_header(name, value)
        super().end_headers()

    def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
        """Send what was promised and no more; a player that has left is no fault."""
        try:
            if not self._left:
                shutil.copyfileobj(source, outputfile)
            while self._left > 0 and (data := source.read(min(1 << 16, self._left))):
                outputfile.write(data)
                self._left -= len(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The type of a file; that of a feed by its name."""
        return _FEEDS.get(Path(path).name) or super().guess_type(path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's signature
        """Say nothing: only `cli` prints."""


class _Site(Answering):
    def send_head(self) -> BinaryIO | Any:  # noqa: ANN401 - the base's signature
        """Open what is asked for and send the headers of an answer, whole or partial."""
        self._framed = False
        if not _is_here(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        wanted = Path(self.translate_path(self.path))
        root = Path(self.directory).resolve()
        try:
            inside = wanted.resolve(strict=True).is_relative_to(root)
        except (OSError, ValueError):  # not there, or no name that can be
            inside = False
        if not inside:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if wanted.is_dir():
            if not (wanted / "index.html").is_file():
                self.send_error(HTTPStatus.NOT_FOUND)  # no listing of folders
                return None
            return super().send_head()
        return self.send_file(wanted)


def _is_here(host: str) -> bool:
    """Whether a request was meant for this computer; very old clients do not say."""
    return not host or bool(_HERE.fullmatch(host))


def _asked(header: str, size: int) -> tuple[int, int, bool] | None:
    """The half-open range of bytes that is asked for, and whether it is a part (RFC 9110, 14).

    `None` where it cannot be had. Several ranges, or what is not understood: the whole.
    """
    match = _RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return 0, size, False
    first, last = match.groups()
    if not first:  # the last so many bytes
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
    return (start, end, True) if start < end else None


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of `folder` on the loopback address; port 0 takes a free one. Raises `OSError`."""

    def handler(*arguments: Any) -> _Site:  # noqa: ANN401 - passed on
        return _Site(*arguments, directory=str(folder))

    return ThreadingHTTPServer(("127.0.0.1", port), handler)
