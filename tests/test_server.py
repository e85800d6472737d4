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
    (site / "media.embed.html").write_text("<p>odtwarzacz</p>")
    (site / "kanal.xml").write_text("<feed/>")
    running = server(site, 0)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    yield "127.0.0.1", running.server_address[1]
    running.shutdown()
    running.server_close()


def _ask(
    address: tuple[str, int], path: str, method: str = "GET", **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(*address, timeout=5)
    connection.request(method, path, headers=headers)
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
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/folder/..%2f..%2fsecret.txt",
     "/..%5csecret.txt", "/..\\secret.txt", "//../secret.txt", "/folder/%00/../../secret.txt",
     "/%252e%252e/secret.txt", "/way-out.txt", "/way-out.txt%00",
     "http://127.0.0.1/../secret.txt", "/folder/", "/nothing", "*", "/%ff"],
)  # fmt: skip
def test_nothing_outside_and_no_listing_is_given(address: tuple[str, int], path: str) -> None:
    code, body, _ = _ask(address, path)
    assert code == 404
    assert b"secret" not in body.replace(b"secret.txt", b"")


def test_a_head_request_has_the_headers_and_no_body(address: tuple[str, int]) -> None:
    code, body, headers = _ask(address, "/media.mp4", "HEAD")
    assert (code, body, headers["Content-Length"]) == (200, b"", "100")
    code, body, headers = _ask(address, "/media.mp4", "HEAD", Range="bytes=1-2")
    assert (code, body, headers["Content-Range"]) == (206, b"", "bytes 1-2/100")


def test_other_methods_are_refused(address: tuple[str, int]) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        assert _ask(address, "/index.html", method)[0] == 501


def test_only_a_player_for_others_may_stand_in_pages_of_others(address: tuple[str, int]) -> None:
    policies = {
        path: _ask(address, path)[2]["Content-Security-Policy"]
        for path in ("/media.embed.html", "/index.html", "/media.mp4", "/", "/no.embed.html")
    }
    open_ = [path for path, policy in policies.items() if "frame-ancestors *" in policy]
    assert open_ == ["/media.embed.html"]
    assert all("default-src 'self'" in policy for policy in policies.values())


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_another_name_that_leads_here_is_refused(address: tuple[str, int], host: str) -> None:
    code, body, _ = _ask(address, "/index.html", Host=host)
    assert code == 421
    assert b"strona" not in body
    assert _ask(address, f"http://{host}/index.html")[0] == 421
    assert _ask(address, "/index.html", Host="localhost:8000")[0] == 200


def test_no_address_leads_away(address: tuple[str, int]) -> None:
    for path in ("//evil.example/%2f..", "//folder", "/folder", "/\\evil.example/"):
        assert not _ask(address, path)[2].get("Location", "").startswith(("//", "http", "/\\"))


def test_every_answer_carries_the_security_headers(address: tuple[str, int]) -> None:
    for path in ("/", "/media.mp4", "/nothing"):
        headers = _ask(address, path)[2]
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in headers["Permissions-Policy"]
    assert _ask(address, "/kanal.xml")[2]["Content-Type"] == "application/atom+xml"
    assert _ask(address, "/")[2]["Content-Type"] == "text/html; charset=utf-8"
    assert _ask(address, "/media.mp4")[2]["Content-Type"] == "video/mp4"
