"""A recording of 10,000 words, as long as an afternoon: what pages are weighed with."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

from pipeline.artefacts import (
    LedgerEntry,
    Placement,
    Programme,
    RecordingTurns,
    Session,
    Transcript,
    Turn,
    Turns,
    Word,
)
from pipeline.shown import Shown, Slideshow
from pipeline.stages.render import RecordingView, SeminarView
from tests.render.invented import recording, seminar

TALKS = Path(__file__).parent.parent / "data" / "talks"
_PAUSE = 0.5  # seconds between sentences, on average; one in fifty is over two
_VOICES = ("Żegota Brzeg", "Mira Przęsło", "Halszka Wiatraczna", "dr Ziemowit Kasztelnik")


def long_recording(count: int = 10_000, seed: int = 7) -> RecordingView:
    """`count` words of the talks; invented times and probabilities, sentences like the demo's."""
    chance = random.Random(seed)  # noqa: S311 - times, no secrets
    words: list[Word] = []
    now, left = 1.0, 0
    for text in islice(_texts(), count):
        opens, left = left == 0, left or chance.randint(3, 17)
        left -= 1
        shown = (text[0].upper() + text[1:] if opens else text) + ("" if left else ".")
        lasting = 0.08 + 0.06 * len(text)
        likely = round(chance.betavariate(5, 1), 3)
        words.append(Word(round(now, 2), round(now + lasting, 2), shown, likely))
        now += lasting + (0.0 if left else chance.expovariate(1 / _PAUSE))
    ledger = (LedgerEntry(0.0, now, "transcribed"),)
    view = recording("dzien-1")
    return replace(
        view,
        recording=replace(view.recording, duration=now),
        transcript=Transcript("pl", now, tuple(words), ledger),
    )


def long_seminar(view: RecordingView | None = None) -> SeminarView:
    """A seminar of that recording: twelve sessions, sixty turns, thirty slides."""
    view = view or long_recording()
    name, words, end = view.info.id, view.transcript.words, view.transcript.duration
    step = end / 12
    sessions = tuple(
        Session(
            f"s{number}", f"Sesja {number + 1}. Mosty, rzeki i rynek pracy w miastach", "session",
            "programme", (), "", Placement(name, step * number, step * (number + 1), 0.9, ()),
            (),
        )
        for number in range(12)
    )  # fmt: skip
    borders = [round(len(words) * number / 60) for number in range(61)]
    turns = tuple(
        Turn(words[first].start, words[last - 1].end, first, last, number % 4 + 1, 0.99)
        for number, (first, last) in enumerate(pairwise(borders))
    )
    slides = tuple(
        Shown(name, end * number / 30, end * (number + 1) / 30, "plan", (1, 2, 4)[number % 3],
              "picture", 0.9)
        for number in range(30)
    )  # fmt: skip
    return replace(
        seminar(recordings=[view]),
        programme=Programme(sessions),
        turns=Turns((RecordingTurns(name, turns),)),
        names=dict(enumerate(_VOICES, 1)),
        slideshow=Slideshow(slides),
    )


def _texts() -> Iterator[str]:
    while True:
        for path in sorted(TALKS.glob("*.txt")):
            for line in path.read_text("utf-8").splitlines():
                if not line.startswith("== "):
                    yield from line.lstrip("~> ").split()
