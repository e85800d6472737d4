"""Where each lemma is: records packed into shards, the longest in shards of their own.

A record: its forms, each with the rank of the lemma among those of the form; how many documents
and units have it; then 0 and its list or, where that is long, 1 and the number of its shards, the
first documents of these, the number of the first shard, and a list of the best. A long list of a
word of grammar has no shards at all. A list has for each document: its
distance from the one before, of the best also how many units have the lemma in all, how many
occurrences follow; for each occurrence: distance of its unit, `(position * forms + form) * 8 +
kind` and, for titles and numbers, `extra` (`gathering.OCCURRENCE`). All numbers are varints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.search.gathering import TITLE
from pipeline.search.shard import write_shard
from pipeline.search.sorting import Ints
from pipeline.search.varints import encode, one

_SHARD = 8_000
"""Bytes in a shard of records before deflate."""
_PIECE = 13_000
"""Bytes in a shard of a long list."""
_LONG = 10_000
"""Bytes from which a list has shards of its own."""
_BEST_OF_FORM, _BEST_DOCUMENTS = 32, 300
_QUALITY = np.array([2, 3, 4, 5, 1, 0, 3], dtype=np.int64)
"""By kind: titles first, then slides, then the shorter sentences."""

Occurrences = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Lemma:
    """One lemma to write."""

    number: int
    forms: tuple[tuple[str, int], ...]
    """Spoken forms, each with the rank of this lemma among its lemmas."""
    grammar: bool = False
    """Whether its best places are enough."""


@dataclass(slots=True)
class Written:
    """The shards of one part."""

    firsts: list[int] = field(default_factory=list)
    """The number of the first lemma of each."""
    files: list[tuple[str, int]] = field(default_factory=list)


def write_postings(
    folder: Path, prefix: str, lemmas: Sequence[Lemma], found: Occurrences
) -> Written:
    """Write the shards `<prefix>-<n>` of `lemmas`, whose occurrences `found` has by their order.

    In `found`, `lemma` counts the lemmas here, from 0. Long lists go to `<prefix>x<n>`.
    """
    streams = _Streams(found, [len(lemma.forms) for lemma in lemmas])
    written = Written()
    held: list[tuple[int, bytes]] = []
    size = own = 0

    def close() -> None:
        nonlocal held, size
        if held:
            written.firsts.append(held[0][0])
            name = f"{prefix}-{len(written.firsts) - 1}"
            written.files.append((name, write_shard(folder, name, _packed(held))))
        held, size = [], 0

    for at, lemma in enumerate(lemmas):
        record = bytearray(one(len(lemma.forms)))
        for form, rank in lemma.forms:
            text = form.encode()
            record += one(rank) + one(len(text)) + text
        record += one(streams.documents(at)) + one(streams.units(at))
        whole = streams.whole(at)
        if len(whole) <= _LONG:
            record += one(0) + whole
        else:
            pieces = [] if lemma.grammar else list(streams.pieces(at))
            record += one(len(pieces) + 1) + b"".join(one(base) for base, _ in pieces) + one(own)
            for _, data in pieces:
                name = f"{prefix}x{own}"
                written.files.append((name, write_shard(folder, name, data)))
                own += 1
            record += streams.best(at)
        if size and size + len(record) > _SHARD:
            close()
        held.append((lemma.number, bytes(record)))
        size += len(record)
    close()
    return written


def _packed(held: Sequence[tuple[int, bytes]]) -> bytes:
    """Return how many records there are, their lemmas' numbers and lengths, and the records."""
    head = bytearray(one(len(held)))
    before = 0
    for number, record in held:
        head += one(number - before) + one(len(record))
        before = number
    return bytes(head) + b"".join(record for _, record in held)


