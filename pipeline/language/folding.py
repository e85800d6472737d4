"""The one folding that index and query share; `engine.js` has the same."""

import unicodedata


def fold(text: str) -> str:
    """Return `text` in lower case, its compatibility forms resolved and diacritics dropped."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    bare = "".join(char for char in flat if not unicodedata.category(char).startswith("M"))
    return bare.replace("ł", "l")  # the one Polish letter that Unicode does not take apart
