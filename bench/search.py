"""Our index beside Pagefind's on the same made-up recordings: `python -m bench.search`.

Both are built from files that lie ready (of each recording a page for Pagefind, its sentences for
us), in processes of their own, one after the other. Then each question is asked in a browser with
an empty cache, from the script of the engine to ten excerpts, as fast as this machine and over a
mobile network (9 Mbit/s, 170 ms there and back). Words of a question stand in any of their forms.
"""

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import pagefind
from bench.asking import Asked, Asker, recall
from bench.memory import Cost, cost_of
from bench.questions import Question, questions, rare_words
from bench.seminars import read_recording, recordings, write_corpus
from pipeline.search import Document, Source, update_index

_TOOLS = "pagefind is missing: (cd bench/tools && npm ci)"


def sources(paths: Iterable[Path]) -> list[Source]:
    """The recordings by seminar; what a file holds is known by its name and size."""
    by_seminar: dict[str, list[Path]] = {}
    for path in sorted(paths):
        by_seminar.setdefault(path.name.partition(".")[0], []).append(path)
    return [
        Source(
            name, " ".join(f"{path.name} {path.stat().st_size}" for path in held), "", _Load(held)
        )
        for name, held in by_seminar.items()
    ]


@dataclass(frozen=True, slots=True)
class _Load:
    paths: Sequence[Path]

    def __call__(self) -> Iterator[Document]:
        return map(read_recording, self.paths)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the corpus and the two indexes lie."""

    root: Path

    @property
    def corpus(self) -> Path:
        """A file for each recording."""
        return self.root / "corpus"

    @property
    def ours(self) -> Path:
        """The site with our index."""
        return self.root / "ours"

    @property
    def pages(self) -> Path:
        """The site with Pagefind's."""
        return self.root / "pages"


def _build(folders: Folders) -> Cost:
    command = [sys.executable, "-m", "bench.search", "--build", str(folders.root)]
    return cost_of(command, Path(__file__).parent.parent)


def _update(root: Path) -> None:
    folders = Folders(root)
    found = sources(folders.corpus.glob("*.json"))
    report = update_index(found, folders.ours / "search", root / "private")
    sys.stdout.write(f"{report}\n")


def _add(folders: Folders) -> None:
    """One more seminar of one recording, the newest."""
    (document,) = recordings(1, seed=7)
    path = folders.corpus / "dodane.nagranie.json"
    (folders.root / "one").mkdir()
    (written,) = write_corpus(iter([document]), folders.root / "one")
    text = written.read_text(encoding="utf-8").replace("seminarium-00000", "dodane")
    path.write_text(text, encoding="utf-8")


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file()
    }


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _row(name: str, ours: float, theirs: float | None, wanted: str = "") -> None:
    beside = f"{theirs:12.1f} {ours / theirs:8.2f}" if theirs else f"{'':12} {'':8}"
    print(f"{name:44}{ours:12.1f} {beside}  {wanted}")


def _percentile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def _asked(name: str, ours: Sequence[Asked], theirs: Sequence[Asked]) -> None:
    mine, peer = [one.kilobytes for one in ours], [one.kilobytes for one in theirs]
    _row(f"{name}: kB, median", statistics.median(mine), statistics.median(peer), "<= 0.25")
    _row(f"{name}: kB, 95th percentile", _percentile(mine, 0.95), _percentile(peer, 0.95), "<= 200")
    mine, peer = [one.requests for one in ours], [one.requests for one in theirs]
    _row(
        f"{name}: requests, 95th percentile",
        _percentile(mine, 0.95),
        _percentile(peer, 0.95),
        "<= 15",
    )
    for way, wanted in (("milliseconds", ""), ("mobile_milliseconds", "<= 0.5")):
        mine, peer = [getattr(one, way) for one in ours], [getattr(one, way) for one in theirs]
        told = "ms" if way == "milliseconds" else "ms, mobile network"
        _row(f"{name}: {told}, median", statistics.median(mine), statistics.median(peer), wanted)


def run(folders: Folders, count: int, asked: int) -> None:
    """Build, ask, add one, and print the table."""
    if not folders.corpus.is_dir():
        write_corpus(recordings(count), folders.corpus)
    paths = sorted(folders.corpus.glob("*.json"))
    pagefind.write_pages(map(read_recording, paths), folders.pages)
    print(f"{count} recordings of 10,000 words\n{'':44}{'ours':>12} {'Pagefind':>12} {'ratio':>8}")
    mine, theirs = _build(folders), pagefind.build(folders.pages)
    _row("build, seconds", mine.seconds, theirs.seconds, "<= 0.7")
    _row("build, peak MB of all processes", mine.peak_mb, theirs.peak_mb, "<= 0.3")
    files = _stamps(folders.ours / "search")
    _row("index and texts, MB", _size(folders.ours), _size(folders.pages / "pagefind"), "<= 150")
    _add(folders)
    added = _build(folders)
    changed = _stamps(folders.ours / "search")
    rewritten = sum(changed[name] != files.get(name) for name in changed)
    _row(
        "one more, % of the time of a full build", 100 * added.seconds / mine.seconds, None, "<= 3"
    )
    _row("one more, % of files written", 100 * rewritten / len(files), None, "<= 2")
    rng = random.Random(1)  # noqa: S311 - the same questions each time
    sample = [read_recording(path) for path in rng.sample(paths, min(60, len(paths)))]
    with Asker(folders.ours, folders.pages) as asker:
        for words in (1, 2):
            here = questions(sample, words, asked if words == 1 else asked // 2, rng)
            pairs = [(asker.ours(one), asker.theirs(one)) for one in here]
            _asked(f"{words} word{'s' * (words > 1)}", [a for a, _ in pairs], [b for _, b in pairs])
        rare = list(rare_words(map(read_recording, paths), 60, rng))
        _recall(rare, asker)
        print(f"from file://: {asker.from_files(here[0])} excerpts")


def _recall(rare: Sequence[Question], asker: Asker) -> None:
    for inflected, name in ((False, "base form"), (True, "inflected")):
        mine = recall(rare, inflected, asker.found_by_ours)
        theirs = recall(rare, inflected, asker.found_by_theirs)
        _row(f"rare words, {name}: recall, %", 100 * mine, 100 * theirs, ">= 99")


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recordings", type=int, default=2_000)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--folder", type=Path, help="kept, and its corpus used again")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        _update(given.build)
        return
    if not pagefind.BINARY.exists():
        raise SystemExit(_TOOLS)
    with tempfile.TemporaryDirectory() as scratch:
        run(Folders(given.folder or Path(scratch)), given.recordings, given.questions)


if __name__ == "__main__":
    main()
