"""The table `[match]` of stenogram.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """How slides are placed in time."""

    enabled: bool = True
    """Whether slides are placed."""
    min_confidence: float = 0.6
    """A slide that only words tell is placed with this confidence at least, in [0, 1]."""
