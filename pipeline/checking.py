"""What a person should check of a transcript: what was lost of the speech, and doubtful words.

The command `check`, the pages and the bench all read it here, so that they say the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite
from typing import Literal

from pipeline.artefacts import LedgerEntry, Replacement, Transcript, Word
from pipeline.language import knows, tokens

MISSING_END = "missing from the file"
"""The reason of a failed stretch that the media do not reach: there is nothing to listen to."""
WORTH_A_LOOK = 0.15
"""Share of the words that a person may be asked to look at."""
_NUMBER = 0.2
"""What a number is worth beyond its doubt. Measured on words as they are spoken: with it the 15 %
first in rank hold 69 % of the wrong words, without it 59 %."""
_UNSURE = 0.75  # of the model's own probability; about one word in six is below
_SHORTEST = 0.5  # seconds; less is no syllable worth seeking
_NEAR = 1.0  # seconds; two losses closer than that are heard in one go
_STOPS = (".", "?", "!", "…")

Reason = Literal["number", "name", "unknown", "unsure", "beside unsure", "replaced"]
"""`unknown`: no dictionary has it; `unsure`: the model was not sure of it."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long each thing lasts that became of a recording, in seconds."""

    transcribed: float
    not_speech: float
    rejected: float
    failed: float
    """Without the end that is missing."""
    hole: float
    missing_end: float
    """What the file speaks of after its last sound."""

    @property
    def lost(self) -> float:
        """All that is neither transcribed nor known to be no speech."""
        return self.rejected + self.failed + self.hole + self.missing_end

    @property
    def share(self) -> float | None:
        """Share of the speech that was recognised, in [0, 1]: transcribed / (transcribed + lost).

        What is not speech does not count. A hole and a missing end count whole, and so does what
        was rejected: nobody knows that nobody spoke there, so the share is rather too small than
        too great. It is a measure of what is covered by words, not of how many of them are right.
        `None` where nobody was heard to speak, whatever else is missing.
        """
        if not self.transcribed + self.rejected + self.failed:
            return None
        return self.transcribed / (self.transcribed + self.lost)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch `[start, end)` in which speech may have been lost."""

    start: float
    end: float
    entries: tuple[LedgerEntry, ...]
    """Those of the ledger that were lost, in order; less than a second lies between them."""

    @property
    def lost(self) -> float:
        """Seconds."""
        return sum(entry.end - entry.start for entry in self.entries)

    @property
    def is_missing(self) -> bool:
        """Whether the media do not reach it."""
        return _is_missing(self.entries[0])


@dataclass(frozen=True, slots=True)
class Look:
    """A word that is worth a person's look."""

    word: int
    """Its index."""
    start: float
    end: float
    text: str
    doubt: float
    """How likely it is wrong, in [0, 1]; calibrated only where `repair` has said it."""
    worth: float
    """What it is ranked by."""
    reasons: tuple[Reason, ...]
    """Empty where only what lies farther around it makes it doubtful."""
    before: str
    """What `repair` replaced; empty where it did not."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words that `repair` put, and what had been recognised there."""

    start: float
    end: float
    before: str
    after: str


def seconds(ledger: Iterable[LedgerEntry]) -> Seconds:
    """The seconds of a ledger by what became of them."""
    total = dict.fromkeys(("transcribed", "not speech", "rejected", "failed", "hole", "end"), 0.0)
    for entry in ledger:
        total["end" if _is_missing(entry) else entry.state] += entry.end - entry.start
    return Seconds(*(round(length, 3) for length in total.values()))


def percent(share: float) -> float:
    """A share as a person reads it, to a tenth: cut off, so that only the whole is 100."""
    return floor(share * 1000 + 1e-6) / 10 if share < 1 else 100.0


def places(ledger: Iterable[LedgerEntry]) -> tuple[Place, ...]:
    """The places to listen to, in order, neighbours joined; none of half a second or less.

    An end that is missing from the file is a place of its own.
    """
    joined: list[list[LedgerEntry]] = []
    for entry in ledger:
        if entry.state in ("transcribed", "not speech"):
            continue
        last = joined[-1][-1] if joined else None
        if last and entry.start - last.end < _NEAR and _is_missing(last) == _is_missing(entry):
            joined[-1].append(entry)
        else:
            joined.append([entry])
    found = (Place(each[0].start, each[-1].end, tuple(each)) for each in joined)
    return tuple(place for place in found if place.lost > _SHORTEST)


