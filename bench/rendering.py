"""How the site is brought up to date: all of it, nothing of it, one seminar more.

`python -m bench.rendering` makes seminars of invented speech in a folder of its own, with one
recording each, and prints seconds, files written and memory.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline.artefacts import (
    LedgerEntry,
    Placement,
    Programme,
    Recording,
    Session,
    Transcript,
    Word,
)
from pipeline.canonical import digest
from pipeline.config import Workspace
from pipeline.making import inputs_of, note_present
from pipeline.owners import STAGES, owners_of
from pipeline.publishing import Site
from pipeline.seminar import read_seminar
from pipeline.stages.render import RenderOptions
from pipeline.store import Folder, Provenance

_WORDS = ("gmina", "miasto", "most", "rzeka", "budżet", "rada", "uchwała", "droga", "szkoła")
_TOWNS = ("Zarzecze", "Podgaje", "Mostki", "Brzegi", "Kamieniec")


@dataclass(frozen=True)
class Measured:
    """One way to bring the site up to date."""

    what: str
    seconds: float
    files: int


def invent(root: Path, number: int, words: int) -> None:
    """Leaves seminar `number` with a recording of so many words, as stages would have."""
    name = f"s{number:05}"
    chance = random.Random(number)  # noqa: S311 - invented speech
    day = date(2010, 1, 1) + timedelta(days=(number * 37) % 5800)
    folder = root / "seminars" / name
    folder.mkdir(parents=True)
    (folder / "seminar.toml").write_text(
        f'title = "Narada {number} o {chance.choice(_WORDS)}"\n'
        f'organiser = "Gmina {chance.choice(_TOWNS)}"\ndates = [{day}]\n'
        f'[[recordings]]\nid = "dzien-1"\ntitle = "Dzień 1"\nfile = "a.mp4"\ndate = {day}\n'
        'state = "public"\n',
        "utf-8",
    )
    spoken = tuple(_spoken(chance, words))
    length = spoken[-1].end + 1
    media = f"{name}/recordings/dzien-1/media.mp4"
    kept = Folder(root / "outputs" / name / "recordings" / "dzien-1")
    recording = Recording(media, "0" * 64, 9, length, length, has_picture=True)
    transcript = Transcript("pl", length, spoken, (LedgerEntry(0.0, length, "transcribed"),))
    kept.write(recording, Provenance("download", 1, {}, "", "", "recipe"))
    kept.write(transcript, Provenance("transcribe", 1, {}, "", "", "recipe"))
    (root / "outputs" / media).write_bytes(b"no film\n")
    half = length / 2
    sessions = [
        Session(f"s{at}", f"Część {at}", "session", "programme", (), "", place, ())
        for at, place in enumerate(
            [Placement("dzien-1", 0, half, 0.9, ()), Placement("dzien-1", half, length, 0.9, ())]
        )
    ]
    owner = owners_of(read_seminar(folder), root / "outputs")
    note_present(owner, STAGES)
    stage = next(each for each in STAGES if each.name == "segment")
    inputs = digest(inputs_of(stage, owner))
    owner.folder.write(Programme(tuple(sessions)), Provenance("segment", 1, {}, "", inputs, "r"))


def _spoken(chance: random.Random, words: int) -> Iterator[Word]:
    now = 0.0
    for at in range(words):
        text = chance.choice(_WORDS)
        ends = at % 14 == 13
        yield Word(round(now, 2), round(now + 0.3, 2), text + ("." if ends else ""), 0.9)
        now += 0.4 + ends


def measure(root: Path, count: int, words: int) -> Iterator[Measured]:
    """All ways in turn, in a new workspace."""
    os.environ["PYTHONUNBUFFERED"] = "1"
    for number in range(count):
        invent(root, number, words)
    options = RenderOptions(address="https://seminaria.example.pl/")
    for what in ("all of it", "nothing of it", "one seminar more", "nothing of it"):
        if what.startswith("one"):
            invent(root, count, words)
        began = time.monotonic()
        files = Site(Workspace(root), options).bring_up_to_date()
        yield Measured(what, time.monotonic() - began, files)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seminars", type=int, default=2000)
    parser.add_argument("--words", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for each in measure(Path(folder), asked.seminars, asked.words):
            sys.stdout.write(f"{each.what:20} {each.seconds:8.2f} s  {each.files:7} files\n")
            sys.stdout.flush()
    peak = max(resource.getrusage(who).ru_maxrss for who in (0, -1)) >> 10
    sys.stdout.write(f"peak memory of one process: {peak} MiB\n")


if __name__ == "__main__":
    main()
