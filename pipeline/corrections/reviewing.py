"""Entries applied to the words of a transcript, one after the other, as they were written.

Each sees the words that those before it left. So the same entries on the same words give the same
text, and an entry that corrects what an earlier one put finds it there.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.artefacts import Transcript, Word
from pipeline.corrections.carrying import Nowhere, Place, Standing, key, place
from pipeline.corrections.entries import Entry, Unreadable, parsed, written
from pipeline.laying import laid
from pipeline.reviews import Conflict, Description, Edit, Review, Spoken

_AROUND = 3
"""Words around that a conflict shows."""


@dataclass(frozen=True, slots=True)
class _Item(Standing):
    """A word, and which of the transcript's it is; `None` for one that a person put."""

    origin: int | None = None
    name: str = ""
    """Who says it, by a person's word."""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review of a transcript, and its words as they were left.

    Of words that a person put, times are estimates and probability and doubt say nothing.
    """

    review: Review
    words: tuple[Word, ...]


class _Replay:
    def __init__(self, words: Sequence[Word]) -> None:
        self.items = [
            _Item(word.start, word.end, word.text, key(word.text), number)
            for number, word in enumerate(words)
        ]
        self.applied = self.kept = 0
        self.restored: list[tuple[float, float]] = []
        self.descriptions: dict[float, str] = {}
        self.checked_on = ""
        self.conflicts: list[Conflict] = []

    def take(self, entry: Entry) -> None:
        """Applies an entry or notes a conflict."""
        if entry.verb == "picture":
            self._describe(entry)
        elif entry.verb == "checked":
            self._check(entry)
        elif entry.verb == "settle":
            pass
        else:
            self._put(entry)

    def _put(self, entry: Entry) -> None:
        found = place(entry, self.items)
        if isinstance(found, Nowhere):
            self.clash(entry, found.reason)
        elif entry.verb == "speaker":
            self._attribute(entry, found)
        elif tuple(item.text for item in self.items[found.first : found.end]) == entry.new:
            self.kept += 1
            self._restore(entry)
        else:
            self.items[found.first : found.end] = self._new(entry, found)
            self.applied += 1
            self._restore(entry)

    def _new(self, entry: Entry, found: Place) -> list[_Item]:
        """The new words over the time of the old, by their lengths."""
        old = self.items[found.first : found.end]
        if entry.verb == "restore":
            start, end = entry.start, entry.end
        elif old:
            start, end = old[0].start, old[-1].end
        else:
            start = self.items[found.first - 1].end if found.first else 0.0
            end = self.items[found.first].start if found.first < len(self.items) else entry.end
            end = max(start, end)
        beside = old or self.items[max(0, found.first - 1) : found.first]
        name = old[0].name if old else ""
        checked = bool(beside) and all(item.checked for item in beside)
        return [
            _Item(round(first, 3), round(last, 3), text, key(text), None, name, checked)
            for text, (first, last) in zip(entry.new, laid(entry.new, start, end), strict=True)
        ]

    def _restore(self, entry: Entry) -> None:
        stretch = entry.start, entry.end
        if entry.verb != "restore":
            return
        if entry.new:
            self.restored.append(stretch)
        elif stretch in self.restored:
            self.restored.remove(stretch)

    def _attribute(self, entry: Entry, found: Place) -> None:
        """From the entry's words on to its end."""
        name, changed = " ".join(entry.new), False
        for at in range(found.first, len(self.items)):
            item = self.items[at]
            if at >= found.end and item.start >= entry.end:
                break
            changed |= item.name != name
            self.items[at] = replace(item, name=name)
        self.applied += changed
        self.kept += not changed

    def _describe(self, entry: Entry) -> None:
        text = " ".join(entry.new)
        changed = self.descriptions.get(entry.start, "") != text
        self.applied += changed
        self.kept += not changed
        if text:
            self.descriptions[entry.start] = text
        else:
            self.descriptions.pop(entry.start, None)

    def _check(self, entry: Entry) -> None:
        """Holds as long as the words are those that were checked."""
        found = place(entry, self.items)
        if isinstance(found, Nowhere):
            self.clash(entry, found.reason)
            return
        first, end = self.checked, found.end
        if not entry.new:
            first, end = end, len(self.items)
        elif entry.new[0] != digest_of(item.text for item in self.items[first:end]):
            self.clash(entry, "the words before it are others than those that were checked")
            return
        self.items[first:end] = [
            replace(item, checked=bool(entry.new)) for item in self.items[first:end]
        ]
        self.applied += 1
        self.checked_on = entry.when[:10]

    @property
    def checked(self) -> int:
        """How many of the first words are checked."""
        unchecked = (at for at, item in enumerate(self.items) if not item.checked)
        return next(unchecked, len(self.items))

    def standing_at(self, entry: Entry) -> tuple[str, ...] | None:
        """The words at an entry's place; `None` where it has none."""
        found = place(entry, self.items)
        if isinstance(found, Nowhere):
            return None
        return tuple(item.text for item in self.items[found.first : found.end])

    def clash(self, entry: Entry, reason: str) -> None:
        """Notes a conflict, with what stands there."""
        near = [
            at
            for at, item in enumerate(self.items)
            if item.end > entry.start - 0.5 and item.start < entry.end + 0.5
        ]
        first, end = (near[0], near[-1] + 1) if near else (0, 0)
        shown = self.items[max(0, first - _AROUND) : end + _AROUND] if near else []
        self.conflicts.append(
            Conflict(
                id=entry.when,
                line=written(entry),
                start=entry.start,
                end=entry.end,
                wanted=" ".join(entry.new),
                before=" ".join(entry.old),
                stands=" ".join(item.text for item in shown),
                reason=reason,
            )
        )


