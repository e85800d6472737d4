"""Recognition of one part: clips of sound → words with times and probabilities."""

import functools
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.artefacts import Word
from pipeline.canonical import pretty
from pipeline.errors import ModelError
from pipeline.files import write_atomically
from pipeline.pool import report
from pipeline.resources import cores
from pipeline.sound import RATE_HZ
from pipeline.stage import Model
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part
from pipeline.stages.transcribe.prepare import read_sound

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment


@dataclass(frozen=True, slots=True)
class PartWords:
    """What was recognised in a part."""

    words: tuple[Word, ...]


def recognise(
    scratch: Path, target: Path, part: Part, model: Model, options: TranscribeOptions
) -> None:
    """Leave the words of `part` in `target`, as `PartWords`. Raises `ModelError`."""
    from faster_whisper import BatchedInferencePipeline

    loaded = _load(model.folder, options.device, options.compute_type, options.cpu_threads)
    # The part's own stretch of sound, so that no more than it is held as floating point.
    origin = part.clips[0].start
    first, last = round(origin * RATE_HZ), round(part.clips[-1].end * RATE_HZ)
    samples = read_sound(scratch)[first:last].astype(np.float32) / 32768
    segments, _ = BatchedInferencePipeline(loaded).transcribe(
        samples,
        language="pl",
        beam_size=options.beam_size,
        batch_size=options.batch_size,
        word_timestamps=True,
        vad_filter=False,
        clip_timestamps=[
            {"start": clip.start - origin, "end": clip.end - origin} for clip in part.clips
        ],
    )
    words = words_of(segments, part, origin)
    write_atomically(target, pretty(PartWords(words)))


def words_of(segments: "Iterable[Segment]", part: Part, origin: float) -> tuple[Word, ...]:
    """The recogniser's words in order and inside the part, whatever the alignment gave.

    What the recogniser writes without a space before it („monitor" „.miasta" „.pl", „70" „%")
    belongs to the word before, which is then as probable as its least probable piece.
    """
    words: list[Word] = []
    previous, end_of_part = origin, part.clips[-1].end
    for segment in segments:
        of_segment = len(words)
        for piece in segment.words or ():
            text = piece.word.strip()
            if not text:
                continue
            start = round(min(max(origin + float(piece.start), previous), end_of_part), 2)
            end = round(min(max(origin + float(piece.end), start), end_of_part), 2)
            probability = round(float(piece.probability), 3)
            if len(words) > of_segment and not piece.word.startswith(" "):
                before = words.pop()
                start, text = before.start, before.text + text
                probability = min(before.probability, probability)
            words.append(Word(start, end, text, probability))
            previous = end
        report(previous - origin, end_of_part - origin)
    return tuple(words)


@functools.lru_cache(maxsize=1)
def _load(folder: Path, device: str, compute_type: str, threads: int) -> "WhisperModel":
    """The model, loaded once per process."""
    from faster_whisper import WhisperModel
    from tqdm import tqdm

    tqdm.set_lock(threading.RLock())  # its own is a semaphore that outlives a killed process
    if compute_type == "auto":
        compute_type = "float16" if _on_gpu(device) else "int8"
    try:
        return WhisperModel(
            str(folder),
            device=device,
            compute_type=compute_type,
            cpu_threads=threads or cores(),
            local_files_only=True,
        )
    except ValueError as error:  # this machine has no such device, or cannot count like that
        raise ModelError(
            f"device = {device!r}, compute_type = {compute_type!r}: {error}; "
            'set both to "auto" in [transcribe] of stenogram.toml'
        ) from error
    except (RuntimeError, OSError) as error:
        raise ModelError(
            f"{folder}: the model cannot be loaded ({error}); where its files are damaged, delete "
            'the folder and run again; with device = "cuda", see that the GPU can be used'
        ) from error


def _on_gpu(device: str) -> bool:
    import ctranslate2

    return device == "cuda" or (device == "auto" and ctranslate2.get_cuda_device_count() > 0)
