"""`stenogram serve`: ranges, headers, and nothing outside its folder."""

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.server import server


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    site = tmp_path / "site"
    (site / "folder").mkdir(parents=True)
    (site / "index.html").write_text("<p>strona</p>")
    (site / "media.mp4").write_bytes(bytes(range(100)))
    (tmp_path / "secret.txt").write_text("secret")
    (site / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    running = server(site, 0)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    yield "127.0.0.1", running.server_address[1]
    running.shutdown()
    running.server_close()


def _ask(
    address: tuple[str, int], path: str, **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(*address, timeout=5)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.headers


@pytest.mark.parametrize(
    ("asked", "status", "first", "length"),
    [
        ("", 200, 0, 100),
        ("bytes=10-19", 206, 10, 10),
        ("bytes=90-", 206, 90, 10),
        ("bytes=-5", 206, 95, 5),
        ("bytes=0-999", 206, 0, 100),
        ("bytes=0-1,5-6", 200, 0, 100),
        ("nonsense", 200, 0, 100),
    ],
)
def test_a_range_is_answered_with_just_its_bytes(
    address: tuple[str, int], asked: str, status: int, first: int, length: int
) -> None:
    code, body, headers = _ask(address, "/media.mp4", **({"Range": asked} if asked else {}))
    assert code == status
    assert body == bytes(range(100))[first : first + length]
    assert headers["Content-Length"] == str(length)
    if status == 206:
        assert headers["Content-Range"] == f"bytes {first}-{first + length - 1}/100"


def test_a_range_beyond_the_end_is_refused(address: tuple[str, int]) -> None:
    code, _, headers = _ask(address, "/media.mp4", Range="bytes=100-")
    assert code == 416
    assert headers["Content-Range"] == "bytes */100"


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/way-out.txt", "/folder/", "/nothing"]
)
def test_nothing_outside_and_no_listing_is_given(address: tuple[str, int], path: str) -> None:
    code, body, _ = _ask(address, path)
    assert code == 404
    assert b"secret" not in body.replace(b"secret.txt", b"")


def test_every_answer_carries_the_security_headers(address: tuple[str, int]) -> None:
    for path in ("/", "/media.mp4", "/nothing"):
        headers = _ask(address, path)[2]
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert _ask(address, "/")[2]["Content-Type"] == "text/html; charset=utf-8"
    assert _ask(address, "/media.mp4")[2]["Content-Type"] == "video/mp4"
