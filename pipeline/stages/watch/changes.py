"""Whether something that stood still has changed: a slide, and not the speaker beside it."""

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
_BLOCK = 6
"""Pixels on a side of the squares that are compared."""
_CHANGED = 8.0
"""Mean difference of grey, of 255, from which on a square has changed; coding alone makes 3."""
_FEWEST = 2
"""Squares that make a change: a pointer moves in one."""
_LEARNT = 0.25
_RESTLESS = 0.35


class Changes:
    """Compares looks one after the other, and learns where there is always movement."""

    def __init__(self) -> None:
        self._movement: npt.NDArray[np.float32] | None = None

    def between(self, before: Pixels, now: Pixels) -> bool:
        """Whether squares changed that are not always changing."""
        changed = _differences(before, now) >= _CHANGED
        if self._movement is None:
            self._movement = np.zeros(changed.shape, np.float32)
        quiet = self._movement < _RESTLESS
        self._movement += _LEARNT * (changed - self._movement)
        return int((changed & quiet).sum()) >= _FEWEST


def _differences(one: Pixels, other: Pixels) -> npt.NDArray[np.float32]:
    """The mean difference in each square; light that changes all over is left out."""
    difference = other.astype(np.float32) - one.astype(np.float32)
    difference = np.abs(difference - np.median(difference))
    height, width = (-(-side // _BLOCK) for side in difference.shape)
    room = [(0, n * _BLOCK - m) for n, m in zip((height, width), difference.shape, strict=True)]
    padded = np.pad(difference, room, mode="edge")
    squares = padded.reshape(height, _BLOCK, width, _BLOCK)
    return np.asarray(squares.mean(axis=(1, 3)), np.float32)
