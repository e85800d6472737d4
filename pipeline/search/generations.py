"""The forms, postings and facets of one generation, as Python reads them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import StoreError
from pipeline.language import fold
from pipeline.search.forms import read_entries
from pipeline.search.gathering import NUMBER, SLIDE, TITLE
from pipeline.search.shard import broken, read_json, read_shard
from pipeline.search.varints import Reader

_CACHED, _KEY = 64, 10
_LAST = "\uffff"
_T = TypeVar("_T")


class Row(NamedTuple):
    """A generation as the manifest has it."""

    name: str
    keys: str
    forms: list[list[str]]
    postings: list[list[int]]
    extra: dict[str, list[int]]


class Posting(NamedTuple):
    """One occurrence of a lemma."""

    document: int
    unit: int
    position: int
    kind: int
    form: int
    extra: int

    @property
    def apart(self) -> bool:
        """Whether it is in no sentence that others go on from."""
        return self.kind in (SLIDE, TITLE) or (self.kind == NUMBER and self.extra % 2 == 1)


class Record(NamedTuple):
    """One lemma: its forms with their ranks, and where to read its list."""

    forms: list[str]
    ranks: list[int]
    documents: int
    units: int
    pieces: list[tuple[int, str]]
    """First document to count from, and name, of each shard of a long list."""
    data: bytes
    """The whole list, or the best of a long one."""
    long: bool

    @property
    def whole(self) -> bool:
        """Whether all its places can be had: not those of words of grammar."""
        return bool(self.pieces) or not self.long


class Facets(NamedTuple):
    """What a search may be kept to."""

    seminars: list[str]
    documents: list[tuple[int, str]]
    """Seminar and date of each."""
    speakers: list[str]
    voices: list[int]
    """The first speaker of each shard of voices."""


_FACETS = TypeAdapter(Facets)
_VOICES = TypeAdapter(list[tuple[int, list[int]]])


class Generation:
    """The base, or the delta: each file is read when it is needed, and the last ones kept."""

    def __init__(self, folder: Path, row: Row) -> None:
        self._folder = folder
        self._row = row
        self.extra = row.extra
        self._firsts = [
            (number, f"{row.name}/p{part}-{at}")
            for part, steps in enumerate(row.postings)
            for at, number in enumerate(accumulate(steps))
        ]
        self._keys = [
            (first, f"{row.name}/f{part}-{at}")
            for part, firsts in enumerate(row.forms)
            for at, first in enumerate(firsts)
        ]
        self._forms = lru_cache(maxsize=_CACHED)(self._read_forms)
        self._postings = lru_cache(maxsize=_CACHED)(self._read_postings)
        self._facets: Facets | None = None

    def key(self, document: int) -> str:
        """Return the key of a document."""
        return self._row.keys[document * _KEY : (document + 1) * _KEY]

    def entries(self, key: str) -> list[tuple[str, tuple[int, ...]]]:
        """Return (form, numbers of lemmas) of every form that folds to `key`."""
        return self._around(key).get(key, [])

    def near(self, key: str) -> list[str]:
        """Return the folded forms of the shard where `key` would be."""
        return list(self._around(key))

    def _around(self, key: str) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
        at = bisect_right(self._keys, (key, _LAST)) - 1
        return self._forms(self._keys[max(0, at)][1]) if self._keys else {}

    def record(self, lemma: int) -> Record | None:
        """Return the record of a lemma; `None` where nobody says it."""
        at = bisect_right(self._firsts, (lemma, _LAST)) - 1
        found = self._postings(self._firsts[at][1]).get(lemma) if at >= 0 else None
        return self._read(self._firsts[at][1], found) if found is not None else None

    def postings(self, record: Record) -> Iterator[Posting]:
        """Yield all occurrences of a lemma in order of place; of a word of grammar, the best."""
        if not record.pieces:
            yield from self._whole(self._decode(record))
        for base, name in record.pieces:
            piece = record._replace(data=read_shard(self._folder, name), long=False)
            yield from self._whole(self._decode(piece, base))

    @property
    def facets(self) -> Facets:
        """What the search may be kept to."""
        if self._facets is None:
            name = f"{self._row.name}/facets"
            self._facets = checked(_FACETS, read_json(self._folder, name), self._folder, name)
        return self._facets

    def runs(self, speaker: int) -> list[int]:
        """Return what a speaker says, as `facets.spans` reads it."""
        at = bisect_right(self.facets.voices, speaker) - 1
        name = f"{self._row.name}/v{at}"
        found = checked(_VOICES, read_json(self._folder, name), self._folder, name)
        return next((flat for number, flat in found if number == speaker), [])

    def _read_forms(self, name: str) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
        found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        data = read_shard(self._folder, name)
        for form, numbers in self._careful(name, lambda: list(read_entries(data))):
            found.setdefault(fold(form), []).append((form, numbers))
        return found

    def _read_postings(self, name: str) -> dict[int, bytes]:
        data = read_shard(self._folder, name)

        def split() -> dict[int, bytes]:
            reader = Reader(data)
            pairs = [(reader.number(), reader.number()) for _ in range(reader.number())]
            ends = list(accumulate((length for _, length in pairs), initial=reader.at))
            numbers = accumulate(step for step, _ in pairs)
            cuts = pairwise(ends)
            return {number: data[a:b] for number, (a, b) in zip(numbers, cuts, strict=True)}

        return self._careful(name, split)

    def _read(self, name: str, data: bytes) -> Record:
        def read() -> Record:
            reader = Reader(data)
            pairs = [(reader.number(), reader.text()) for _ in range(reader.number())]
            documents, units = reader.number(), reader.number()
            long = reader.number()
            bases = [reader.number() for _ in range(long - 1)]
            own = reader.number() if long else 0
            prefix = name.rpartition("-")[0]
            pieces = [(base, f"{prefix}x{own + at}") for at, base in enumerate(bases)]
            forms, ranks = [form for _, form in pairs], [rank for rank, _ in pairs]
            return Record(forms, ranks, documents, units, pieces, data[reader.at :], bool(long))

        return self._careful(name, read)

    def _decode(self, record: Record, document: int = 0) -> Iterator[Posting]:
        reader, forms = Reader(record.data), len(record.forms)
        while reader.at < len(record.data):
            document += reader.number()
            unit = 0
            if record.long:
                reader.number()  # how many units of the document have it
            for _ in range(reader.number()):
                unit += reader.number()
                spot, kind = divmod(reader.number(), 8)
                position, form = divmod(spot, forms)
                extra = reader.number() if kind >= TITLE else 0
                yield Posting(document, unit, position, kind, form, extra)

    def _whole(self, found: Iterator[Posting]) -> Iterator[Posting]:
        """Pass postings on; a list that ends early is told."""
        try:
            yield from found
        except IndexError as error:
            raise broken(self._folder / self._row.name, error) from error

    def _careful(self, name: str, read: Callable[[], _T]) -> _T:
        try:
            return read()
        except (IndexError, ValueError, KeyError, TypeError) as error:
            raise broken(self._folder / f"{name}.js", error) from error


def checked(adapter: TypeAdapter[_T], content: object, folder: Path, name: str) -> _T:
    """Return what a shard holds, typed. Raises `StoreError`."""
    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        message = f"{folder / name}.js is not what it should be: delete the folder"
        raise StoreError(f"{message} and run `stenogram run`") from error
