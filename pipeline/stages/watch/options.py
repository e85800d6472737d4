"""The table `[watch]` of stenogram.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How the picture is looked at."""

    enabled: bool = True
    """Whether the picture is looked at, to know slides when they are shown."""
