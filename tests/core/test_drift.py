"""Times stay right for hours, whatever the bit rate and the container."""

from fractions import Fraction
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from pipeline.sound import RATE_HZ, decode

_TWO_HOURS = 7200.0


def _beeps(path: Path, codec: str, rate_hz: int, quality: int | None) -> float:
    """A file of two hours that beeps 5 s after the start of every so many seconds, told by it.

    A minute of it is encoded, and its packets are written again and again. Hiss comes and goes in
    it, so that a variable bit rate varies.
    """
    import av

    minute = path.with_stem("minute").with_suffix(".mka")
    at = np.arange(60 * rate_hz) / rate_hz
    wave = np.random.default_rng(1).normal(0, 0.02, len(at)) * (at > 30)
    wave += 0.5 * np.sin(2 * np.pi * 800 * at) * ((at >= 5) & (at < 5.1))
    with av.open(str(minute), "w") as container:
        stream = cast("av.AudioStream", container.add_stream(codec, rate=rate_hz))
        stream.codec_context.layout = "mono"
        if quality is not None:
            stream.codec_context.qscale = True
            stream.codec_context.global_quality = quality * 118
        whole = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None], "fltp", "mono")
        whole.sample_rate = rate_hz
        wanted = (av.codec.Codec(codec, "w").audio_formats or [])[0]
        stream.codec_context.format = wanted
        stream.codec_context.open()
        size = stream.codec_context.frame_size
        for each in av.AudioResampler(wanted, "mono", rate_hz, size).resample(whole):
            container.mux(stream.encode(each))
    with av.open(str(minute)) as source, av.open(str(path), "w") as container:
        sound = source.streams.audio[0]
        target = container.add_stream_from_template(sound)
        packets = [bytes(packet) for packet in source.demux(sound) if packet.size]
        for number in range(round(_TWO_HOURS * rate_hz / size)):
            packet = av.Packet(packets[number % len(packets)])
            packet.pts = packet.dts = number * size
            packet.duration, packet.time_base = size, Fraction(1, rate_hz)
            packet.stream = target
            container.mux(packet)
    return len(packets) * size / rate_hz


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "codec", "rate_hz", "quality"),
    [
        ("constant.mp3", "libmp3lame", 22_050, None),
        ("variable.mp3", "libmp3lame", 44_100, 4),
        ("a.m4a", "aac", 16_000, None),
        ("a.ogg", "libopus", 48_000, None),
    ],
)
def test_at_every_place_of_two_hours_time_is_right(
    name: str, codec: str, rate_hz: int, quality: int | None, tmp_path: Path
) -> None:
    period = _beeps(tmp_path / name, codec, rate_hz, quality)
    heard: list[float] = []
    at = 0
    for block in decode(tmp_path / name, 1.5 * _TWO_HOURS):
        for index in np.flatnonzero(np.abs(block.astype(int)) > 8000):
            moment = (at + int(index)) / RATE_HZ
            if not heard or moment > heard[-1] + 1:
                heard.append(moment)
        at += len(block)
    times = 5.0 + period * np.arange(len(heard))
    assert heard == pytest.approx(times.tolist(), abs=0.1)
    assert _TWO_HOURS - 70 < heard[-1] < _TWO_HOURS
    assert at / RATE_HZ == pytest.approx(_TWO_HOURS, abs=0.1)
