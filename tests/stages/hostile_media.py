"""Files that something is wrong with, or that nobody speaks in, and how each should end."""

import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np

from pipeline.artefacts import LedgerState
from pipeline.sound import RATE_HZ
from tests.stages.hostile_making import (
    SPEECH,
    Encoding,
    Signal,
    clicks,
    music,
    noise,
    save,
    silence,
    speech,
    sweep,
    tones,
    with_bytes,
    with_packets,
)
from tests.stages.media import add_picture

_READ = "cannot be read as a recording"


@dataclass(frozen=True)
class Hostile:
    """A file and what is to become of it."""

    name: str
    """Of the file, with its ending; each is another."""
    make: Callable[[Path], None]
    words: Literal["none", "some", "any"] = "none"
    """`some`: most of what is said in `speech`."""
    refused: str = ""
    """What the `SourceError` says; empty where the file is taken."""
    told: frozenset[LedgerState] = frozenset()
    """States that the ledger must have, and of those that tell of loss no other."""
    duration: float | None = None
    """Seconds, within half a one; `None` where it does not matter."""


def hostile() -> tuple[Hostile, ...]:
    """All of them that are quickly made and recognised."""
    return (*_nobody_speaks(), *_no_recording(), *_odd_sound(), *_odd_files(), *_damaged())


def _saved(signal: Callable[[], Signal], encoding: Encoding) -> Callable[[Path], None]:
    return lambda path: save(path, signal(), encoding)


def _nobody_speaks() -> Iterator[Hostile]:
    quiet = frozenset[LedgerState]({"not speech"})
    mp3, aac = Encoding("libmp3lame"), Encoding("aac")
    for name, signal, encoding in (
        ("silence.wav", lambda: silence(20.0), Encoding()),
        ("white-noise.wav", lambda: noise(20.0), Encoding()),
        ("pink-noise.flac", lambda: noise(20.0, 1.0), Encoding("flac")),
        ("brown-noise.mp3", lambda: noise(20.0, 2.0), mp3),
        ("quiet-noise.wav", lambda: 0.001 * noise(20.0), Encoding()),
        ("tone.mp3", lambda: tones(440.0), mp3),
        ("hum.ogg", lambda: tones(50.0, 100.0, 150.0), Encoding("libopus", 48_000)),
        ("whistle.wav", lambda: tones(2_000.0, 3_000.0), Encoding()),
        ("sweep.flac", lambda: sweep(20.0), Encoding("flac")),
        ("music.m4a", lambda: music(20.0), aac),
        ("clicks.wav", lambda: clicks(20.0), Encoding()),
        ("offset.wav", lambda: silence(20.0) + 0.5, Encoding()),
        ("clipped-noise.wav", lambda: np.clip(20 * noise(20.0), -1, 1), Encoding()),
        ("not-a-number.wav", lambda: silence(20.0) + np.nan, Encoding("pcm_f32le")),
    ):
        yield Hostile(name, _saved(signal, encoding), told=quiet, duration=20.0)
    yield Hostile("ten-samples.wav", _saved(lambda: silence(20.0)[:, :10], Encoding()), told=quiet)


