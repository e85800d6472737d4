"""Numbers as they are said or written, and what they are worth.

„Stu czterdziestu siedmiu", „147", „cztery i dwie dziesiąte", „4,2 mln", „półtora tysiąca",
„dwudziestego dziewiątego kwietnia", „trzy czwarte", „29.04.2020": in any case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.language.measures import MONTHS, unit_after, unit_of
from pipeline.language.numeral_words import Atom, atom, is_single
from pipeline.language.words import Token, tokens

_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_JOINED = re.compile(r"(\d+(?:,\d+)?)-([^\W\d_]+)")  # „12-procentowy", „6-letni"
_MOST_DIGITS = 30
_COMMA = frozenset({"przecinek", "koma"})
_BETWEEN = frozenset({"do", "lub", "albo", "czy"})
CLOCK = "godz"
"""The unit of „9:30", whose value is in hours."""


@dataclass(frozen=True, slots=True)
class Said:
    """A number in the words `[first, end)` of a text; the word of its unit is not among them."""

    value: Fraction
    """Thousands, millions folded in: „4,2 mln" is 4,200,000."""
    first: int
    end: int
    ordinal: bool = False
    """Whether it says which, not how many: „trzecia", „29 kwietnia"."""
    unit: str = ""
    """As `measures.unit_after` calls it: `%`, `pp`, `zł`, `rok`, a month; empty where unknown."""


def numbers(text: str) -> tuple[Said, ...]:
    """Return the numbers of `text` in order; `first` and `end` count the words of `tokens(text)`.

    A date of digits gives its day, month folded into the unit, and its year, at the same place.
    """
    words = tokens(text)
    found: list[Said] = []
    at = 0
    while at < len(words):
        here = _written(words, at) or _Reader(text, words).read(at)
        found += [_with_unit(text, words, each) for each in here]
        at = here[0].end if here else at + 1
    return tuple(_ranges(words, found))


def _written(words: Sequence[Token], at: int) -> list[Said]:
    """Dates, times of day, and compounds of digits: whole by themselves."""
    form = words[at].text
    if date := _DATE.fullmatch(form):
        day, month, year = (int(part) for part in date.groups())
        if 1 <= month <= 12:
            return [
                Said(Fraction(day), at, at + 1, ordinal=True, unit=MONTHS[month - 1]),
                Said(Fraction(year), at, at + 1, ordinal=True, unit="rok"),
            ]
    if clock := _CLOCK.fullmatch(form):
        hours = Fraction(clock[1]) + Fraction(int(clock[2]), 60)
        return [Said(hours, at, at + 1, ordinal=True, unit=CLOCK)]
    if (joined := _JOINED.fullmatch(form)) and len(form) <= _MOST_DIGITS:
        value = Fraction(joined[1].replace(",", "."))
        return [Said(value, at, at + 1, unit=unit_of(joined[2]))]
    return []


def _value(form: str) -> Fraction | None:
    """What a word of digits is worth."""
    if len(form) > _MOST_DIGITS:
        return None
    if _GROUPED.fullmatch(form):
        return Fraction(re.sub(r"[^\d,]", "", form).replace(",", "."))
    return Fraction(form.replace(",", ".")) if _DIGITS.fullmatch(form) else None


def _with_unit(text: str, words: Sequence[Token], said: Said) -> Said:
    if said.unit:
        return said
    unit = unit_after(text, words, said.end - 1)
    which = said.ordinal or unit in MONTHS or (unit == "rok" and _names_year(words, said))
    return replace(said, unit=unit, ordinal=which)


def _names_year(words: Sequence[Token], said: Said) -> bool:
    """Whether „2018 roku", „2018 r." is a year, not a stretch of time."""
    following = words[said.end].text.lower() if said.end < len(words) else ""
    whole = said.value.denominator == 1 and 1000 <= said.value < 2200
    return whole and following in {"r", "rok", "roku", "rokiem", "rokowi"}


def _ranges(words: Sequence[Token], found: Sequence[Said]) -> list[Said]:
    """Give the first number of „z 14 do 9,5%" the unit of the second."""
    given = list(found)
    for number in range(len(given) - 2, -1, -1):
        one, other = given[number], given[number + 1]
        between = [word.text.lower() for word in words[one.end : other.first]]
        joined = one.end == other.first or (len(between) == 1 and between[0] in _BETWEEN)
        if joined and not one.unit and not one.ordinal and other.unit and other.first > one.first:
            given[number] = replace(one, unit=other.unit, ordinal=other.unit in MONTHS)
    return given


