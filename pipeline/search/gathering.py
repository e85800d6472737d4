"""Documents read word by word: texts written as they come, occurrences put by for later.

A batch is what one process reads at a time; it knows nothing of the others, so its documents are
numbered from 0.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.language import numbers, tokens
from pipeline.language.numeral_words import atom, numeral_forms
from pipeline.search.documents import Document, Unit, units
from pipeline.search.sorting import Ints, spread
from pipeline.search.texts import blocks_of, key_of, write_texts

# How well a unit is worth being found in: a sentence of up to 8, 16, 32, or more words; else
SLIDE, TITLE, NUMBER = 4, 5, 6
NUMBER_MARK = "#"
"""Before the worth of a number that stands for a form: no word token begins with it."""
_MOST_WORDS = 1 << 14
_MOST_DIGITS = 16
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3})")
_JOINT = "\ue000"
"""Stands for the space in „1 250 000", the one token that has any, while a text is split."""
_KINDS = {"sentence": -1, "slide": SLIDE, "title": TITLE}
OCCURRENCE = np.dtype(
    [("form", "u4"), ("document", "u4"), ("unit", "u4"), ("position", "u2"), ("kind", "u1"),
     ("extra", "u4")], align=True,
)  # fmt: skip
"""One occurrence: the number of its surface, where it is, and how well; `extra` counts the units
under a title, or twice the words of a number, plus one where it is in no sentence."""


@dataclass(slots=True)
class Batch:
    """What was read of some sources."""

    occurrences: Path
    """An array of `OCCURRENCE`s, in order of place."""
    surfaces: list[str] = field(default_factory=list)
    """Words as they are written, by their number here; and numbers, with their mark."""
    counts: list[int] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """Surfaces that had a capital inside a sentence."""
    sources: list[list[str]] = field(default_factory=list)
    """Of each source, the keys of its documents, those among them that were not taken in."""
    keys: list[str] = field(default_factory=list)
    """Of the documents that were."""
    heads: list[tuple[str, str]] = field(default_factory=list)
    """Their seminars and dates."""
    files: list[tuple[str, int]] = field(default_factory=list)
    voices: list[tuple[str, int, int, int]] = field(default_factory=list)
    """Speaker, document, first unit, how many units."""


@dataclass(frozen=True, slots=True)
class Task:
    """Which documents to read, and where to put what is found. It can be sent to a process."""

    loads: tuple[Callable[[], Iterable[Document]], ...]
    """Of each source."""
    held: frozenset[str]
    """Keys of documents that are in the index already."""
    folder: Path
    """Of the index: for texts."""
    occurrences: Path


def gather(task: Task) -> Batch:
    """Read the documents of a task, one in memory at a time."""
    batch = Batch(task.occurrences)
    reader = _Reader()
    for load in task.loads:
        batch.sources.append([])
        for document in load():
            found = tuple(units(document))
            blocks = blocks_of(document, found)
            key = key_of(blocks)
            batch.sources[-1].append(key)
            if key in task.held:
                continue
            number = len(batch.keys)
            batch.keys.append(key)
            batch.heads.append((document.seminar, document.date))
            batch.files += write_texts(task.folder, key, blocks)
            batch.voices += _voices(found, number)
            reader.add(found, number)
    occurrences, batch.surfaces, batch.counts, batch.named = reader.finish()
    np.save(batch.occurrences, occurrences)
    return batch


def _voices(found: Sequence[Unit], number: int) -> list[tuple[str, int, int, int]]:
    runs: list[tuple[str, int, int, int]] = []
    for at, unit in enumerate(found):
        who = unit.place.speaker
        if not who:
            continue
        if runs and runs[-1][0] == who and runs[-1][2] + runs[-1][3] == at:
            runs[-1] = (who, number, runs[-1][2], runs[-1][3] + 1)
        else:
            runs.append((who, number, at, 1))
    return runs


