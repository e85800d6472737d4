"""Names and terms: which of those that are said stand where they are said."""

import re
from collections.abc import Callable, Iterable, Sequence

from bench.corpora import Occurrence, plain
from pipeline.artefacts import Word

_NEAR = 3.0
"""Seconds that the first word may be off."""
_ENDING = 3
"""Letters that an ending adds at most to a term as it is written: „ZUS-owi”."""
Cut = Callable[[str], list[str]]


def _joined(text: str) -> list[str]:
    """The words of `text` with what stands between their letters left out: „ZUS-u” is „zusu”."""
    return [word for part in text.lower().split() if (word := re.sub(r"[^\w]|_", "", part))]


def stands(occurrence: Occurrence, words: Sequence[Word]) -> bool:
    """Whether what is spoken, or the term as it is written with any ending, stands there."""
    return any(_stands(occurrence, words, cut) for cut in (plain, _joined))


def _stands(occurrence: Occurrence, words: Sequence[Word], cut: Cut) -> bool:
    timed = [(text, word.start) for word in words for text in cut(word.text)]
    spoken, written = cut(occurrence.spoken), cut(occurrence.term)
    for index, (_, start) in enumerate(timed):
        if abs(start - occurrence.time) <= _NEAR:
            here = [text for text, _ in timed[index : index + max(len(spoken), len(written))]]
            if here[: len(spoken)] == spoken or _is_form(here[: len(written)], written):
                return True
    return False


def _is_form(found: Sequence[str], written: Sequence[str]) -> bool:
    return len(found) == len(written) and all(
        word.startswith(base) and len(word) - len(base) <= _ENDING
        for word, base in zip(found, written, strict=True)
    )


def recall(occurrences: Iterable[Occurrence], words: Sequence[Word]) -> tuple[int, int, int, int]:
    """Names found, names said, other terms found, other terms said."""
    found = {True: 0, False: 0}
    said = {True: 0, False: 0}
    for occurrence in occurrences:
        said[occurrence.is_person] += 1
        found[occurrence.is_person] += stands(occurrence, words)
    return found[True], said[True], found[False], said[False]
