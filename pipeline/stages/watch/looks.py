"""Pictures of a film at chosen moments, small and grey.

A film is mostly pictures that tell only what changed; those that tell all, keyframes, come every
few seconds and alone are cheap to decode.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import SourceError
from pipeline.sound.container import open_media
from pipeline.stages.watch.changes import Pixels

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_SIDE = 96
_LEAST_SIDE = 24
_MOST_PIXELS = 1 << 26
_STUCK = 100
"""Faults in a row after which nothing more is expected of a file."""


@dataclass(frozen=True, slots=True)
class Look:
    """The picture at a moment, in seconds from the start of the file; (height, width)."""

    time: float
    pixels: Pixels


class Film:
    """The moving picture of an open file."""

    def __init__(self, container: "InputContainer", stream: "VideoStream") -> None:
        self._container, self._stream = container, stream
        self._zero = (container.start_time or 0) / 1_000_000
        self.width, self.height = _size(stream)

    def keyframes(self, pause: float) -> Iterator[Look]:
        """Looks at keyframes that are `pause` seconds apart or more."""
        next_time = float("-inf")

        def wanted() -> Iterator["Packet[VideoStream]"]:
            nonlocal next_time
            for packet in self._packets():
                if packet.is_keyframe or packet.pts is None:
                    time = self._time(packet)
                    if time is None or time >= next_time:
                        yield packet
                        next_time = time + pause if time is not None else next_time

        yield from self._looks(wanted(), 0.0)

    def between(self, start: float, end: float, pause: float) -> Iterator[Look]:
        """Looks at any pictures in `(start, end)`, `pause` seconds apart or more.

        None where the file cannot be gone back in.
        """
        import av

        base = self._stream.time_base
        if not base:
            return
        try:
            self._container.seek(
                round((start + self._zero + 0.001) / base), stream=self._stream, backward=True
            )
        except av.FFmpegError:
            return
        for look in self._looks(self._packets(), pause, start):
            if look.time >= end:
                return
            if look.time > start:
                yield look

    def _looks(
        self, packets: Iterator["Packet[VideoStream]"], pause: float, start: float = float("-inf")
    ) -> Iterator[Look]:
        next_time = start
        for frame in self._frames(packets):
            if frame.pts is None or frame.width * frame.height > _MOST_PIXELS:
                continue
            time = frame.time - self._zero
            if time < next_time:
                continue
            next_time = time + pause
            yield Look(time, self._small(frame))

    def _frames(self, packets: Iterator["Packet[VideoStream]"]) -> Iterator["VideoFrame"]:
        import av

        stuck = 0
        for packet in packets:
            try:
                yield from packet.decode()
                stuck = 0
            except av.error.EOFError:
                return
            except av.FFmpegError:
                stuck += 1
                if stuck > _STUCK:
                    return

    def _packets(self) -> Iterator["Packet[VideoStream]"]:
        """What can be read, going on behind what cannot; at the end one that holds nothing."""
        import av

        for _ in range(_STUCK):
            try:
                yield from self._container.demux(self._stream)
                return
            except av.error.EOFError:
                return
            except av.FFmpegError:
                continue

    def _time(self, packet: "Packet[VideoStream]") -> float | None:
        if packet.pts is None or packet.time_base is None:
            return None
        return float(packet.pts * packet.time_base) - self._zero

    def _small(self, frame: "VideoFrame") -> Pixels:
        small = frame.reformat(self.width, self.height, "gray", interpolation="AREA")
        return np.ascontiguousarray(small.to_ndarray(), np.uint8)


@contextmanager
def film(path: Path) -> Iterator[Film | None]:
    """The moving picture of a file; `None` where it has none. Raises `SourceError`."""
    import av

    with open_media(path) as container:
        streams = [each for each in container.streams.video if not _is_still(each)]
        if not streams:
            yield None
            return
        stream = streams[0]
        if stream.codec_context is None:
            raise SourceError(f"{path}: its picture is of a kind that is not known here")
        stream.codec_context.options = {"max_pixels": str(_MOST_PIXELS)}
        stream.thread_type = "AUTO"
        try:
            yield Film(container, stream)
        except (av.FFmpegError, MemoryError, ValueError) as error:
            raise SourceError(f"{path}: its picture cannot be decoded ({error})") from None


def _is_still(stream: "VideoStream") -> bool:
    import av

    cover = getattr(getattr(av.stream, "Disposition", None), "attached_pic", 0)
    return bool(int(getattr(stream, "disposition", 0)) & int(cover))


def _size(stream: "VideoStream") -> tuple[int, int]:
    """What a look measures: the longer side is fixed, the other as the picture is shown."""
    width, height = stream.width or 16, stream.height or 9
    shape = stream.sample_aspect_ratio or 1
    aspect = min(4.0, max(0.25, float(width * shape / height)))
    short = max(_LEAST_SIDE, round(_SIDE * min(aspect, 1 / aspect)))
    return (_SIDE, short) if aspect >= 1 else (short, _SIDE)
