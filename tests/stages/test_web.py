"""Recordings and decks from the web: what a person sees, and what is left on the disk."""

import resource
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.declared import Source
from pipeline.errors import DiskFull, SourceError
from pipeline.files import file_digest
from pipeline.stages.download.patience import Patience
from pipeline.stages.download.recording import download_recording
from pipeline.stages.download.web import fetch_file, fetch_media
from tests.stages.downloading import HERE, left, lent
from tests.stages.media import Sound, make
from tests.stages.web_server import Answer, serving

# yt-dlp leaves the socket of an answer that is an error to the garbage collector, which warns.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("collected"),
]

_SMALL = replace(HERE, max_gib=1e-5)


_GOOD = {
    "with Range": Answer(),
    "without Range": Answer(ranges=False),
    "without Content-Length": Answer(length=False),
    "chunked": Answer(chunked=True, length=False),
    "503 once": Answer(first=(503,)),
    "busy for a while": Answer(first=(429, 503), retry_after="7"),
    "broken off once": Answer(breaks=1),
    "broken off twice, no Range": Answer(breaks=2, ranges=False),
    "broken off each time, a bit further": Answer(breaks=-1, ends=9000),
    "broken off in a chunk": Answer(breaks=1, chunked=True),
    "no mark to tell the bytes by": Answer(breaks=1, etag="", modified=""),
    "called something else": Answer(kind="application/octet-stream"),
    "called a text": Answer(kind="text/plain"),
}


@pytest.mark.parametrize("name", _GOOD)
def test_a_recording_comes_byte_for_byte_from_a_server_that_is(
    name: str, film: bytes, patience: Patience, tmp_path: Path
) -> None:
    staging = tmp_path / "100% robocze"
    with serving({"/a.mp4": replace(_GOOD[name], body=film)}) as web:
        fetched = fetch_media(f"{web.url}/a.mp4", staging, HERE, patience)
    assert fetched.file.parent == staging
    assert fetched.file.read_bytes() == film
    assert left(staging) == {fetched.file.name: len(film)}


@pytest.mark.parametrize("name", _GOOD)
def test_a_deck_comes_byte_for_byte_from_a_server_that_is(
    name: str, film: bytes, patience: Patience, tmp_path: Path
) -> None:
    target = tmp_path / "new" / "deck.pdf"
    with serving({"/a.pdf": replace(_GOOD[name], body=film)}) as web:
        assert fetch_file(f"{web.url}/a.pdf", target, HERE, patience) == target
    assert target.read_bytes() == film
    assert left(target.parent) == {"deck.pdf": len(film)}


def test_a_redirect_is_followed(film: bytes, patience: Patience, tmp_path: Path) -> None:
    answers = {"/a.mp4": Answer(status=302, location="/b.mp4"), "/b.mp4": Answer(film)}
    with serving(answers) as web:
        fetched = fetch_media(f"{web.url}/a.mp4", tmp_path, HERE, patience)
    assert fetched.file.read_bytes() == film


def test_a_busy_server_is_given_the_time_it_asks_for(
    film: bytes, patience: Patience, waited: list[float], tmp_path: Path
) -> None:
    with serving({"/a.mp4": Answer(film, first=(429, 503), retry_after="7")}) as web:
        fetch_media(f"{web.url}/a.mp4", tmp_path, HERE, patience)
    assert waited == [7.0, 7.0]


def test_a_page_that_is_busy_for_a_moment_is_asked_again(
    film: bytes, patience: Patience, waited: list[float], tmp_path: Path
) -> None:
    page = b'<!doctype html><title>Zapis</title><video src="b.mp4"></video>'
    answers = {"/a": Answer(page, "text/html", first=(503,), ranges=False), "/b.mp4": Answer(film)}
    with serving(answers) as web:
        fetched = fetch_media(f"{web.url}/a", tmp_path, HERE, patience)
    assert fetched.file.read_bytes() == film
    assert waited == [2.0]


