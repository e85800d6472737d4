"""Words one letter off: one left out, one too many, one instead of another, two exchanged."""

from collections.abc import Iterable

_LEAST = 4
"""Letters of a word that is taken for a misspelling: shorter ones are like too many others."""


def corrections(word: str, known: Iterable[str]) -> list[str]:
    """Return those of `known` that are one letter off `word`; exchanged and doubled letters first.

    All folded, as a query without diacritics is; `engine.js` orders them the same way.
    """
    if len(word) < _LEAST:
        return []
    near = {(distance, form) for form in known if (distance := _off(word, form))}
    return [form for _, form in sorted(near)]


def _off(word: str, form: str) -> int:
    """Return 1 to 3, the likelier the less, where two words are one letter off; else 0."""
    if word == form or abs(len(word) - len(form)) > 1:
        return 0
    least = min(len(word), len(form))
    head = next((at for at in range(least) if word[at] != form[at]), least)
    if len(word) == len(form):
        if (
            word[head : head + 2] == form[head : head + 2][::-1]
            and word[head + 2 :] == form[head + 2 :]
        ):
            return 1
        return 3 if word[head + 1 :] == form[head + 1 :] else 0
    long, short = (word, form) if len(word) > len(form) else (form, word)
    if long[head + 1 :] != short[head:]:
        return 0
    return 1 if head and long[head] == long[head - 1] else 2
