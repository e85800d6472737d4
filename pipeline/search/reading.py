"""The shards of an index as Python reads them."""

from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from pipeline.errors import StoreError
from pipeline.search.documents import DocumentKind
from pipeline.search.generations import Generation, Row, checked
from pipeline.search.ledger import MANIFEST, VERSION
from pipeline.search.shard import broken, read_json
from pipeline.search.texts import BLOCK, block_name

_CACHED = 64


class _Manifest(NamedTuple):
    version: int
    function: frozenset[str]
    stem: object  # the rules of `language.stem`, for the browser, as the worth of numerals
    numerals: object
    generations: list[Row]


class Head(NamedTuple):
    """What a block of texts says of its document."""

    id: str
    url: str
    title: str
    seminar: str
    date: str
    kind: DocumentKind


class Sentence(NamedTuple):
    """One place as a block of texts has it."""

    start: float
    text: str
    session: str
    speaker: str
    doubtful: bool
    title: bool


class Block(NamedTuple):
    """A stretch of the texts of one document."""

    document: Head
    sentences: list[Sentence]


class _Texts(NamedTuple):
    document: Head
    texts: str
    times: list[int]
    session: list[int]
    speaker: list[int]
    titles: list[int]
    sessions: list[str]
    speakers: list[str]


_MANIFEST = TypeAdapter(_Manifest)
_TEXTS = TypeAdapter(_Texts)


class Shards:
    """The files of one index: its manifest, texts, and generations."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found = read_json(folder, MANIFEST)
        if isinstance(found, dict) and found.get("version") != VERSION:
            message = f"{folder} holds an index of version {found.get('version')}, not {VERSION}"
            raise StoreError(f"{message}: run `stenogram run` to make it again")
        content = checked(_MANIFEST, found, folder, MANIFEST)
        self.function = content.function
        self.generations = [Generation(folder, row) for row in content.generations]
        self._block = lru_cache(maxsize=_CACHED)(self._read_block)

    def sentences(
        self, key: str, unit: int
    ) -> tuple[Head, Sentence | None, Sentence, Sentence | None]:
        """Return a place between its neighbours in the same block, and its document."""
        document, sentences = self._block(block_name(key, unit))
        at = unit % BLOCK
        try:
            before = sentences[at - 1] if at else None
            after = sentences[at + 1] if at + 1 < len(sentences) else None
            here = sentences[at]
        except IndexError as error:
            raise broken(self._folder / block_name(key, unit), error) from error
        apart = document.kind == "deck" or here.title
        sides = [None if apart or (side and side.title) else side for side in (before, after)]
        return document, sides[0], here, sides[1]

    def _read_block(self, name: str) -> Block:
        content = checked(_TEXTS, read_json(self._folder, name), self._folder, name)
        titles = frozenset(content.titles)
        times = [time / 100 for time in accumulate(content.times)]
        # Of a document without places the texts are one, which is empty.
        columns = (times, content.texts.split("\n"), content.session, content.speaker)
        try:
            sentences = [
                Sentence(start, text, content.sessions[session], content.speakers[abs(speaker)],
                         speaker < 0, at in titles)
                for at, (start, text, session, speaker)
                in enumerate(zip(*columns, strict=bool(times)))
            ]  # fmt: skip
        except (IndexError, ValueError) as error:
            raise broken(self._folder / name, error) from error
        return Block(content.document, sentences)
