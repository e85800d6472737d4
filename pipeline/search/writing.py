"""Writing the index: texts as they come, then dictionary, postings and, last, the manifest."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.language import FUNCTION_WORDS, STEM_RULES, Lexicon, fold, lexicon
from pipeline.search.dictionary import Dictionary, build_dictionary
from pipeline.search.documents import Document, Place
from pipeline.search.gathering import Gathering
from pipeline.search.shard import write_named, write_shard
from pipeline.search.voices import Voices

VERSION = 3
MANIFEST = "manifest"
# Sizes before deflate and base64; a shard then stays under 23 KB, a block of texts near 8 KB.
_TEXT_LIMIT = 11_000
_FORM_LIMIT = 70_000
_POSTING_LIMIT = 24_000

_Directory = list[tuple[int | str, str]]
_Seminars = dict[str, int]


def write_index(documents: Iterable[Document], folder: Path, words: Lexicon | None = None) -> None:
    """Write the index of `documents` into `folder` and take away what an older one left there.

    Each file appears whole; the manifest, which names the others, comes last. Same documents,
    same bytes. `words` is the lexicon to use, the best installed by default.
    Raises `StoreError` when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(documents, folder, words or lexicon())
    except OSError as error:
        message = f"cannot write the search index to {folder}: {error.strerror or error}"
        raise StoreError(message) from error


def _write(documents: Iterable[Document], folder: Path, words: Lexicon) -> None:
    gathering = Gathering()
    voices = Voices()
    texts = _Texts(folder, voices)
    seminars: _Seminars = {}
    listed: list[list[object]] = []
    for document in documents:
        seminar = seminars.setdefault(document.seminar, len(seminars))
        head = [document.id, document.url, document.title, seminar, document.date]
        listed.append([*head, texts.count, document.kind])
        for place in document.places:
            gathering.add(place.text)
            texts.add(place)
    texts.close()
    dictionary = build_dictionary(gathering, words)
    directories = {
        "forms": _write_forms(folder, dictionary),
        "postings": _write_postings(folder, dictionary, gathering),
        "texts": texts.directory,
        "voices": voices.write(folder),
    }
    content = {
        "version": VERSION,
        "places": gathering.place_count,
        "function": sorted(FUNCTION_WORDS),
        "stem": asdict(STEM_RULES),
        "seminars": list(seminars),
        "speakers": voices.names,
        "documents": listed,
        **directories,
    }
    write_named(folder, MANIFEST, content)
    kept = {f"{name}.js" for directory in directories.values() for _, name in directory}
    _remove_stale(folder, kept | {f"{MANIFEST}.js"})


class _Texts:
    """Blocks of places with their texts, written as they fill."""

    def __init__(self, folder: Path, voices: Voices) -> None:
        self._voices = voices
        self.directory: _Directory = []
        self.count = 0
        self._folder = folder
        self._rows: list[tuple[float, str, int, int]] = []
        self._sessions: dict[str, int] = {}
        self._size = 0

    def add(self, place: Place) -> None:
        session = self._sessions.setdefault(place.session, len(self._sessions))
        # The speaker from 1; below 0 where it is doubtful, 0 where there is none.
        speaker = self._voices.add(self.count, place.speaker) + 1
        told = -speaker if place.doubtful else speaker
        self._rows.append((round(place.start, 2), place.text, session, told))
        self._size += len(place.text) + 10
        self.count += 1
        if self._size >= _TEXT_LIMIT:
            self.close()

    def close(self) -> None:
        if self._rows:
            content = {"sessions": list(self._sessions), "rows": self._rows}
            name = write_shard(self._folder, "texts", content)
            self.directory.append((self.count - len(self._rows), name))
        self._rows, self._sessions, self._size = [], {}, 0


def _write_forms(folder: Path, dictionary: Dictionary) -> _Directory:
    """Write front-coded forms; forms that fold alike stay in one shard."""
    directory: _Directory = []
    held: list[tuple[str, tuple[int, ...]]] = []
    size, last = 0, ""
    for form, lemmas in dictionary.entries:
        folded = fold(form)
        if size >= _FORM_LIMIT and folded != last:
            directory.append((fold(held[0][0]), _write_form_shard(folder, held)))
            held, size = [], 0
        held.append((form, lemmas))
        size += _cost(last, folded) + 6 * len(lemmas)
        last = folded
    if held:
        directory.append((fold(held[0][0]), _write_form_shard(folder, held)))
    return directory


def _cost(before: str, form: str) -> int:
    return 6 + len(form) - _shared(before, form)


def _shared(before: str, form: str) -> int:
    """Count the first letters that two forms share, as UTF-16 has them: a browser cuts there."""
    count = 0
    for ours, theirs in zip(before, form, strict=False):
        if ours != theirs or ord(ours) > 0xFFFF:
            break
        count += 1
    return count


def _write_form_shard(folder: Path, held: list[tuple[str, tuple[int, ...]]]) -> str:
    shared, rests, lemmas = [], [], []
    before = ""
    for form, ids in held:
        count = _shared(before, form)
        shared.append(count)
        rests.append(form[count:])
        lemmas.append(ids[0] if len(ids) == 1 else list(ids))
        before = form
    content = {"shared": shared, "rests": "\n".join(rests), "lemmas": lemmas}
    return write_shard(folder, "forms", content)


def _write_postings(folder: Path, dictionary: Dictionary, gathering: Gathering) -> _Directory:
    """Write postings by lemma id; a long lemma has shards of its own, each with its id first."""
    directory: _Directory = []
    held: list[list[object]] = []
    size = 0

    def close() -> None:
        nonlocal held, size
        if held:
            directory.append((int(str(held[0][0])), write_shard(folder, "postings", held)))
        held, size = [], 0

    for lemma in range(len(dictionary.lemmas)):
        records = list(_records(lemma, dictionary, gathering))
        for record, cost in records:
            if size + cost > _POSTING_LIMIT or len(records) > 1:
                close()
            held.append(record)
            size += cost
        if len(records) > 1:
            close()
    close()
    return directory


def _records(
    lemma: int, dictionary: Dictionary, gathering: Gathering
) -> Iterator[tuple[list[object], int]]:
    """Yield the postings of a lemma in pieces that fit a shard: its forms, ranks, numbers."""
    spoken = dictionary.spoken[lemma]
    forms = [form for form, _ in spoken]
    streams = [_numbered(gathering, form, index) for index, form in enumerate(forms)]
    head = [lemma, forms, [rank for _, rank in spoken]]
    base = 12 + sum(len(form) + 5 for form in forms)
    numbers: list[int] = []
    cost, before = base, 0
    for place, tail, index in heapq.merge(*streams):
        position, size = divmod(tail, 4)
        numbers += (place - before, (position * len(forms) + index) * 4 + size)
        cost += len(str(numbers[-1])) + len(str(numbers[-2])) + 2
        before = place
        if cost >= _POSTING_LIMIT:
            yield [*head, numbers], cost
            numbers, cost, before = [], base, 0
    if numbers:
        yield [*head, numbers], cost


def _numbered(gathering: Gathering, form: str, index: int) -> Iterator[tuple[int, int, int]]:
    for place, tail in gathering.occurrences(form):
        yield place, tail, index


def _remove_stale(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        stale = path.suffix == ".js" and path.name not in kept
        if stale or (path.name.startswith(".") and path.suffix == ".tmp"):
            path.unlink(missing_ok=True)
