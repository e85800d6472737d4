"""What became of a person's corrections: the artefact of the stage `review`. No I/O."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Edit:
    """`texts`, a word each, in the place of the words `[first_word, end_word)` of a transcript.

    Nothing is replaced where the range is empty: the words come before `first_word`.
    """

    first_word: int
    end_word: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry that was not applied, and why a person must decide."""

    id: str
    """Of the entry; empty for a line that cannot be read."""
    line: str
    """The entry as it is written."""
    start: float
    end: float
    wanted: str
    """What the person wrote."""
    before: str
    """What stood there when it was written."""
    stands: str
    """What stands about there now, with some words around."""
    reason: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The corrected words `[first_word, end_word)` are `name`'s, by a person's word."""

    first_word: int
    end_word: int
    name: str


@dataclass(frozen=True, slots=True)
class Description:
    """What is to be seen from `start` on, described by a person."""

    start: float
    text: str


CheckState = Literal["automatic", "checked to", "checked"]


@dataclass(frozen=True, slots=True)
class Review:
    """A person's corrections, as far as they hold for one transcript."""

    words: int
    """Of the transcript that it is about."""
    edits: tuple[Edit, ...] = ()
    """In order; they do not overlap."""
    restored: tuple[tuple[float, float], ...] = ()
    """Stretches whose rejected text a person brought back."""
    speakers: tuple[Spoken, ...] = ()
    """In order; they do not overlap."""
    descriptions: tuple[Description, ...] = ()
    checked_words: int = 0
    """How many of the first corrected words a person has checked."""
    checked_to: float = 0.0
    """Up to where a person has checked the words; 0 where nobody has."""
    checked_on: str = ""
    """The day of the last check that holds, as ISO 8601 in UTC; empty where there is none."""
    is_checked: bool = False
    """Whether that is all of it."""
    applied: int = 0
    """Entries that changed something."""
    kept: int = 0
    """Entries with nothing to change: it stands there as they want it."""
    conflicts: tuple[Conflict, ...] = ()

    @property
    def corrected_words(self) -> int:
        """How many words there are with the edits in place."""
        edits = (len(each.texts) - (each.end_word - each.first_word) for each in self.edits)
        return self.words + sum(edits)

    @property
    def state(self) -> CheckState:
        """How far a person has checked it."""
        if self.is_checked:
            return "checked"
        return "checked to" if self.checked_to > 0 else "automatic"


NO_REVIEW = Review(0)
"""Of words that nobody changed or checked."""
