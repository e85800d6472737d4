"""A day of speech, for time and memory; as a program it prints seconds and peak memory in MiB."""

import dataclasses
import random
import resource
import sys
import time

from pipeline.artefacts import Programme, Transcript, Word
from pipeline.declared import Plan, PlannedSession
from pipeline.stage import Of
from pipeline.stages.segment import segment
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.summarise.extracting import extract
from pipeline.stages.summarise.options import SummariseOptions
from tests.stages.gold import transcripts

_SYLLABLES = (
    "ka",
    "no",
    "ri",
    "tu",
    "mie",
    "szo",
    "wa",
    "le",
    "dny",
    "gó",
    "brza",
    "ści",
    "mo",
    "pel",
)


def day(hours: float) -> Of[Transcript]:
    """One recording of so many hours, of the demo's sentences with ever new words in them."""
    invented = random.Random(1)  # noqa: S311 - no secret depends on it
    said = [word for each in transcripts() for word in each.artefact.words]
    words: list[Word] = []
    offset = 0.0
    while offset < hours * 3600:
        for word in said:
            text = word.text
            if invented.random() < 0.15:
                text = "".join(invented.choices(_SYLLABLES, k=invented.randint(2, 4)))
            words.append(dataclasses.replace(word, start=0.0, end=0.0, text=text))
        start = offset
        for number in range(len(words) - len(said), len(words)):
            start = offset + 0.42 * (number - (len(words) - len(said)))
            words[number] = dataclasses.replace(words[number], start=start, end=start + 0.4)
        offset = start + 5.0
    return Of("dzien-1", Transcript("pl", offset, tuple(words), ()))


def plan(sessions: int) -> Plan:
    """A programme of so many sessions of half an hour."""
    titles = ["Podatki w miastach", "Rynek pracy", "Przykłady z Ustki", "Pytania i odpowiedzi"]
    return Plan(
        tuple(
            PlannedSession(
                f"s{number:02d}",
                titles[number % 4],
                "session",
                ("Jagna Pokrzywińska", "Bożydar Modrzewiak"),
                f"{9 + number // 2:02d}:{30 * (number % 2):02d}–"
                f"{9 + (number + 1) // 2:02d}:{30 * ((number + 1) % 2):02d}",
                "",
            )
            for number in range(sessions)
        ),
        ("dzien-1",),
    )


def work(which: str, hours: float) -> int:
    """Do it; how many sessions it gave."""
    recording = day(hours)
    if which == "summarise":
        summary = extract(Programme(()), (recording,), plan(0), SummariseOptions())
        return len(summary.sentences)
    programme = plan(20) if which == "planned" else Plan((), ("dzien-1",))
    return len(segment(programme, (recording,), SegmentOptions()).sessions)


if __name__ == "__main__":
    began = time.monotonic()
    found = work(sys.argv[1], float(sys.argv[2]))
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.monotonic() - began:.1f} {peak_mib:.0f} {found}")
