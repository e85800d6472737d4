"""Whole numbers as varints: seven bits a byte, the lowest first, as protocol buffers have them."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]


def encode(numbers: Numbers) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the bytes of all numbers (below 2**42), and how many bytes each takes."""
    lengths = np.ones(len(numbers), dtype=np.int64)
    for bits in range(7, 42, 7):
        lengths += numbers >= (1 << bits)
    ends = np.cumsum(lengths)
    encoded = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    starts = ends - lengths
    for index in range(int(lengths.max(initial=0))):
        here = np.flatnonzero(lengths > index)
        chunk = (numbers[here] >> np.uint64(7 * index)) & np.uint64(0x7F)
        more = (lengths[here] > index + 1).astype(np.uint64) << np.uint64(7)
        encoded[starts[here] + index] = (chunk | more).astype(np.uint8)
    return encoded, lengths


def one(number: int) -> bytes:
    """Return the bytes of a single number."""
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


class Reader:
    """Reads what was written, from the start on. Raises `IndexError` at the end."""

    __slots__ = ("_data", "at")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def number(self) -> int:
        """Return the next number."""
        value = shift = 0
        while True:
            byte = self._data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def text(self) -> str:
        """Return the next text: its length in bytes, then UTF-8."""
        return self.data().decode()

    def data(self) -> bytes:
        """Return the next bytes, their number first."""
        length = self.number()
        found = self._data[self.at : self.at + length]
        if len(found) < length:
            raise IndexError(length)
        self.at += length
        return found
