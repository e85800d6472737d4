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

from pipeline.declaring import declared, write
from pipeline.locks import locked
from pipeline.stages.download.page.reading import read_page
from tests.demo import DEMO, cut, lend_models, stenogram

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


_SMALL = """<!DOCTYPE html><html lang="pl"><meta charset="utf-8"><title>Minuta – Forum</title>
<main><h1>Minuta</h1><p>Spotkanie odbyło się 23 kwietnia 2020 r. i trwało minutę, nie dłużej.</p>
<video src="minuta.mp4"></video>
<p>Prezentacja: <a href="dane.pdf">Dane Poltax i ZUS</a></p>{more}</main>"""


def test_a_page_becomes_a_site_and_what_is_new_on_it_later_is_added(tmp_path: Path) -> None:
    web, root = tmp_path / "web", tmp_path / "root"
    cut(DEMO / "media" / "dzien-1.mp4", web / "minuta.mp4", 20.0)
    slides = DEMO / "slides"
    shutil.copy(slides / "prezentacja_poltax_zus_23-04-2020.pdf", web / "dane.pdf")
    shutil.copy(slides / "przyklady-i-warsztat.pdf", web / "inne.pdf")
    page = web / "index.html"
    page.write_text(_SMALL.format(more=""), encoding="utf-8")
    root.mkdir()
    lend_models(root)
    with _served(web) as address:
        run = ("run", f"{address}/index.html", "--allow-private")
        first = stenogram(root, *run)
        assert first.returncode == 0, first.stderr
        assert "wrote " in first.stderr
        media = root / "outputs" / "minuta" / "recordings" / "minuta" / "media.mp4"
        assert media.read_bytes() == (web / "minuta.mp4").read_bytes()
        drafts = root / "outputs" / "site" / "robocze" / "minuta"
        assert "Dane Poltax" in (drafts / "index.html").read_text(encoding="utf-8")
        assert "nothing to do" in stenogram(root, *run).stdout
        more = '<p>Prezentacja druga: <a href="inne.pdf">Przykłady z miast</a></p>'
        page.write_text(_SMALL.format(more=more), encoding="utf-8")
        third = stenogram(root, *run, "-v")
        assert "minuta: decks: Przykłady z miast: new on the page, added" in third.stderr
        assert "made minuta/przyklady-z-miast: download" in third.stdout
        assert "transcribe" not in third.stdout
        with (web / "inne.pdf").open("ab") as file:
            file.write(b"%")
        fourth = stenogram(root, *run)
        assert "inne.pdf: has changed at its source" in fourth.stderr
        assert "nothing to do" in fourth.stdout
    gone = stenogram(root, *run)  # the page does not answer any more
    assert gone.returncode == 0
    assert "its page was not read again" in gone.stderr


def test_of_two_runs_on_one_page_the_second_says_so_and_changes_nothing(tmp_path: Path) -> None:
    page = _SMALL.format(more='<p><a href="a.pptx">Slajdy</a></p>')
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with _served(tmp_path) as address:
        url = f"{address}/index.html"
        found = read_page(_SMALL.format(more="").encode(), url)
        seminar = write(tmp_path / "seminars" / "minuta", declared(found, url), found)
        before = (seminar.path / "seminar.toml").read_bytes()
        with locked(tmp_path / "outputs" / "minuta", "minuta"):
            result = stenogram(tmp_path, "run", url, "--allow-private")
    assert result.returncode == 75, result.stderr
    assert "minuta: another run is working on it" in result.stderr
    assert (seminar.path / "seminar.toml").read_bytes() == before
