"""A light stem for words that no lexicon has: names of people and of places, mostly.

It may join words that are not one; so it only ever serves where nothing better is known.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.folding import fold


@dataclass(frozen=True, slots=True)
class StemRules:
    """The rules as data, so that the index hands the very same ones to the browser."""

    least: int
    """Letters that must be left."""
    softened: tuple[tuple[str, str], ...]
    """Endings whose consonant changed before them, and what it was."""
    endings: tuple[str, ...]
    """Taken off once, longest first."""
    inner: tuple[str, ...]
    """Then these once more: they end bases too (Krak·ów·em, Rad·om·ia)."""
    finals: tuple[tuple[str, str], ...]
    """Last letters that inflection swaps, and the one that stands for both."""


STEM_RULES = StemRules(
    least=3,
    softened=(("dzie", "d"), ("cie", "t")),
    endings=(
        *("iowie", "iego", "iemu", "iami", "iach", "iowi", "owie"),
        *("iej", "iem", "iom", "iow", "ich", "imi", "ymi", "ych", "ego", "emu", "ami", "ach"),
        *("owi", "ia", "ie", "iu", "io", "im", "ym", "ej", "em", "om", "ow"),
        *("a", "e", "i", "o", "u", "y"),
    ),
    inner=("ach", "ich", "ych", "iem", "iom", "iow", "ej", "em", "im", "om", "ow", "ym"),
    finals=(("rz", "r"), ("dz", "g"), ("c", "k"), ("x", "ks")),
)
_MOVING_E = re.compile(r"(?<=[^aeiouy])i?e(?=[^aeiouy]$)")


_ROOT = 5  # letters


@lru_cache(maxsize=1 << 16)
def root(lemma: str) -> str:
    """What words of one family mostly begin with: „rower", „rowerowy", „rowerzysta"."""
    return fold(lemma)[:_ROOT]


def stem(form: str) -> str:
    """Return a folded stem that the declined forms of an unknown word share.

    „Kasztelnika" and „Kasztelnikowi" meet, „Klonowiec" and „Klonowca", „Sikora" and „Sikorze".
    """
    word = _without_hyphened_ending(fold(form))
    if not word.isalpha():
        return word
    word = _strip(_soften(word), STEM_RULES.endings)
    word = _strip(word, STEM_RULES.inner)
    bare = _MOVING_E.sub("", word)
    word = bare if len(bare) >= STEM_RULES.least else word
    for last, stands in STEM_RULES.finals:
        if word.endswith(last):
            return word.removesuffix(last) + stands
    return word


def _without_hyphened_ending(word: str) -> str:
    """Cut „zus-owi" to „zus"."""
    left, _, right = word.rpartition("-")
    return left if left and right in STEM_RULES.endings else word


def _soften(word: str) -> str:
    for ending, base in STEM_RULES.softened:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_RULES.least - 1:
            return word.removesuffix(ending) + base
    return word


def _strip(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_RULES.least:
            return word.removesuffix(ending)
    return word
