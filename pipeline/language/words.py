"""Word tokens with their places in a text; `engine.js` has the same pattern."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number: `text[start:end]` of what was read."""

    text: str
    start: int
    end: int


# Marks of decomposed letters count as letters, so that NFD text is not torn apart.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_ALNUM = r"(?:[^\W_]|[\u0300-\u036f])"
# A dot joins only before a small letter or digit: a lost space after a sentence does not.
_AFTER_DOT = "[a-ząćęłńóśźż0-9]"
_PATTERN = re.compile(
    rf"\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!{_ALNUM})(?:,\d+)?"
    rf"|\d+(?:,\d+)+(?!{_ALNUM})"
    rf"|\d{{1,2}}:\d{{2}}(?!{_ALNUM})"
    rf"|{_ALNUM}+(?:(?:-(?={_LETTER})|(?<={_LETTER})-(?=\d)|\.(?={_AFTER_DOT})"
    rf"|['’](?={_LETTER})){_ALNUM}+)*"
)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of `text` in order; „1 250 000" and „on-line" are one each."""
    return tuple(
        Token(found.group(), found.start(), found.end()) for found in _PATTERN.finditer(text)
    )
