"""The values of numbers, in digits or spelled out in any case: „stu dwudziestu siedmiu" is 127."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pipeline.language.lexicon import lexicon
from pipeline.language.words import tokens

_SMALL = {
    "zero": 0, "jeden": 1, "dwa": 2, "trzy": 3, "cztery": 4, "pięć": 5, "sześć": 6, "siedem": 7,
    "osiem": 8, "dziewięć": 9, "dziesięć": 10, "jedenaście": 11, "dwanaście": 12, "trzynaście": 13,
    "czternaście": 14, "piętnaście": 15, "szesnaście": 16, "siedemnaście": 17, "osiemnaście": 18,
    "dziewiętnaście": 19, "dwadzieścia": 20, "trzydzieści": 30, "czterdzieści": 40,
    "pięćdziesiąt": 50, "sześćdziesiąt": 60, "siedemdziesiąt": 70, "osiemdziesiąt": 80,
    "dziewięćdziesiąt": 90, "sto": 100, "dwieście": 200, "trzysta": 300, "czterysta": 400,
    "pięćset": 500, "sześćset": 600, "siedemset": 700, "osiemset": 800, "dziewięćset": 900,
    "pierwszy": 1, "drugi": 2, "trzeci": 3, "czwarty": 4, "piąty": 5, "szósty": 6, "siódmy": 7,
    "ósmy": 8, "dziewiąty": 9, "dziesiąty": 10, "jedenasty": 11, "dwunasty": 12, "trzynasty": 13,
    "czternasty": 14, "piętnasty": 15, "szesnasty": 16, "siedemnasty": 17, "osiemnasty": 18,
    "dziewiętnasty": 19, "dwudziesty": 20, "trzydziesty": 30, "czterdziesty": 40,
    "pięćdziesiąty": 50, "sześćdziesiąty": 60, "siedemdziesiąty": 70, "osiemdziesiąty": 80,
    "dziewięćdziesiąty": 90, "setny": 100, "dwutysięczny": 2000,
}  # fmt: skip
_LARGE = {
    "tysiąc": 1000, "tys": 1000, "tysięczny": 1000, "milion": 10**6, "mln": 10**6,
    "miliard": 10**9, "mld": 10**9,
}  # fmt: skip
_PARTS = {"pół": Decimal("0.5"), "półtora": Decimal("1.5"), "ćwierć": Decimal("0.25")}
_DIGITS = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?|\d+\.\d+")


def numbers(text: str) -> tuple[Decimal, ...]:
    """The values of all numbers of a text, in order; „4,2 mln" is 4200000."""
    return tuple(_numbers(text))


def _numbers(text: str) -> Iterator[Decimal]:
    total, current, open_, end = Decimal(0), Decimal(0), False, 0
    for token in tokens(text):
        apart = any(char in ".,;:!?…" for char in text[end : token.start])
        end = token.end
        value, scale = _value(token.text)
        if open_ and (apart or (value is None and scale is None) or not _fits(current, value)):
            yield total + current
            total, current, open_ = Decimal(0), Decimal(0), False
        if value is not None:
            current, open_ = current + value, True
        elif scale is not None:
            total, current, open_ = total + (current or 1) * scale, Decimal(0), True
    if open_:
        yield total + current


def _fits(current: Decimal, value: Decimal | None) -> bool:
    """Whether a value can be spoken right after what the number has so far: „sto" „dwa"."""
    if value is None or not current:
        return True
    return (
        value < current
        and current % 10 == 0
        and value == value.to_integral_value()
        and (value < 10 if current % 100 else value < 100)
    )


def _value(form: str) -> tuple[Decimal | None, int | None]:
    """What a word is worth: a value, or what it multiplies by."""
    if form[0].isdigit():
        return _digits(form), None
    for lemma in lexicon().lemmas(form.lower()):
        if lemma in _SMALL:
            return Decimal(_SMALL[lemma]), None
        if lemma in _PARTS:
            return _PARTS[lemma], None
        if lemma in _LARGE:
            return None, _LARGE[lemma]
    return None, None


def _digits(form: str) -> Decimal | None:
    found = _DIGITS.match(form)
    if not found:
        return None
    bare = re.sub(r"[ \u00a0\u202f]", "", found.group()).replace(",", ".")
    try:
        return Decimal(bare).normalize()
    except InvalidOperation:
        return None
