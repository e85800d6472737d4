"""Sound laid at the times that its packets state, and where none came."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.errors import SourceError

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler, Packet
    from av.audio.stream import AudioStream
    from av.container import InputContainer

Block = npt.NDArray[np.float32]
"""Shape (channels, samples), one or two channels; full scale is 1."""

_JITTER = 0.05  # seconds; timestamps in milliseconds (Matroska) or frames (MPEG) wobble below it
_JUMP = 600.0  # seconds; a larger jump is a clock that was set anew, not sound that is missing
_OVERLAP = 10.0  # seconds; a larger step back is a clock that was set anew, too
_HOLE = 0.1  # seconds; a shorter one hides no word, and drifting clocks leave many
_LATE = 2.0  # seconds; so late may sound begin after the picture with nothing missing
_SILENCE = 30.0  # seconds written at a time
_DAMAGE = 100_000  # packets; hours of nothing but damage
_COUNTED = {"aac", "ac3", "eac3", "mp3"}  # containers without a clock: FFmpeg counts their frames
_STUCK = 1_000  # failures to read in a row
_LOUDEST = 8.0  # what goes beyond is no sound, but floating point gone astray
_SURROUND = 1 / (1 + 2**0.5)  # so that front, centre and back at full scale fit into one channel


@dataclass(frozen=True, slots=True)
class Hole:
    """Silence written in place of sound, `[start, end)` in seconds of the decoded track."""

    start: float
    end: float


class Timeline:
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
        self._kind: tuple[str, str, int] | None = None  # of the frames that the resampler takes
        self._run_start = 0.0  # seconds at which the present run of gapless frames began
        self._run_seconds = 0.0  # what was decoded of it
        self._surplus = 0  # samples to drop, where sound is stated to overlap what was given
        self._channels, self._factor = 1, 1.0
        self._waiting: list[Block] = []  # of the same channels, until there is a second of it
        self._waiting_samples = 0
        self._is_counted = container.format.name in _COUNTED
        self._sound_bytes, self._sound_seconds = 0, 0.0  # of whole packets
        self.clock_was_set = False
        """Whether timestamps jumped so far that the file's own length means nothing."""
        self.position = 0  # samples given out
        self.damaged = 0
        self.holes: list[Hole] = []

    def blocks(self) -> Iterator[Block]:
        """All of it. Raises `SourceError` when nothing can be decoded, or when it is too long."""
        for frame in self._frames():
            yield from self._placed(frame)
        yield from self._flushed()
        yield from self._together()
        if self.position == 0:
            raise SourceError(
                f"{self._path}: not one packet of its sound can be decoded; the file is damaged"
            )

    def _frames(self) -> Iterator["AudioFrame"]:
        import av

        for packet in self._packets():
            try:
                yield from packet.decode()
                if self._is_counted:
                    self._sound_bytes += packet.size
                    self._sound_seconds += _seconds(packet)
            except av.error.EOFError:
                return
            except av.FFmpegError:
                self._lose(packet)
                self.damaged += 1
                if self.damaged > _DAMAGE:
                    return

    def _lose(self, packet: "Packet[AudioStream]") -> None:
        """Where frames are only counted, move the clock by what the damaged bytes were worth."""
        if self._sound_seconds > 1.0:
            worth = packet.size * self._sound_seconds / self._sound_bytes
            self._zero -= max(0.0, worth - _seconds(packet))

    def _packets(self) -> Iterator["Packet[AudioStream]"]:
        """What can be read, going on behind what cannot."""
        import av

        stuck = 0
        while stuck < _STUCK:
            try:
                for packet in self._container.demux(self._stream):
                    stuck = 0
                    yield packet
                return
            except av.error.EOFError:
                return
            except av.FFmpegError:
                stuck += 1

    def _placed(self, frame: "AudioFrame") -> Iterator[Block]:
        expected = self._run_start + self._run_seconds
        stated = expected if frame.time is None else frame.time - self._zero
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._resampler is None or kind != self._kind or abs(stated - expected) > _JITTER:
            yield from self._flushed()
            here = self.position / self._rate
            if not here - _OVERLAP < stated < here + _JUMP:
                self.clock_was_set, stated = True, here
            self._run_start, self._run_seconds = stated, 0.0
            self._surplus = max(0, round((here - stated) * self._rate))
            yield from self._together()
            self._channels = min(2, frame.layout.nb_channels)
            self._factor = _SURROUND if frame.layout.nb_channels > 2 else 1.0
            yield from self._silence_until(stated)
            self._resampler, self._kind = self._new_resampler(), kind
        self._run_seconds += frame.samples / frame.sample_rate
        frame.pts = None  # the run has its own clock
        yield from self._resampled(self._resampler, frame)

    def _new_resampler(self) -> "AudioResampler":
        from av import AudioResampler

        layout = "mono" if self._channels == 1 else "stereo"
        return AudioResampler(format="fltp", layout=layout, rate=self._rate)

    def _flushed(self) -> Iterator[Block]:
        if self._resampler is not None:
            yield from self._resampled(self._resampler, None)
            self._resampler = None

    def _resampled(
        self, resampler: "AudioResampler", frame: "AudioFrame | None"
    ) -> Iterator[Block]:
        import av

        try:
            blocks = resampler.resample(frame)
        except av.FFmpegError:
            raise SourceError(
                f"{self._path}: its sound ({self._stream.codec_context.layout.name}, "
                f"{self._stream.rate} Hz) cannot be made one channel of {self._rate} Hz; "
                "save it as WAV with one or two channels"
            ) from None
        for block in blocks:
            yield from self._given(block.to_ndarray().astype(np.float32, copy=False))

    def _silence_until(self, seconds: float) -> Iterator[Block]:
        start = self.position / self._rate
        if seconds - start >= (_HOLE if self.position else _LATE):
            self.holes.append(Hole(start, seconds))
        missing = round(seconds * self._rate) - self.position
        while missing > 0:
            count = min(missing, round(_SILENCE * self._rate))
            missing -= count
            yield from self._count(np.zeros((self._channels, count), np.float32))

    def _given(self, samples: Block) -> Iterator[Block]:
        dropped = min(self._surplus, samples.shape[1])
        self._surplus -= dropped
        yield from self._count(samples[:, dropped:])

    def _count(self, samples: Block) -> Iterator[Block]:
        self.position += samples.shape[1]
        if self.position > self._limit:
            raise SourceError(
                f"{self._path}: longer than {self._limit / self._rate / 3600:g} hours; "
                "raise [download] max_hours if that is right"
            )
        self._waiting.append(samples)
        self._waiting_samples += samples.shape[1]
        if self._waiting_samples >= self._rate:
            yield from self._together()

    def _together(self) -> Iterator[Block]:
        """What waits, as one block: a block costs the same, be it long or short."""
        if self._waiting_samples:
            sound = np.concatenate(self._waiting, axis=1) * np.float32(self._factor)
            sound = np.nan_to_num(sound, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
            yield np.clip(sound, -_LOUDEST, _LOUDEST, out=sound)
        self._waiting, self._waiting_samples = [], 0


def _seconds(packet: "Packet[AudioStream]") -> float:
    """How long the packet says it lasts."""
    return float((packet.duration or 0) * (packet.time_base or 0))