def reviewed(transcript: Transcript, lines: Sequence[str]) -> Reviewed:
    """What the entries on `lines` make of a transcript. The same lines give the same."""
    replay = _Replay(transcript.words)
    settled: set[str] = set()
    for line in lines:
        entry = parsed(line)
        if isinstance(entry, Unreadable):
            replay.conflicts.append(
                Conflict(
                    "", entry.line[:200], 0.0, 0.0, "", "", "", f"cannot be read: {entry.reason}"
                )
            )
            continue
        if entry.verb == "settle":
            settled.update(entry.new)
        replay.take(entry)
    items = replay.items
    checked = replay.checked
    review = Review(
        words=len(transcript.words),
        edits=tuple(_edits(items, transcript.words)),
        restored=tuple(sorted(replay.restored)),
        speakers=tuple(_spoken(items)),
        descriptions=tuple(
            Description(start, text) for start, text in sorted(replay.descriptions.items())
        ),
        checked_words=checked,
        checked_to=items[checked - 1].end if checked else 0.0,
        checked_on=replay.checked_on if checked else "",
        is_checked=0 < checked == len(items),
        applied=replay.applied,
        kept=replay.kept,
        conflicts=tuple(each for each in replay.conflicts if not each.id or each.id not in settled),
    )
    return Reviewed(review, tuple(_words(items, transcript.words)))


def texts_of_time(transcript: Transcript, lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """What the words were after so many lines, from none to all."""
    replay = _Replay(transcript.words)
    yield 0, [item.text for item in replay.items]
    for count, entry in enumerate(map(parsed, lines), 1):
        if isinstance(entry, Entry) and entry.verb in ("text", "restore"):
            replay.take(entry)
        yield count, [item.text for item in replay.items]


def changing(
    transcript: Transcript, lines: Sequence[str], entries: Sequence[Entry]
) -> tuple[tuple[Entry, ...], tuple[Conflict, ...], tuple[Conflict, ...]]:
    """The entries that would change something after `lines`, their conflicts, and their clashes.

    A clash is that the place of an entry has other words by now than it replaces or puts: it would
    overwrite what another person wrote, and is not among the first. One that is in conflict, since
    it has no place at all, is: it will be told.
    """
    replay = _Replay(transcript.words)
    for given in map(parsed, lines):
        if isinstance(given, Entry):
            replay.take(given)
    known = len(replay.conflicts)
    found, clashes = list[Entry](), list[Conflict]()
    for entry in entries:
        there = replay.standing_at(entry)
        if entry.verb == "text" and there is not None and there not in (entry.old, entry.new):
            replay.clash(entry, "somebody has changed these words since")
            clashes.append(replay.conflicts.pop())
            continue
        kept = replay.kept
        replay.take(entry)
        if replay.kept == kept:
            found.append(entry)
    return tuple(found), tuple(replay.conflicts[known:]), tuple(clashes)


def digest_of(texts: Iterator[str]) -> str:
    """Of words, to know them again; sixteen hexadecimal digits."""
    return hashlib.sha256(" ".join(texts).encode(errors="surrogatepass")).hexdigest()[:16]


def _edits(items: Sequence[_Item], words: Sequence[Word]) -> Iterator[Edit]:
    """What differs from the transcript: between words that are its own, others or none."""
    first, put = 0, list[str]()
    for item in [*items, _Item(0, 0, "", "", len(words))]:
        if item.origin is None:
            put.append(item.text)
            continue
        gone = [word.text for word in words[first : item.origin]]
        if gone != put:
            yield Edit(first, item.origin, tuple(put))
        first, put = item.origin + 1, []


def _spoken(items: Sequence[_Item]) -> Iterator[Spoken]:
    at = 0
    for name, group in groupby(items, key=lambda item: item.name):
        count = len(list(group))
        if name:
            yield Spoken(at, at + count, name)
        at += count


def _words(items: Sequence[_Item], words: Sequence[Word]) -> Iterator[Word]:
    for item in items:
        if item.origin is not None:
            yield words[item.origin]
        else:
            yield Word(item.start, item.end, item.text, 1.0, 0.0)
