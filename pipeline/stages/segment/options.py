"""The table `[segment]` of stenogram.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SegmentOptions:
    """How a recording is divided into sessions and chapters."""

    min_confidence: float = 0.5
    """A session of the programme placed with less confidence is left unplaced, in [0, 1]."""
    min_length: float = 40.0
    """Seconds that a session found without a programme lasts at least."""
    embeddings: bool = False
    """Whether topics are told by what sentences mean, too; needs `stenogram[embeddings]`."""
    chapter_length: float = 240.0
    """Seconds that a chapter aims at; a session shorter than twice this has no chapters."""
