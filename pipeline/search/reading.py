"""The shards of an index as Python reads them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import StoreError
from pipeline.language import fold
from pipeline.search.documents import DocumentKind
from pipeline.search.shard import read_shard
from pipeline.search.voices import places
from pipeline.search.writing import MANIFEST, VERSION

_CACHED = 64
_T = TypeVar("_T")


class Row(NamedTuple):
    """One document as the manifest has it."""

    id: str
    url: str
    title: str
    seminar: int
    date: str
    first_place: int
    kind: DocumentKind


class _Manifest(NamedTuple):
    version: int
    places: int
    function: frozenset[str]
    stem: object  # the rules of `language.stem`, for the browser
    seminars: list[str]
    documents: list[Row]
    forms: list[tuple[str, str]]
    postings: list[tuple[int, str]]
    texts: list[tuple[int, str]]
    speakers: tuple[str, ...] = ()
    voices: tuple[tuple[int, str], ...] = ()


class Sentence(NamedTuple):
    """One place as a block of texts has it."""

    start: float
    text: str
    session: str
    speaker: str
    doubtful: bool


class Posting(NamedTuple):
    """One occurrence of a lemma."""

    place: int
    position: int
    size: int
    form: str
    rank: int


class _Forms(NamedTuple):
    shared: list[int]
    rests: str
    lemmas: list[int | list[int]]


class _Texts(NamedTuple):
    sessions: list[str]
    rows: list[tuple[float, str, int, int]]


_Record = tuple[int, list[str], list[int], list[int]]
_MANIFEST = TypeAdapter(_Manifest)
_FORMS = TypeAdapter(_Forms)
_POSTINGS = TypeAdapter(list[_Record])
_TEXTS = TypeAdapter(_Texts)
_VOICES = TypeAdapter(list[tuple[int, list[int]]])


class Shards:
    """The files of one index, each read when it is needed and the last ones kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        content = _checked(_MANIFEST, read_shard(folder, MANIFEST), folder, MANIFEST)
        if content.version != VERSION:
            message = f"{folder} holds an index of version {content.version}, not {VERSION}"
            raise StoreError(f"{message}: run `stenogram run` to make it again")
        self.manifest = content
        self.starts = [row.first_place for row in content.documents]
        self.apart = frozenset(_apart(content))
        """Places that do not go on from the one before: first ones, and all slides."""
        self._forms = lru_cache(maxsize=_CACHED)(self._read_forms)
        self._postings = lru_cache(maxsize=_CACHED)(self._read_postings)
        self._voices = lru_cache(maxsize=_CACHED)(self._read_voices)
        self._texts = lru_cache(maxsize=_CACHED)(self._read_texts)

    def entries(self, key: str) -> list[tuple[str, tuple[int, ...]]]:
        """Return (form, lemma ids) of every form that folds to `key`."""
        at = bisect_right([first for first, _ in self.manifest.forms], key) - 1
        if at < 0:
            return []
        return self._forms(self.manifest.forms[at][1]).get(key, [])

    def postings(self, lemma: int) -> Iterator[Posting]:
        """Yield the occurrences of a lemma, in order."""
        for name in _holding(self.manifest.postings, lemma):
            for found, forms, ranks, numbers in self._postings(name):
                if found == lemma:
                    yield from _decode(forms, ranks, numbers)

    def spoken_by(self, speakers: Iterable[int]) -> frozenset[int]:
        """Return the places where one of these is heard."""
        return frozenset(
            place
            for speaker in speakers
            for name in _holding(self.manifest.voices, speaker)
            for found, numbers in self._voices(name)
            if found == speaker
            for place in places(numbers)
        )

    def document(self, place: int) -> Row:
        """Return the document that has a place."""
        return self.manifest.documents[bisect_right(self.starts, place) - 1]

    def sentences(self, place: int) -> tuple[Sentence | None, Sentence, Sentence | None]:
        """Return a place between its neighbours in the same block and recording."""
        firsts = [first for first, _ in self.manifest.texts]
        at = bisect_right(firsts, place) - 1
        rows = self._texts(self.manifest.texts[at][1])
        index = place - firsts[at]
        before = index > 0 and place not in self.apart
        after = index + 1 < len(rows) and place + 1 not in self.apart
        return (
            rows[index - 1] if before else None,
            rows[index],
            rows[index + 1] if after else None,
        )

    def _read_forms(self, name: str) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
        content = _checked(_FORMS, read_shard(self._folder, name), self._folder, name)
        found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        form = ""
        rests = content.rests.split("\n")
        for count, rest, lemmas in zip(content.shared, rests, content.lemmas, strict=True):
            form = form[:count] + rest
            ids = (lemmas,) if isinstance(lemmas, int) else tuple(lemmas)
            found.setdefault(fold(form), []).append((form, ids))
        return found

    def _read_postings(self, name: str) -> list[_Record]:
        return _checked(_POSTINGS, read_shard(self._folder, name), self._folder, name)

    def _read_texts(self, name: str) -> list[Sentence]:
        content = _checked(_TEXTS, read_shard(self._folder, name), self._folder, name)
        names = ["", *self.manifest.speakers]
        return [
            Sentence(start, text, content.sessions[session], names[abs(told)], told < 0)
            for start, text, session, told in content.rows
        ]

    def _read_voices(self, name: str) -> list[tuple[int, list[int]]]:
        return _checked(_VOICES, read_shard(self._folder, name), self._folder, name)


def _holding(directory: Sequence[tuple[int, str]], wanted: int) -> list[str]:
    """The shards that have records of an id: all that begin with it, or the one that spans it."""
    firsts = [first for first, _ in directory]
    low, high = bisect_left(firsts, wanted), bisect_right(firsts, wanted)
    return [name for _, name in directory[low if low < high else max(0, high - 1) : high]]


def _apart(content: _Manifest) -> Iterator[int]:
    ends = [row.first_place for row in content.documents[1:]] + [content.places]
    for row, end in zip(content.documents, ends, strict=False):  # of no documents, none
        yield row.first_place
        if row.kind == "deck":
            yield from range(row.first_place, end)


def _decode(forms: list[str], ranks: list[int], numbers: list[int]) -> Iterator[Posting]:
    place = 0
    for step, packed in zip(numbers[::2], numbers[1::2], strict=True):
        place += step
        rest, size = divmod(packed, 4)
        position, form = divmod(rest, len(forms))
        yield Posting(place, position, size, forms[form], ranks[form])


def _checked(adapter: TypeAdapter[_T], content: object, folder: Path, name: str) -> _T:
    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        message = f"{folder / name}.js is not what it should be: delete the folder"
        raise StoreError(f"{message} and run `stenogram run`") from error
