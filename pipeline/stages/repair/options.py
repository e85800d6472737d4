"""The table `[repair]` of stenogram.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepairOptions:
    """How misheard words are replaced."""

    enabled: bool = True
    """Whether words that no dictionary knows are replaced where the sound agrees."""
    caution: float = 5.0
    """How much better a reading must be before it replaces what was recognised; 0 is bold."""
