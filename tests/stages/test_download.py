"""Recordings and decks: from the web and from a folder, whole, and never altered."""

import gc
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.files import file_digest
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.recording import download_recording
from pipeline.stages.download.web import fetch_file, fetch_media
from tests.stages.lending import LentWork
from tests.stages.media import Sound, make

_HERE = DownloadOptions(allow_private=True)


# yt-dlp leaves the socket of an answer that is an error to the garbage collector, which warns.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True, scope="module")
def collected() -> Iterator[None]:
    """What these tests leave to the garbage collector is collected before others begin."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("media") / "a.mp4", Sound(3.0, picture=True))


class _Web(http.server.BaseHTTPRequestHandler):
    content = b""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if name in {"403", "404"}:
            self.send_error(int(name))
        elif name == "to-file":
            self._send(302, b"", "text/html", header=("Location", "file:///etc/passwd"))
        elif name == "to-media":
            self._send(302, b"", "text/html", header=("Location", "/a.mp4"))
        elif name == "page.mp4":
            self._send(200, b"<!doctype html><title>Strona</title>", "text/html; charset=utf-8")
        elif name == "page-as-video.mp4":
            self._send(200, b"<!doctype html><title>Strona</title>", "video/mp4")
        elif name == "endless.mp4":
            self._endless()
        elif name == "dropped.mp4":
            self._send(200, self.content, "video/mp4", sent=len(self.content) // 2)
        else:
            self._part()

    def _part(self) -> None:
        start = int((self.headers.get("Range") or "bytes=0-")[6:].split("-")[0])
        rest = self.content[start:]
        span = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        self._send(206 if start else 200, rest, "video/mp4", header=("Content-Range", span))

    def _send(
        self,
        code: int,
        body: bytes,
        kind: str,
        sent: int | None = None,
        header: tuple[str, str] = ("Cache-Control", "no-store"),
    ) -> None:
        self.send_response(code)
        self.send_header(*header)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body[:sent])

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4")
        self.end_headers()
        try:
            for _ in range(2000 if self.command == "GET" else 0):
                self.wfile.write(bytes(1 << 16))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests speak."""


@pytest.fixture(scope="module")
def web(media: Path) -> Iterator[str]:
    handler = type("Web", (_Web,), {"content": media.read_bytes()})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("name", ["a.mp4", "to-media"])
def test_a_recording_comes_from_the_web_byte_for_byte(
    name: str, web: str, media: Path, tmp_path: Path
) -> None:
    staging = tmp_path / "100% robocze"
    path = fetch_media(f"{web}/{name}", staging, _HERE)
    assert path.parent == staging
    assert path.read_bytes() == media.read_bytes()


def test_a_broken_download_goes_on_from_what_is_there(
    web: str, media: Path, tmp_path: Path
) -> None:
    with pytest.raises(SourceError):
        fetch_media(f"{web}/dropped.mp4", tmp_path, _HERE)
    assert fetch_media(f"{web}/a.mp4", tmp_path, _HERE).read_bytes() == media.read_bytes()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("404", r"there is nothing at this address \(HTTP 404\); correct the address"),
        ("403", r"the site refuses it \(HTTP 403\) and may want a login; download it by hand"),
        ("to-file", "download it by hand"),
        ("page.mp4", "no recording is found at this address"),
        ("dropped.mp4", "run again, or download it by hand"),
    ],
)
def test_a_recording_that_cannot_be_had_is_told(
    name: str, said: str, web: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        fetch_media(f"{web}/{name}", tmp_path, _HERE)
    assert str(caught.value).startswith(f"{web}/{name}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["a.mp4", "endless.mp4"])
def test_a_recording_that_is_too_large_is_refused(name: str, web: str, tmp_path: Path) -> None:
    options = DownloadOptions(allow_private=True, max_gib=1e-5)
    with pytest.raises(SourceError, match=r"\[download\] max_gib"):
        fetch_media(f"{web}/{name}", tmp_path, options)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*")) < 10 << 20


def test_a_page_that_calls_itself_a_film_is_told(web: str, tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    with pytest.raises(SourceError, match="cannot be read as a recording"):
        download_recording(Source(f"{web}/page-as-video.mp4"), _HERE, work)
    assert work.attached == []


def test_a_recording_from_the_web_is_moved_to_its_owner(web: str, tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    recording = download_recording(Source(f"{web}/a.mp4"), _HERE, work)
    assert recording.media == "s/recordings/r/media.mp4"
    assert recording.duration == pytest.approx(3.0, abs=0.1)
    assert recording.playable == "s/recordings/r/playable.m4a"  # its picture is MPEG-4 part 2
    assert not recording.has_picture
    assert work.attached[0] == ("media.mp4", recording.sha256)
    assert file_digest(work.outputs / recording.media) == recording.sha256


@pytest.mark.parametrize("name", ["404", "403", "to-file", "dropped.mp4"])
def test_a_deck_that_cannot_be_had_is_told(name: str, web: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=name if name.isdigit() else "file:|incomplete"):
        fetch_file(f"{web}/{name}", tmp_path / "deck.pdf", _HERE)


def test_a_deck_comes_from_the_web_byte_for_byte(web: str, media: Path, tmp_path: Path) -> None:
    path = fetch_file(f"{web}/to-media", tmp_path / "new" / "deck.pdf", _HERE)
    assert path.read_bytes() == media.read_bytes()


@pytest.mark.parametrize("local", ["link", "copy"])
def test_a_persons_file_is_never_altered(local: str, media: Path, tmp_path: Path) -> None:
    file = tmp_path / "Zapis z sali.MP4"
    file.write_bytes(media.read_bytes())
    file.chmod(0o444)
    before = file.stat()
    work = LentWork(tmp_path)
    (work.folder / "media.webm").write_bytes(b"of an earlier source")
    options = DownloadOptions(local="link" if local == "link" else "copy")
    recording = download_recording(Source("", file_digest(file), str(file)), options, work)
    placed = work.outputs / recording.media
    assert recording.media == "s/recordings/r/media.mp4"
    assert placed.is_symlink() == (local == "link")
    assert placed.read_bytes() == media.read_bytes()
    assert (before.st_mtime_ns, before.st_ino) == (file.stat().st_mtime_ns, file.stat().st_ino)
    assert not (work.folder / "media.webm").exists()
    again = download_recording(Source("", file_digest(file), str(file)), options, work)
    assert again == recording


def test_an_ending_is_letters_and_digits(tmp_path: Path, media: Path) -> None:
    for number, ending in enumerate([".mp4?x=<b>", "", ".%2e%2e", ".MP4" * 9]):
        file = tmp_path / f"a{number}{ending}"
        file.write_bytes(media.read_bytes())
        work = LentWork(tmp_path / str(number))
        source = Source("", file_digest(file), str(file))
        name = Path(download_recording(source, DownloadOptions(), work).media).name
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.")
        assert len(name) <= 15


def test_a_file_that_changes_while_it_is_copied_is_told(tmp_path: Path, media: Path) -> None:
    work = LentWork(tmp_path)
    with pytest.raises(SourceError, match="changed while it was copied; run again"):
        download_recording(Source("", "0" * 64, str(media)), DownloadOptions(local="copy"), work)
