"""Changes of a page put on the disk, where what the page showed still stands; else not one of them.

A page may have been looked at for an hour. So its changes are understood in the words that it
showed, and added only where those very words stand now, which is asked under the lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.artefacts import Word
from pipeline.corrections import Entry, append, entry_of, parsed, reviewed, standing, tried, written
from pipeline.editing.asking import NotAskable, Wanted, Wish
from pipeline.editing.desk import Desk
from pipeline.editing.sight import Sight, is_acceptance
from pipeline.editing.taking_back import Put, taking_back
from pipeline.laying import laid


@dataclass(frozen=True, slots=True)
class Saved:
    """What is on the disk now."""

    version: str
    undo: tuple[Wish, ...]
    """Takes it back, as seen at `version`; nothing where that cannot be."""


@dataclass(frozen=True, slots=True)
class Clash:
    """That nothing was written, since other words stand there now than the page shows."""

    version: str
    """Of now."""
    first_word: int
    """What stands at the place now, in the words of now; `end_word` likewise."""
    end_word: int
    text: str
    when: str
    """Of the entry that changed it; empty where the transcript itself is another."""


def save(desk: Desk, wanted: Wanted) -> Saved | Clash:
    """Writes the changes, or tells what is in their way. They are on the disk when it is `Saved`.

    Raises `NotAskable` for changes that no page can mean, `StenogramError`.
    """
    seen = desk.at(wanted.version)
    if seen is None:
        return Clash(desk.version(), 0, 0, "", "")
    tried = _Trial(desk, seen, _drafted(seen, wanted.changes))
    if append(desk.file, tried.entries, tried.agreed):
        return tried.saved()
    if tried.clash is not None:
        return tried.clash
    return Saved(desk.version(), ())  # others have done the same meanwhile


class _Trial:
    """The entries, tried on what stands there when nobody else can write."""

    def __init__(self, desk: Desk, seen: Sight, drafts: "Sequence[_Draft]") -> None:
        self._desk = desk
        self._seen = seen
        self._drafts = drafts
        self.entries = [draft.entry for draft in drafts]
        self.clash: Clash | None = None
        self._count = 0
        self._puts: list[Put] = []
        self._before = seen

    def agreed(self, lines: Sequence[str]) -> bool:
        """Whether all of them can be added to `lines`."""
        now = self._desk.sight(lines)
        self._count = len(lines)
        if all(is_acceptance(e) for e in self.entries) and self._is_accepted(now):
            return False
        words = list(now.words)
        for draft in self._drafts:
            put = _put(draft, words)
            if put is None:
                self.clash = self._clash(now, draft.entry)
                return False
            self._puts.append(put)
            if draft.entry.verb in ("text", "restore"):
                words[put.first_word : put.first_word + put.old] = _laid(draft.entry)
        if failing := self._failing(now, words):
            self.clash = self._clash(now, failing)
        self._before = now
        return self.clash is None

    def saved(self) -> Saved:
        """What there is after they were written, and how to take them back."""
        lines = self._desk.now().lines[: self._count + len(self.entries)]
        after = self._desk.sight(lines)
        return Saved(after.version, taking_back(self._before, after, self._puts))

    def _is_accepted(self, now: Sight) -> bool:
        """Whether another page has accepted all of the places since this one was told of them."""
        ranges = [(d.wish.first_word, d.wish.end_word) for d in self._drafts]
        if any(each in self._seen.accepted for each in ranges):
            return False  # it is meant to be taken back
        places = [standing(entry, now.words) for entry in self.entries]
        return all(p is not None and (p.start, p.stop) in now.accepted for p in places)

    def _failing(self, now: Sight, words: Sequence[Word]) -> Entry | None:
        """An entry that would be a conflict or would be read otherwise than it is meant."""
        dated = tried(self.entries)
        after = reviewed(now.transcript, [*now.lines, *map(written, dated)])
        failed = {conflict.id for conflict in after.review.conflicts}
        found = next((entry for entry in dated if entry.when in failed), None)
        if found is None and [w.text for w in after.words] != [w.text for w in words]:
            return dated[0]
        return found

    def _clash(self, now: Sight, entry: Entry) -> Clash:
        here = now.within(entry.start, entry.end)
        since = [parsed(line) for line in now.lines[len(self._seen.lines) :]]
        near = [
            each
            for each in since
            if isinstance(each, Entry)
            and each.start <= entry.end + 1.0
            and each.end >= entry.start - 1.0
            and each.verb in ("text", "restore", "checked", "speaker")
        ]
        text = " ".join(word.text for word in now.words[here.start : here.stop])
        return Clash(now.version, here.start, here.stop, text, near[-1].when if near else "")


@dataclass(frozen=True, slots=True)
class _Draft:
    wish: Wish
    entry: Entry


def _put(draft: _Draft, words: Sequence[Word]) -> Put | None:
    """Where a change comes among `words`; `None` where others stand there."""
    entry = draft.entry
    if entry.verb in ("settle", "picture"):
        return Put(draft.wish, draft.wish.first_word, 0, 0, entry.start)
    here = standing(entry, words)
    if here is None:
        return None
    if entry.verb in ("text", "restore"):
        return Put(draft.wish, here.start, len(here), len(entry.new), entry.start)
    said = [at for at in range(here.start, len(words)) if words[at].start < entry.end]
    return Put(draft.wish, here.start, len(said), len(said), entry.start)


def _drafted(seen: Sight, wishes: Sequence[Wish]) -> list[_Draft]:
    """The entries of the wishes, the last words first: so that the places of the others stay."""
    words = list(seen.words)
    drafts = []
    last = len(words)
    for wish in sorted(wishes, key=lambda each: (-each.end_word, -each.first_word)):
        if wish.end_word > last and wish.verb in ("text", "restore"):
            raise NotAskable("two changes of the same words")
        try:
            entry = entry_of(words, wish.asked)
        except ValueError as error:
            raise NotAskable(str(error)) from None
        if wish.stretch is not None and wish.first_word == wish.end_word:
            entry = _at_its_sound(entry, wish.stretch, seen)
        elif wish.verb == "checked" and wish.first_word not in (
            seen.review.checked_words,
            wish.end_word,
        ):
            raise NotAskable("what is checked begins where the checked words end")
        drafts.append(_Draft(wish, entry))
        if wish.verb in ("text", "restore"):
            words[wish.first_word : wish.end_word] = _laid(entry)
            last = wish.first_word
    return drafts


def _at_its_sound(entry: Entry, stretch: tuple[float, float], seen: Sight) -> Entry:
    """The entry of text that is brought back, at the times at which it was rejected."""
    for each in seen.transcript.ledger:
        if each.state == "rejected" and (each.start, each.end) == stretch:
            return replace(entry, start=round(each.start, 2), end=round(each.end, 2))
    raise NotAskable("nothing was rejected there")


def _laid(entry: Entry) -> list[Word]:
    """The new words over the time of the old, by their lengths, as a review lays them."""
    times = laid(entry.new, entry.start, entry.end)
    return [
        Word(round(first, 3), round(last, 3), text, 1.0, 0.0)
        for text, (first, last) in zip(entry.new, times, strict=True)
    ]
