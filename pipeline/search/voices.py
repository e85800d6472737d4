"""Whose each place is, by speaker, so that a search can keep to one."""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.language import fold
from pipeline.search.shard import write_shard

_LIMIT = 24_000
"""Characters of a shard before deflate, as of postings."""


class Voices:
    """The speakers in order of appearance (their index is their id), and runs of their places."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._ids: dict[str, int] = {}
        self._runs: list[array[int]] = []

    def add(self, place: int, name: str) -> int:
        """Take in who is heard at the next place; return the id, -1 where `name` is empty."""
        if not name:
            return -1
        speaker = self._ids.setdefault(name, len(self.names))
        if speaker == len(self.names):
            self.names.append(name)
            self._runs.append(array("I"))
        runs = self._runs[speaker]
        if runs and runs[-2] + runs[-1] == place:
            runs[-1] += 1
        else:
            runs.extend((place, 1))
        return speaker

    def write(self, folder: Path) -> list[tuple[int | str, str]]:
        """Write the runs by speaker; a long one has shards of its own, each with its id first."""
        directory: list[tuple[int | str, str]] = []
        held: list[tuple[int, list[int]]] = []
        size = 0

        def close() -> None:
            nonlocal held, size
            if held:
                directory.append((held[0][0], write_shard(folder, "voices", held)))
            held, size = [], 0

        for speaker in range(len(self.names)):
            records = list(self._records(speaker))
            for numbers, cost in records:
                if size + cost > _LIMIT or len(records) > 1:
                    close()
                held.append((speaker, numbers))
                size += cost
            if len(records) > 1:
                close()
        close()
        return directory

    def _records(self, speaker: int) -> Iterator[tuple[list[int], int]]:
        """Yield pieces that fit a shard: places skipped and places held, by turns."""
        runs = self._runs[speaker]
        numbers: list[int] = []
        cost = before = 0
        for start, count in zip(runs[::2], runs[1::2], strict=True):
            numbers += (start - before, count)
            before = start + count
            cost += len(str(numbers[-2])) + len(str(count)) + 2
            if cost >= _LIMIT:
                yield numbers, cost
                numbers, cost, before = [], 0, 0
        if numbers:
            yield numbers, cost


def places(numbers: list[int]) -> Iterator[int]:
    """The places of one record; `engine.js` reads them the same way."""
    at = 0
    for skipped, held in zip(numbers[::2], numbers[1::2], strict=True):
        at += skipped
        yield from range(at, at + held)
        at += held


def named(names: Sequence[str], asked: str) -> tuple[int, ...]:
    """The ids of the speakers of that name or, if there are none, with that in their name.

    Case and diacritics do not matter; `engine.js` asks the same way.
    """
    key = fold(asked.strip())
    same = tuple(at for at, name in enumerate(names) if fold(name) == key)
    return same or tuple(at for at, name in enumerate(names) if key in fold(name))
