"""How a word is spelt in the index; `engine.js` spells queries the same way."""

import re
import unicodedata

_SPACES = re.compile(r"[ \u00a0\u202f]")


def spell(word: str) -> str:
    """Return a token in lower case and composed, the spaces inside a number dropped."""
    return _SPACES.sub("", unicodedata.normalize("NFC", word).lower())
