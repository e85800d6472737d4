"""Two channels → one, so that nobody who speaks in either of them is lost.

The mean of both is right for most recordings. It cancels what is in both with opposite sign, as a
microphone wired the wrong way round gives it; their difference then keeps it. Which is right is
measured in blocks of ten seconds, and may change within a recording, as microphones do.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import ChannelWay

Block = npt.NDArray[np.float32]

_WEIGHTS: dict[ChannelWay, tuple[float, float]] = {
    "mix": (0.5, 0.5),
    "difference": (0.5, -0.5),
    "left": (1.0, 0.0),
    "right": (0.0, 1.0),
}
_SECONDS = 10.0  # that are judged together, and wait in memory until then
_FRAMES = 200  # of 50 ms in them: a syllable is told apart, and an offset is taken out of each
_SILENT = 1e-8  # energy, full scale 1; below it there is nothing to judge by
_AUDIBLE = 1e-3  # of the loudest frame: 30 dB below it
_EMPTY = 1e-4  # of the other channel's loudest frame: 40 dB below it nothing is heard
_STILL_EMPTY = 4e-4  # what was empty until now stays so a little longer
_LOST = 0.1  # of the louder channel's energy: a way that keeps less of a frame loses it
_BETTER = 0.05  # of the audible frames: by so much fewer must be lost for a change
_FADE = 0.02  # seconds from one way to the next, so that no click is heard


class OneChannel:
    """Makes one channel of one or two; what was done is in `ways`."""

    def __init__(self, rate_hz: int) -> None:
        self._size = int(_SECONDS * rate_hz)
        self._fade = int(_FADE * rate_hz)
        self._way: ChannelWay = "mix"
        self._waiting: list[Block] = []
        self._position = 0
        self.ways: list[tuple[int, ChannelWay]] = []
        """From which sample on, of two channels, the one was made in which way."""

    def of(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """One channel, shape (samples,), of blocks of shape (1 or 2, samples): as long as they."""
        for block in blocks:
            if block.shape[0] == 1:
                yield from self._rest()
                self._position += block.shape[1]
                yield block[0]
                continue
            self._waiting.append(block)
            while sum(each.shape[1] for each in self._waiting) >= self._size:
                waiting = np.concatenate(self._waiting, axis=1)
                self._waiting = [waiting[:, self._size :]]
                yield self._made(waiting[:, : self._size])
        yield from self._rest()

    def _rest(self) -> Iterator[Block]:
        if self._waiting:
            waiting = np.concatenate(self._waiting, axis=1)
            self._waiting = []
            if waiting.shape[1]:
                yield self._made(waiting)

    def _made(self, block: Block) -> Block:
        before = self._way
        self._way = better_way(block, before if self.ways else None)
        left, right = _WEIGHTS[self._way]
        made: Block = np.float32(left) * block[0] + np.float32(right) * block[1]
        if self.ways and before != self._way:
            left, right = _WEIGHTS[before]
            count = min(self._fade, len(made))
            share = np.linspace(0, 1, count, dtype=np.float32)
            old = np.float32(left) * block[0, :count] + np.float32(right) * block[1, :count]
            made[:count] = share * made[:count] + (1 - share) * old
        if not self.ways or before != self._way:
            self.ways.append((self._position, self._way))
        self._position += block.shape[1]
        return made


def better_way(block: Block, present: ChannelWay | None) -> ChannelWay:
    """How to make one channel of `block`, shape (2, samples).

    `present`: how it was done until now, kept unless another way is clearly better.
    """
    size = max(1, block.shape[1] // _FRAMES)
    frames = block[:, : block.shape[1] // size * size].reshape(2, -1, size).astype(np.float64)
    frames -= frames.mean(axis=2, keepdims=True)
    left, right = (frames**2).mean(axis=2)
    louder = np.maximum(left, right)
    if louder.max() < _SILENT:
        return present or "mix"
    if right.max() < left.max() * (_STILL_EMPTY if present == "left" else _EMPTY):
        return "left"
    if left.max() < right.max() * (_STILL_EMPTY if present == "right" else _EMPTY):
        return "right"
    both = (frames[0] * frames[1]).mean(axis=1)
    kept = {
        "mix": (left + right + 2 * both) / 4,
        "difference": (left + right - 2 * both) / 4,
        "left": left,
        "right": right,
    }
    audible = louder > _AUDIBLE * louder.max()
    lost: dict[ChannelWay, float] = {
        way: float((kept[way] < _LOST * louder)[audible].mean()) for way in _WEIGHTS
    }
    now = present if present in ("mix", "difference") else "mix"
    best = min(lost, key=lambda way: (lost[way], way != now))
    return best if lost[best] < lost[now] - _BETTER else now
