"""What the picture of a recording shows, and which slide when: results of stages. No I/O.

Times are seconds from the start of the recording; ranges are half-open.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch in which the picture stays much the same."""

    start: float
    end: float
    look: str
    """The picture in its middle, small and grey: bytes from the top left, row by row, in base64."""


@dataclass(frozen=True, slots=True)
class Scenes:
    """The picture of one recording, from its start to its end; nothing where there is none."""

    scenes: tuple[Scene, ...]
    width: int = 0
    """Of the looks, in pixels; as the picture is shown, pixels are square."""
    height: int = 0


ShownBy = Literal["picture", "words", "both"]
"""What tells which slide it is; `both`: the picture leaves several alike, the words choose."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide that is shown, or spoken of where the picture tells nothing, in `[start, end)`."""

    recording: str
    start: float
    end: float
    deck: str
    slide: int
    """Its number in the deck."""
    by: ShownBy
    confidence: float | None
    """By picture: how well it correlates with the slide; by words: the share of the weight of all
    alignments that has this slide here. In [0, 1], uncalibrated; `None` where nothing was weighed.
    """


@dataclass(frozen=True, slots=True)
class Slideshow:
    """The slides of a seminar in time: recording by recording, in order, none at once."""

    shown: tuple[Shown, ...]

    def of(self, recording: str) -> tuple[Shown, ...]:
        """The slides of one recording, by time."""
        return tuple(each for each in self.shown if each.recording == recording)

    def times(self, deck: str, slide: int) -> tuple[Shown, ...]:
        """When one slide is shown, in the order of recordings and time."""
        return tuple(each for each in self.shown if (each.deck, each.slide) == (deck, slide))
