"""Polish line breaks: no one-letter word ends a line, no dash begins one."""

import re

_LETTER = re.compile(r"(?<![^\s\u00a0(„])([aiouwzAIOUWZ]) (?=\S)")
_DASH = re.compile(r" (?=– )")


def bound(text: str) -> str:
    """The text with no-break spaces where Polish setting wants them.

    After one-letter words and before a dash (Adam Wolański, „Edycja tekstów”, on line breaks).
    """
    return _DASH.sub("\u00a0", _LETTER.sub("\\1\u00a0", text))
