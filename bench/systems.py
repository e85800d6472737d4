"""The systems that are compared: each takes a recording and tells its words and what they cost.

Run as `python -m bench.systems SYSTEM WARM_UP MEDIA THREADS IS_DEMO`: a process each, so that its
peak memory is its own. A few seconds of speech, `WARM_UP`, are recognised before the clock of the
recognition is started: what imports, loading the model and first calls take is told apart.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.clock import Clock, Spent, peak_mib
from bench.corpora import CHECKOUT
from bench.ours import bench_for, tell
from pipeline.artefacts import Word
from pipeline.canonical import canonical, typed
from pipeline.catalogue import Catalogue

_PROCESS = Clock()
_PEER = Path(sys.executable).with_name("whisper-ctranslate2")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a system made of a recording."""

    system: str
    words: tuple[Word, ...]
    spent: Spent
    """On recognition, decoding and detection of speech included."""
    start: Spent
    """From the start of the process until the first few seconds of speech were recognised."""
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a system."""

    system: str
    warm_up: Path
    media: Path
    threads: int
    is_demo: bool

    def done(self) -> list[Heard]:
        """Have it done in a process of its own."""
        arguments = (self.system, self.warm_up, self.media, self.threads, int(self.is_demo))
        result = subprocess.run(
            [sys.executable, "-m", "bench.systems", *map(str, arguments)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return typed(json.loads(result.stdout), list[Heard])


def stenogram(job: Job, catalogue: Catalogue) -> Iterator[Heard]:
    """Ours: `transcribe`, and then with each later stage that makes a better transcript."""
    with tempfile.TemporaryDirectory() as folder:
        warm = bench_for(catalogue, job.threads, Path(folder) / "warm-up")
        for _ in tell(warm, job.warm_up, is_demo=job.is_demo):
            pass
        start = _PROCESS.spent()
        bench = bench_for(catalogue, job.threads, Path(folder) / "outputs")
        for told in tell(bench, job.media, is_demo=job.is_demo):
            yield Heard("+".join(told.stages), told.words, told.spent, start, peak_mib())


def plain_sequential(job: Job, catalogue: Catalogue) -> Iterator[Heard]:
    """Plain faster-whisper, one window after the other, not conditioned on its own text."""
    model = _whisper(job, catalogue)
    yield _plain(job, model, beam_size=5, condition_on_previous_text=False)


def plain_batched(job: Job, catalogue: Catalogue) -> Iterator[Heard]:
    """Plain faster-whisper, batched, with its own speech detection."""
    from faster_whisper import BatchedInferencePipeline

    model = BatchedInferencePipeline(_whisper(job, catalogue))
    yield _plain(job, model, beam_size=5, batch_size=8)


def _whisper(job: Job, catalogue: Catalogue) -> Any:  # noqa: ANN401 - it is untyped
    from faster_whisper import WhisperModel

    folder = catalogue.path(catalogue.entry("base"))
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=job.threads)


def _plain(job: Job, model: Any, **options: object) -> Heard:  # noqa: ANN401 - it is untyped
    def words(media: Path) -> tuple[Word, ...]:
        segments, _ = model.transcribe(str(media), language="pl", word_timestamps=True, **options)
        return _words(word for segment in segments for word in segment.words)

    words(job.warm_up)
    start = _PROCESS.spent()
    clock = Clock()
    heard = words(job.media)
    return Heard(job.system, heard, clock.spent(), start, peak_mib())


def _words(pieces: Iterable[Any]) -> tuple[Word, ...]:
    return tuple(
        Word(float(piece.start), float(piece.end), piece.word.strip(), float(piece.probability))
        for piece in pieces
    )


def whisper_ctranslate2(job: Job, catalogue: Catalogue) -> Iterator[Heard]:
    """The command line of that name, with its own defaults (sequential, conditioned, beam 5).

    Its start is the time of a whole command on the warm-up, and is taken off the recording's.
    """
    folder = catalogue.path(catalogue.entry("base"))
    start, _ = _peer(job.warm_up, folder, job.threads)
    spent, words = _peer(job.media, folder, job.threads)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    unit = 1 << (20 if sys.platform == "darwin" else 10)
    yield Heard(job.system, words, spent - start, start, peak / unit)


def _peer(media: Path, model: Path, threads: int) -> tuple[Spent, tuple[Word, ...]]:
    """What the command took, and its words."""
    options = {
        "model_directory": model,
        "local_files_only": True,
        "device": "cpu",
        "compute_type": "int8",
        "threads": threads,
        "language": "pl",
        "word_timestamps": True,
        "verbose": False,
        "output_format": "json",
    }
    with tempfile.TemporaryDirectory() as folder:
        told = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        command = [str(_PEER), str(media), "--output_dir", folder, *told]
        clock = Clock()
        subprocess.run(command, capture_output=True, check=True)
        spent = clock.spent()
        segments = json.loads(next(Path(folder).glob("*.json")).read_bytes())["segments"]
    pieces = [piece for segment in segments for piece in segment.get("words") or ()]
    return spent, tuple(
        Word(piece["start"], piece["end"], piece["word"].strip(), piece["probability"])
        for piece in pieces
    )


SYSTEMS: dict[str, Callable[[Job, Catalogue], Iterator[Heard]]] = {
    "stenogram": stenogram,
    "batched": plain_batched,
    "sequential": plain_sequential,
    "whisper-ctranslate2": whisper_ctranslate2,
}


def main() -> None:
    """Do one job; print what was heard as JSON."""
    system, warm_up, media, threads, is_demo = sys.argv[1:6]
    job = Job(system, Path(warm_up), Path(media), int(threads), bool(int(is_demo)))
    heard = list(SYSTEMS[system](job, Catalogue(CHECKOUT / "models")))
    sys.stdout.write(json.dumps(canonical(heard)))


if __name__ == "__main__":
    main()