class _Streams:
    """The lists of all lemmas of a part, encoded at once."""

    def __init__(self, found: Occurrences, forms: Sequence[int]) -> None:
        self._found = found
        self._forms = np.asarray(forms, dtype=np.uint64)
        self._starts = np.searchsorted(found["lemma"], np.arange(len(forms) + 1))
        self._begins = _begins(found)
        numbers, self._offsets = _numbers(found, self._forms, self._begins)
        self._bytes, lengths = encode(numbers)
        self._ends = np.concatenate(([0], np.cumsum(lengths)))
        changed = np.ones(len(found), dtype=bool)
        changed[1:] = self._begins[1:] | (np.diff(found["unit"].astype(np.int64)) != 0)
        self._changed = changed

    def documents(self, at: int) -> int:
        """How many documents have the lemma."""
        return int(self._begins[self._slice(at)].sum())

    def units(self, at: int) -> int:
        """How many units have it."""
        return int(self._changed[self._slice(at)].sum())

    def whole(self, at: int) -> bytes:
        """Its whole list."""
        here = self._slice(at)
        return self._between(here.start, here.stop)

    def pieces(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Yield the list in pieces, each with the document that its first counts from."""
        here = self._slice(at)
        begins = here.start + np.flatnonzero(self._begins[here])
        places = self._ends[self._offsets[begins]]
        first = 0
        while first < len(begins):
            last = int(np.searchsorted(places, places[first] + _PIECE, side="right"))
            last = max(last - 1, first + 1)
            if last >= len(begins) - 1:
                last = len(begins)
            stop = int(begins[last]) if last < len(begins) else here.stop
            base = int(self._found["document"][begins[first] - 1]) if first else 0
            yield base, self._between(int(begins[first]), stop)
            first = last

    def best(self, at: int) -> bytes:
        """The best of each form, and of each of the first documents."""
        here = self._slice(at)
        found = self._found[here]
        quality = _QUALITY[found["kind"]]
        keep = np.zeros(len(found), dtype=bool)
        by_form = np.lexsort((quality, found["form"]))
        forms = found["form"][by_form]
        keep[by_form[np.arange(len(forms)) - np.searchsorted(forms, forms) < _BEST_OF_FORM]] = True
        by_document = np.lexsort((quality, found["document"]))
        _, firsts = np.unique(found["document"][by_document], return_index=True)
        keep[by_document[firsts[:_BEST_DOCUMENTS]]] = True
        kept = found[keep]
        groups = np.cumsum(self._begins[here]) - 1
        units = np.bincount(groups, weights=self._changed[here]).astype(np.uint64)
        begins = _begins(kept)
        numbers, _ = _numbers(kept, self._forms, begins, units[groups[keep]])
        encoded, _ = encode(numbers)
        return encoded.tobytes()

    def _slice(self, at: int) -> slice:
        return slice(int(self._starts[at]), int(self._starts[at + 1]))

    def _between(self, start: int, stop: int) -> bytes:
        return self._bytes[
            self._ends[self._offsets[start]] : self._ends[self._offsets[stop]]
        ].tobytes()


def _begins(found: Occurrences) -> NDArray[np.bool_]:
    """Where another document or lemma begins."""
    begins = np.ones(len(found), dtype=bool)
    for name in ("document", "lemma"):
        begins[1:] &= found[name][1:] == found[name][:-1]
    begins[1:] = ~begins[1:]
    return begins


def _numbers(
    found: Occurrences,
    forms: NDArray[np.uint64],
    begins: NDArray[np.bool_],
    totals: NDArray[np.uint64] | None = None,
) -> tuple[NDArray[np.uint64], Ints]:
    """Return the numbers of all lists, and where those of each occurrence begin among them.

    With `totals`, which has for each occurrence the units of its document, each document has that.
    """
    extra = found["kind"] >= TITLE
    head = 2 if totals is None else 3
    lengths = 2 + head * begins + extra
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    numbers = np.zeros(int(offsets[-1]), dtype=np.uint64)
    at = offsets[:-1]
    first = np.flatnonzero(begins)
    document = found["document"].astype(np.int64)
    lemma = found["lemma"]
    steps = document[first].copy()
    same = lemma[first[1:]] == lemma[first[:-1]]
    steps[1:] -= np.where(same, document[first[:-1]], 0)
    numbers[at[first]] = steps.astype(np.uint64)
    if totals is not None:
        numbers[at[first] + 1] = totals[first]
    numbers[at[first] + head - 1] = np.diff(np.append(first, len(found))).astype(np.uint64)
    unit = found["unit"].astype(np.int64)
    step = unit.copy()
    step[1:] -= np.where(begins[1:], 0, unit[:-1])
    body = at + head * begins
    numbers[body] = step.astype(np.uint64)
    spot = found["position"].astype(np.uint64) * forms[lemma] + found["form"]
    numbers[body + 1] = spot * np.uint64(8) + found["kind"]
    numbers[body[extra] + 2] = found["extra"][extra]
    return numbers, offsets
