"""Words, speed and memory beside plain faster-whisper: the same audio, model, threads, one run."""

import json
import re
import subprocess
import sys

import jiwer

from bench.corpora import Corpus, corpora
from bench.systems import SYSTEMS
from pipeline.resources import cores
from pipeline.sound import probe


def plain(text: str) -> str:
    """Lower case, no punctuation, single spaces."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())


def _run(system: str, corpus: Corpus, threads: int) -> tuple[list[str], float, float]:
    result = subprocess.run(  # our own module
        [sys.executable, "-m", "bench.systems", system, str(corpus.media), str(threads)],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(result.stdout)
    return told["words"], told["seconds"], told["peak_mb"]


def main() -> None:
    """Print the table."""
    threads = cores()
    sys.stdout.write(f"base, int8, beam 5, {threads} threads; WER raw: against what is spoken\n")
    head = f"{'corpus':10} {'system':11} {'WER':>6} {'sub':>4} {'del':>4} {'ins':>4}"
    sys.stdout.write(f"{head} {'x real time':>11} {'x batched':>9} {'peak MB':>8}\n")
    for corpus in corpora():
        duration = probe(corpus.media, 1e9).duration
        rows = {system: _run(system, corpus, threads) for system in SYSTEMS}
        for system, (words, seconds, peak) in rows.items():
            errors = jiwer.process_words(plain(corpus.words), plain(" ".join(words)))
            counts = f"{errors.substitutions:4} {errors.deletions:4} {errors.insertions:4}"
            speed = f"{duration / seconds:11.1f} {rows['batched'][1] / seconds:9.2f}"
            wer = f"{100 * errors.wer:5.1f}%"
            sys.stdout.write(f"{corpus.name:10} {system:11} {wer} {counts} {speed} {peak:8.0f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
