"""Recordings that come in parts, from playlists and pages: whole, in one file, with captions."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.files import file_digest
from pipeline.sound import open_media, probe
from pipeline.stages.download.patience import Patience
from pipeline.stages.download.recording import download_recording
from pipeline.stages.download.site import recording_in
from pipeline.stages.download.web import fetch_media
from tests.stages.downloading import HERE, left, lent
from tests.stages.media import Sound, make
from tests.stages.web_server import Answer, hls, serving

# yt-dlp leaves the socket of an answer that is an error to the garbage collector, which warns.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("collected"),
]
_MPEGURL = "application/vnd.apple.mpegurl"
_CUES = "WEBVTT\n\n00:00.000 --> 00:01.000\nMówi Halszka Wiatraczna.\n"


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    return hls(tmp_path_factory.mktemp("stream"), seconds=4.0)


def _changed(stream: dict[str, Answer], old: str, new: str) -> dict[str, Answer]:
    """The same with another playlist."""
    text = stream["/day.m3u8"].body.decode().replace(old, new)
    return {**stream, "/day.m3u8": Answer(text.encode(), _MPEGURL)}


def test_a_stream_becomes_one_file_that_a_browser_can_play(
    stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    work = lent(tmp_path, patience)
    with serving(dict(stream)) as web:
        recording = download_recording(Source(f"{web.url}/day.m3u8"), HERE, work)
    assert recording.media == "s/recordings/r/media.mp4"
    assert recording.duration == pytest.approx(4.0, abs=0.1)
    assert recording.stated_duration == pytest.approx(4.0, abs=0.1)
    assert recording.has_picture
    assert recording.playable == ""
    assert left(work.scratch) == {}


def test_sound_and_picture_that_come_apart_are_put_together(
    patience: Patience, tmp_path: Path
) -> None:
    with serving(hls(tmp_path, apart=True, seconds=4.0)) as web:
        url, staging = f"{web.url}/day.m3u8", tmp_path / "staging"
        fetched = fetch_media(url, staging, HERE, patience)
        sound = fetch_media(url, tmp_path / "sound", replace(HERE, max_height=0), patience)
    with open_media(fetched.file) as container:
        names = [stream.codec_context.name for stream in container.streams]
        starts = [float((s.start_time or 0) * (s.time_base or 0)) for s in container.streams]
    assert names == ["h264", "aac"]
    assert max(starts) < 0.3
    assert probe(fetched.file, 60.0).duration == pytest.approx(4.0, abs=0.1)
    assert left(staging) == {"joined.mp4": fetched.file.stat().st_size}
    assert not probe(sound.file, 60.0).has_picture


@pytest.mark.parametrize("state", ["*.none", "*.ytdl"])
def test_a_missing_part_is_told_and_the_next_run_goes_on_from_what_is_there(
    state: str, stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    with serving(dict(stream)) as web:
        whole = fetch_media(f"{web.url}/day.m3u8", tmp_path / "whole", HERE, patience).file
        del web.answers["/day002.ts"]
        web.asked.clear()
        staging = tmp_path / "staging"
        with pytest.raises(SourceError, match=r"incomplete: a part of it is missing at its source"):
            fetch_media(f"{web.url}/day.m3u8", staging, HERE, patience)
        parts = {name for name in left(staging) if "-Frag" in name}
        assert len(parts) == 2
        for lost in staging.rglob(state):  # as where a run is killed just before its end
            lost.unlink()
        web.answers["/day002.ts"] = stream["/day002.ts"]
        fetched = fetch_media(f"{web.url}/day.m3u8", staging, HERE, patience)
    assert file_digest(fetched.file) == file_digest(whole)
    sizes = {path: len(answer.body) for path, answer in stream.items() if path.endswith(".ts")}
    assert web.bodies(".ts") == sizes


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(first=(503,)),
        Answer(first=(429, 503)),
        Answer(breaks=1),
        Answer(breaks=1, ranges=False),
    ],
)
def test_a_part_that_does_not_come_at_once_is_asked_for_again(
    trouble: Answer, stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    part = replace(trouble, body=stream["/day001.ts"].body, kind="video/mp2t")
    with serving({**stream, "/day001.ts": part}) as web:
        fetched = fetch_media(f"{web.url}/day.m3u8", tmp_path, HERE, patience)
    assert probe(fetched.file, 60.0).duration == pytest.approx(4.0, abs=0.1)


@pytest.mark.slow  # a second each: yt-dlp tries again by itself
@pytest.mark.parametrize("trouble", [Answer(stalls=100), Answer(drip=0.05, block=10)])
def test_a_part_that_never_comes_is_told(
    trouble: Answer, stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    part = replace(trouble, body=stream["/day001.ts"].body)
    said = "nothing comes any more|it comes slower than 97"
    with (
        serving({**stream, "/day001.ts": part}) as web,
        pytest.raises(SourceError, match=said) as caught,
    ):
        fetch_media(f"{web.url}/day.m3u8", tmp_path, HERE, replace(patience, tries=1))
    assert "run again to go on" in str(caught.value)
    assert any("-Frag1" in name for name in left(tmp_path))


def test_a_stream_that_has_not_ended_is_told_and_taken_when_it_has(
    stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    going_on = _changed(stream, "#EXT-X-ENDLIST", "")
    with serving(going_on) as web:
        with pytest.raises(SourceError, match="it is live; run again when it has ended"):
            fetch_media(f"{web.url}/day.m3u8", tmp_path, HERE, patience)
        assert left(tmp_path) == {}
        web.answers.update(stream)
        fetched = fetch_media(f"{web.url}/day.m3u8", tmp_path, HERE, patience)
    assert fetched.duration == pytest.approx(4.0, abs=0.1)


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({"live_status": "is_live"}, "it is live; run again when it has ended"),
        ({"is_live": True}, "it is live; run again when it has ended"),
        ({"live_status": "is_upcoming"}, "it has not begun; run again when it has ended"),
        ({"live_status": "post_live"}, "has just ended and is not yet whole at its source; run ag"),
        ({"duration": 90_000}, r"longer than \[download\] max_hours = 24; raise it if"),
        ({"entries": [None]}, "no recording is found at this address"),
        (None, "no recording is found at this address"),
    ],
)
def test_what_is_no_recording_yet_is_told(info: dict[str, object] | None, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        recording_in(info, HERE)


def test_a_recording_that_was_live_is_taken() -> None:
    info = {"live_status": "was_live", "duration": 60, "id": "x"}
    assert recording_in({"entries": [None, info, {"id": "y"}]}, HERE) == info


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/passwd", "only addresses that start with http:// or https:// work"),
        ("ftp://127.0.0.1/a.ts", "only addresses that start with http:// or https:// work"),
        ("data:video/mp2t;base64,AAAA", "only addresses that start with http"),
    ],
)
def test_a_playlist_that_leads_out_of_the_web_is_refused(
    address: str, said: str, stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    with (
        serving(_changed(stream, "day001.ts", address)) as web,
        pytest.raises(SourceError, match=said) as caught,
    ):
        fetch_media(f"{web.url}/day.m3u8", tmp_path, HERE, patience)
    assert str(caught.value).startswith(f"{web.url}/day.m3u8: ")
    assert b"root:" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*.*"))


def test_a_playlist_without_end_is_not_read(patience: Patience, tmp_path: Path) -> None:
    body = b"#EXTM3U\n" + b"#EXTINF:1,\na.ts\n" * 700_000
    with (
        serving({"/day.m3u8": Answer(body, _MPEGURL)}) as web,
        pytest.raises(SourceError, match="a page or playlist of more than 8 MiB is not read"),
    ):
        fetch_media(f"{web.url}/day.m3u8", tmp_path, HERE, patience)
    assert left(tmp_path) == {}


def test_a_part_without_end_is_stopped(
    stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    small = replace(HERE, max_gib=1e-4)
    with (
        serving({**stream, "/day001.ts": Answer(endless=True)}) as web,
        pytest.raises(SourceError, match=r"larger than \[download\] max_gib = 0.0001"),
    ):
        fetch_media(f"{web.url}/day.m3u8", tmp_path, small, patience)
    assert sum(left(tmp_path).values()) < 10 << 20


def test_a_stream_that_is_shorter_than_its_playlist_says_is_kept_aside(
    stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    work = lent(tmp_path, patience)
    longer = _changed(stream, "#EXT-X-ENDLIST", "#EXTINF:9.0,\nday000.ts\n#EXT-X-ENDLIST")
    with serving(longer) as web:
        with pytest.raises(SourceError, match="incomplete: 5 s of 13 s came"):
            download_recording(Source(f"{web.url}/day.m3u8"), HERE, work)
        assert set(left(work.scratch)) == {"incomplete.mp4"}
        web.asked.clear()
        with pytest.raises(SourceError, match="there is still what came before"):
            download_recording(Source(f"{web.url}/day.m3u8"), HERE, work)
        assert web.bodies(".ts") == {}
        web.answers["/day.m3u8"] = replace(stream["/day.m3u8"], etag='"two"')
        recording = download_recording(Source(f"{web.url}/day.m3u8"), HERE, work)
    assert recording.duration == pytest.approx(4.0, abs=0.1)


def test_a_stream_that_was_started_anew_in_the_middle_keeps_all_of_its_sound(
    stream: dict[str, Answer], patience: Patience, tmp_path: Path
) -> None:
    again = "".join(f"#EXTINF:1.0,\nday00{n}.ts\n" for n in range(4))
    twice = _changed(stream, "#EXT-X-ENDLIST", f"#EXT-X-DISCONTINUITY\n{again}#EXT-X-ENDLIST")
    with serving(twice) as web:
        fetched = fetch_media(f"{web.url}/day.m3u8", tmp_path, HERE, patience)
    assert probe(fetched.file, 60.0).duration == pytest.approx(8.0, abs=0.3)


def _page(tmp_path: Path, tracks: str) -> dict[str, Answer]:
    film = make(tmp_path / "a.mp4", Sound(2.0)).read_bytes()
    page = f'<!doctype html><title>Zapis</title><video src="a.mp4">{tracks}</video>'
    return {"/zapis": Answer(page.encode(), "text/html"), "/a.mp4": Answer(film)}


def test_captions_that_a_person_made_are_kept_beside_the_recording_polish_first(
    patience: Patience, tmp_path: Path
) -> None:
    work = lent(tmp_path, patience)
    (work.folder / "captions.de.vtt").write_text("of an earlier source")
    tracks = "".join(
        f'<track kind="subtitles" srclang="{language}" src="{language}.vtt">'
        for language in ("cs", "de", "en", "pl", "../../x")
    )
    answers = _page(tmp_path, tracks)
    answers |= {f"/{each}.vtt": Answer(_CUES.encode(), "text/vtt") for each in ("cs", "de", "pl")}
    with serving(answers) as web:
        recording = download_recording(Source(f"{web.url}/zapis"), HERE, work)
    assert recording.captions[0] == "s/recordings/r/captions.pl.vtt"
    assert (work.outputs / recording.captions[0]).read_text(encoding="utf-8") == _CUES
    assert {name for name, _ in work.attached} >= {"captions.pl.vtt", "captions.cs.vtt"}
    assert {path.name for path in work.folder.glob("captions.*")} == {
        name for name, _ in work.attached if name.startswith("captions")
    }


@pytest.mark.parametrize(
    "captions",
    [
        Answer(status=404),
        Answer(b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"x" * (6 << 20), "text/vtt"),
        Answer(b"<!doctype html><title>Nie ma</title>", "text/html"),
        Answer(endless=True),
    ],
)
def test_captions_that_cannot_be_had_are_told_and_stop_nothing(
    captions: Answer, patience: Patience, tmp_path: Path
) -> None:
    work = lent(tmp_path, patience)
    track = '<track kind="subtitles" srclang="pl" src="pl.vtt">'
    with serving({**_page(tmp_path, track), "/pl.vtt": captions}) as web:
        recording = download_recording(Source(f"{web.url}/zapis"), HERE, work)
    assert recording.captions == ()
    assert work.noted == ["its captions (pl) could not be had; the transcript does without"]
    assert [path.name for path in work.folder.rglob("captions*")] == []
