"""The words of Polish numerals by lemma, and what each is worth."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal

from pipeline.language.lexicon import Analysis, lexicon

AtomKind = Literal["cardinal", "ordinal", "scale", "half"]
"""`scale`: thousands and up, which multiply; `half`: „pół", „półtora"."""


@dataclass(frozen=True, slots=True)
class Atom:
    """What one word of a numeral is worth."""

    kind: AtomKind
    value: Fraction
    part: Literal["", "one", "many"] = ""
    """Whether an ordinal may be a part of a whole: „(jedna) trzecia", „(dwie) trzecie"."""


_UNITS = "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć"
_TEENS = (
    "dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście "
    "osiemnaście dziewiętnaście"
)
_TENS = (
    "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt "
    "osiemdziesiąt dziewięćdziesiąt"
)
_NEAR = (
    "dwudziestka trzydziestka czterdziestka pięćdziesiątka sześćdziesiątka siedemdziesiątka "
    "osiemdziesiątka dziewięćdziesiątka"
)
_HUNDREDS = "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"
_UNITH = "pierwszy drugi trzeci czwarty piąty szósty siódmy ósmy dziewiąty"
_TEENTH = (
    "dziesiąty jedenasty dwunasty trzynasty czternasty piętnasty szesnasty siedemnasty "
    "osiemnasty dziewiętnasty"
)
_TENTH = (
    "dwudziesty trzydziesty czterdziesty pięćdziesiąty sześćdziesiąty siedemdziesiąty "
    "osiemdziesiąty dziewięćdziesiąty"
)
_HUNDREDTH = (
    "setny dwusetny trzechsetny czterechsetny pięćsetny sześćsetny siedemsetny osiemsetny "
    "dziewięćsetny"
)


def _counted(words: str, first: int, step: int) -> dict[str, int]:
    return {word: first + step * number for number, word in enumerate(words.split())}


CARDINALS = {
    **_counted(_UNITS, 0, 1),
    **_counted(_TEENS, 10, 1),
    **_counted(_TENS, 20, 10),
    **_counted(_NEAR, 20, 10),
    **_counted(_HUNDREDS, 100, 100),
}
ORDINALS = {
    **_counted(_UNITH, 1, 1),
    **_counted(_TEENTH, 10, 1),
    **_counted(_TENTH, 20, 10),
    **_counted(_HUNDREDTH, 100, 100),
    "trzysetny": 300,
    "tysięczny": 1000,
    "dwutysięczny": 2000,
    "milionowy": 1_000_000,
}
SCALES = {"tysiąc": 1000, "milion": 10**6, "miliard": 10**9, "bilion": 10**12}
_SHORT = {"tys": 1000, "mln": 10**6, "mld": 10**9, "bln": 10**12}
_HALVES = {
    "pół": Fraction(1, 2),
    "półtora": Fraction(3, 2),
    "półtorej": Fraction(3, 2),
    "ćwierć": Fraction(1, 4),
    "połowa": Fraction(1, 2),
}
_MANY = ("e", "ych", "ich", "ym", "im", "ymi", "imi")
_ONE = ("a", "ej", "ą")


@lru_cache(maxsize=1 << 14)
def atom(form: str) -> Atom | None:
    """What a word in any case is worth in a numeral; `None` where it is none.

    „Tysiące ludzi" and „setki" are no numbers, „tysiąc" is: a scale in the plural multiplies only.
    """
    small = form.lower()
    if small in _SHORT:
        return Atom("scale", Fraction(_SHORT[small]))
    if small in _HALVES:
        return Atom("half", _HALVES[small])
    found = [_of_lemma(lemma, small) for lemma in lexicon().lemmas(small)]
    atoms = [each for each in found if each is not None]
    # „Trzydzieści" may be the plural of „trzydziesty"; it hardly ever is.
    return min(atoms, key=lambda each: each.kind == "ordinal", default=None)


@cache
def numeral_forms() -> frozenset[str]:
    """The words that a numeral of more than one can begin with, in all cases, in lower case."""
    counted = [word for word, value in (CARDINALS | ORDINALS).items() if value != 1]
    lemmas = [*counted, *SCALES, *_HALVES]
    return frozenset(form for lemma in lemmas for form in lexicon().forms(lemma)) | _SHORT.keys()


def numeral_table() -> dict[str, tuple[str, str]]:
    """Kind and worth of every word of numerals in any case: `("cardinal", "20")`, by form."""
    lemmas = [*CARDINALS, *ORDINALS, *SCALES, *_HALVES]
    forms = {form for lemma in lemmas for form in lexicon().forms(lemma)} | _SHORT.keys()
    found = {form: atom(form) for form in sorted(forms)}
    return {form: (each.kind, str(each.value)) for form, each in found.items() if each}


def _of_lemma(lemma: str, form: str) -> Atom | None:
    if lemma in CARDINALS:
        return Atom("cardinal", Fraction(CARDINALS[lemma]))
    if lemma in ORDINALS:
        part: Literal["", "one", "many"] = ""
        if form.endswith(_ONE):
            part = "one"
        elif form.endswith(_MANY):
            part = "many"
        return Atom("ordinal", Fraction(ORDINALS[lemma]), part)
    if lemma in SCALES:
        return Atom("scale", Fraction(SCALES[lemma]))
    if lemma in _HALVES:
        return Atom("half", _HALVES[lemma])
    return None


@lru_cache(maxsize=1 << 10)
def is_single(form: str) -> bool:
    """Whether a scale stands in the singular, so that it counts one: „tysiąc", „miliona"."""
    readings: tuple[Analysis, ...] = lexicon().analyses(form.lower())
    if form.lower() in SCALES:
        return True
    return any(reading.tag.startswith("subst:sg") for reading in readings)
