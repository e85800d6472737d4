"""How frequent a Polish word is, and which words sound like something."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log10

from pipeline.language.lexicon import lexicon
from pipeline.language.pronunciation import SIMILAR, SOUNDS, distance, sounds

_MOST_WORDS = 250_000
_MOST_ALIKE = 60
_RAREST = 1e-9
_ALPHABET = frozenset("aąbcćdeęfghijklłmnńoóprsśtuwyzźż")
_ONE_LETTER = frozenset("aiouwz")
_VOWELS = frozenset("aąeęioóuy")
_SHORT = 3
_SHORT_COMMON = -4.6
"""Below this frequency words of up to three letters are abbreviations and interjections."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A word that sounds like what was asked for. `distance` as in `pronunciation.distance`."""

    word: str
    distance: float


def log_frequency(word: str) -> float:
    """The common logarithm of a word's share of running text, at least -9. Source: wordfreq."""
    return log10(max(_frequencies().get(word.lower(), 0.0), _RAREST))


@cache
def _frequencies() -> dict[str, float]:
    from wordfreq import get_frequency_dict

    return get_frequency_dict("pl")


class Homophones:
    """Frequent Polish words by their sounds."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_sound: dict[str, list[str]] = {}
        for word in words:
            self._by_sound.setdefault(sounds(word), []).append(word)
        self._by_length: dict[int, list[str]] = {}
        for heard in self._by_sound:
            self._by_length.setdefault(len(heard), []).append(heard)
        self._near = lru_cache(maxsize=1 << 14)(self._search_near)

    def exact(self, heard: str) -> list[Alike]:
        """Words that sound just like `heard`, the most frequent first."""
        return [Alike(word, 0.0) for word in self._by_sound.get(heard, ()) if _is_word(word)]

    def near(self, heard: str) -> list[Alike]:
        """At most four words one sound away at most, the likeliest first."""
        return self._near(heard)

    def _search_near(self, heard: str) -> list[Alike]:
        found = [
            Alike(word, distance(heard, variant))
            for variant in _variants(heard)
            for word in self._by_sound.get(variant, ())
        ]
        found.sort(key=lambda alike: alike.distance - 0.25 * log_frequency(alike.word))
        return [alike for alike in found[:12] if _is_word(alike.word)][:4]

    def like(self, heard: str, edits: int) -> list[Alike]:
        """Words up to `edits` sounds away, in no order."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        near: list[tuple[float, str]] = []
        for length in range(len(heard) - edits, len(heard) + edits + 1):
            rows = process.extract(
                heard,
                self._by_length.get(length, []),
                scorer=Levenshtein.distance,
                score_cutoff=edits,
                limit=_MOST_ALIKE,
            )
            near += [(apart, variant) for variant, apart, _ in rows]
        return [
            Alike(word, distance(heard, variant))
            for _, variant in sorted(near)[:_MOST_ALIKE]
            for word in self._by_sound[variant]
            if _is_word(word)
        ]


def _variants(heard: str) -> Iterable[str]:
    """`heard` itself, and with one sound exchanged for a similar one, left out or put in."""
    yield heard
    for at, sound in enumerate(heard):
        yield from (heard[:at] + other + heard[at + 1 :] for other in SIMILAR.get(sound, ""))
    if len(heard) > _SHORT:
        yield from (heard[:at] + heard[at + 1 :] for at in range(len(heard)))
        yield from (heard[:at] + s + heard[at:] for at in range(len(heard)) for s in SOUNDS)


def _is_word(word: str) -> bool:
    """Whether the lexicon has it, and it is no abbreviation or chance row of a few letters."""
    if not _VOWELS.intersection(word) and word not in _ONE_LETTER:
        return False
    if len(word) <= _SHORT and log_frequency(word) < _SHORT_COMMON:
        return False
    lex = lexicon()
    return lex.known(word) or lex.known(word.capitalize())


@cache
def homophones() -> Homophones:
    """The quarter of a million most frequent words, one for the process."""
    from wordfreq import top_n_list

    return Homophones(
        word
        for word in top_n_list("pl", _MOST_WORDS)
        if _ALPHABET.issuperset(word) and (len(word) > 1 or word in _ONE_LETTER)
    )
