"""A recording as its corrections leave it, at one version of them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.artefacts import Replacement, Transcript, Word
from pipeline.corrections import Entry, Reviewed, parsed, reviewed, standing
from pipeline.proofreading import Doubt, queue
from pipeline.reviews import Review


@dataclass(frozen=True)
class Sight:
    """What there is to be seen of a recording with the entries on `lines`."""

    base: str
    """Digest of the transcript that the entries are applied to."""
    transcript: Transcript
    lines: tuple[str, ...]

    @cached_property
    def version(self) -> str:
        """Names transcript and entries; begins with their number."""
        return version_of(self.base, self.lines)

    @cached_property
    def _reviewed(self) -> Reviewed:
        return reviewed(self.transcript, self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        """The corrected words."""
        return self._reviewed.words

    @property
    def review(self) -> Review:
        """What became of the entries."""
        return self._reviewed.review

    @cached_property
    def accepted(self) -> frozenset[tuple[int, int]]:
        """Ranges of words that a person has found to be right as they were.

        Such an entry puts what stood there already; a second one takes the first back.
        """
        found: set[tuple[int, int]] = set()
        for entry in map(parsed, self.lines):
            if not isinstance(entry, Entry) or not is_acceptance(entry):
                continue
            here = standing(entry, self.words)
            if here is not None:
                found ^= {(here.start, here.stop)}
        return frozenset(found)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Places worth a look, best gain first, without those that were accepted."""
        words = list(self.words)
        for at in {at for begin, end in self.accepted for at in range(begin, end)}:
            words[at] = replace(words[at], doubt=0.0)
        first = self.review.checked_words
        return queue(words, tuple(_kept(self.transcript, self.words)), first)

    def name_of(self, at: int) -> str:
        """Who says a word by a person's word; empty where nobody said."""
        spoken = self.review.speakers
        return next((s.name for s in spoken if s.first_word <= at < s.end_word), "")

    def within(self, start: float, end: float) -> range:
        """The words in `[start, end]`; where there are none, the place between its neighbours."""
        inside = [
            at
            for at, word in enumerate(self.words)
            if start - 0.02 <= (word.start + word.end) / 2 <= end + 0.02
        ]
        if inside:
            return range(inside[0], inside[-1] + 1)
        after = sum((word.start + word.end) / 2 < start for word in self.words)
        return range(after, after)


def version_of(base: str, lines: Sequence[str]) -> str:
    """What names a transcript with these entries on it."""
    state = hashlib.sha256(base.encode())
    for line in lines:
        state.update(b"\n" + line.encode())
    return f"{len(lines)}-{state.hexdigest()[:16]}"


def is_acceptance(entry: Entry) -> bool:
    """Whether an entry says of words that they are right."""
    return entry.verb == "text" and bool(entry.old) and entry.old == entry.new


def _kept(transcript: Transcript, words: Sequence[Word]) -> Iterator[Replacement]:
    """What `repair` replaced and no person touched, where it stands in `words` now."""
    now = {id(word): at for at, word in enumerate(words)}  # its own words are the very same
    for each in transcript.replacements:
        places = [now.get(id(w)) for w in transcript.words[each.first_word : each.end_word]]
        first = places[0]
        if first is not None and places == list(range(first, first + len(places))):
            yield replace(each, first_word=first, end_word=first + len(places))
