"""Names of places in a transcript that hold on to the words, whatever their times."""

from collections.abc import Sequence

from pipeline.artefacts import Word

_LETTERS = 48
"""About eight words: unlike any other place, and few enough to be seldom edited."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def anchor(words: Sequence[Word], first: int) -> str:
    """The name of the place that a word begins: the same wherever the same words follow.

    FNV-1a of the next 48 letters and digits in lower case, five digits of it; `site.js` reckons the
    same.
    """
    state = 0x811C9DC5
    for letter in _letters(words, first):
        state = (state ^ ord(letter)) * 0x01000193 & 0xFFFFFFFF
    return f"w-{_base36(state % 36**5)}"


def _letters(words: Sequence[Word], first: int) -> str:
    found = ""
    for index in range(first, len(words)):
        found += "".join(filter(str.isalnum, words[index].text.lower()))
        if len(found) >= _LETTERS:
            break
    return found[:_LETTERS]


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
