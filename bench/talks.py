"""Long Polish talks with known topics, of our own writing, for measuring `segment`.

`tests/data/talks/*.txt`; every line but those with marks is a stretch between two pauses, as
recognition leaves it. A topic begins with `== title`, or `== title | speaker`, as a programme would
print it. A line with `> ` says that something new begins, where it does; one with `~ ` sounds like
that, and nothing begins. Talks with odd numbers are for tuning, those with even ones for testing.

`python -m bench.talks` tells whether they are as hard as they are meant to be.
"""

import random
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.artefacts import LedgerEntry, Transcript, Word
from pipeline.language import content_lemmas

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "talks"
_LETTER = 0.06  # seconds a letter takes
_WORD = 0.08  # and a word besides
_PAUSES = (0.3, 1.1)  # seconds between lines: they tell nothing of where topics begin


@dataclass(frozen=True, slots=True)
class Topic:
    """What one part of a talk is about, line by line."""

    title: str
    speaker: str
    """Empty where none is printed."""
    lines: tuple[str, ...]
    cued: bool
    """Whether its first line says that something new begins."""
    false_cues: int

    @property
    def lemmas(self) -> frozenset[str]:
        """The distinct lemmas of its content words."""
        return frozenset(lemma for line in self.lines for lemma in content_lemmas(line))


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk, its topics in order."""

    name: str
    topics: tuple[Topic, ...]

    @property
    def is_for_tuning(self) -> bool:
        """Whether constants may be fitted on it."""
        return int(self.name[:2]) % 2 == 1

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(line.split()) for topic in self.topics for line in topic.lines)

    @property
    def cues(self) -> float:
        """Share of its inner boundaries at which something says so."""
        inner = self.topics[1:]
        return sum(topic.cued for topic in inner) / len(inner)

    @property
    def shared(self) -> tuple[float, ...]:
        """Of each pair of neighbours: lemmas of both, as a share of those of the poorer one."""
        return tuple(
            len(one.lemmas & other.lemmas) / min(len(one.lemmas), len(other.lemmas))
            for one, other in pairwise(self.topics)
        )


def talks() -> list[Talk]:
    """All talks, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def transcript(talk: Talk) -> tuple[Transcript, tuple[float, ...]]:
    """The talk as recognised words with invented times, and when each topic begins, in seconds."""
    chance = random.Random(talk.name)  # noqa: S311 - pauses, no secrets
    words: list[Word] = []
    starts = []
    clock = 0.0
    for topic in talk.topics:
        starts.append(clock)
        for line in topic.lines:
            for text in line.split():
                lasting = _WORD + _LETTER * len(text)
                words.append(Word(round(clock, 2), round(clock + lasting, 2), text, 0.9))
                clock += lasting
            clock += chance.uniform(*_PAUSES)
    ledger = (LedgerEntry(0.0, clock, "transcribed"),)
    return Transcript("pl", clock, tuple(words), ledger), tuple(starts)


def _read(path: Path) -> Talk:
    topics: list[Topic] = []
    lines = path.read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("== "):
            title, _, speaker = line[3:].partition("|")
            topics.append(Topic(title.strip(), speaker.strip(), (), cued=False, false_cues=0))
        elif line.strip():
            topics[-1] = _with(topics[-1], line)
    return Talk(path.stem, tuple(topics))


def _with(topic: Topic, line: str) -> Topic:
    return Topic(
        topic.title,
        topic.speaker,
        (*topic.lines, re.sub(r"^[>~] ", "", line).strip()),
        cued=topic.cued or (line.startswith("> ") and not topic.lines),
        false_cues=topic.false_cues + line.startswith("~ "),
    )


def main() -> None:
    """Print what makes each talk hard."""
    print("talk                            words topics  cued  false  shared lemmas of neighbours")
    for talk in talks():
        false = sum(topic.false_cues for topic in talk.topics)
        shared = " ".join(f"{each:.0%}" for each in talk.shared)
        lengths = [sum(len(line.split()) for line in topic.lines) for topic in talk.topics]
        print(
            f"{talk.name:32}{talk.words:5}  {len(talk.topics)}     {talk.cues:4.0%}  {false:3}"
            f"    {shared}   words a topic: {min(lengths)}-{max(lengths)}"
        )


if __name__ == "__main__":
    main()
