"""A download that is killed in the middle is gone on with: no finished byte comes twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.files import file_digest
from pipeline.stages.download.web import fetch_file, fetch_media
from tests.demo import CHECKOUT, COMMAND, DEMO, stenogram, workspace
from tests.stages.downloading import HERE, left
from tests.stages.media import Sound, make
from tests.stages.web_server import Answer, Web, hls, serving

pytestmark = [
    pytest.mark.slow,
    # yt-dlp leaves sockets to the garbage collector, which warns.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("collected"),
]
_BODY = random.Random(1).randbytes(300_000)  # noqa: S311 - any bytes
_SLOWLY = Answer(_BODY, drip=0.01, block=2048)  # a second and a half


def _killed(kind: str, url: str, staging: Path, enough: Callable[[], bool]) -> None:
    """Begin a download, and kill it when there is enough of it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stages.fetch_alone", kind, url, str(staging)], cwd=CHECKOUT
    )
    until = time.monotonic() + 20.0
    while not enough():
        assert process.poll() is None, "it ended before it was killed"
        assert time.monotonic() < until
        time.sleep(0.002)
    process.kill()
    process.wait()


def _size_of(name: str, staging: Path) -> int:
    path = staging / name
    return path.stat().st_size if path.is_file() else 0


_KINDS = {
    "file": ("/a.mp4", "file.mp4.part"),
    "page": ("/zapis", "parts/0.mp4.part"),
    "deck": ("/a.mp4", "deck.pdf.part"),
}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_goes_on_from_its_last_byte(kind: str, share: float, tmp_path: Path) -> None:
    path, part = _KINDS[kind]
    page = Answer(b'<!doctype html><title>Zapis</title><video src="a.mp4"></video>', "text/html")
    with serving({"/a.mp4": _SLOWLY, "/zapis": page}) as web:
        url = web.url + path
        _killed(kind, url, tmp_path, lambda: _size_of(part, tmp_path) > share * len(_BODY))
        have = _size_of(part, tmp_path)
        before = _settled(web, "/a.mp4")
        web.answers["/a.mp4"] = replace(_SLOWLY, drip=0.0)
        if kind == "deck":
            file = fetch_file(url, tmp_path / "deck.pdf", HERE)
        else:
            file = fetch_media(url, tmp_path, HERE).file
        asked = web.of("/a.mp4")[before:]
    assert file_digest(file) == sha256(_BODY).hexdigest()
    assert [(each.range, each.sent) for each in asked] == [(f"bytes={have}-", len(_BODY) - have)]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("apart", [False, True])
def test_a_stream_goes_on_with_the_part_that_was_missing(
    *, apart: bool, share: float, tmp_path: Path
) -> None:
    answers = hls(tmp_path, apart=apart, seconds=8.0)
    with serving(dict(answers)) as web:
        url = f"{web.url}/day.m3u8"
        unbroken = fetch_media(url, tmp_path / "unbroken", HERE).file
        web.asked.clear()
        for path, answer in answers.items():
            if path.endswith(".ts"):
                web.answers[path] = replace(answer, drip=0.01, block=2048)
        total = sum(path.endswith(".ts") for path in answers)
        staging = tmp_path / "staging"
        _killed("stream", url, staging, lambda: len(_finished(staging)) >= share * total)
        have = len(_finished(staging))
        _settled(web, ".ts")
        done = {each.path for each in web.asked if each.path.endswith(".ts")} - _last(web)
        web.answers.update(answers)
        file = fetch_media(url, staging, HERE).file
        again = [each.path for each in web.asked if each.path in done]
    assert have >= share * total
    assert len(done) >= have - 1
    assert file_digest(file) == file_digest(unbroken)
    assert sorted(again) == sorted(done)
    assert set(left(staging)) == {"joined.mp4"}


def _finished(staging: Path) -> list[Path]:
    return [path for path in staging.rglob("*-Frag*") if path.suffix != ".part"]


def _last(web: Web) -> set[str]:
    """The part that was on its way when the process was killed, if one was."""
    return {[each.path for each in web.asked if each.path.endswith(".ts")][-1]}


