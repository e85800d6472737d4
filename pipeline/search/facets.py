"""What a search may be kept to: seminars, dates, speakers; read only when that is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.language import fold
from pipeline.search.shard import as_json, write_shard

_LIMIT = 24_000
"""Characters of a shard of voices before deflate."""

Run = tuple[int, int, int]
"""Document, first unit, how many units."""


class Facets:
    """Seminars and dates of documents, and which units each speaker says."""

    def __init__(self) -> None:
        self._seminars: dict[str, int] = {}
        self._documents: list[tuple[int, str]] = []
        self._speakers: dict[str, list[Run]] = {}

    def add(
        self, heads: Iterable[tuple[str, str]], voices: Iterable[tuple[str, int, int, int]]
    ) -> None:
        """Take in the next documents: seminar and date of each, and who says which units.

        A voice is a speaker, a document counted from the first of these, first unit, and count.
        """
        first = len(self._documents)
        for seminar, date in heads:
            self._documents.append((self._seminars.setdefault(seminar, len(self._seminars)), date))
        for speaker, document, unit, count in voices:
            self._speakers.setdefault(speaker, []).append((first + document, unit, count))

    def write(self, folder: Path, generation: str) -> Iterator[tuple[str, int]]:
        """Write the facets, and the runs of speakers in shards; yield name and size of each."""
        firsts: list[int] = []
        held: list[list[object]] = []
        size = 0
        for speaker, runs in enumerate(self._speakers.values()):
            if size >= _LIMIT:
                yield self._close(folder, generation, firsts, held)
                held, size = [], 0
            if not held:
                firsts.append(speaker)
            flat = _flat(runs)
            held.append([speaker, flat])
            size += len(str(flat))
        if held:
            yield self._close(folder, generation, firsts, held)
        content = {
            "seminars": list(self._seminars),
            "documents": self._documents,
            "speakers": list(self._speakers),
            "voices": firsts,
        }
        name = f"{generation}/facets"
        yield name, write_shard(folder, name, as_json(content))

    def _close(
        self, folder: Path, generation: str, firsts: Sequence[int], held: list[list[object]]
    ) -> tuple[str, int]:
        name = f"{generation}/v{len(firsts) - 1}"
        return name, write_shard(folder, name, as_json(held))


def _flat(runs: Sequence[Run]) -> list[int]:
    """Documents as distances, so that the numbers are short."""
    flat: list[int] = []
    before = 0
    for document, first, count in runs:
        flat += (document - before, first, count)
        before = document
    return flat


def spans(flat: Sequence[int]) -> Iterator[Run]:
    """Yield the runs that were written; `engine.js` reads them the same way."""
    document = 0
    for step, first, count in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        document += step
        yield document, first, count


def named(names: Sequence[str], asked: str) -> tuple[int, ...]:
    """Return which of `names` are that very one or, if there are none, have it in them.

    Case and diacritics do not matter; `engine.js` asks the same way.
    """
    key = fold(asked.strip())
    same = tuple(at for at, name in enumerate(names) if fold(name) == key)
    return same or tuple(at for at, name in enumerate(names) if key in fold(name))
