"""The sound of a media file, decoded packet by packet: one channel, its timestamps kept.

Memory does not grow with the file. A damaged packet or a hole in the timestamps becomes silence of
the same length, so that every later time is right, and is told in the report. Nothing but the file
itself is ever opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import ChannelWay
from pipeline.sound.channels import OneChannel
from pipeline.sound.container import open_media, shows_picture, stated_duration
from pipeline.sound.level import Levelled
from pipeline.sound.timeline import Hole, Timeline

RATE_HZ = 16_000
Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class SoundProbe:
    """What a file turned out to hold. Durations in seconds."""

    duration: float
    stated_duration: float | None
    has_picture: bool
    damaged_packets: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """What decoding did. Times are seconds of the decoded track."""

    duration: float
    holes: tuple[Hole, ...]
    """In order, apart from each other."""
    damaged_packets: int
    """Those that gave no sound; the silence in their place is among the holes."""
    channels: tuple[tuple[float, ChannelWay], ...]
    """From when on the one channel was made in which way; empty where there was only one."""
    loudness: float | None
    """Integrated, in LUFS after EBU R128; `None` where nothing but silence was heard."""


class Decoding:
    """The blocks of one decoding, in order; each is given once."""

    def __init__(self, path: Path, max_seconds: float, rate_hz: int) -> None:
        self._path, self._max_seconds, self._rate = path, max_seconds, rate_hz
        self._timeline: Timeline | None = None
        self._one_channel = OneChannel(rate_hz)
        self._levelled = Levelled(rate_hz)
        self._blocks = self._decoded()

    def __iter__(self) -> Iterator[Samples]:
        return self._blocks

    @property
    def report(self) -> Decoded:
        """What was done so far; of the whole file once all blocks are taken."""
        done = self._timeline
        if done is None:
            return Decoded(0.0, (), 0, (), None)
        ways = tuple((at / self._rate, way) for at, way in self._one_channel.ways)
        return Decoded(
            done.position / self._rate,
            tuple(done.holes),
            done.damaged,
            ways,
            self._levelled.loudness,
        )

    def _decoded(self) -> Iterator[Samples]:
        with open_media(self._path) as container:
            self._timeline = Timeline(container, self._path, self._max_seconds, self._rate)
            one_channel = self._one_channel.of(self._timeline.blocks())
            for block in self._levelled.of(one_channel):
                yield np.clip(np.rint(block * 32768), -32768, 32767).astype(np.int16)


def decode(path: Path, max_seconds: float, rate_hz: int = RATE_HZ) -> Decoding:
    """The file's sound from the container's time 0, in blocks of any length, one channel.

    Taking the blocks raises `SourceError` for a file that holds no sound, cannot be read, or is
    longer than `max_seconds`.
    """
    return Decoding(path, max_seconds, rate_hz)


def probe(path: Path, max_seconds: float) -> SoundProbe:
    """Decode the whole file and tell how long it is. Raises `SourceError` as `decode` does.

    A file that states more than `max_seconds` states nothing that could be believed: what was
    decoded of it is shorter.
    """
    with open_media(path) as container:
        timeline = Timeline(container, path, max_seconds, RATE_HZ)
        for _ in timeline.blocks():
            pass
        stated = None if timeline.clock_was_set else stated_duration(container, path)
        picture = shows_picture(container)
        return SoundProbe(
            round(timeline.position / RATE_HZ, 3),
            round(stated, 3) if stated and stated <= max_seconds else None,
            picture,
            timeline.damaged,
        )
