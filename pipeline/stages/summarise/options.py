"""The table `[summarise]` of stenogram.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SummariseOptions:
    """How long summaries are."""

    share: float = 0.2
    """Words of a session's summary, as a share of the words of the session, in (0, 1]."""
    max_sentences: int = 7
    """Sentences of a session's summary at most."""
    seminar_sentences: int = 8
    """Sentences of the summary of the whole seminar at most."""
    phrases: int = 8
    """Key phrases of a session or seminar at most."""
