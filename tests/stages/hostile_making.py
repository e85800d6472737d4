"""Signals and files for the hostile media: made on the spot, small, the same every time."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import OutputContainer

from pipeline.sound import RATE_HZ, Samples, decode
from tests.demo import DEMO
from tests.stages.media import add_picture

Signal = npt.NDArray[np.float32]
"""Shape (channels, samples), full scale 1."""
SPEECH = 14.0
"""Seconds of `speech`: two sentences with a pause between."""
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


@functools.cache
def speech() -> Signal:
    """The demo's first two sentences, 16 kHz, one channel."""
    heard, blocks = 0, list[Samples]()
    for block in decode(DEMO / "media" / "dzien-1.mp4", 1e6):
        blocks.append(block)
        heard += len(block)
        if heard > (SPEECH + 1) * RATE_HZ:
            break
    samples = np.concatenate(blocks)[RATE_HZ : round((SPEECH + 1) * RATE_HZ)]
    return one_channel(samples / 32768)


def moments(seconds: float, rate_hz: int = RATE_HZ) -> npt.NDArray[np.float64]:
    return np.arange(round(seconds * rate_hz)) / rate_hz


def silence(seconds: float) -> Signal:
    return np.zeros((1, round(seconds * RATE_HZ)), np.float32)


def noise(seconds: float, colour: float = 0.0) -> Signal:
    """Noise whose energy falls with frequency to the power of `colour`: 0 white, 1 pink."""
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(1).normal(size=count))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** (colour / 2)
    wave = np.fft.irfft(spectrum, count)
    return one_channel(0.75 * wave / np.abs(wave).max())


def tones(*hertz: float, seconds: float = 20.0) -> Signal:
    at = moments(seconds)
    waves = np.sin(2 * np.pi * np.outer(hertz, at))
    return one_channel(0.6 * waves.mean(axis=0))


def sweep(seconds: float) -> Signal:
    at = moments(seconds)
    return one_channel(0.4 * np.sin(2 * np.pi * (60 * at + (7000 - 60) / (2 * seconds) * at**2)))


def music(seconds: float) -> Signal:
    """Chords of plucked strings, two a second, over a bass."""
    wave = np.zeros(round(seconds * RATE_HZ))
    for beat in range(int(2 * seconds)):
        at = moments(0.5)
        root = 220 * 2 ** ((0, 5, 7, 3)[beat // 4 % 4] / 12)
        for step in (0, 4, 7, -12):
            tone = root * 2 ** (step / 12) * 2 * np.pi * at
            start = beat * len(at)
            wave[start : start + len(at)] += np.exp(-5 * at) * (np.sin(tone) + np.sin(2 * tone) / 3)
    return one_channel(0.12 * wave)


def clicks(seconds: float) -> Signal:
    wave = np.zeros(round(seconds * RATE_HZ))
    wave[:: RATE_HZ // 3] = 0.9
    return one_channel(wave)


def one_channel(wave: npt.NDArray[np.floating]) -> Signal:
    return wave.astype(np.float32).reshape(1, -1)


@dataclass(frozen=True)
class Encoding:
    """How a signal is written."""

    codec: str = "pcm_s16le"
    rate_hz: int = RATE_HZ
    quality: int | None = None
    """Of the codec, for variable bit rate."""
    container: tuple[tuple[str, str], ...] = ()
    """Options of the container."""
    picture: bool = False
    second: Signal | None = None
    """Of another audio stream."""
    shift: tuple[float, float] = (1e9, 0.0)
    """From where on, and by how many seconds, the timestamps are moved."""


def save(path: Path, signal: Signal, encoding: Encoding) -> None:
    """Encode `signal`, 16 kHz, into `path`, whose ending tells the container."""
    signals = [signal] if encoding.second is None else [signal, encoding.second]
    with av.open(str(path), "w", options=dict(encoding.container)) as container:
        streams = [_stream(container, each, encoding) for each in signals]
        if encoding.picture:
            add_picture(container, signal.shape[1] / RATE_HZ)
        for stream, each in zip(streams, signals, strict=True):
            for frame in _frames(each, stream, encoding):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))


def _stream(container: OutputContainer, signal: Signal, encoding: Encoding) -> AudioStream:
    stream = cast("AudioStream", container.add_stream(encoding.codec, rate=encoding.rate_hz))
    if encoding.quality is not None:
        stream.codec_context.qscale = True
        stream.codec_context.global_quality = encoding.quality * 118  # FF_QP2LAMBDA
    stream.codec_context.layout = _LAYOUTS[signal.shape[0]]
    formats = av.codec.Codec(encoding.codec, "w").audio_formats
    stream.codec_context.format = formats[0] if formats else "s16"
    return stream


def _frames(signal: Signal, stream: AudioStream, encoding: Encoding) -> Iterator[av.AudioFrame]:
    context = stream.codec_context
    converter = av.AudioResampler(
        context.format, context.layout, context.rate, context.frame_size or 1024
    )
    whole = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(signal), format="fltp", layout=_LAYOUTS[signal.shape[0]]
    )
    whole.sample_rate, at = RATE_HZ, 0
    for frame in [*converter.resample(whole), *converter.resample(None)]:
        begins, by = encoding.shift
        frame.pts = at + (round(by * context.rate) if at >= begins * context.rate else 0)
        frame.time_base = Fraction(1, context.rate)
        at += frame.samples
        yield frame


def with_packets(path: Path, kept: Callable[[float], bool]) -> None:
    """Write `path` anew with those packets of its sound that are `kept`, told by their seconds."""
    whole = path.rename(path.with_stem("whole"))
    with av.open(str(whole)) as source, av.open(str(path), "w") as target:
        sound = source.streams.audio[0]
        stream = target.add_stream_from_template(sound)
        for packet in source.demux(sound):
            if packet.pts is None or packet.time_base is None:
                continue
            if kept(float(packet.pts * packet.time_base)):
                packet.stream = stream
                target.mux(packet)
    whole.unlink()


def with_bytes(path: Path, start: float, end: float, content: Callable[[int], bytes]) -> None:
    """Overwrite a stretch of the file, told as shares of its size, with so many bytes of ours."""
    found = bytearray(path.read_bytes())
    first, last = round(start * len(found)), round(end * len(found))
    found[first:last] = content(last - first)
    path.write_bytes(found)


def ten_hours_of_silence(path: Path) -> None:
    """Ten hours in a few megabytes: the packets of one minute, again and again."""
    minute = path.with_stem("minute")
    save(minute, silence(64.0), Encoding("aac", 8_000))
    with av.open(str(minute)) as source:
        sound = source.streams.audio[0]
        packets = [bytes(packet) for packet in source.demux(sound) if packet.size]
        with av.open(str(path), "w") as target:
            stream = target.add_stream_from_template(sound)
            for number in range(36_000 * 8_000 // 1024):
                packet = av.Packet(packets[number % len(packets)])
                packet.pts = packet.dts = number * 1024
                packet.time_base, packet.stream = Fraction(1, 8_000), stream
                target.mux(packet)
    minute.unlink()