def is_calibrated(words: Iterable[Word]) -> bool:
    """Whether `repair` has said of every word how likely it is wrong."""
    return all(word.doubt is not None for word in words)


def worth(words: Iterable[Word]) -> list[float]:
    """How much each word is worth a person's look; only the order means anything.

    Its doubt or, where `repair` was off, what its probability leaves; more for a number, which
    does harm where it is wrong and is often heard right and written otherwise. Nothing where a
    person wrote it.
    """
    return [_doubt(word) + _NUMBER * (_is_number(word) and word.doubt != 0) for word in words]


def most_doubtful(words: Sequence[Word], share: float = WORTH_A_LOOK) -> list[int]:
    """Which words are worth a person's look most: `share` of all, the first the most."""
    ranks = worth(words)
    return sorted(range(len(words)), key=lambda index: -ranks[index])[: round(share * len(words))]


def looks(
    words: Sequence[Word],
    replacements: Sequence[Replacement] = (),
    share: float = WORTH_A_LOOK,
) -> tuple[Look, ...]:
    """The same words, with what speaks for a look."""
    ranks = worth(words)
    before = {
        index: _text(each.before)
        for each in replacements
        for index in range(each.first_word, each.end_word)
    }
    return tuple(
        Look(
            index,
            words[index].start,
            words[index].end,
            words[index].text,
            round(_doubt(words[index]), 3),
            round(ranks[index], 3),
            _reasons(words, index, replaced=index in before),
            before.get(index, ""),
        )
        for index in most_doubtful(words, share)
    )


def replaced(transcript: Transcript) -> tuple[Replaced, ...]:
    """What `repair` replaced, in order."""
    return tuple(
        Replaced(
            each.before[0].start,
            each.before[-1].end,
            _text(each.before),
            _text(transcript.words[each.first_word : each.end_word]),
        )
        for each in transcript.replacements
    )


def fault(transcript: Transcript) -> str:
    """Why no stage can have left this transcript; empty where nothing is wrong with it."""
    said = [*transcript.words, *(word for each in transcript.replacements for word in each.before)]
    spans = [(0.0, transcript.duration), *((word.start, word.end) for word in said)]
    if not all(isfinite(end) and 0 <= start <= end for start, end in spans):
        return "it has impossible times"
    if not all(0 <= chance <= 1 for word in said for chance in (word.probability, _doubt(word))):
        return "it has impossible probabilities"
    ends = [0.0, *(entry.end for entry in transcript.ledger)]
    starts = [*(entry.start for entry in transcript.ledger), transcript.duration]
    if starts != ends or any(start >= end for start, end in pairwise(ends)):
        return "its ledger has a gap or an overlap"
    count = len(transcript.words)
    for each in transcript.replacements:
        if not each.before or not 0 <= each.first_word < each.end_word <= count:
            return "it speaks of replaced words that are not there"
    return ""


def _is_missing(entry: LedgerEntry) -> bool:
    return entry.state == "failed" and entry.reason == MISSING_END


def _doubt(word: Word) -> float:
    return 1.0 - word.probability if word.doubt is None else word.doubt


def _is_number(word: Word) -> bool:
    return any(character.isdigit() for character in word.text)


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _reasons(words: Sequence[Word], index: int, *, replaced: bool) -> tuple[Reason, ...]:
    word = words[index]
    around = (*words[max(0, index - 1) : index], *words[index + 1 : index + 2])
    unsure = word.probability < _UNSURE
    facts: tuple[tuple[Reason, bool], ...] = (
        ("replaced", replaced),
        ("number", _is_number(word)),
        ("name", _is_name(words, index)),
        ("unknown", _is_unknown(word)),
        ("unsure", unsure),
        ("beside unsure", not unsure and any(each.probability < _UNSURE for each in around)),
    )
    return tuple(reason for reason, holds in facts if holds)


def _is_name(words: Sequence[Word], index: int) -> bool:
    """Whether it has a capital inside a sentence."""
    found = tokens(words[index].text)
    inside = index > 0 and not words[index - 1].text.endswith(_STOPS)
    return inside and bool(found) and found[0].text[0].isupper()


def _is_unknown(word: Word) -> bool:
    texts = [token.text for token in tokens(word.text) if not _is_number(word)]
    return not all(map(knows, texts))
