"""A web server on loopback that behaves as it is told: well, badly, or like an attacker's."""

import contextlib
import http.server
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_BLOCK = 1 << 14


@dataclass(frozen=True)
class Answer:
    """What is said to a request for one path."""

    body: bytes = b""
    kind: str = "video/mp4"
    ranges: bool = True
    """Whether parts of it can be asked for."""
    length: bool = True
    """Whether its length is told."""
    chunked: bool = False
    etag: str = '"one"'
    modified: str = "Thu, 23 Apr 2020 10:00:00 GMT"
    status: int = 200
    location: str = ""
    """Where a redirect leads."""
    first: tuple[int, ...] = ()
    """HTTP statuses of the first requests, before all is well."""
    retry_after: str = ""
    breaks: int = 0
    """How many of the first answers break off midway; -1: all."""
    ends: int = 0
    """After how many bytes an answer that breaks off does; 0: half of what is asked for."""
    drip: float = 0.0
    """Seconds before each `block`."""
    block: int = _BLOCK
    stalls: int = -1
    """Byte before which it falls silent; -1: none."""
    endless: bool = False
    packed: str = ""
    """How the body is said to be packed."""


@dataclass(frozen=True)
class Asked:
    """A request, and how many bytes of the body were handed to the system for it."""

    method: str
    path: str
    range: str
    status: int
    sent: int
    cookie: str = ""


