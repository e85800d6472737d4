"""What a summary says, and the words that each of its sentences rests on. No I/O.

Times are seconds from the start of the recording; ranges are half-open.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Passage:
    """Words `[first_word, end_word)` of a recording's transcript, and when they are said."""

    recording: str
    start: float
    end: float
    first_word: int
    end_word: int


SentenceKind = Literal["about", "point", "figure", "commitment", "question"]
"""`about`: what all of it is about; `figure`: a number; `commitment`: what will be done."""


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of a summary, and the passages it rests on: at least one, in order."""

    text: str
    kind: SentenceKind
    evidence: tuple[Passage, ...]

    @property
    def place(self) -> Passage:
        """Where to listen first."""
        return self.evidence[0]


TermKind = Literal["phrase", "person", "place", "institution"]


@dataclass(frozen=True, slots=True)
class Term:
    """A key phrase or a name in the nominative, and where it is said, in order."""

    text: str
    kind: TermKind
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What a session was about. `phrases` are key phrases in the nominative, best first."""

    session: str
    sentences: tuple[SummarySentence, ...]
    """In the order in which they are said."""
    phrases: tuple[str, ...]
    model: str = ""
    """The language model that wrote it; empty where its sentences are those that were said."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The summaries of a seminar: of the whole, and of each session that is placed."""

    sentences: tuple[SummarySentence, ...]
    phrases: tuple[str, ...]
    sessions: tuple[SessionSummary, ...]
    terms: tuple[Term, ...] = ()
    """An index of what is spoken of, the most spoken of first."""
