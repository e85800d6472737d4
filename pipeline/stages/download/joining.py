"""Sound and picture that came in pieces or apart, put into one file as they are."""

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SourceError
from pipeline.files import temporary
from pipeline.stages.download.patience import ADVICE

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.stream import Stream

_READ = "mpegts,mov,mp4,m4a,matroska,webm,ogg,mp3,aac,flac,flv"
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _READ}
_HELD = {  # by container: the codecs that it holds and the usual browsers play in it
    "mp4": frozenset(
        {"h264", "hevc", "av1", "libdav1d", "mpeg4", "aac", "mp3", "mp3float", "opus"}
    ),
    "webm": frozenset({"vp8", "vp9", "av1", "libdav1d", "libvpx", "libvpx-vp9", "opus", "vorbis"}),
}


def join(parts: list[Path], folder: Path) -> Path:
    """One file in `folder` with the first sound and the first moving picture of `parts`.

    Its time 0 is when the first of them begins. Raises `SourceError`, or `StoreError`.
    """
    import av

    with ExitStack() as stack:
        try:
            inputs = [
                stack.enter_context(av.open(f"file:{part}", options=_OPTIONS)) for part in parts
            ]
            streams = _chosen(inputs)
            ending = _ending(streams)
            target = folder / f"joined.{ending}"
            kind = "matroska" if ending == "mkv" else ending
            with temporary(target) as draft, av.open(str(draft), "w", format=kind) as out:
                _move(streams, out)
        except (av.FFmpegError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceError(
                f"its sound and picture cannot be put together ({reason}); {ADVICE}"
            ) from error
    return target


def _chosen(inputs: "list[InputContainer]") -> "list[Stream]":
    pictures = [stream for each in inputs for stream in each.streams.video]
    sounds = [stream for each in inputs for stream in each.streams.audio]
    return [*pictures[:1], *sounds[:1]]


def _ending(streams: "list[Stream]") -> str:
    codecs = {stream.codec_context.name for stream in streams}
    return next((ending for ending, held in _HELD.items() if codecs <= held), "mkv")


def _move(streams: "list[Stream]", out: "OutputContainer") -> None:
    """Every packet of the streams, by time."""
    begins = min(_seconds(stream.start_time or 0, stream) for stream in streams)
    by_container: dict[int, list[Stream]] = {}
    for stream in streams:
        by_container.setdefault(id(stream.container), []).append(stream)
    moved = {
        (id(stream.container), stream.index): out.add_stream_from_template(stream)
        for stream in streams
    }
    timed = [_packets(each, begins) for each in by_container.values()]
    for _, packet in heapq.merge(*timed, key=lambda item: item[0]):
        packet.stream = moved[id(packet.stream.container), packet.stream.index]
        out.mux(packet)


def _seconds(ticks: int, stream: "Stream") -> float:
    return float(ticks * (stream.time_base or 0))


def _packets(streams: "list[Stream]", begins: float) -> "Iterator[tuple[float, Packet[Stream]]]":
    """The packets of one container with their times, which never go back.

    Where an encoder was started anew in the middle, what follows is put behind what was before.
    """
    container: InputContainer = streams[0].container  # type: ignore[assignment]  # it was opened to read
    shifts = {each.index: -round(begins / float(each.time_base or 1)) for each in streams}
    ends: dict[int, int] = {}
    for packet in container.demux(*streams):
        if packet.dts is None:
            continue
        index = packet.stream.index
        dts = packet.dts + shifts[index]
        due = ends.get(index, dts)
        if dts < due - (packet.duration or 0):
            shifts[index] += due - dts
        packet.dts = packet.dts + shifts[index]
        if packet.pts is not None:
            packet.pts = packet.pts + shifts[index]
        ends[index] = packet.dts + (packet.duration or 1)
        yield _seconds(packet.dts, packet.stream), packet