@dataclass
class Web:
    """The server; use as a context manager."""

    answers: dict[str, Answer] = field(default_factory=dict)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)
    log: list[Asked] = field(default_factory=list)
    """What was asked for and is answered."""
    come: Counter[str] = field(default_factory=Counter)
    """How often a path was asked for: the log is a little behind who asks again at once."""
    busy: set[int] = field(default_factory=set)
    """Threads that answer at the moment."""

    @property
    def asked(self) -> list[Asked]:
        """The requests so far, in the order in which their answers ended; those under way too."""
        until = time.monotonic() + 3.0
        while self.busy and time.monotonic() < until:  # who asked is done a little earlier
            time.sleep(0.005)
        return self.log

    def __enter__(self) -> Self:
        web = self

        class Handler(_Handler):
            def setup(self) -> None:
                self.web = web
                super().setup()

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def of(self, path: str, method: str = "GET") -> list[Asked]:
        """The requests for a path, in order."""
        return [each for each in self.asked if each.path == path and each.method == method]

    def bodies(self, suffix: str) -> dict[str, int]:
        """How many bytes were sent of each path that ends so."""
        found: dict[str, int] = {}
        for each in self.asked:
            if each.path.endswith(suffix):
                found[each.path] = found.get(each.path, 0) + each.sent
        return found


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that has left is no fault."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.close_connection = True
        self.web.busy.add(threading.get_ident())
        try:
            self._do()
        finally:
            self.web.busy.discard(threading.get_ident())

    def _do(self) -> None:
        path = self.path.partition("?")[0]
        answer = self.web.answers.get(path)
        before = self.web.come[path]
        self.web.come[path] += 1
        if answer is None:
            self._head(404, {"Content-Length": "0"})
            self._log(path, 404, 0)
        elif before < len(answer.first):
            self._refuse(answer, answer.first[before], path)
        elif answer.status != 200:
            self._refuse(answer, answer.status, path)
        else:
            self._answer(answer, path, before)

    def _refuse(self, answer: Answer, status: int, path: str) -> None:
        headers = {"Content-Length": "0"}
        if answer.location:
            headers["Location"] = answer.location
        if answer.retry_after:
            headers["Retry-After"] = answer.retry_after
        self._head(status, headers)
        self._log(path, status, 0)

    def _answer(self, answer: Answer, path: str, before: int) -> None:
        size = len(answer.body)
        start, end = self._range(answer)
        if start >= size > 0:
            self._head(416, {"Content-Range": f"bytes */{size}", "Content-Length": "0"})
            self._log(path, 416, 0)
            return
        status = 200 if (start, end) == (0, size) else 206
        self._head(status, _headers(answer, start, end))
        breaks = answer.breaks == -1 or before - len(answer.first) < answer.breaks
        blocks = self._blocks(answer, start, end, breaks=breaks)
        sent = 0
        with contextlib.suppress(OSError):  # who asked has left
            for data in blocks if self.command == "GET" else ():
                self.wfile.write(_chunk(data) if answer.chunked else data)
                sent += len(data)
            if answer.chunked and not breaks:
                self.wfile.write(_chunk(b""))
        self._log(path, status, sent)

    def _range(self, answer: Answer) -> tuple[int, int]:
        asked = self.headers.get("Range", "")
        if not answer.ranges or not asked.startswith("bytes="):
            return 0, len(answer.body)
        named = self.headers.get("If-Range", "")
        if named and named not in {answer.etag, answer.modified}:
            return 0, len(answer.body)
        first, _, last = asked[6:].partition("-")
        return int(first), min(int(last) + 1 if last else len(answer.body), len(answer.body))

    def _blocks(self, answer: Answer, start: int, end: int, *, breaks: bool) -> Iterator[bytes]:
        if breaks:
            end = start + (answer.ends or (end - start) // 2)
        at = start
        while answer.endless or at < end:
            if answer.drip:
                time.sleep(answer.drip)
            if 0 <= answer.stalls <= at:
                self.web.over.wait(20.0)
                return
            stop = min(at + answer.block, end)
            if answer.stalls >= 0:
                stop = min(stop, answer.stalls)
            yield bytes(_BLOCK) if answer.endless else answer.body[at:stop]
            at = stop

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def _log(self, path: str, status: int, sent: int) -> None:
        self.web.log.append(
            Asked(
                self.command,
                path,
                self.headers.get("Range", ""),
                status,
                sent,
                self.headers.get("Cookie", ""),
            )
        )

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests speak."""


def _headers(answer: Answer, start: int, end: int) -> dict[str, str]:
    """Those of an answer with the bytes `[start, end)`."""
    headers = {"Content-Type": answer.kind}
    if answer.etag:
        headers["ETag"] = answer.etag
    if answer.packed:
        headers["Content-Encoding"] = answer.packed
    if answer.modified:
        headers["Last-Modified"] = answer.modified
    if (start, end) != (0, len(answer.body)):
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(answer.body)}"
    if answer.chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif answer.length and not answer.endless:
        headers["Content-Length"] = str(end - start)
    return headers


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


@contextlib.contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[Web]:
    """A server of these answers."""
    with Web(answers) as web:
        yield web


def hls(folder: Path, *, apart: bool = False, seconds: float = 6.0) -> dict[str, Answer]:
    """A playlist `/day.m3u8` of MPEG-TS parts of a second, and what it names.

    `apart`: sound and picture have playlists of their own.
    """
    answers: dict[str, Answer] = {}
    if not apart:
        answers |= _playlist(folder, "day", seconds, sound=True, picture=True)
        return answers
    answers |= _playlist(folder, "sound", seconds, sound=True, picture=False)
    answers |= _playlist(folder, "picture", seconds, sound=False, picture=True)
    master = (
        "#EXTM3U\n"
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="pl",DEFAULT=YES,URI="sound.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=200000,CODECS="avc1.42c00b,mp4a.40.2",RESOLUTION=64x64,'
        'AUDIO="a"\npicture.m3u8\n'
    )
    answers["/day.m3u8"] = Answer(master.encode(), "application/vnd.apple.mpegurl")
    return answers


def _playlist(
    folder: Path, name: str, seconds: float, *, sound: bool, picture: bool
) -> dict[str, Answer]:
    from tests.stages.media import make_stream

    parts = make_stream(folder, name, seconds, sound=sound, picture=picture)
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:0"]
    answers: dict[str, Answer] = {}
    for file, length in parts:
        lines += [f"#EXTINF:{length:.3f},", file.name]
        answers[f"/{file.name}"] = Answer(file.read_bytes(), "video/mp2t")
    text = "\n".join([*lines, "#EXT-X-ENDLIST", ""])
    answers[f"/{name}.m3u8"] = Answer(text.encode(), "application/vnd.apple.mpegurl")
    return answers
