"""One generation of the index from documents: the base, or the delta that adds to it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from pipeline.language import FUNCTION_WORDS, Lexicon, lexicon
from pipeline.search.dictionary import (
    Dictionary,
    Meant,
    Vocabulary,
    paradigms,
    read_forms,
    spoken_words,
)
from pipeline.search.documents import Document
from pipeline.search.facets import Facets
from pipeline.search.forms import Meaning, write_forms
from pipeline.search.gathering import Batch, Task, gather
from pipeline.search.known import Known, join_forms, write_lemmas
from pipeline.search.ledger import VERSION, Generation
from pipeline.search.postings import Lemma, Written, write_postings
from pipeline.search.shard import told
from pipeline.search.sorting import Ints, Meanings, gathered, scatter
from pipeline.workers import Workers

_SOURCES = 16
"""Sources that one process reads at a time: fewer are not worth a process."""
_WORDS = 4_000
"""Forms that are looked up at a time."""
T = TypeVar("T")
R = TypeVar("R")
Arguments = TypeVarTuple("Arguments")
Load = Callable[[], Iterable[Document]]
Work = Callable[[Sequence[T], Lexicon], list[tuple[str, ...]]]
"""What looks words up in a lexicon."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """All that was read, batch by batch."""

    batches: list[Batch]
    surfaces: list[Ints]
    """Of each batch, the number of each of its surfaces in the vocabulary."""
    vocabulary: Vocabulary
    forms: dict[str, list[str]]


class Builder:
    """Builds one generation into the folder of the index, by way of the folder `private`.

    A base writes there what it knows. A delta numbers new lemmas after those of its base, and
    leaves out forms that the base knows.
    """

    def __init__(
        self, folder: Path, private: Path, workers: Workers, words: Lexicon | None = None
    ) -> None:
        self._folder = folder
        self._private = private
        self._workers = workers
        self._words = words

    def build(
        self, loads: Sequence[Load], held: frozenset[str] = frozenset(), base: Known | None = None
    ) -> tuple[Generation, list[list[str]]]:
        """Build it of what is loaded, but for documents with the keys `held`.

        Returns the keys of all documents of each load, too.
        """
        facets = Facets()
        heard = self._heard(loads, held, facets)
        batches = heard.batches
        keys = [key for batch in batches for key in batch.keys]
        made = Generation(("b" if base is None else "d") + self._digest(keys), keys, [], [])
        (self._folder / made.name).mkdir(exist_ok=True)
        for batch in batches:
            made.files.update(batch.files)
        found = chain.from_iterable(self._each(read_forms, list(heard.forms.values())))
        spoken = spoken_words(heard.vocabulary, heard.forms, found)
        fresh = [lemma for lemma in spoken.lemmas() if base is None or lemma not in base.lemmas]
        known = base.lemmas if base else {}
        # The lemmas of the base keep their numbers.
        numbers = {lemma: known[lemma] for lemma in spoken.lemmas() if lemma in known}
        numbers |= {lemma: number for number, lemma in enumerate(fresh, len(known))}
        self._write_forms(made, spoken, numbers, base)
        self._workers.rest()  # with the lexicon that each has in memory
        self._write_postings(made, heard, spoken, numbers)
        made.files.update(facets.write(self._folder, made.name))
        return made, [keys for batch in batches for keys in batch.sources]

    def _heard(self, loads: Sequence[Load], held: frozenset[str], facets: Facets) -> _Heard:
        vocabulary = Vocabulary()
        batches: list[Batch] = []
        surfaces: list[Ints] = []
        for batch in self._in_processes(gather, self._tasks(loads, held)):
            surfaces.append(vocabulary.add(batch.surfaces, batch.counts, batch.named))
            facets.add(batch.heads, batch.voices)
            batch.surfaces, batch.counts, batch.named = [], [], []
            batches.append(batch)
        self._workers.rest()
        return _Heard(batches, surfaces, vocabulary, vocabulary.forms())

    def _digest(self, keys: Sequence[str]) -> str:
        words = self._words or lexicon()
        state = "\n".join([str(VERSION), type(words).__name__, *keys])
        return hashlib.sha256(state.encode()).hexdigest()[:12]

    def _tasks(self, loads: Sequence[Load], held: frozenset[str]) -> Iterator[tuple[Task]]:
        for at in range(0, len(loads), _SOURCES):
            piece = tuple(loads[at : at + _SOURCES])
            yield (Task(piece, held, self._folder, self._private / f"{at}.npy"),)

    def _each(self, work: Work[T], items: Sequence[T]) -> Iterator[list[tuple[str, ...]]]:
        if self._words is not None:
            yield work(items, self._words)
            return
        cuts = range(0, len(items), _WORDS)
        yield from self._in_processes(_looked_up, ((work, items[at : at + _WORDS]) for at in cuts))

    def _in_processes(
        self, work: Callable[[*Arguments], R], pieces: Iterable[tuple[*Arguments]]
    ) -> Iterator[R]:
        return self._workers.each(_careful, ((self._folder, work, *piece) for piece in pieces))

    def _write_forms(
        self, made: Generation, spoken: Dictionary, numbers: dict[str, int], base: Known | None
    ) -> None:
        first = len(base.lemmas) if base else 0
        lemmas = [lemma for lemma, number in numbers.items() if number >= first]
        meant = Meant(spoken, numbers)
        shapes = chain.from_iterable(self._each(paradigms, lemmas))
        for lemma, forms in zip(lemmas, shapes, strict=True):
            meant.add(lemma, forms)
        records: list[Path] = []

        def parts() -> Iterator[tuple[Path, str, Iterable[Meaning], Path | None]]:
            for number, part in enumerate(meant.parts()):
                prefix = f"{made.name}/f{number}"
                if base is not None:
                    yield self._folder, prefix, list(_lacking(part, base, made.extra)), None
                else:
                    records.append(self._private / f"forms-{number}.tsv")
                    yield self._folder, prefix, part, records[-1]

        for written in self._in_processes(write_forms, parts()):
            made.forms.append(written.firsts)
            made.files.update(written.files)
        if base is None:
            write_lemmas(self._private, spoken.lemmas())
            join_forms(self._private, records)

    def _write_postings(
        self, made: Generation, heard: _Heard, spoken: Dictionary, numbers: dict[str, int]
    ) -> None:
        order = sorted(numbers, key=lambda lemma: numbers[lemma])
        meanings, own = _meanings(order, spoken)
        meanings_path = self._private / "meanings.npz"
        meanings.save(meanings_path)
        form_of = heard.vocabulary.form_of(heard.forms)
        bounds = meanings.bounds(heard.vocabulary.counts(form_of))
        maps = [form_of[numbers] for numbers in heard.surfaces]
        paths = [batch.occurrences for batch in heard.batches]
        firsts = accumulate((len(batch.keys) for batch in heard.batches), initial=0)
        pieces = (
            (path, first, here, meanings_path, bounds)
            for path, first, here in zip(paths, firsts, maps, strict=False)
        )
        ends = [[0, *ends.tolist()] for ends in self._in_processes(_scattered, pieces)]
        parts = (
            ((self._folder, f"{made.name}/p{part}"), [
                (path, cuts[part], cuts[part + 1]) for path, cuts in zip(paths, ends, strict=True)
            ], [
                Lemma(numbers[lemma], tuple(own[lemma]), lemma in spoken.grammar)
                for lemma in order[low:high]
            ], low)
            for part, (low, high) in enumerate(pairwise(bounds.tolist()))
        )  # fmt: skip
        for written in self._in_processes(_written, parts):
            made.postings.append(written.firsts)
            made.files.update(written.files)
        for path in (meanings_path, *paths):
            path.unlink()


def _careful(folder: Path, work: Callable[[*Arguments], R], *arguments: *Arguments) -> R:
    """Do it; what the system says of files is told as ours, also from another process."""
    with told(folder):
        return work(*arguments)


def _looked_up(work: Work[T], items: Sequence[T]) -> list[tuple[str, ...]]:
    return work(items, lexicon())


def _scattered(batch: Path, first: int, forms: Ints, meanings: Path, bounds: Ints) -> Ints:
    return scatter(batch, first, forms, Meanings.load(meanings), bounds)


def _written(
    target: tuple[Path, str],
    batches: Sequence[tuple[Path, int, int]],
    lemmas: Sequence[Lemma],
    low: int,
) -> Written:
    return write_postings(*target, lemmas, gathered(batches, low))


def _meanings(
    order: Sequence[str], spoken: Dictionary
) -> tuple[Meanings, dict[str, list[tuple[str, int]]]]:
    """Return which lemmas each form stands for, and the forms of each lemma with their ranks."""
    place = {lemma: number for number, lemma in enumerate(order)}
    own: dict[str, list[tuple[str, int]]] = {lemma: [] for lemma in order}
    by_form: list[list[tuple[int, int]]] = []
    for form, found in spoken.spoken.items():
        pairs: list[tuple[int, int]] = []
        more = (spoken.names[form],) if form in spoken.names else ()
        # „ma" is a form of „mieć"; that it may be one of „mój", too, helps nobody.
        meant = found[:1] if form in FUNCTION_WORDS else (*found, *more)
        for rank, lemma in enumerate(meant):
            pairs.append((place[lemma], len(own[lemma])))
            own[lemma].append((form, rank))
        by_form.append(pairs)
    return Meanings.of(by_form), own


def _lacking(
    meant: Iterable[Meaning], base: Known, extra: dict[str, list[int]]
) -> Iterator[Meaning]:
    """Yield forms that the base lacks; note what else its own forms mean."""
    for form, numbers in meant:
        known = base.entry(form)
        if not known:
            yield form, numbers
        elif more := [number for number in numbers if number not in known]:
            extra[form] = more
