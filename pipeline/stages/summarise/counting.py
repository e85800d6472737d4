"""Whether the numbers of a point are those of its evidence: their worth, and what they are of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from pipeline.language import Token, lexicon, root, tokens
from pipeline.language.measures import MONTHS
from pipeline.language.numerals import Said, numbers
from pipeline.stages.summarise.clauses import all_lemmas

_YEARS = range(1800, 2200)
_NOUN_WITHIN = 3  # words after a number in which what is counted is named
_BOUNDS = {
    "over": ("ponad", "przeszło", "powyżej", "więcej niż"),
    "under": ("niespełna", "poniżej", "prawie", "niemal", "blisko", "mniej niż"),
    "most": ("najwyżej", "maksymalnie", "maksimum"),
    "least": ("co najmniej", "przynajmniej", "minimum", "minimalnie"),
}
_TIMES = re.compile(
    r"(dwu|trzy|trój|cztero|pięcio|sześcio|siedmio|ośmio|dziewięcio|dziesięcio)"
    r"(?:krotn|letni|dniow|osobow|procentow|miesięczn|godzinn|lec)"
    r"|(pod)w(?:oi|oj)|potr(?:oi|oj)"
)
_WORTH = {
    "dwu": 2, "trzy": 3, "trój": 3, "cztero": 4, "pięcio": 5, "sześcio": 6, "siedmio": 7,
    "ośmio": 8, "dziewięcio": 9, "dziesięcio": 10,
}  # fmt: skip
_VAGUE = frozenset(
    {"kilka", "kilkanaście", "kilkadziesiąt", "kilkaset", "parę", "paręset"}
    | {"setka", "tysiąc", "milion", "miliard", "tuzin"}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in its place: what bounds it, and what it counts."""

    said: Said
    bound: str
    """A key of `_BOUNDS`, or nothing."""
    noun: str
    """The lemma of the noun that follows; empty where none does."""
    is_digits: bool


def figure_fault(point: str, said: str) -> str:
    """Why the numbers of `point` are not those of what was said; empty where they are."""
    there = figures(said)
    for figure in figures(point):
        same = [each for each in there if _same(figure, each, said)]
        if not same:
            return f"the number {_shown(figure)} is not in its evidence"
        if figure.bound and not any(each.bound == figure.bound for each in same):
            return f"its evidence does not say that bound of {_shown(figure)}"
        if _counts_another(figure, there):
            return f"in its evidence {_shown(figure)} is not of „{figure.noun}”"
    return _turned(point, said) or _multiple(point, said) or _vague(point, said)


@lru_cache(maxsize=256)
def figures(text: str) -> tuple[Figure, ...]:
    """The numbers of a text; „co trzeci" is a third."""
    words = tokens(text)
    return tuple(_figure(text, words, said) for said in numbers(text))


def _figure(text: str, words: Sequence[Token], said: Said) -> Figure:
    before = text[: words[said.first].start].lower().split()[-3:]
    if said.ordinal and before[-1:] == ["co"] and said.value > 1:
        said = replace(said, value=1 / said.value, ordinal=False)
    near = " ".join(before)
    bound = next(
        (name for name, phrases in _BOUNDS.items() if any(_ends(near, p) for p in phrases)), ""
    )
    digits = any(char.isdigit() for char in words[said.first].text)
    return Figure(said, bound, "" if said.unit else _noun(text, words, said.end), digits)


def _ends(text: str, phrase: str) -> bool:
    return f" {text} ".endswith((f" {phrase} ", f" {phrase} o ", f" {phrase} do ", f" {phrase} z "))


def _noun(text: str, words: Sequence[Token], after: int) -> str:
    """The noun that a number counts: the first of the words behind it, adjectives left out."""
    for place in range(after, min(len(words), after + _NOUN_WITHIN)):
        apart = text[words[place - 1].end : words[place].start].strip(" .")
        readings = () if apart else lexicon().analyses(words[place].text)
        if readings and readings[0].part in {"subst", "ger", "depr"}:
            return readings[0].lemma.lower()
        if not readings or readings[0].part not in {"adj", "ppas", "pact"}:
            return ""
    return ""


def _same(told: Figure, heard: Figure, said: str) -> bool:
    """Whether two numbers are one: worth as much, and of the same."""
    one, other = told.said, heard.said
    which = one.ordinal == other.ordinal or told.is_digits or heard.is_digits
    if one.value != other.value or not which:
        return False
    if one.unit == other.unit:
        return True
    if one.value in _YEARS and {one.unit, other.unit} == {"", "rok"}:
        return True
    if not one.unit:  # „na bony wydano 180 tysięcy": left open, but nothing else is counted
        return not told.noun and other.unit not in MONTHS
    return not other.unit and not heard.noun and one.unit in all_lemmas(said)


def _counts_another(figure: Figure, there: Sequence[Figure]) -> bool:
    """Whether what it counts is counted in the evidence, and by other numbers only."""
    if not figure.noun or figure.said.ordinal:
        return False
    counts = {
        each.said.value
        for each in there
        if each.noun and root(each.noun) == root(figure.noun) and not each.said.ordinal
    }
    return bool(counts) and figure.said.value not in counts


def _turned(point: str, said: str) -> str:
    """Whether „z 14 do 9,5" became „z 9,5 do 14"."""
    heard = set(_pairs(said))
    for pair in _pairs(point):
        if pair[::-1] in heard and pair not in heard:
            return "it turns from and to round"
    return ""


def _pairs(text: str) -> Iterator[tuple[Fraction, Fraction]]:
    """What goes from one number to another."""
    words, found = tokens(text), numbers(text)
    for one, other in pairwise(found):
        between = [word.text.lower() for word in words[one.end : other.first]][:4]
        before = words[one.first - 1].text.lower() if one.first else ""
        if "do" in between:
            yield one.value, other.value
        elif before == "do" and {"z", "ze", "od"} & set(between):
            yield other.value, one.value


def _multiple(point: str, said: str) -> str:
    """Whether it multiplies („trzykrotnie", „podwoić") by what the evidence does not have."""
    there = {figure.said.value for figure in figures(said)}
    heard = {found.group() for found in _TIMES.finditer(said.lower())}
    for found in _TIMES.finditer(point.lower()):
        worth = _WORTH.get(found.group(1) or "", 2 if found.group(2) else 3)
        if found.group() not in heard and worth not in there:
            return f"„{found.group()}…” is not in its evidence"
    return ""


def _vague(point: str, said: str) -> str:
    """Whether it says „kilkaset" or „tysiące" and its evidence does not."""
    inside = {place for each in numbers(point) for place in range(each.first, each.end)}
    for place, token in enumerate(tokens(point)):
        told = _VAGUE & set(lexicon().lemmas(token.text.lower()))
        if place not in inside and told and not told & all_lemmas(said):
            return f"„{token.text}” is not in its evidence"
    return ""


def _shown(figure: Figure) -> str:
    value = figure.said.value
    decimal = 10**6 % value.denominator == 0
    number = f"{float(value):.10g}" if decimal else f"{value.numerator}/{value.denominator}"
    return f"{number} {figure.said.unit}".strip()
