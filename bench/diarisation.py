"""Diarisation error rate: how long the wrong voice, none, or one that nobody has, is told.

After NIST's md-eval: seconds within the collar around each border of the known are left out, where
two speak both are wanted, and speakers are matched one to one so that the most is right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Turn

COLLAR = 0.25
_STEP = 0.01  # seconds that are counted together


@dataclass(frozen=True, slots=True)
class Stretch:
    """A voice that is heard in `[start, end)`."""

    start: float
    end: float
    speaker: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Seconds of speech that are known, and of them those that are wrong."""

    known: float
    missed: float
    false_alarm: float
    confused: float
    speakers: tuple[int, int]
    """As they are, and as they were found."""

    @property
    def rate(self) -> float:
        """DER."""
        return (self.missed + self.false_alarm + self.confused) / self.known


def stretches(turns: Iterable[Turn]) -> Iterator[Stretch]:
    """Where voices are heard: turns without their pauses."""
    for turn in turns:
        start = turn.start
        for pause, again in turn.pauses:
            yield Stretch(start, pause, str(turn.speaker))
            start = again
        yield Stretch(start, turn.end, str(turn.speaker))


def errors(known: Sequence[Stretch], found: Sequence[Stretch]) -> Errors:
    """What is wrong in `found`."""
    length = round(max(each.end for each in (*known, *found)) / _STEP) + 100
    wanted, counted = _flags(known, length), np.ones(length, bool)
    for each in known:
        for border in (each.start, each.end):
            first = max(0, round((border - COLLAR) / _STEP))
            counted[first : round((border + COLLAR) / _STEP)] = False
    told = _flags(found, length)[:, counted]
    wanted = wanted[:, counted]
    both = wanted.astype(np.int64) @ told.T.astype(np.int64)
    right = np.zeros(wanted.shape[1], np.int64)
    for one, other in matched(both):
        right += wanted[one] & told[other]
    there, said = wanted.sum(axis=0), told.sum(axis=0)
    return Errors(
        known=float(there.sum() * _STEP),
        missed=float(np.maximum(there - said, 0).sum() * _STEP),
        false_alarm=float(np.maximum(said - there, 0).sum() * _STEP),
        confused=float((np.minimum(there, said) - right).sum() * _STEP),
        speakers=(len(wanted), len(told)),
    )


def _flags(stretches: Sequence[Stretch], length: int) -> npt.NDArray[np.bool_]:
    """When each speaker is heard, shape (speakers, hundredths of a second)."""
    speakers = sorted({each.speaker for each in stretches})
    flags = np.zeros((len(speakers), length), bool)
    for each in stretches:
        first, end = round(each.start / _STEP), round(each.end / _STEP)
        flags[speakers.index(each.speaker), first:end] = True
    return flags


def matched(gains: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Pairs of a row and a column, each once, with the greatest sum (by shortest paths)."""
    rows, columns = gains.shape
    size = max(rows, columns)
    costs = np.zeros((size + 1, size + 1))
    costs[1 : rows + 1, 1 : columns + 1] = -gains
    of_row, of_column = np.zeros(size + 1), np.zeros(size + 1)
    row_of = np.zeros(size + 1, int)
    for row in range(1, size + 1):
        row_of[0], column = row, 0
        least, way = np.full(size + 1, np.inf), np.zeros(size + 1, int)
        used = np.zeros(size + 1, bool)
        while row_of[column]:
            used[column] = True
            slack = costs[row_of[column]] - of_row[row_of[column]] - of_column
            better = ~used & (slack < least)
            least[better], way[better] = slack[better], column
            free = np.flatnonzero(~used[1:]) + 1
            nearest = int(free[least[free].argmin()])
            step = least[nearest]
            of_row[row_of[used]] += step
            of_column[used] -= step
            least[~used] -= step
            column = nearest
        while column:
            row_of[column] = row_of[way[column]]
            column = int(way[column])
    pairs = [(int(row_of[column]) - 1, column - 1) for column in range(1, size + 1)]
    return [(row, column) for row, column in pairs if row < rows and column < columns]
