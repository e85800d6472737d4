"""Words, speed and memory beside plain faster-whisper and whisper-ctranslate2, in one run.

The same audio, model (`base`, int8), threads for all. WER raw is against what is spoken, case and
punctuation removed; normalised has numbers and dates in one form. `lost` are sentences of which
nothing was found. Speeds are those of recognition with the model loaded; `start` tells the rest.
`cores` are seconds of processor for a second of sound: on a busy machine the fairer comparison.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.corpora import DEMO, corpora
from bench.joined import duration_of, join
from bench.runs import COSTS, Bed, costs, run
from bench.systems import SYSTEMS, Heard
from bench.tables import Results, quality, words
from pipeline.resources import cores


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.recognition", description=__doc__)
    parser.add_argument(
        "--only",
        nargs="*",
        choices=[corpus.name for corpus in corpora()],
        help="these recordings; with no name: none",
    )
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument(
        "--minutes", nargs="+", type=float, default=[], help="speed and memory at these lengths"
    )
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; medians are told")
    parser.add_argument("--threads", type=int, default=cores())
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _recordings(bed: Bed, only: list[str] | None) -> None:
    """Words, speed and quality for each recording and for all of them."""
    results: Results = []
    for corpus in corpora(only):
        heard = run(bed, corpus.media, is_demo=corpus.is_demo)
        results.append((corpus, duration_of(corpus.media), heard))
        _say("\n".join(words(corpus.name, results[-1:])) + "\n")
    if len(results) > 1:
        _say("\n".join(words("all", results)) + "\n")
    if results:
        _say("\n".join(quality(results)) + "\n")


def _lengths(bed: Bed, minutes: list[float], folder: Path) -> None:
    """Speed and memory for files made of all recordings, one after the other."""
    sources = [corpus.media for corpus in corpora()]
    first: dict[str, Heard] = {}
    _say(f"{'length':20} {'system':20} {COSTS} {'x first peak':>12}")
    for length in minutes:
        media = join(sources, 60 * length, folder / f"{length:g}.flac")
        heard = run(bed, media, is_demo=True)
        first = first or heard
        for name, one in heard.items():
            ratio = one.peak_mb / first[name].peak_mb
            told = costs(60 * length, heard, name)
            _say(f"{f'{length:g} min':20} {name:20} {told} {ratio:12.2f}")
        media.unlink()


def main() -> None:
    """Print the tables."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm_up = join([DEMO / "media" / "dzien-1.mp4"], 8.0, folder / "warm-up.flac")
        bed = Bed(asked.systems, warm_up, asked.threads, asked.repeat)
        _say(f"base, int8, beam 5, {asked.threads} threads, median of {asked.repeat}\n")
        _recordings(bed, asked.only)
        if asked.minutes:
            _lengths(bed, asked.minutes, folder)


if __name__ == "__main__":
    main()
