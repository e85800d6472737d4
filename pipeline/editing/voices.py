"""Who is heard at which moment, under the names that pages show."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.artefacts import Turn
from pipeline.attributing import attributed
from pipeline.seminar import SeminarFolder


@dataclass(frozen=True, slots=True)
class Heard:
    """The turns of a recording, and names by number."""

    turns: tuple[Turn, ...]
    names: Mapping[int, str]

    def at(self, time: float) -> str:
        """Who speaks then: a name, or a number as text; empty where nobody is known."""
        found = bisect_right(self.turns, time, key=lambda turn: turn.start) - 1
        number = self.turns[found].speaker if found >= 0 else None
        if number is None:
            return ""
        return self.names.get(number, str(number))


NOBODY = Heard((), {})


def heard(seminar: SeminarFolder, outputs: Path, recording: str) -> Heard:
    """Who is heard in a recording, without what a person said of its words.

    Raises `StenogramError` where voices were not told apart.
    """
    found = attributed(seminar, outputs)
    return Heard(found.turns.of(recording), found.speakers.names)
