"""`stenogram run` on the address of a web page, served on loopback."""

import contextlib
import functools
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo import DEMO, stenogram

pytestmark = pytest.mark.slow  # a process for each command


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with _served(DEMO) as address:
        yield address


def test_what_would_be_taken_is_told_and_nothing_is_written(site: str, tmp_path: Path) -> None:
    page = f"{site}/page/index.html"
    result = stenogram(tmp_path, "run", page, "--dry-run", "--allow-private")
    assert result.returncode == 0, result.stderr
    for told in (
        "Wewnętrzne potencjały gospodarcze – zapis wideo i prezentacje",
        "Forum Rozwoju Lokalnego (the owner of the site)",
        "2020-04-23, 2020-04-24",
        "recordings: 2",
        "Dzień 2: warsztat",
        "decks: 2",
        "programme: 8 lines",
    ):
        assert told in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_what_would_be_taken_is_told_to_programs(site: str, tmp_path: Path) -> None:
    page = f"{site}/page/index.html"
    result = stenogram(tmp_path, "run", page, "--dry-run", "--json", "--allow-private")
    row = json.loads(result.stdout)
    assert row["new"] is True
    urls = [each["url"] for each in (*row["says"]["recordings"], *row["says"]["decks"])]
    assert urls == [
        f"{site}/media/dzien-1.mp4",
        f"{site}/media/dzien-2.mp4",
        f"{site}/slides/prezentacja_poltax_zus_23-04-2020.pdf",
        f"{site}/slides/przyklady-i-warsztat.pdf",
    ]
    assert row["organiser_is"] == "site"
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_this_computer_is_not_asked_unasked(site: str, tmp_path: Path) -> None:
    result = stenogram(tmp_path, "run", f"{site}/page/index.html", "--dry-run")
    assert result.returncode == 2
    assert "allow_private" in result.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pusta.html", "no recording is found on this page"),
        ("nothing.html", "there is nothing at this address (HTTP 404)"),
    ],
)
def test_a_page_without_recordings_is_told(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "pusta.html").write_text("<title>Pusta</title><p>Nic tu nie ma.", encoding="utf-8")
    with _served(tmp_path) as address:
        result = stenogram(tmp_path, "run", f"{address}/{name}", "--allow-private")
    assert result.returncode == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "seminars").exists()


def test_a_feed_is_a_seminar_of_its_entries_or_one_each(tmp_path: Path) -> None:
    shutil.copyfile(DEMO / "page" / "index.html", tmp_path / "x.html")
    with _served(tmp_path) as address:
        items = "".join(
            f"<item><title>Sesja {n}</title><enclosure url='{address}/{n}.mp3' type='audio/mpeg'/>"
            f"<link>{address}/{n}.mp3</link></item>"
            for n in (1, 2)
        )
        (tmp_path / "feed.html").write_text(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Obrady</title>"
            f"{items}</channel></rss>",
            encoding="utf-8",
        )
        asked = ("run", f"{address}/feed.html", "--dry-run", "--json", "--allow-private")
        whole = stenogram(tmp_path, *asked)
        each = stenogram(tmp_path, *asked, "--separate")
    (one,) = [json.loads(line) for line in whole.stdout.splitlines()]
    assert one["says"]["title"] == "Obrady"
    assert [r["title"] for r in one["says"]["recordings"]] == ["Sesja 1", "Sesja 2"]
    rows = [json.loads(line) for line in each.stdout.splitlines()]
    assert [row["seminar"] for row in rows] == ["sesja-1", "sesja-2"]
    assert [len(row["says"]["recordings"]) for row in rows] == [1, 1]
