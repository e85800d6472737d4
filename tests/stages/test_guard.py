"""Which addresses may be asked."""

import gc
import http.server
import socket
import threading
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.stages.download.guard import audit, check_url, is_public, public_addresses_only
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.web import fetch_file, fetch_media

_PUBLIC = [
    "8.8.8.8",
    "193.0.96.1",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]
_NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "100::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "localhost",
    "example.org",
    "0x7f.1",
    "",
]


@pytest.mark.parametrize("address", _PUBLIC)
def test_addresses_of_the_internet_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", _NOT_PUBLIC)
def test_other_addresses_may_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("url", ["https://miasta.pl/a.mp4", "http://8.8.8.8:8080/", "HTTPS://A.PL"])
def test_an_address_of_the_web_is_right(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.pl/x", "a.mp4", "", "http://", "http://[", "data:,x", "//a.pl"],
)
def test_any_other_address_is_told(url: str) -> None:
    with pytest.raises(SourceError, match="only addresses that start with http:// or https://"):
        check_url(url)


@pytest.mark.parametrize("event", ["socket.connect", "socket.sendto", "socket.sendmsg"])
@pytest.mark.parametrize("target", [("127.0.0.1", 80), ("192.168.0.1", 53), ("::1", 443, 0, 0)])
def test_a_connection_to_a_private_address_is_refused_while_guarded(
    event: str, target: tuple[object, ...]
) -> None:
    audit(event, (None, target))
    with public_addresses_only(allow_private=False):
        with pytest.raises(SourceError, match="allow_private = true"):
            audit(event, (None, target))
        audit(event, (None, ("8.8.8.8", 443)))
        audit("open", (None, target))
        audit(event, (None, "/run/some.sock"))
        with public_addresses_only(allow_private=True):
            audit(event, (None, target))
        with pytest.raises(SourceError):
            audit(event, (None, target))
    audit(event, (None, target))


@pytest.mark.parametrize("allow_private", [True, False])
@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://8.8.8.8/x", "data:,x", "gopher://a.pl/", "http://[/a.ts"]
)
def test_a_request_out_of_the_web_is_refused_whatever_is_allowed(
    url: str, *, allow_private: bool
) -> None:
    audit("urllib.Request", (url, None, {}, "GET"))
    with public_addresses_only(allow_private=allow_private) as refusals:
        with pytest.raises(SourceError, match="only addresses that start with http"):
            audit("urllib.Request", (url, None, {}, "GET"))
        assert len(refusals) == 1
        audit("urllib.Request", ("https://miasta.pl/a.ts", None, {}, "GET"))


@pytest.mark.parametrize("host", ["192.168.1.1", "[::1]:8080", "169.254.169.254"])
def test_a_private_address_is_not_given_to_a_proxy_either(host: str) -> None:
    request: tuple[object, ...] = (f"http://{host}/a.ts", None, {}, "GET")
    with public_addresses_only(allow_private=False), pytest.raises(SourceError, match="private"):
        audit("urllib.Request", request)
    with public_addresses_only(allow_private=True):
        audit("urllib.Request", request)


def test_no_other_program_is_given_an_address() -> None:
    with public_addresses_only(allow_private=True):
        audit("subprocess.Popen", ("deno", ["deno", "run", "-"], None, None))
        for command in (["ffmpeg", "-i", "https://a.pl/a.m3u8"], "curl http://a.pl/"):
            with pytest.raises(SourceError, match="another program"):
                audit("subprocess.Popen", ("ffmpeg", command, None, None))


# The guard refuses inside `connect`; the socket is closed when it is collected, which warns.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_packet_leaves_for_a_private_address(tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Says nothing: the tests speak."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        for host in ("127.0.0.1", "localhost", "0", "2130706433", "[::ffff:127.0.0.1]"):
            url = f"http://{host}:{server.server_port}/a.mp4"
            with pytest.raises(SourceError):
                fetch_file(url, tmp_path / "a", DownloadOptions(pause=0.0))
            with pytest.raises(SourceError):
                fetch_media(url, tmp_path, DownloadOptions(pause=0.0))
        gc.collect()
        with socket.create_connection(("127.0.0.1", server.server_port)):
            pass  # the guard has gone with the download
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert asked == []
