"""The systems that are compared: each takes a recording and prints its words and what it cost.

Run as `python -m bench.systems SYSTEM MEDIA THREADS`: a process each, so that its peak memory is
its own.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.stage import Model

_CHECKOUT = Path(__file__).resolve().parent.parent


def stenogram(media: Path, model: Model, threads: int) -> list[str]:
    """Our stage `transcribe`, its parts in one process."""
    from pipeline.canonical import typed
    from pipeline.stages.transcribe.options import TranscribeOptions
    from pipeline.stages.transcribe.parts import Plan
    from pipeline.stages.transcribe.prepare import PLAN, prepare
    from pipeline.stages.transcribe.recognise import PartWords, recognise

    options = TranscribeOptions(cpu_threads=threads)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        prepare(media, scratch, options)
        plan = typed(json.loads((scratch / PLAN).read_text()), Plan)
        words: list[str] = []
        for number, part in enumerate(plan.parts):
            target = scratch / f"{number}.json"
            recognise(scratch, target, part, model, options)
            found = typed(json.loads(target.read_text()), PartWords)
            words += [word.text for word in found.words]
    return words


def _whisper(model: Model, threads: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - untyped
    from faster_whisper import WhisperModel

    return WhisperModel(str(model.folder), device="cpu", compute_type="int8", cpu_threads=threads)


def sequential(media: Path, model: Model, threads: int) -> list[str]:
    """Plain faster-whisper, one window after the other, not conditioned on its own text."""
    segments, _ = _whisper(model, threads).transcribe(
        str(media),
        language="pl",
        beam_size=5,
        condition_on_previous_text=False,
        word_timestamps=True,
    )
    return [word.word for segment in segments for word in segment.words]


def batched(media: Path, model: Model, threads: int) -> list[str]:
    """Plain faster-whisper, batched, with its own speech detection."""
    from faster_whisper import BatchedInferencePipeline

    segments, _ = BatchedInferencePipeline(_whisper(model, threads)).transcribe(
        str(media), language="pl", beam_size=5, batch_size=8, word_timestamps=True
    )
    return [word.word for segment in segments for word in segment.words]


SYSTEMS = {"stenogram": stenogram, "sequential": sequential, "batched": batched}


def main() -> None:
    """Run one system on one recording; print words, seconds and peak memory as JSON."""
    system, media, threads = sys.argv[1:4]
    catalogue = Catalogue(_CHECKOUT / "models")
    entry = catalogue.entry("base")
    catalogue.fetch(entry)
    began = time.monotonic()
    words = SYSTEMS[system](Path(media), catalogue.model(entry), int(threads))
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"words": words, "seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main()