def test_a_page_that_calls_itself_a_film_is_told_and_kept_aside(
    patience: Patience, tmp_path: Path
) -> None:
    work = lent(tmp_path, patience)
    page = Answer(b"<!doctype html><title>Strona</title>", "video/mp4")
    with serving({"/a.mp4": page}) as web:
        source = Source(f"{web.url}/a.mp4")
        with pytest.raises(SourceError, match=r"a\.mp4: cannot be read as a recording"):
            download_recording(source, HERE, work)
        assert left(work.scratch) == {"incomplete.mp4": len(page.body)}
        with pytest.raises(SourceError, match="there is still what came before"):
            download_recording(source, HERE, work)
        assert web.asked[0].sent == len(page.body)
    assert work.attached == []


def test_a_recording_is_moved_to_its_owner_with_what_is_known_of_its_source(
    film: bytes, patience: Patience, tmp_path: Path
) -> None:
    work = lent(tmp_path, patience)
    with serving({"/a.mp4": Answer(film)}) as web:
        recording = download_recording(Source(f"{web.url}/a.mp4"), HERE, work)
    assert recording.media == "s/recordings/r/media.mp4"
    assert recording.duration == pytest.approx(3.0, abs=0.1)
    assert recording.playable == "s/recordings/r/playable.m4a"  # its picture is MPEG-4 part 2
    assert not recording.has_picture
    assert work.attached[0] == ("media.mp4", recording.sha256)
    assert file_digest(work.outputs / recording.media) == recording.sha256
    noted = (work.folder / "origin.json").read_text(encoding="utf-8")
    assert all(each in noted for each in ('\\"one\\"', "23 Apr 2020", str(len(film))))


