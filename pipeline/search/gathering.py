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
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.language import numbers, tokens
from pipeline.language.numeral_words import atom, numeral_forms
from pipeline.search.documents import Document, Unit, units
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
OCCURRENCE = np.dtype(
    [("form", "u4"), ("document", "u4"), ("unit", "u4"), ("position", "u2"), ("kind", "u1"),
     ("extra", "u4")]
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
    units: int = 0


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
            batch.units += len(found)
            batch.voices += _voices(found, number)
            for at, unit in enumerate(found):
                reader.add(unit, number, at)
    occurrences, batch.surfaces, batch.named = reader.finish()
    batch.counts = np.bincount(occurrences["form"], minlength=len(batch.surfaces)).tolist()
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


class _Known:
    """What a process has read before: surfaces by number, and which of them a piece of text has."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, int] = defaultdict()
        self.ids.default_factory = self.ids.__len__
        self.chunks: dict[str, tuple[int, ...]] = {}
        self.counting: dict[str, int | None] = {}
        """Chunks with a numeral: the number of its worth where it can be read by itself."""

    def learned(self, chunk: str) -> tuple[int, ...]:
        """Return the words of a chunk that was not read before."""
        surfaces = [token.text for token in tokens(chunk.replace(_JOINT, " "))]
        words = self.chunks[chunk] = tuple(self.ids[surface] for surface in surfaces)
        if any(map(_is_numeral, surfaces)):
            worth = _worth(surfaces[0]) if len(surfaces) == 1 else ""
            self.counting[chunk] = self.ids[NUMBER_MARK + worth] if worth else None
        return words


_MOST_CHUNKS = 300_000
_known = _Known()


class _Reader:
    """Keeps the stream of the numbers of surfaces."""

    def __init__(self) -> None:
        global _known  # noqa: PLW0603 - words are the same in every batch of a process
        if len(_known.chunks) > _MOST_CHUNKS:
            _known = _Known()
        self._known = _known
        self._stream = array("I")
        self._lengths = array("I")
        self._heads: list[tuple[int, int, int, int]] = []
        self._said: list[tuple[int, int, int, int, int, int]] = []

    def add(self, unit: Unit, document: int, at: int) -> None:
        """Take in the next unit."""
        words, said, alone = self._grouped(unit.place.text)
        self._stream.extend(words)
        self._lengths.append(len(words))
        kind = {"slide": SLIDE, "title": TITLE}.get(unit.kind, _length_class(len(words)))
        self._heads.append((document, at, kind, unit.extent))
        apart = unit.kind != "sentence"
        for worth, position in alone:
            self._said.append((worth, document, at, position, NUMBER, 2 + apart))
        for text, before in said:
            for worth_said, first, width in _numbers(text):
                if before + first < _MOST_WORDS:
                    number = self._known.ids[worth_said]
                    extra = 2 * width + apart
                    self._said.append((number, document, at, before + first, NUMBER, extra))

    def _grouped(self, text: str) -> tuple[list[int], list[tuple[str, int]], list[tuple[int, int]]]:
        """Return the words of a text, its parts with numerals, and numerals that stand alone.

        A part has the number of words before it; what stands alone, its worth and its position.
        """
        known = self._known
        chunks = _GROUPED.sub(_JOINT, text).split()
        try:
            found = [known.chunks[chunk] for chunk in chunks]
        except KeyError:
            found = [known.chunks.get(chunk) or known.learned(chunk) for chunk in chunks]
        words = list(chain.from_iterable(found))[:_MOST_WORDS]
        if known.counting.keys().isdisjoint(chunks):
            return words, [], []
        said: list[tuple[str, int]] = []
        alone: list[tuple[int, int]] = []
        for first, end in self._numerals(chunks):
            before = sum(map(len, found[:first]))
            worth = known.counting[chunks[first]]
            if end > first + 1 or worth is None:
                said.append((" ".join(chunks[first:end]), before))
            elif before < _MOST_WORDS:
                alone.append((worth, before))
        return words, said, alone

    def _numerals(self, chunks: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the first and the end of stretches of chunks with numerals, at most two between."""
        counting = [at for at, chunk in enumerate(chunks) if chunk in self._known.counting]
        first = counting[0]
        for at, after in zip(counting, [*counting[1:], len(chunks) + 3], strict=True):
            if after > at + 2:
                yield first, at + 1
                first = after

    def finish(self) -> tuple[NDArray[np.void], list[str], list[str]]:
        """Return occurrences in order of place, surfaces by number, and those that may be names.

        A name has a capital inside a sentence.
        """
        lengths = np.asarray(self._lengths, dtype=np.int64)
        heads = np.asarray(self._heads, dtype=np.int64).reshape(-1, 4)
        stream = np.asarray(self._stream, dtype=np.uint32)
        found = np.empty(len(stream) + len(self._said), dtype=OCCURRENCE)
        words = found[: len(stream)]
        words["form"] = stream
        ends = np.cumsum(lengths)
        words["position"] = np.arange(len(stream)) - np.repeat(ends - lengths, lengths)
        for column, name in enumerate(("document", "unit", "kind", "extra")):
            words[name] = np.repeat(heads[:, column], lengths)
        found[len(stream) :] = np.array(self._said, dtype=OCCURRENCE)
        places = (found["document"].astype(np.int64) << 32) | found["unit"]
        found = found[np.argsort(places, kind="stable")]
        used, found["form"] = np.unique(found["form"], return_inverse=True)
        names = list(self._known.ids)
        surfaces = [names[number] for number in used.tolist()]
        inside = np.zeros(len(surfaces), dtype=bool)
        inside[found["form"][found["position"] > 0]] = True
        named = [surface for surface, is_in in zip(surfaces, inside, strict=True) if is_in]
        return found, surfaces, [surface for surface in named if surface[0].isupper()]


@lru_cache(maxsize=1 << 14)
def _numbers(text: str) -> list[tuple[str, int, int]]:
    """Return form, first word and width of each number; „jeden" alone is hardly ever one."""
    return [
        (f"{NUMBER_MARK}{said.value}", said.first, said.end - said.first)
        for said in numbers(text.replace(_JOINT, " "))
        if said.value != 1
    ]


def _length_class(words: int) -> int:
    return (words > 8) + (words > 16) + (words > 32)


def _is_numeral(surface: str) -> bool:
    return any(char.isdigit() for char in surface) or surface.lower() in numeral_forms()


def _worth(surface: str) -> str:
    """Return what a numeral is worth where no other is near it; empty where that is not sure."""
    if surface.isdecimal():
        return str(int(surface)) if len(surface) < _MOST_DIGITS else ""
    found = atom(surface)
    return str(found.value) if found and found.kind in ("cardinal", "ordinal") else ""