def _settled(web: Web, ending: str) -> int:
    """How many requests there were, once the server has noticed that nobody listens."""
    until = time.monotonic() + 5.0
    count = -1
    while time.monotonic() < until:
        now = len([each for each in web.asked if each.path.endswith(ending)])
        if now == count and now:
            return now
        count = now
        time.sleep(0.3)
    return count


def _workspace(root: Path, web: Web) -> Path:
    """One whose recording and deck are on the web."""
    workspace(root, "[download]\nallow_private = true\npause = 0.0\n")
    declared = root / "seminars" / "minuta" / "seminar.toml"
    text = declared.read_text(encoding="utf-8")
    text = text.replace('file = "media/minuta.mp4"', f'url = "{web.url}/a.mp4"')
    text = text.replace('file = "slides/dane.pdf"', f'url = "{web.url}/a.pdf"')
    declared.write_text(text, encoding="utf-8")
    return root


def _started(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "run", "-q"], cwd=root, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _wait_for(part: Path, size_bytes: int) -> None:
    until = time.monotonic() + 30.0
    while _size_of(part.name, part.parent) < size_bytes:
        assert time.monotonic() < until
        time.sleep(0.01)


def _found(root: Path, pattern: str) -> Path:
    """The one file of that name that a run makes below its outputs."""
    until = time.monotonic() + 30.0
    while time.monotonic() < until:
        for path in (root / "outputs").rglob(pattern):
            return path
        time.sleep(0.01)
    raise AssertionError(pattern)


@pytest.mark.parametrize("whole_group", [False, True])
def test_a_run_that_is_killed_while_it_downloads_is_gone_on_with(
    *, whole_group: bool, tmp_path: Path
) -> None:
    film = make(tmp_path / "a.mp4", Sound(8.0)).read_bytes()
    slides = (DEMO / "slides" / "przyklady-i-warsztat.pdf").read_bytes()
    answers = {
        "/a.mp4": Answer(film, drip=0.02, block=len(film) // 40),
        "/a.pdf": Answer(slides, drip=0.02, block=len(slides) // 40),
    }
    sizes = []
    with serving(answers) as web:
        root = _workspace(tmp_path / "w", web)
        for name, body in (("deck.pdf.part", slides), ("file.mp4.part", film)):
            process = _started(root)
            part = _found(root, name)
            _wait_for(part, len(body) // 3)
            if whole_group:
                os.killpg(process.pid, signal.SIGKILL)  # a power cut
            else:
                process.kill()  # its children see to themselves
            process.wait()
            time.sleep(0.5)
            sizes.append(part.stat().st_size)
        result = stenogram(root, "run")
        assert result.returncode == 0, result.stderr
    media = root / "outputs" / "minuta" / "recordings" / "minuta" / "media.mp4"
    deck = root / "outputs" / "minuta" / "decks" / "dane" / "deck.pdf"
    assert media.read_bytes() == film
    assert deck.read_bytes() == slides
    for path, size in (("/a.pdf", sizes[0]), ("/a.mp4", sizes[1])):
        assert [each.range for each in web.of(path)] == ["", f"bytes={size}-"]
    assert list((root / "outputs").rglob("*.work")) == []


def test_of_two_runs_at_once_one_downloads_and_the_other_says_so(tmp_path: Path) -> None:
    film = make(tmp_path / "a.mp4", Sound(8.0)).read_bytes()
    slides = (DEMO / "slides" / "przyklady-i-warsztat.pdf").read_bytes()
    answers = {
        "/a.mp4": Answer(film, drip=0.05, block=len(film) // 60),
        "/a.pdf": Answer(slides),
    }
    with serving(answers) as web:
        root = _workspace(tmp_path / "w", web)
        process = _started(root)
        _wait_for(_found(root, "file.mp4.part"), 1)
        second = stenogram(root, "run")
        assert process.wait(timeout=60) == 0
    assert second.returncode == 75
    assert "another run is working on it" in second.stderr
    media = root / "outputs" / "minuta" / "recordings" / "minuta" / "media.mp4"
    assert media.read_bytes() == film
    assert len(web.of("/a.mp4")) == 1
