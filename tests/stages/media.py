"""Small media made on the spot: a tone in any container, with holes and pictures if wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream


@dataclass(frozen=True)
class Sound:
    """How a tone is encoded."""

    seconds: float = 2.0
    codec: str = "aac"
    rate_hz: int = 16_000
    layout: str = "mono"
    sample_format: str = "fltp"
    hole: tuple[float, float] = (0.0, 0.0)
    """From where on, and by how many seconds, the timestamps are moved."""
    begins: float = 0.0
    """Seconds before the first packet."""
    picture: bool = False


def make(path: Path, sound: Sound) -> Path:
    """`path`, written."""
    with av.open(str(path), "w") as container:
        stream = cast("AudioStream", container.add_stream(sound.codec, rate=sound.rate_hz))
        stream.codec_context.layout = sound.layout
        stream.codec_context.format = sound.sample_format
        if sound.picture:
            add_picture(container, sound.seconds)
        size = stream.codec_context.frame_size or 1024
        for frame in _frames(sound, size):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _frames(sound: Sound, size: int) -> Iterator[av.AudioFrame]:
    total = round(sound.seconds * sound.rate_hz)
    for start in range(0, total, size):
        count = min(size, total - start)
        at = (start + np.arange(count)) / sound.rate_hz
        tone = 0.3 * np.sin(2 * np.pi * 440 * at)
        channels = 2 if sound.layout == "stereo" else 1
        planar = sound.sample_format.endswith("p")
        samples = np.tile(tone, (channels, 1))
        samples = samples if planar else samples.T.reshape(1, -1)
        if sound.sample_format.startswith("s16"):
            content = (samples * 32767).astype(np.int16)
        else:
            content = samples.astype(np.float32)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(content), format=sound.sample_format, layout=sound.layout
        )
        frame.sample_rate = sound.rate_hz
        frame.time_base = Fraction(1, sound.rate_hz)
        shift = sound.hole[1] if start / sound.rate_hz >= sound.hole[0] else 0.0
        frame.pts = start + round((shift + sound.begins) * sound.rate_hz)
        yield frame


def add_picture(container: av.container.OutputContainer, seconds: float) -> None:
    stream = container.add_stream("mpeg4", rate=5)
    stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
    for number in range(round(5 * seconds)):
        frame = av.VideoFrame(64, 64, "yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, 5)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def make_stream(
    folder: Path, name: str, seconds: float, *, sound: bool, picture: bool
) -> list[tuple[Path, float]]:
    """Parts of a second, MPEG-TS, and how long each is: what an HLS playlist names."""
    listing = folder / f"{name}.list"
    parts = str(folder / f"{name}%03d.ts")
    options = {
        "segment_time": "1",
        "segment_format": "mpegts",
        "segment_list": str(listing),
        "segment_list_type": "csv",
    }
    with av.open(parts, "w", format="segment", options=options) as container:
        wanted = Sound(seconds)
        if picture:
            video = container.add_stream("libx264", rate=5, options={"preset": "ultrafast"})
            video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
            video.codec_context.gop_size = 5
        if sound:
            audio = cast("AudioStream", container.add_stream(wanted.codec, rate=wanted.rate_hz))
            audio.codec_context.layout = wanted.layout
        for second in range(round(seconds)) if picture else ():
            for number in range(5 * second, 5 * second + 5):
                frame = av.VideoFrame(64, 64, "yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 5)
                container.mux(video.encode(frame))
        if picture:
            container.mux(video.encode(None))
        if sound:
            for each in _frames(wanted, audio.codec_context.frame_size or 1024):
                container.mux(audio.encode(each))
            container.mux(audio.encode(None))
    found = [line.split(",") for line in listing.read_text(encoding="utf-8").split()]
    return [(folder / file, float(end) - float(start)) for file, start, end in found]