class _Reader:
    """Reads one numeral off the words of a text, as far as it goes."""

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        self._text = text
        self._words = words

    def read(self, at: int) -> list[Said]:
        """The numeral that begins with the word `at`; empty where none does."""
        total, end, scale = Fraction(0), at, None
        while True:
            part = self._below(end) if end == at or self._adjoins(end) else None
            if part is None:
                break
            worth, stop, ordinal = part
            multiplier = None if ordinal else self._scale(stop, begins=stop == at)
            if scale is not None and worth * (multiplier or 1) >= scale:
                break
            total, end = total + worth * (multiplier or 1), stop + (multiplier is not None)
            if multiplier is None:
                return [Said(total, at, end, ordinal=ordinal)]
            scale = multiplier
        if end == at:
            return []
        return [Said(total, at, end)]

    def _below(self, at: int) -> tuple[Fraction, int, bool] | None:
        """What stands before a scale: its worth, where it ends, whether it is an ordinal."""
        form = self._words[at].text
        digits = _value(form)
        if digits is not None:
            return digits, at + 1, False
        here = atom(form)
        if here is None or (here.kind == "scale" and not is_single(form)):
            return None
        if here.kind == "scale":
            return Fraction(1), at, False
        if here.kind == "half":
            return here.value, at + 1, False
        return self._ordinal(here, at) if here.kind == "ordinal" else self._cardinal(here, at)

    def _ordinal(self, here: Atom, at: int) -> tuple[Fraction, int, bool]:
        following = self._atom(at + 1)
        whole = 20 <= here.value < 100 and following is not None and following.kind == "ordinal"
        if whole and following is not None and following.value < 10:
            return here.value + following.value, at + 2, True
        return here.value, at + 1, True

    def _cardinal(self, here: Atom, at: int) -> tuple[Fraction, int, bool]:
        total, last, end = here.value, here.value, at + 1
        while (following := self._atom(end)) is not None:
            if self._divides(following, last, total):
                return total / following.value, end + 1, False
            if following.kind not in {"cardinal", "ordinal"} or not _goes_below(
                last, following.value
            ):
                break
            if following.kind == "ordinal":
                worth, end, _ = self._ordinal(following, end)
                return total + worth, end, True
            total, last, end = total + following.value, following.value, end + 1
        return self._fraction(total, end)

    def _divides(self, ordinal: Atom, last: Fraction, total: Fraction) -> bool:
        """Whether „(dwie) trzecie" divides what stands before it."""
        if ordinal.kind != "ordinal" or ordinal.value < 3:
            return False
        if total == 1:
            return ordinal.part == "one"
        tenths = ordinal.value in {10, 100, 1000}
        return ordinal.part == "many" and (total < 10 or (tenths and last < 100))

    def _fraction(self, whole: Fraction, end: int) -> tuple[Fraction, int, bool]:
        """Read „i pół", „i dwie dziesiąte", „przecinek pięć" after a whole number."""
        if end + 1 >= len(self._words) or not self._adjoins(end):
            return whole, end, False
        link = self._words[end].text.lower()
        if link == "i" and (following := self._atom(end + 1)) is not None:
            if following.kind == "half" and following.value < 1:
                return whole + following.value, end + 2, False
            if following.kind == "cardinal":
                part, stop, ordinal = self._cardinal(following, end + 1)
                if part < 1 and not ordinal:
                    return whole + part, stop, False
        if link in _COMMA and (following := self._atom(end + 1)) is not None:
            return self._behind_comma(whole, end + 1)
        return whole, end, False

    def _behind_comma(self, whole: Fraction, at: int) -> tuple[Fraction, int, bool]:
        places, end = "", at
        while (digit := self._atom(end)) is not None and digit.kind == "cardinal":
            worth, stop = digit.value, end + 1
            following = self._atom(stop)
            if following is not None and _goes_below(worth, following.value):
                worth, stop = worth + following.value, stop + 1
            places, end = places + str(worth), stop
            if worth:
                break
        if not places:
            return whole, at - 1, False
        return whole + Fraction(int(places), 10 ** len(places)), end, False

    def _scale(self, at: int, *, begins: bool) -> Fraction | None:
        if at >= len(self._words) or not (begins or self._adjoins(at)):
            return None
        here = atom(self._words[at].text)
        return here.value if here is not None and here.kind == "scale" else None

    def _atom(self, at: int) -> Atom | None:
        """The word at `at` if nothing but a space parts it from the one before."""
        if at >= len(self._words) or not self._adjoins(at):
            return None
        return atom(self._words[at].text)

    def _adjoins(self, at: int) -> bool:
        if at >= len(self._words):
            return False
        gap = self._text[self._words[at - 1].end : self._words[at].start]
        short = self._words[at - 1].text.lower() in {"tys", "mln", "mld", "bln"}
        return not gap.strip(". " if short else " \u00a0\u202f\t\n")


def _goes_below(last: Fraction, following: Fraction) -> bool:
    """Whether a word of a number may follow another: hundreds, tens, units."""
    if last >= 100:
        return 0 < following < 100
    return last >= 20 and last % 10 == 0 and 0 < following < 10