class _Known(dict[str, int]):
    """What a process has read before: chunks of text by number, and the words of each."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, int] = defaultdict()
        """Surfaces by number."""
        self.ids.default_factory = self.ids.__len__
        self.words = array("I")
        """Of all chunks, one after the other."""
        self.firsts = array("I", [0])
        """Where the words of each begin among them."""
        self.counting: dict[str, int | None] = {}
        """Chunks with a numeral: the number of its worth where it can be read by itself."""

    def __missing__(self, chunk: str) -> int:
        bare = chunk.strip(_AROUND)
        if bare.isalpha():  # a word between marks, as most chunks are: no pattern is needed
            surfaces = [bare]
        else:
            surfaces = [token.text for token in tokens(chunk.replace(_JOINT, " "))]
        self.words.extend([self.ids[surface] for surface in surfaces])
        if any(map(_is_numeral, surfaces)):
            worth = _worth(surfaces[0]) if len(surfaces) == 1 else ""
            self.counting[chunk] = self.ids[NUMBER_MARK + worth] if worth else None
        number = self[chunk] = len(self.firsts) - 1
        self.firsts.append(len(self.words))
        return number


_AROUND = '.,;:!?…()„”"«»'
"""Marks that stand before or after a word and are never a part of one."""
_MOST_CHUNKS = 300_000
_known = _Known()


class _Reader:
    """Keeps the chunks of all units by their numbers, and the numbers that are said."""

    def __init__(self) -> None:
        global _known  # noqa: PLW0603 - words are the same in every batch of a process
        if len(_known) > _MOST_CHUNKS:
            _known = _Known()
        self._known = _known
        self._chunks: list[Ints] = []
        self._lengths = array("I")
        self._heads: list[tuple[int, int, int, int]] = []
        self._said: list[tuple[int, int, int, int, int, int]] = []

    def add(self, found: Sequence[Unit], document: int) -> None:
        """Take in the units of the next document."""
        known = self._known
        pieces = [unit.place.text.split() for unit in found]
        ends = list(accumulate(map(len, pieces)))
        chunks = map(known.__getitem__, chain.from_iterable(pieces))
        numbers = np.fromiter(chunks, np.int64, ends[-1] if ends else 0)
        done = 0
        for at, (unit, piece) in enumerate(zip(found, pieces, strict=True)):
            self._heads.append((document, at, _KINDS[unit.kind], unit.extent))
            if known.counting.keys().isdisjoint(piece):
                continue
            joined, several = _GROUPED.subn(_JOINT, unit.place.text)
            if several:
                first = ends[at] - len(piece)
                piece[:] = joined.split()
                own = np.array([known[chunk] for chunk in piece], np.int64)
                self._chunks += (numbers[done:first], own)
                done = ends[at]
            apart = unit.kind != "sentence"
            for worth, position, width in self._numbers(piece):
                extra = 2 * width + apart
                self._said.append((worth, document, at, position, NUMBER, extra))
        self._chunks.append(numbers[done:])
        self._lengths.extend(map(len, pieces))

    def _numbers(self, piece: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield the number of the worth of each number in a unit, its first word, and its width."""
        known = self._known
        firsts = known.firsts
        widths = [firsts[number + 1] - firsts[number] for number in map(known.__getitem__, piece)]
        for first, end in self._numerals(piece):
            before = sum(widths[:first])
            worth = known.counting[piece[first]]
            if end == first + 1 and worth is not None:
                said = [(worth, 0, 1)]
            else:
                read = _numbers(" ".join(piece[first:end]))
                said = [(known.ids[worth_said], at, width) for worth_said, at, width in read]
            for number, at, width in said:
                if before + at < _MOST_WORDS:
                    yield number, before + at, width

    def _numerals(self, chunks: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the first and the end of stretches of chunks with numerals, at most two between."""
        counting = [at for at, chunk in enumerate(chunks) if chunk in self._known.counting]
        first = counting[0]
        for at, after in zip(counting, [*counting[1:], len(chunks) + 3], strict=True):
            if after > at + 2:
                yield first, at + 1
                first = after

    def finish(self) -> tuple[NDArray[np.void], list[str], list[int], list[str]]:
        """Return occurrences in order of place, surfaces, their counts, and those maybe names.

        A name has a capital inside a sentence.
        """
        words, lengths = self._words()
        heads = np.asarray(self._heads, dtype=np.int64).reshape(-1, 4)
        heads[:, 2] = np.where(heads[:, 2] < 0, _length_classes(lengths), heads[:, 2])
        position = spread(np.zeros_like(lengths), lengths)
        heads = np.repeat(heads, lengths, axis=0)
        if lengths.max(initial=0) > _MOST_WORDS:
            keep = position < _MOST_WORDS
            words, position, heads = words[keep], position[keep], heads[keep]
        said = np.asarray(self._said, dtype=np.int64).reshape(-1, 6)
        after = np.searchsorted(_place(heads), _place(said[:, 1:]), side="right")
        found = np.empty(len(words) + len(said), dtype=OCCURRENCE)
        is_word = np.ones(len(found), dtype=bool)
        is_word[after + np.arange(len(said))] = False
        columns = {"form": words, "position": position}
        columns |= zip(("document", "unit", "kind", "extra"), heads.T, strict=True)
        for at, name in enumerate(OCCURRENCE.names or ()):
            found[name][is_word] = columns[name]
            found[name][~is_word] = said[:, at]
        return found, *self._renumbered(found)

    def _words(self) -> tuple[Ints, Ints]:
        """Return the words of all units, and how many each has."""
        firsts = np.array(self._known.firsts, dtype=np.int64)
        chunks = np.concatenate([*self._chunks, np.empty(0, np.int64)])
        widths = np.diff(firsts)[chunks]
        ends = np.concatenate(([0], np.cumsum(widths)))
        words = np.array(self._known.words)[spread(firsts[chunks], widths)]
        bounds = np.concatenate(([0], np.cumsum(self._lengths, dtype=np.int64)))
        return words, np.diff(ends[bounds])

    def _renumbered(self, found: NDArray[np.void]) -> tuple[list[str], list[int], list[str]]:
        """Number the surfaces of this batch alone; return them, their counts, the maybe names."""
        names = list(self._known.ids)
        counts = np.bincount(found["form"], minlength=len(names))
        inside = np.zeros(len(names), dtype=bool)
        inside[found["form"][found["position"] > 0]] = True
        used = np.flatnonzero(counts)
        fresh = np.zeros(len(names), dtype=np.uint32)
        fresh[used] = np.arange(len(used))
        found["form"] = fresh[found["form"]]
        surfaces = [names[number] for number in used.tolist()]
        may_be = zip(surfaces, inside[used].tolist(), strict=True)
        named = [surface for surface, is_in in may_be if is_in and surface[0].isupper()]
        return surfaces, counts[used].tolist(), named


@lru_cache(maxsize=1 << 14)
def _numbers(text: str) -> list[tuple[str, int, int]]:
    """Return form, first word and width of each number; „jeden" alone is hardly ever one."""
    return [
        (f"{NUMBER_MARK}{said.value}", said.first, said.end - said.first)
        for said in numbers(text.replace(_JOINT, " "))
        if said.value != 1
    ]


def _length_classes(words: Ints) -> Ints:
    return np.searchsorted([8, 16, 32], words)


def _place(heads: Ints) -> Ints:
    """Return documents and units as numbers in one order."""
    return (heads[:, 0] << 32) | heads[:, 1]


def _is_numeral(surface: str) -> bool:
    if surface.lower() in numeral_forms():
        return True
    return not surface.isalpha() and any(char.isdigit() for char in surface)


def _worth(surface: str) -> str:
    """Return what a numeral is worth where no other is near it; empty where that is not sure."""
    if surface.isdecimal():
        return str(int(surface)) if len(surface) < _MOST_DIGITS else ""
    found = atom(surface)
    return str(found.value) if found and found.kind in ("cardinal", "ordinal") else ""
