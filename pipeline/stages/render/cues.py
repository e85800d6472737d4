"""What a caption is, and the limits it is held to.

After the BBC Subtitle Guidelines and Netflix's timed text guide for Polish.
"""

from dataclasses import dataclass

from pipeline.stages.render.voices import Voice

LINE = 42
"""Characters in a line at most."""
LINES = 2
LONGEST_MS = 7_000
SHORTEST_MS = 1_000
SPEED = 17.0
"""Characters a second that most people can follow."""
GAP_MS = 84
"""Between cues: two frames at 24 a second, and at 25."""
LEAST_GAP_MS = 80
"""Two frames at 25 a second: less is against the rules."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption on the screen for `[start, end)`, line by line."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    voices: tuple[Voice | None, ...] = ()
    """Who speaks each line; empty where nobody was looked for, or the file was read."""

    @property
    def length(self) -> int:
        """Characters that are read; a line break is none."""
        return sum(map(len, self.lines))
