"""Sound out of any file a seminar comes in, at the times its packets state."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import SourceError
from pipeline.sound import RATE_HZ, Samples, decode, probe
from tests.stages.hostile_making import Encoding, save, silence, tones, with_bytes
from tests.stages.media import Sound, make

_HOUR = 3600.0


def _decoded(path: Path) -> Samples:
    return np.concatenate(list(decode(path, _HOUR)))


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("a.wav", Sound(codec="pcm_s16le", sample_format="s16")),
        ("a.wav", Sound(codec="pcm_s16le", sample_format="s16", rate_hz=8_000)),
        ("a.wav", Sound(codec="pcm_s16le", sample_format="s16", rate_hz=48_000, layout="stereo")),
        ("a.mp3", Sound(codec="libmp3lame", sample_format="s16p", rate_hz=44_100)),
        ("a.flac", Sound(codec="flac", sample_format="s16", rate_hz=44_100, layout="stereo")),
        ("a.mp4", Sound()),
        ("a.m4a", Sound(rate_hz=48_000, layout="stereo")),
        ("a.mp4", Sound(picture=True)),
        ("a.webm", Sound(codec="libopus", sample_format="flt", rate_hz=48_000)),
        ("a.mkv", Sound(picture=True, rate_hz=22_050)),
        ("a.ts", Sound(picture=True, rate_hz=44_100)),
        ("a.avi", Sound(codec="mp3", sample_format="s16p", rate_hz=44_100, picture=True)),
        ("a.MP4.bak", Sound(codec="pcm_s16le", sample_format="s16")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_any_usual_file_gives_all_its_sound(name: str, sound: Sound, tmp_path: Path) -> None:
    made = make(tmp_path / Path(name).with_suffix(Path(name).suffix.replace("bak", "wav")), sound)
    path = made.rename(tmp_path / name)
    samples = _decoded(path)
    assert len(samples) / RATE_HZ == pytest.approx(2.0, abs=0.06)
    assert samples.dtype == np.int16
    inner = samples[RATE_HZ // 2 : -RATE_HZ // 2].astype(float)
    assert np.sqrt((inner**2).mean()) == pytest.approx(0.3 * 32767 / np.sqrt(2), rel=0.1)
    assert abs(np.fft.rfft(inner)).argmax() * RATE_HZ / len(inner) == pytest.approx(440, abs=2)
    found = probe(path, _HOUR)
    assert found.duration == pytest.approx(len(samples) / RATE_HZ, abs=0.001)
    assert found.has_picture == sound.picture
    assert found.damaged_packets == 0
    assert found.stated_duration is None or found.stated_duration == pytest.approx(2.0, abs=0.3)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_a_hole_in_the_timestamps_becomes_silence_of_its_length(name: str, tmp_path: Path) -> None:
    path = make(tmp_path / name, Sound(seconds=4.0, hole=(2.0, 1.5)))
    samples = _decoded(path)
    assert len(samples) / RATE_HZ == pytest.approx(5.5, abs=0.15)
    loud = np.abs(samples.astype(int)) > 1000
    assert not loud[round(2.3 * RATE_HZ) : round(3.3 * RATE_HZ)].any()
    assert loud[round(1.0 * RATE_HZ) : round(1.8 * RATE_HZ)].mean() > 0.8
    assert loud[round(3.8 * RATE_HZ) : round(5.2 * RATE_HZ)].mean() > 0.8


def test_sound_that_begins_after_the_picture_keeps_its_time(tmp_path: Path) -> None:
    samples = _decoded(make(tmp_path / "a.mkv", Sound(begins=1.0, picture=True)))
    assert len(samples) / RATE_HZ == pytest.approx(3.0, abs=0.1)
    assert not np.abs(samples[: round(0.9 * RATE_HZ)].astype(int)).max() > 1000


def test_a_clock_that_is_set_anew_by_hours_is_no_hole(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mkv", Sound(hole=(1.0, 20_000.0)))
    assert probe(path, _HOUR).duration == pytest.approx(2.0, abs=0.15)


def test_a_file_cut_off_gives_what_is_left(tmp_path: Path) -> None:
    path = make(tmp_path / "a.ts", Sound(seconds=4.0))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert 1.0 < probe(path, _HOUR).duration < 3.0


def test_damage_inside_a_file_is_counted_and_later_times_stay_right(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mkv", Sound(seconds=6.0, codec="flac", sample_format="s16"))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = bytes(3000)
    path.write_bytes(content)
    assert probe(path, _HOUR).duration == pytest.approx(6.0, abs=0.3)


_PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:2,\nother.ts\n#EXT-X-ENDLIST\n"
_CONCAT = b"ffconcat version 1.0\nfile other.ts\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"To nie jest film.\n" * 500, "cannot be read as a recording"),
        (bytes(5000), "cannot be read as a recording"),
        (b"<!doctype html><html><title>404</title></html>", "cannot be read as a recording"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "cannot be read as a recording"),
        (_PLAYLIST, "cannot be read as a recording"),
        (_CONCAT, "cannot be read as a recording"),
    ],
    ids=["empty", "text", "zeros", "html", "cut", "playlist", "list"],
)
def test_what_is_no_recording_is_told_in_one_line(
    content: bytes, said: str, tmp_path: Path
) -> None:
    make(tmp_path / "other.ts", Sound())
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as caught:
        probe(path, _HOUR)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_truncated_mp4_without_its_index_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Sound())
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(SourceError, match="take it again from where it came"):
        probe(path, _HOUR)


def test_a_film_without_sound_is_told(tmp_path: Path) -> None:
    import av

    from tests.stages.media import add_picture

    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        add_picture(container, 1.0)
    with pytest.raises(SourceError, match="there is no sound in it"):
        probe(path, _HOUR)


@pytest.mark.parametrize("name", ["none.mp4", ".", "dev"])
def test_what_is_no_file_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "dev").symlink_to("/dev/zero")
    with pytest.raises(SourceError, match="no such file"):
        probe(tmp_path / name, _HOUR)


def test_a_recording_that_is_too_long_is_refused_before_it_is_all_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.wav", Sound(20.0, "pcm_s16le", sample_format="s16"))
    given: list[int] = []
    with pytest.raises(SourceError, match=r"longer than 0\.001\d* hours; raise \[download\]"):
        given.extend(len(block) for block in decode(path, 5.0))
    assert sum(given) <= 5 * RATE_HZ


def test_a_name_with_a_colon_or_a_percent_is_a_name(tmp_path: Path) -> None:
    path = make(tmp_path / "a.wav", Sound(1.0, "pcm_s16le", sample_format="s16"))
    odd = path.rename(tmp_path / "http:%d sesja 10:00.wav")
    assert probe(odd, _HOUR).duration == pytest.approx(1.0, abs=0.01)


def test_memory_does_not_grow_with_the_recording(tmp_path: Path) -> None:
    path = make(tmp_path / "a.flac", Sound(300.0, "flac", sample_format="s16"))
    probe(make(tmp_path / "b.flac", Sound(1.0, "flac", sample_format="s16")), _HOUR)  # imports
    tracemalloc.start()
    longest = max(len(block) for block in decode(path, _HOUR))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert longest <= 30 * RATE_HZ
    assert most < 4 << 20, "300 s of sound are 9 MiB"


def test_the_report_tells_of_holes_and_of_nothing_else(tmp_path: Path) -> None:
    decoding = decode(make(tmp_path / "a.mkv", Sound(seconds=4.0, hole=(2.0, 1.5))), _HOUR)
    assert decoding.report.duration == 0
    length = sum(len(block) for block in decoding)
    report = decoding.report
    assert report.duration == length / RATE_HZ
    ((start, end),) = [(hole.start, hole.end) for hole in report.holes]
    assert (start, end) == pytest.approx((2.0, 3.5), abs=0.1)
    assert (report.damaged_packets, report.channels) == (0, ())
    assert report.loudness == pytest.approx(-14.3, abs=0.5)
    whole = decode(make(tmp_path / "b.mp4", Sound(picture=True, layout="stereo")), _HOUR)
    assert len(list(whole)) > 0
    assert (whole.report.holes, whole.report.channels) == ((), ((0.0, "mix"),))


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    save(path, silence(2.0), Encoding())
    decoding = decode(path, _HOUR)
    assert not np.concatenate(list(decoding)).any()
    assert decoding.report.loudness is None


def test_an_offset_is_taken_out_and_no_sample_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    save(path, tones(440.0, seconds=3.0) * 0.1 + 0.5, Encoding())
    samples = _decoded(path)
    assert len(samples) == 3 * RATE_HZ
    assert abs(samples[RATE_HZ:].astype(float).mean()) < 5


def test_damage_in_a_file_without_a_clock_moves_nothing_that_follows(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp3", Sound(20.0, "libmp3lame", sample_format="s16p"))
    with_bytes(path, 0.5, 0.6, bytes)
    decoding = decode(path, _HOUR)
    assert sum(len(block) for block in decoding) / RATE_HZ == pytest.approx(20.0, abs=0.3)
    ((start, end),) = [(hole.start, hole.end) for hole in decoding.report.holes]
    assert (start, end) == pytest.approx((10.0, 12.0), abs=0.3)
    assert decoding.report.damaged_packets > 0


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("a.wav", Encoding()),
        ("a.mp3", Encoding("libmp3lame")),
        ("a.mkv", Encoding("aac")),
        ("a.flac", Encoding("flac")),
        ("a.mp4", Encoding("aac", container=(("movflags", "+faststart"),))),
    ],
)
def test_the_last_third_of_a_file_is_missed(name: str, encoding: Encoding, tmp_path: Path) -> None:
    path = tmp_path / name
    save(path, tones(440.0, seconds=30.0), encoding)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    found = probe(path, _HOUR)
    assert found.duration == pytest.approx(20.0, abs=1.0)
    assert found.stated_duration == pytest.approx(30.0, abs=0.2)


def test_a_picture_that_lasts_longer_than_the_sound_misses_none(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    save(path, tones(440.0, seconds=3.0), Encoding("aac", second=tones(440.0, seconds=9.0)))
    found = probe(path, _HOUR)
    assert found.stated_duration == pytest.approx(found.duration, abs=0.2)


def test_a_length_that_cannot_be_is_no_statement(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    save(path, silence(2.0), Encoding())
    content = path.read_bytes()
    at = content.index(b"data") + 4
    path.write_bytes(content[:at] + b"\x00\x00\x00\x7f" + content[at + 4 :])
    assert probe(path, _HOUR).stated_duration is None
