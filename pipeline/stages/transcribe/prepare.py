"""Sound made ready: decoded to a plain file, its speech found, its parts planned.

Memory does not grow with the recording: what is long lies in files.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.canonical import pretty
from pipeline.files import write_atomically
from pipeline.sound import RATE_HZ, write_track
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Plan, Span, clips, parts, speech_spans
from pipeline.stages.transcribe.quiet import raise_quiet

SOUND = "sound.s16"
"""Signed 16-bit samples, 16 kHz, one channel, in the byte order of the machine."""
PLAN = "plan.json"
_WINDOW = 240 * RATE_HZ
_CARRIED = 8 * RATE_HZ  # heard again before each window: the detector goes by what came before
_FRAME_SAMPLES = 512


def prepare(media: Path, scratch: Path, options: TranscribeOptions) -> None:
    """Leave `SOUND` and then `PLAN` in `scratch`.

    Raises `SourceError` when the media cannot be decoded.
    """
    decoded = write_track(media, scratch / SOUND)
    probabilities = _speech_probabilities(scratch / SOUND)
    spans = speech_spans(probabilities, options.vad_threshold)
    raised = raise_quiet(scratch / SOUND, spans)
    seconds = decoded.duration
    plan = Plan(
        duration=seconds,
        parts=parts(clips(spans, probabilities, seconds), options.part_length),
        speech=tuple(spans),
        holes=tuple(Span(hole.start, hole.end) for hole in decoded.holes),
        channels=decoded.channels,
        loudness=decoded.loudness,
        raised=raised,
    )
    write_atomically(scratch / PLAN, pretty(plan))


def _speech_probabilities(sound: Path) -> npt.NDArray[np.float32]:
    """How likely each 512 samples are speech, shape (frames,), by Silero VAD."""
    from faster_whisper.vad import get_vad_model

    detector = get_vad_model()
    found = []
    for start in range(0, sound.stat().st_size // 2, _WINDOW):
        carried = min(start, _CARRIED)
        # Read and not mapped: what is mapped stays in memory until all of it is there.
        samples = np.fromfile(sound, np.int16, carried + _WINDOW, offset=2 * (start - carried))
        window = samples.astype(np.float32) / 32768
        window = np.pad(window, (0, -len(window) % _FRAME_SAMPLES))
        if window.any():
            heard = np.asarray(detector(window)).reshape(-1)
        else:  # nobody speaks in nothing, and asking takes minutes in a day of it
            heard = np.zeros(len(window) // _FRAME_SAMPLES, np.float32)
        found.append(heard[carried // _FRAME_SAMPLES :])
    return np.concatenate(found) if found else np.zeros(0, np.float32)
