"""Sound made ready for recognition: decoded, its speech found and brought up, its parts planned.

Part after part is left as soon as it is planned, so that recognition need not wait for the rest.
Memory does not grow with the recording: what is long lies in files.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Raised, Sound
from pipeline.canonical import pretty
from pipeline.errors import StageError
from pipeline.files import store_error, write_atomically
from pipeline.pool import report
from pipeline.sound import RATE_HZ, Samples, decode
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part, Plan, Span
from pipeline.stages.transcribe.planning import Planner, Stretch
from pipeline.stages.transcribe.quiet import raise_quiet

SOUND = "sound.s16"
"""Signed 16-bit samples, 16 kHz, one channel, in the byte order of the machine."""
PLAN = "plan.json"
"""There once all is decoded."""
_WINDOW = 60 * RATE_HZ
_CARRIED = 8 * RATE_HZ  # heard again before each window: the detector goes by what came before
_FRAME_SAMPLES = 512
Detector = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]
"""Silero VAD: samples at 16 kHz to one probability for each 512 of them."""


def planned(scratch: Path, number: int) -> Path:
    """The file of a part that can be recognised: what it needs of `SOUND` is there."""
    return scratch / f"planned-{number:04d}.json"


def prepare(media: Path, scratch: Path, options: TranscribeOptions) -> Plan:
    """Leave `SOUND` and one `planned` file after the other, and then `PLAN`, in `scratch`.

    What lies there of an earlier try is written over in place: parts of it may be being recognised.
    Reports the seconds that are ready. Raises `SourceError` when the media cannot be decoded,
    `StoreError` where there is no space for it.
    """
    from faster_whisper.vad import get_vad_model

    decoding = decode(media, max_seconds=1e9)  # bounded when it was downloaded
    planner = Planner(options.vad_threshold, options.part_length)
    parts: list[Part] = []
    raised: list[Raised] = []
    try:
        with _written_over(scratch / SOUND) as file:
            for stretch, samples in stretches(decoding, planner, get_vad_model()):
                if stretch.part is not None:
                    start = stretch.start * _FRAME_SAMPLES
                    raised += raise_quiet(samples, start, stretch.part.speech)
                file.write(samples.tobytes())
                if stretch.part is not None:
                    _sync(file)  # before another machine is told that it is there
                    write_atomically(planned(scratch, len(parts)), pretty(stretch.part))
                    parts.append(stretch.part)
                    report(stretch.part.clips[-1].end, 0.0)
            file.truncate()
            _sync(file)
    except OSError as error:
        raise store_error(error, scratch / SOUND) from error
    done = decoding.report
    plan = Plan(
        duration=done.duration,
        parts=tuple(parts),
        holes=tuple(Span(hole.start, hole.end) for hole in done.holes),
        sound=Sound(done.loudness, done.channels, tuple(raised)),
    )
    write_atomically(scratch / PLAN, pretty(plan))
    return plan


def _written_over(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o666), "wb")


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def stretches(
    sound: Iterable[Samples], planner: Planner, detector: Detector
) -> Iterator[tuple[Stretch, Samples]]:
    """All of the sound in the planner's stretches, each with its samples, which may be changed.

    Raises `StageError` unless the detector answers for all of it.
    """
    waiting = np.zeros(0, np.int16)  # its first sample is the planner's next stretch's
    heard = 0  # samples that the detector has heard

    def taken(stretch: Stretch) -> Samples:
        nonlocal waiting
        count = (stretch.end - stretch.start) * _FRAME_SAMPLES
        samples, waiting = waiting[:count].copy(), waiting[count:]
        return samples

    for window in _windows(sound):
        before = waiting[-_CARRIED:]
        likely = _speech(np.concatenate([before, window]), len(before), heard, detector)
        waiting = np.concatenate([waiting, window])
        heard += len(window)
        for stretch in planner.add(likely):
            yield stretch, taken(stretch)
    for stretch in planner.rest(heard / RATE_HZ):
        yield stretch, taken(stretch)


def _windows(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The blocks again, in windows of one length but for the last."""
    gathered: list[Samples] = []
    length = 0
    for block in blocks:
        gathered.append(block)
        length += len(block)
        while length >= _WINDOW:
            whole = np.concatenate(gathered)
            yield whole[:_WINDOW]
            gathered, length = [whole[_WINDOW:]], length - _WINDOW
    if length:
        yield np.concatenate(gathered)


def _speech(
    samples: Samples, carried: int, heard: int, detector: Detector
) -> npt.NDArray[np.float32]:
    """How likely each 512 samples behind the carried ones are speech, shape (frames,)."""
    window = samples.astype(np.float32) / np.float32(32768)
    window = np.pad(window, (0, -len(window) % _FRAME_SAMPLES)).astype(np.float32)
    if window.any():
        likely = np.asarray(detector(window)).reshape(-1)
    else:  # nobody speaks in nothing, and asking takes minutes in a day of it
        likely = np.zeros(len(window) // _FRAME_SAMPLES, np.float32)
    if len(likely) * _FRAME_SAMPLES != len(window):
        raise StageError(
            f"the speech detector left out a part of the sound at {heard / RATE_HZ:.0f} s; "
            "report this fault"
        )
    return likely[carried // _FRAME_SAMPLES :]
