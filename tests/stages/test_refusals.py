"""What cannot be had from the web: what a person sees, and what is left on the disk."""

import gzip
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.stages.download.patience import Patience
from pipeline.stages.download.web import fetch_file, fetch_media
from tests.stages.downloading import BY_HAND, HERE, left
from tests.stages.web_server import Answer, serving

# yt-dlp leaves the socket of an answer that is an error to the garbage collector, which warns.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("collected"),
]

_SMALL = replace(HERE, max_gib=1e-5)


_BAD = {
    "404": (Answer(status=404), r"there is nothing at this address \(HTTP 404\); correct the addr"),
    "410": (Answer(status=410), r"there is nothing at this address \(HTTP 410\)"),
    "403": (
        Answer(status=403),
        r"the site refuses it \(HTTP 403\) and may want a login; set \[download\] cookies, or "
        + BY_HAND,
    ),
    "always busy": (
        Answer(status=503),
        r"the server is busy \(HTTP 503\); tried 3 times; run again to go on, or " + BY_HAND,
    ),
    "busy for hours": (
        Answer(status=429, retry_after="7200"),
        r"\(HTTP 429\); the server asks to wait for 120 min; run again then",
    ),
    "redirects in a circle": (
        Answer(status=302, location="/a.mp4"),
        "its redirects go in a circle; correct the address",
    ),
    "redirects to a file": (
        Answer(status=302, location="file:///etc/passwd"),
        "it leads to what is no address of the web; " + BY_HAND,
    ),
    "redirects to ftp": (
        Answer(status=302, location="ftp://127.0.0.1/a.mp4"),
        "ftp://127.0.0.1/a.mp4: only addresses that start with http",
    ),
    "always breaks off": (
        Answer(bytes(60_000), breaks=-1, ranges=False),
        "incomplete: 30000 of 60000 bytes came; tried 3 times; run again to go on, or " + BY_HAND,
    ),
    "falls silent": (Answer(bytes(60_000), stalls=100), "nothing comes any more; tried 3 times"),
    "drips": (
        Answer(bytes(60_000), drip=0.05, block=10),
        "it comes slower than 97.7 KiB/s; tried 3 times",
    ),
}
_PARTLY = {"always breaks off": 30_000, "falls silent": 100}


@pytest.mark.parametrize("name", _BAD)
def test_a_recording_that_cannot_be_had_is_told(
    name: str, patience: Patience, tmp_path: Path
) -> None:
    answer, said = _BAD[name]
    with serving({"/a.mp4": answer}) as web, pytest.raises(SourceError, match=said) as caught:
        fetch_media(f"{web.url}/a.mp4", tmp_path, HERE, patience)
    _is_one_line_about(f"{web.url}/a.mp4", caught.value)
    found = left(tmp_path)
    if name == "drips":  # how much came depends on the clock
        assert set(found) == {"file.mp4.part"}
        assert found["file.mp4.part"] < 1000
    else:
        assert found == ({"file.mp4.part": _PARTLY[name]} if name in _PARTLY else {})


@pytest.mark.parametrize("name", _BAD)
def test_a_deck_that_cannot_be_had_is_told(name: str, patience: Patience, tmp_path: Path) -> None:
    answer, said = _BAD[name]
    with serving({"/a.mp4": answer}) as web, pytest.raises(SourceError, match=said) as caught:
        fetch_file(f"{web.url}/a.mp4", tmp_path / "deck.pdf", HERE, patience)
    _is_one_line_about(f"{web.url}/a.mp4", caught.value)
    assert not (tmp_path / "deck.pdf").exists()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name == "drips" else [])  # over a second
        for name in _BAD
        if name not in _PARTLY
    ],
)
def test_a_page_that_cannot_be_had_is_told(name: str, patience: Patience, tmp_path: Path) -> None:
    answer, said = _BAD[name]
    page = replace(answer, body=b"<!doctype html><title>Zapis</title>" * 999, kind="text/html")
    page = replace(page, location=answer.location and answer.location.replace("/a.mp4", "/a"))
    with serving({"/a": page}) as web, pytest.raises(SourceError) as caught:
        fetch_media(f"{web.url}/a", tmp_path, HERE, patience)
    _is_one_line_about(f"{web.url}/a", caught.value)
    if "ftp" not in said and "circle" not in said:
        assert re.search(said, str(caught.value))
    assert left(tmp_path) == {}


