"""Documents read word by word: texts written as they come, occurrences put by for later.

A batch is what one process reads at a time; it knows nothing of the others.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.language import numbers, tokens
from pipeline.language.numeral_words import numeral_forms
from pipeline.search.documents import Document, Unit, units
from pipeline.search.texts import write_texts

# How well a unit is worth being found in: a sentence of up to 8, 16, 32, or more words; else
SLIDE, TITLE, NUMBER = 4, 5, 6
NUMBER_MARK = "#"
"""Before the worth of a number that stands for a form: no word token begins with it."""
_MOST_WORDS = 1 << 14
_GROUPED = re.compile(r"\d[ \u00a0\u202f]\d{3}")
OCCURRENCE = np.dtype(
    [("form", "u4"), ("document", "u4"), ("unit", "u4"), ("position", "u2"), ("kind", "u1"),
     ("extra", "u4")]
)  # fmt: skip
"""One occurrence: the number of its surface, where it is, and how well; `extra` counts the units
under a title, or twice the words of a number, plus one where it is in no sentence."""


@dataclass(slots=True)
class Batch:
    """What was read of some documents, which are numbered from `first` on."""

    first: int
    occurrences: Path
    """An array of `OCCURRENCE`s, in order of place."""
    surfaces: list[str] = field(default_factory=list)
    """Words as they are written, by their number here; and numbers, with their mark."""
    counts: list[int] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """Surfaces that had a capital inside a sentence."""
    keys: list[str] = field(default_factory=list)
    files: list[tuple[str, int]] = field(default_factory=list)
    voices: list[tuple[str, int, int, int]] = field(default_factory=list)
    """Speaker, document, first unit, how many units."""
    units: int = 0


def gather(documents: Sequence[Document], first: int, folder: Path, scratch: Path) -> Batch:
    """Read `documents`, write their texts into `folder` and what was found into `scratch`."""
    batch = Batch(first, scratch / f"{first}.npy")
    reader = _Reader()
    for number, document in enumerate(documents, first):
        found = tuple(units(document))
        key = document.key
        batch.keys.append(key)
        batch.files += write_texts(folder, document, key, found)
        batch.units += len(found)
        batch.voices += _voices(found, number)
        for at, unit in enumerate(found):
            reader.add(unit, number, at)
    occurrences, batch.named = reader.finish()
    batch.surfaces = list(reader.ids)
    batch.counts = np.bincount(occurrences["form"], minlength=len(reader.ids)).tolist()
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


class _Reader:
    """Numbers surfaces as they come, and keeps the stream of their numbers."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, int] = defaultdict()
        self.ids.default_factory = self.ids.__len__
        self._chunks: dict[str, tuple[int, ...]] = {}
        self._numeral: set[int] = set()
        self._counting: set[str] = set()
        self._stream = array("I")
        self._lengths = array("I")
        self._heads: list[tuple[int, int, int, int]] = []
        self._said: list[tuple[int, int, int, int, int, int]] = []

    def add(self, unit: Unit, document: int, at: int) -> None:
        """Take in the next unit."""
        words, said = self._grouped(unit.place.text)
        self._stream.extend(words)
        self._lengths.append(len(words))
        kind = {"slide": SLIDE, "title": TITLE}.get(unit.kind, _length_class(len(words)))
        self._heads.append((document, at, kind, unit.extent))
        for text, before in said:
            for number in numbers(text):
                position = before + number.first
                if number.value != 1 and position < _MOST_WORDS:  # „jeden" is hardly ever one
                    form = self.ids[f"{NUMBER_MARK}{number.value}"]
                    extra = 2 * (number.end - number.first) + (unit.kind != "sentence")
                    self._said.append((form, document, at, position, NUMBER, extra))

    def _grouped(self, text: str) -> tuple[list[int], list[tuple[str, int]]]:
        """Return the words of a text, and its parts with numerals, with how many words are before."""
        if _GROUPED.search(text):  # the one kind of token that has a space inside
            words = [self._number(token.text) for token in tokens(text)]
            return words[:_MOST_WORDS], [(text, 0)]
        chunks = text.split()
        known = self._chunks
        try:
            found = [known[chunk] for chunk in chunks]
        except KeyError:
            found = [known.get(chunk) or self._learned(chunk) for chunk in chunks]
        words = list(chain.from_iterable(found))
        said = [] if self._counting.isdisjoint(chunks) else self._numerals(chunks, found)
        return words[:_MOST_WORDS], said

    def _learned(self, chunk: str) -> tuple[int, ...]:
        words = self._chunks[chunk] = tuple(self._number(each) for each in _tokens(chunk))
        if not self._numeral.isdisjoint(words):
            self._counting.add(chunk)
        return words

    def _numerals(
        self, chunks: Sequence[str], words: Sequence[tuple[int, ...]]
    ) -> list[tuple[str, int]]:
        """Return the parts with numerals; two chunks after the last may be what is counted."""
        found: list[tuple[str, int]] = []
        counting = [at for at, chunk in enumerate(chunks) if chunk in self._counting]
        first = counting[0]
        for at, after in zip(counting, [*counting[1:], len(chunks) + 3], strict=True):
            if after > at + 2:
                before = sum(map(len, words[:first]))
                found.append((" ".join(chunks[first : at + 3]), before))
                first = after
        return found

    def _number(self, surface: str) -> int:
        number = self.ids[surface]
        if _is_numeral(surface):
            self._numeral.add(number)
        return number

    def finish(self) -> tuple[NDArray[np.void], list[str]]:
        """Return all occurrences in order of place, and surfaces with a capital in a sentence."""
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
        inside = np.zeros(len(self.ids), dtype=bool)
        inside[stream[words["position"] > 0]] = True
        names = [s for s, number in self.ids.items() if inside[number] and s[0].isupper()]
        places = (found["document"].astype(np.int64) << 32) | found["unit"]
        return found[np.argsort(places, kind="stable")], names


def _length_class(words: int) -> int:
    return (words > 8) + (words > 16) + (words > 32)


@lru_cache(maxsize=1 << 19)
def _tokens(chunk: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(chunk))


@lru_cache(maxsize=1 << 19)
def _is_numeral(surface: str) -> bool:
    return any(char.isdigit() for char in surface) or surface.lower() in numeral_forms()
