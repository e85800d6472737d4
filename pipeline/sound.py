"""The sound of a media file, decoded packet by packet: 16 kHz, one channel, its timestamps kept.

Memory does not grow with the file. A damaged packet or a hole in the timestamps becomes silence of
the same length, so that every later time is right. Nothing but the file itself is ever opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.errors import SourceError
from pipeline.files import temporary

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler
    from av.audio.stream import AudioStream
    from av.container import InputContainer

RATE_HZ = 16_000
Samples = npt.NDArray[np.int16]
# Containers that hold their media themselves; playlists, which name other files, are not here.
_FORMATS = (
    "3g2,3gp,aac,ac3,aiff,amr,ape,asf,au,avi,caf,dv,eac3,flac,flv,m4a,matroska,mj2,mov,mp2,mp3,mp4,"
    "mpeg,mpegts,mpegvideo,mxf,ogg,opus,rm,swf,tta,vob,w64,wav,webm,wv"
)
# Containers that do not know how long they are: what FFmpeg says of them is a guess by size.
_GUESSING = {"aac", "ac3", "amr", "eac3", "mp3", "mpeg", "mpegts", "mpegvideo", "ape", "dv"}
_JITTER = 0.05  # seconds; timestamps in milliseconds (Matroska) or frames (MPEG) wobble below it
_JUMP = 600.0  # seconds; a larger jump is a clock that was set anew, not sound that is missing
_OVERLAP = 10.0  # seconds; a larger step back is a clock that was set anew, too
_SILENCE = 30 * RATE_HZ  # samples written at a time


@dataclass(frozen=True, slots=True)
class SoundProbe:
    """What a file turned out to hold. Durations in seconds."""

    duration: float
    stated_duration: float | None
    has_picture: bool
    damaged_packets: int


def decode(path: Path, max_seconds: float, rate_hz: int = RATE_HZ) -> Iterator[Samples]:
    """The file's sound from the container's time 0, in blocks of any length, one channel.

    Raises `SourceError` for a file that holds no sound, cannot be read, or is longer than
    `max_seconds`.
    """
    with open_media(path) as container:
        yield from _Timeline(container, path, max_seconds, rate_hz).blocks()


def probe(path: Path, max_seconds: float) -> SoundProbe:
    """Decode the whole file and tell how long it is. Raises `SourceError` as `decode` does."""
    with open_media(path) as container:
        timeline = _Timeline(container, path, max_seconds, RATE_HZ)
        for _ in timeline.blocks():
            pass
        stated = _stated_duration(container)
        picture = shows_picture(container)
        return SoundProbe(
            round(timeline.position / RATE_HZ, 3),
            round(stated, 3) if stated else None,
            picture,
            timeline.damaged,
        )


def open_media(path: Path) -> "InputContainer":
    """The file, opened by PyAV; it has sound. Raises `SourceError`."""
    import av

    if not path.is_file():
        raise SourceError(f"{path}: no such file")
    if path.stat().st_size == 0:
        raise SourceError(f"{path}: the file is empty; take the recording again from where it came")
    try:
        options = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}
        container = av.open(f"file:{path}", options=options, metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(
            f"{path}: cannot be read as a recording ({reason}); play it in a media player to see "
            "whether it is whole, or take it again from where it came"
        ) from None
    if not container.streams.audio:
        container.close()
        raise SourceError(f"{path}: there is no sound in it; a recording needs an audio track")
    return container


def _stated_duration(container: "InputContainer") -> float | None:
    """What the sound's own stream says, since a picture may go on for longer; else the file."""
    if container.format.name in _GUESSING:
        return None
    sound = container.streams.audio[0]
    if sound.duration and sound.time_base:
        return float(sound.duration * sound.time_base)
    return container.duration / 1_000_000 if container.duration else None


def shows_picture(container: "InputContainer") -> bool:
    """Whether there is a picture that moves; the cover of a music file is none."""
    return any(not _is_cover(stream) for stream in container.streams.video)


