"""Fixtures that more than one folder of tests uses."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from tests.demo import stenogram, workspace
from tests.offline.session import Verdict, hold

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STRICT = "default-src 'self'; object-src 'none'; base-uri 'none'"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a minute of the demo, run to the end: not to be written to."""
    root = workspace(tmp_path_factory.mktemp("made"))
    result = stenogram(root, "run")
    assert result.returncode == 0, result.stderr
    assert "site: " in result.stdout
    return root


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Verdict(hold()))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", default="2", help="how often a run is killed at a random moment")
    parser.addoption("--faults", default="5", help="how often something goes wrong at random")
    parser.addoption("--minutes", default="2", help="of the long recording that is killed")
    parser.addoption("--demo", default="90", help="seconds of each day that a cluster works on")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's chromium. CI must have it; elsewhere the tests that need it are skipped."""
    path = shutil.which(CHROMIUM)
    if path is None:
        message = f"{CHROMIUM} is missing: install Debian's chromium to run browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on loopback, with Range and a strict CSP; gives its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def serve(folder: Path) -> str:
        handler = functools.partial(_Handler, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Players seek only where the server answers 206."""

    _left: int | None = None

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests speak."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT)
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        wanted = self.headers.get("Range", "")
        if not (wanted.startswith("bytes=") and path.is_file()):
            super().do_GET()
            return
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        size = path.stat().st_size
        start = int(first)
        end = min(int(last) if last else size - 1, size - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {start}-{end}/{size}")
        self.send_header("Content-Length", str(end - start + 1))
        self.end_headers()
        with path.open("rb") as file:
            self._send(file, start, end - start + 1)

    def _send(self, file: BinaryIO, start: int, count: int) -> None:
        file.seek(start)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            # A player that seeks hangs up.
            self.wfile.write(file.read(count))
