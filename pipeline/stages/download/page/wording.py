"""Text of a page as it is printed."""

import re
import unicodedata

_MINUTES = re.compile(r"(?<=\d)[⁰¹²³⁴⁵][⁰¹²³⁴⁵⁶⁷⁸⁹](?!\d)")
"""Of a clock time, written small and high."""


def clean(text: str) -> str:
    """`text` in one line, without characters that cannot be seen."""
    text = _MINUTES.sub(lambda found: f":{unicodedata.normalize('NFKC', found[0])}", text)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