def _written(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _no_recording() -> Iterator[Hostile]:
    yield Hostile("no-samples.wav", _wave(1, b""), refused="not one packet")
    yield Hostile("empty.mp3", _written(b""), refused="the file is empty")
    yield Hostile("text.wav", _written(b"To nie jest nagranie.\n" * 900), refused=_READ)
    yield Hostile("slides.mp3", _written(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 300), refused=_READ)
    yield Hostile("picture.png", _picture, refused=_READ)
    yield Hostile("page.mp4", _written(b"<!doctype html><title>404</title>" * 99), refused=_READ)
    yield Hostile("header-only.mp4", _cut(Encoding("aac"), 0.002), refused=_READ)
    yield Hostile("no-index.mp4", _cut(Encoding("aac"), 0.9), refused=_READ)
    yield Hostile("no-sound.mp4", _no_sound, refused="there is no sound in it")
    said = "save it as WAV with one or two channels"
    yield Hostile("nine-channels.wav", _wave(9, bytes(9 * 2 * RATE_HZ)), refused=said)


def _wave(channels: int, content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(content)

    return write


def _no_sound(path: Path) -> None:
    with av.open(str(path), "w") as container:
        add_picture(container, 2.0)


def _odd_sound() -> Iterator[Hostile]:
    """What is said can be heard in all of them."""
    nothing = np.zeros_like(speech())
    both = np.concatenate
    for name, signal, encoding in (
        ("telephone.wav", speech, Encoding("pcm_mulaw", 8_000)),
        ("studio.wav", speech, Encoding("pcm_s24le", 96_000)),
        ("odd-rate.wav", speech, Encoding("pcm_u8", 11_111)),
        ("stereo.mp3", lambda: both([speech(), speech()]), Encoding("libmp3lame", 44_100)),
        ("left-only.wav", lambda: both([speech(), nothing]), Encoding()),
        ("right-only.mp3", lambda: both([nothing, speech()]), Encoding("libmp3lame")),
        ("inverted.m4a", lambda: both([speech(), -speech()]), Encoding("aac", 44_100)),
        ("centre.flac", lambda: both([nothing] * 2 + [speech()] + [nothing] * 3), Encoding("flac")),
        ("behind.mka", lambda: both([nothing] * 5 + [speech()]), Encoding("ac3", 48_000)),
        ("clipped.wav", lambda: np.clip(10 * speech(), -1, 1), Encoding()),
        ("beyond-scale.wav", lambda: 5 * speech(), Encoding("pcm_f32le")),
        ("with-offset.wav", lambda: 0.5 * speech() + 0.4, Encoding()),
        ("quiet.wav", lambda: 0.005 * speech(), Encoding()),
        ("quiet-with-offset.wav", lambda: 0.01 * speech() + 0.1, Encoding()),
    ):
        yield Hostile(name, _saved(signal, encoding), "some", duration=SPEECH)


def _odd_files() -> Iterator[Hostile]:
    """What is said can be heard in all of them."""
    opus = Encoding("libopus", 48_000, picture=True)
    variable = Encoding("libmp3lame", container=(("write_xing", "0"),), quality=9)
    two = Encoding("aac", second=tones(440.0))
    for name, make in (
        ("mp3.mp4", _renamed("a.mp3", Encoding("libmp3lame"))),
        ("no-ending", _renamed("a.flac", Encoding("flac"))),
        ("variable.mp3", _saved(speech, variable)),
        ("picture.mkv", _saved(speech, opus)),
        ("two-streams.mkv", _saved(speech, two)),
        ("cover.mp3", _with_cover),
        ("subtitles.mkv", _with_subtitles),
        ("states-hours.wav", _states_hours),
    ):
        yield Hostile(name, make, "some", duration=SPEECH)
    yield Hostile("other-rate.ts", _in_turn(Encoding("mp2", 48_000), 1, 0.0), "some", duration=28.0)


def _renamed(name: str, encoding: Encoding) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        save(path.with_name(name), speech(), encoding)
        path.with_name(name).rename(path)

    return make


def _picture(path: Path) -> None:
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 64, 64, "rgb24"
    encoder.time_base = Fraction(1, 25)
    path.write_bytes(
        b"".join(bytes(each) for each in encoder.encode(av.VideoFrame(64, 64, "rgb24")))
    )


def _with_cover(path: Path) -> None:
    """An MP3 whose tags, after ID3v2.3, hold a picture."""
    save(path, speech(), Encoding("libmp3lame", container=(("id3v2_version", "0"),)))
    _picture(path.with_suffix(".png"))
    cover = b"\0image/png\0\3\0" + path.with_suffix(".png").read_bytes()
    frame = b"APIC" + len(cover).to_bytes(4, "big") + b"\0\0" + cover
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    path.write_bytes(b"ID3\3\0\0" + size + frame + path.read_bytes())
    path.with_suffix(".png").unlink()


def _with_subtitles(path: Path) -> None:
    said, whole = path.with_suffix(".srt"), path.with_name("whole.mkv")
    said.write_text("1\n00:00:01,000 --> 00:00:03,000\nDzień dobry.\n", encoding="utf-8")
    save(whole, speech(), Encoding("aac"))
    with av.open(str(whole)) as sound, av.open(str(said)) as text, av.open(str(path), "w") as out:
        streams = [sound.streams.audio[0], text.streams.subtitles[0]]
        targets = [out.add_stream_from_template(stream) for stream in streams]
        for source, stream, target in zip((text, sound), streams[::-1], targets[::-1], strict=True):
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = target
                    out.mux(packet)
    said.unlink()
    whole.unlink()


def _states_hours(path: Path) -> None:
    """A WAV whose header speaks of 37 hours."""
    save(path, speech(), Encoding())
    content = path.read_bytes()
    at = content.index(b"data") + 4
    path.write_bytes(content[:at] + b"\xf0\xff\xff\xff" + content[at + 4 :])


def _in_turn(second: Encoding, channels: int, begins: float) -> Callable[[Path], None]:
    """Two MPEG streams in one file, the second by another clock and in another way."""

    def make(path: Path) -> None:
        save(path, speech(), Encoding("mp2", 32_000))
        first = path.read_bytes()
        signal = np.tile(speech(), (channels, 1))
        save(path, signal, replace(second, shift=(0.0, begins)))
        path.write_bytes(first + path.read_bytes())

    return make


def _damaged() -> Iterator[Hostile]:
    gone, hole = frozenset[LedgerState]({"failed"}), frozenset[LedgerState]({"hole"})
    mp3, aac, flac = Encoding("libmp3lame"), Encoding("aac"), Encoding("flac")
    front = replace(aac, container=(("movflags", "+faststart"),))
    cut = SPEECH * 2 / 3
    for name, encoding, told, duration in (
        ("cut.mp4", front, gone, SPEECH),
        ("cut.mkv", aac, gone, SPEECH),
        ("cut.mp3", mp3, gone, SPEECH),
        ("cut.wav", Encoding(), gone, SPEECH),
        ("cut.flac", flac, gone, SPEECH),
        ("cut.ogg", Encoding("libopus", 48_000), frozenset[LedgerState](), None),
        ("cut.ts", Encoding("mp2", 32_000), frozenset[LedgerState](), cut),
    ):
        yield Hostile(name, _cut(encoding, 2 / 3), "some", told=told, duration=duration)
    for name, encoding in (("noisy.mp3", mp3), ("noisy.mkv", aac), ("noisy.ts", aac)):
        yield Hostile(name, _overwritten(encoding, _random), "any", duration=SPEECH)
    for name, encoding in (("zeros.mp3", mp3), ("zeros.mkv", flac), ("zeros.mp4", front)):
        yield Hostile(name, _overwritten(encoding, bytes), "any", duration=SPEECH)
    for name, encoding in (("removed.mkv", aac), ("removed.mp4", aac), ("removed.ts", aac)):
        yield Hostile(name, _without_packets(encoding), "some", told=hole, duration=SPEECH)
    ahead = replace(aac, shift=(8.0, 5.0))
    yield Hostile("jumps.mkv", _saved(speech, ahead), "some", told=hole, duration=SPEECH + 5)
    anew = replace(aac, shift=(8.0, 20_000.0))
    yield Hostile("clock-set.mkv", _saved(speech, anew), "some", duration=SPEECH)
    back = _in_turn(Encoding("mp2", 32_000), 1, SPEECH - 5)
    yield Hostile("steps-back.ts", back, "some", duration=2 * SPEECH - 5)


def _cut(encoding: Encoding, share: float) -> Callable[[Path], None]:
    """The first `share` of the bytes of a file."""

    def make(path: Path) -> None:
        save(path, speech(), encoding)
        content = path.read_bytes()
        path.write_bytes(content[: round(share * len(content))])

    return make


def _overwritten(encoding: Encoding, content: Callable[[int], bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        save(path, speech(), encoding)
        with_bytes(path, 0.5, 0.6, content)

    return make


def _random(count: int) -> bytes:
    return np.random.default_rng(1).bytes(count)


def _without_packets(encoding: Encoding) -> Callable[[Path], None]:
    """Without the packets of the seconds from 9 to 11."""

    def make(path: Path) -> None:
        save(path, speech(), encoding)
        with_packets(path, lambda seconds: not 9 <= seconds < 11)

    return make
