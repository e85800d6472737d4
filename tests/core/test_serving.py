"""Requests that no browser makes get an answer all the same."""

import http.client
import threading
from pathlib import Path

import pytest

from pipeline.server import server


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/a.mp4", "bytes=0-" + "9" * 5000, 200),
        ("/a.mp4", "bytes=" + "9" * 18 + "-", 416),
        ("/a.mp4", "bytes=-" + "9" * 18, 206),
        ("/%00", "bytes=0-", 404),
        ("/a.mp4%00.html", "", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", "", 404),
        ("/" + "a" * 5000, "", 404),
    ],
)
def test_a_hostile_request_is_answered(path: str, asked: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x" * 100)
    serving = server(tmp_path, 0)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", serving.server_port, timeout=10)
    try:
        connection.request("GET", path, headers={"Range": asked} if asked else {})
        assert connection.getresponse().status == status
    finally:
        connection.close()
        serving.shutdown()
        serving.server_close()
        thread.join()