def _is_cover(stream: object) -> bool:
    """A picture that a music file carries is no video."""
    import av

    cover = getattr(getattr(av.stream, "Disposition", None), "attached_pic", 0)
    return bool(int(getattr(stream, "disposition", 0)) & int(cover))


class _Timeline:
    """Decoded sound laid at the times that its packets state."""

    def __init__(
        self, container: "InputContainer", path: Path, max_seconds: float, rate_hz: int
    ) -> None:
        self._container = container
        self._stream: AudioStream = container.streams.audio[0]
        self._path = path
        self._rate = rate_hz
        self._limit = int(max_seconds * rate_hz)
        self._zero = (container.start_time or 0) / 1_000_000
        self._resampler: AudioResampler | None = None
        self._run_start = 0.0  # seconds at which the present run of gapless frames began
        self._run_seconds = 0.0  # what was decoded of it
        self._surplus = 0  # samples to drop, where sound is stated to overlap what was given
        self.position = 0  # samples given out
        self.damaged = 0

    def blocks(self) -> Iterator[Samples]:
        for frame in self._frames():
            yield from self._placed(frame)
        yield from self._flushed()
        if self.position == 0:
            raise SourceError(
                f"{self._path}: not one packet of its sound can be decoded; the file is damaged"
            )

    def _frames(self) -> Iterator["AudioFrame"]:
        import av

        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                yield from packet.decode()
            except StopIteration:
                return
            except av.error.EOFError:
                return
            except av.FFmpegError:
                self.damaged += 1
                if self.damaged > 100_000:  # hours of nothing but damage
                    return

    def _placed(self, frame: "AudioFrame") -> Iterator[Samples]:
        expected = self._run_start + self._run_seconds
        stated = expected if frame.time is None else frame.time - self._zero
        off = stated - expected
        if self._resampler is None or abs(off) > _JITTER:
            yield from self._flushed()
            here = self.position / self._rate
            if not here - _OVERLAP < stated < here + _JUMP:
                stated = here
            self._run_start, self._run_seconds = stated, 0.0
            self._surplus = max(0, round((here - stated) * self._rate))
            yield from self._silence_until(stated)
            self._resampler = self._new_resampler()
        self._run_seconds += frame.samples / frame.sample_rate
        frame.pts = None  # the run has its own clock
        for block in self._resampler.resample(frame):
            yield from self._given(block)

    def _new_resampler(self) -> "AudioResampler":
        from av import AudioResampler

        return AudioResampler(format="s16", layout="mono", rate=self._rate)

    def _flushed(self) -> Iterator[Samples]:
        if self._resampler is not None:
            for block in self._resampler.resample(None):
                yield from self._given(block)
            self._resampler = None

    def _silence_until(self, seconds: float) -> Iterator[Samples]:
        missing = round(seconds * self._rate) - self.position
        while missing > 0:
            block = np.zeros(min(missing, _SILENCE), np.int16)
            missing -= len(block)
            yield from self._count(block)

    def _given(self, block: "AudioFrame") -> Iterator[Samples]:
        samples: Samples = block.to_ndarray().reshape(-1).astype(np.int16, copy=False)
        dropped = min(self._surplus, len(samples))
        self._surplus -= dropped
        yield from self._count(samples[dropped:])

    def _count(self, samples: Samples) -> Iterator[Samples]:
        self.position += len(samples)
        if self.position > self._limit:
            raise SourceError(
                f"{self._path}: longer than {self._limit / self._rate / 3600:g} hours; "
                "raise [download] max_hours if that is right"
            )
        if len(samples):
            yield samples


def write_track(media: Path, target: Path) -> None:
    """Leave the file's sound in `target`: 16-bit samples, 16 kHz, in the machine's byte order.

    Raises `SourceError` as `decode` does, or `StoreError`.
    """
    with temporary(target) as draft, draft.open("wb") as file:
        for block in decode(media, max_seconds=1e9):  # bounded when it was downloaded
            file.write(block.tobytes())


def read_track(target: Path) -> Samples:
    """What `write_track` left, shape (samples,), mapped and not read."""
    return np.memmap(target, dtype=np.int16, mode="r")
