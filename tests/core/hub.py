"""A hub of models on loopback, as far as its client asks: HEAD and GET of resolve, with faults."""

import contextlib
import hashlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Literal

from pipeline.catalogue import CatalogueEntry, PinnedFile

REVISION = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = bytes(range(256)) * 4000
Fault = Literal["", "truncated", "other bytes", "dropped", "dropping", "missing", "down"]
"""`dropped`: a connection breaks and then there is nothing; `dropping`: each breaks."""


@dataclass
class Hub:
    """What it holds, what is wrong with it at the moment, and what it was asked."""

    files: dict[str, bytes]
    fault: Fault = ""
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)


ENTRY = CatalogueEntry(
    "tiny",
    "someone/tiny-model",
    REVISION,
    "MIT",
    2,
    (
        PinnedFile("model.bin", hashlib.sha256(WEIGHTS).hexdigest(), len(WEIGHTS)),
        PinnedFile("config.json"),
    ),
)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests speak."""

    def _answer(self, *, with_body: bool) -> None:
        self.hub.asked.append((self.command, self.path))
        self.hub.secrets += self.headers.get_all("Authorization", [])
        name = self.path.removeprefix(f"/{ENTRY.repository}/resolve/{REVISION}/")
        body = self.hub.files.get(name)
        if body is None or self.hub.fault == "missing":
            self.send_error(404)
        elif self.hub.fault == "down":
            self.send_error(503)
        else:
            self._send(body, with_body=with_body)

    def _send(self, body: bytes, *, with_body: bool) -> None:
        fault = self.hub.fault
        start = int((self.headers.get("Range") or "bytes=0-")[6:].split("-")[0])
        sent = body[: len(body) // 2] if fault in {"truncated", "dropped", "dropping"} else body
        stated = sent if fault == "truncated" else body
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        self.send_header("X-Repo-Commit", REVISION)
        self.send_header("Content-Length", str(len(stated) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        if not with_body:
            return
        self.wfile.write(sent[start:] if fault != "other bytes" else sent[start:][::-1])
        if fault in {"dropped", "dropping"}:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        if fault == "dropped":
            self.hub.fault = "missing"


@contextlib.contextmanager
def hub_on_loopback() -> Iterator[Hub]:
    """A hub that holds `ENTRY`."""
    hub = Hub({"model.bin": WEIGHTS, "config.json": b"{}"})
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