def _is_one_line_about(url: str, error: Exception) -> None:
    assert str(error).startswith(f"{url}: ")
    assert str(error).count(url) == 1
    assert "\n" not in str(error)


@pytest.mark.parametrize("answer", [Answer(bytes(60_000)), Answer(endless=True)])
def test_a_recording_that_is_too_large_is_refused(
    answer: Answer, patience: Patience, tmp_path: Path
) -> None:
    said = r"larger than \[download\] max_gib = 1e-05; raise it if that is right"
    with serving({"/a.mp4": answer}) as web, pytest.raises(SourceError, match=said):
        fetch_media(f"{web.url}/a.mp4", tmp_path, _SMALL, patience)
    assert left(tmp_path) == {}


_PAGES = {
    "without a recording": (
        b"<!doctype html><title>Strona</title>",
        "no recording is found at this",
    ),
    "of 20 MB": (
        b"<!doctype html><title>Strona</title>" + b"<p>Zapis</p>" * 1_700_000,
        "a page or playlist of more than 8 MiB is not read; give the address of the recording",
    ),
    "that leads to itself": (
        b'<!doctype html><meta http-equiv="refresh" content="0; url=/b"><iframe src="/a.mp4">',
        "no recording is found at this address",
    ),
}


@pytest.mark.parametrize("name", _PAGES)
def test_a_page_in_place_of_a_film_is_told(name: str, patience: Patience, tmp_path: Path) -> None:
    body, said = _PAGES[name]
    page = Answer(body, "text/html; charset=utf-8", ranges=False)
    with (
        serving({"/a.mp4": page, "/b": page}) as web,
        pytest.raises(SourceError, match=said),
    ):
        fetch_media(f"{web.url}/a.mp4", tmp_path, HERE, patience)
    assert left(tmp_path) == {}
    assert len(web.asked) < 10


def test_a_page_that_comes_packed_is_read(film: bytes, patience: Patience, tmp_path: Path) -> None:
    page = b'<!doctype html><title>Zapis</title><video src="b.mp4"></video>'
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    for number, (packed, body) in enumerate(
        [
            ("gzip", gzip.compress(page)),
            ("deflate", zlib.compress(page)),
            ("deflate", raw.compress(page) + raw.flush()),
        ]
    ):
        answers = {"/a": Answer(body, "text/html", packed=packed), "/b.mp4": Answer(film)}
        with serving(answers) as web:
            fetched = fetch_media(f"{web.url}/a", tmp_path / str(number), HERE, patience)
        assert fetched.file.read_bytes() == film


def test_a_page_that_unpacks_to_more_than_memory_holds_is_not_read(
    patience: Patience, tmp_path: Path
) -> None:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    head = packer.compress(b"<!doctype html><title>Strona</title>")
    bomb = head + b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    with (
        serving({"/a": Answer(bomb, "text/html", packed="gzip")}) as web,
        pytest.raises(SourceError, match="more than 8 MiB is not read"),
    ):
        fetch_media(f"{web.url}/a", tmp_path, HERE, patience)
    assert left(tmp_path) == {}


@pytest.mark.parametrize("packed", ["gzip", "deflate"])
def test_what_is_only_said_to_be_packed_is_told(
    packed: str, patience: Patience, tmp_path: Path
) -> None:
    page = Answer(b"<!doctype html><title>Strona</title>", "text/html", packed=packed)
    with (
        serving({"/a": page, "/a.mp4": replace(page, kind="video/mp4")}) as web,
        pytest.raises(SourceError, match="the connection broke off"),
    ):
        fetch_media(f"{web.url}/a", tmp_path, HERE, patience)


def test_a_chain_of_frames_without_end_is_left(patience: Patience, tmp_path: Path) -> None:
    def page(number: int) -> Answer:
        link = f'<!doctype html><title>{number}</title><iframe src="/{number + 1}"></iframe>'
        return Answer(link.encode(), "text/html")

    answers = {f"/{number}": page(number) for number in range(400)}
    with (
        serving(answers) as web,
        pytest.raises(SourceError, match=r"no recording is found|without end"),
    ):
        fetch_media(f"{web.url}/0", tmp_path, HERE, patience)
    assert len(web.asked) <= 301
    assert left(tmp_path) == {}
