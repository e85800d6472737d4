"""The table `[diarise]` of stenogram.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiariseOptions:
    """How voices are told apart."""

    enabled: bool = True
    """Whether voices are told apart, where the voice model is there."""
    min_speakers: int = 1
    """Speakers of a seminar that are looked for at least."""
    max_speakers: int = 0
    """Speakers of a seminar at most; 0 sets no limit. Voices put together for it get no name."""