def test_a_recording_that_grows_at_its_source_is_told_and_completed_by_the_next_run(
    tmp_path: Path, patience: Patience
) -> None:
    whole = make(
        tmp_path / "a.wav", Sound(4.0, codec="pcm_s16le", sample_format="s16")
    ).read_bytes()
    work = lent(tmp_path, patience)
    with serving({"/a.wav": Answer(whole[: len(whole) // 2], "audio/wav")}) as web:
        source = Source(f"{web.url}/a.wav")
        with pytest.raises(
            SourceError, match=r"incomplete: 2 s of 4 s came, kept aside in .*; run"
        ):
            download_recording(source, HERE, work)
        assert left(work.scratch) == {"incomplete.wav": len(whole) // 2}
        with pytest.raises(SourceError, match="there is still what came before"):
            download_recording(source, HERE, work)
        web.answers["/a.wav"] = Answer(whole, "audio/wav", etag='"two"')
        recording = download_recording(source, HERE, work)
    assert recording.duration == pytest.approx(4.0, abs=0.01)
    assert (work.outputs / recording.media).read_bytes() == whole


def test_a_connection_that_drops_without_a_word_leaves_nothing_that_is_used(
    film: bytes, patience: Patience, tmp_path: Path
) -> None:
    work = lent(tmp_path, patience)
    answer = Answer(film, length=False, breaks=1, ranges=False)
    with serving({"/a.mp4": answer, "/a.pdf": answer}) as web:
        source = Source(f"{web.url}/a.mp4")
        with pytest.raises(SourceError, match="cannot be read"):
            download_recording(source, HERE, work)
        assert list(work.folder.glob("media*")) == []
        download_recording(source, HERE, work)  # its source had all of it all the time
        for _ in range(2):
            deck = fetch_file(f"{web.url}/a.pdf", tmp_path / "deck.pdf", HERE, patience)
    assert (work.folder / "media.mp4").read_bytes() == deck.read_bytes() == film


@pytest.mark.parametrize("path", ["a.mp4", "a"])
def test_a_full_disk_is_told_as_such(
    path: str, film: bytes, patience: Patience, tmp_path: Path
) -> None:
    page = b'<!doctype html><title>Zapis</title><video src="a.mp4"></video>'
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with serving({"/a.mp4": Answer(film), "/a": Answer(page, "text/html")}) as web:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, before[1]))
        try:
            with pytest.raises(DiskFull, match="no space is left to write it"):
                fetch_media(f"{web.url}/{path}", tmp_path, HERE, patience)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_two_files_of_one_address_are_never_mixed(
    film: bytes, patience: Patience, tmp_path: Path
) -> None:
    with serving({"/a.mp4": Answer(bytes(60_000), breaks=-1, ranges=False)}) as web:
        with pytest.raises(SourceError):
            fetch_media(f"{web.url}/a.mp4", tmp_path, HERE, patience)
        for mark in ('"two"', ""):
            web.answers["/a.mp4"] = Answer(
                film, etag=mark, modified="Fri, 24 Apr 2020 10:00:00 GMT"
            )
            fetched = fetch_media(f"{web.url}/a.mp4", tmp_path, HERE, patience)
            assert fetched.file.read_bytes() == film


def test_what_came_whole_before_a_stop_is_not_fetched_again(
    film: bytes, patience: Patience, tmp_path: Path
) -> None:
    with serving({"/a.mp4": Answer(film), "/a.pdf": Answer(film)}) as web:
        for _ in range(2):
            fetch_media(f"{web.url}/a.mp4", tmp_path, HERE, patience)
            fetch_file(f"{web.url}/a.pdf", tmp_path / "deck.pdf", HERE, patience)
        asked = [(each.method, each.path) for each in web.asked]
    assert asked == [("GET", "/a.mp4"), ("GET", "/a.pdf"), ("HEAD", "/a.pdf")]


def test_a_deck_that_an_earlier_run_could_not_use_is_fetched_when_it_has_changed(
    film: bytes, patience: Patience, tmp_path: Path
) -> None:
    with serving({"/a.pdf": Answer(b"half of it")}) as web:
        fetch_file(f"{web.url}/a.pdf", tmp_path / "deck.pdf", HERE, patience)
        web.answers["/a.pdf"] = Answer(film, etag='"two"')
        path = fetch_file(f"{web.url}/a.pdf", tmp_path / "deck.pdf", HERE, patience)
    assert path.read_bytes() == film


def test_cookies_are_sent_to_their_own_site(
    film: bytes, patience: Patience, tmp_path: Path
) -> None:
    jar = tmp_path / "cookies.txt"
    jar.write_text(
        "# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tabc\n"
        "example.org\tFALSE\t/\tFALSE\t0\tother\txyz\n"
    )
    before = jar.read_bytes()
    options = replace(HERE, cookies=str(jar))
    page = b'<!doctype html><title>Zapis</title><video src="b.mp4"></video>'
    with serving({"/a": Answer(page, "text/html"), "/b.mp4": Answer(film)}) as web:
        fetch_media(f"{web.url}/a", tmp_path / "1", options, patience)
        fetch_media(f"{web.url}/b.mp4", tmp_path / "2", options, patience)
    assert {each.cookie for each in web.asked} == {"session=abc"}
    assert jar.read_bytes() == before


@pytest.mark.parametrize("content", [None, "session=abc"])
def test_a_file_of_cookies_that_is_none_is_told(
    content: str | None, patience: Patience, tmp_path: Path
) -> None:
    jar = tmp_path / "cookies.txt"
    if content:
        jar.write_text(content)
    options = replace(HERE, cookies=str(jar))
    for path in ("a.mp4", "a"):
        with serving({}) as web, pytest.raises(SourceError, match=r"cookies: .* export it from a"):
            fetch_media(f"{web.url}/{path}", tmp_path, options, patience)
        assert web.asked == []


def test_a_download_takes_no_more_of_the_line_than_it_may(
    film: bytes, waited: list[float], patience: Patience, tmp_path: Path
) -> None:
    options = replace(HERE, rate_limit=1.0)
    with serving({"/a.mp4": Answer(film, block=4096)}) as web:
        fetch_media(f"{web.url}/a.mp4", tmp_path, options, patience)
    assert max(waited) == pytest.approx(len(film) / 1024, abs=1.0)


def test_one_host_is_not_asked_twice_at_once(
    film: bytes, waited: list[float], patience: Patience, tmp_path: Path
) -> None:
    options = replace(HERE, pause=5.0)
    with serving({"/a.mp4": Answer(film)}) as web:
        fetch_media(f"{web.url}/a.mp4", tmp_path / "1", options, patience)
        assert waited == []
        fetch_media(f"{web.url}/a.mp4", tmp_path / "2", options, patience)
        assert waited == [pytest.approx(5.0, abs=0.5)]
