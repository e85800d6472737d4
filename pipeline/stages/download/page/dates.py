"""Dates as Polish pages write them: „23-24 kwietnia 2020 r.”, „24.04.2020”, „30 IV – 1 V 2020”."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
]
_NOMINATIVES = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
]
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_NAMED = {name: number for names in (_MONTHS, _NOMINATIVES) for number, name in enumerate(names, 1)}
_NUMERALS = {name.lower(): number for number, name in enumerate(_ROMAN, 1)}
_MONTH = (
    rf"(?:{'|'.join((*_MONTHS, *_NOMINATIVES))}|(?:{'|'.join(sorted(_ROMAN, key=len)[::-1])})\b)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TO = r"\s*(?:[-–—/,]|i|oraz|do|a)\s*"
_WEEKDAY = r"(?:\s*\(\w+\))?"
_YEAR = r"(?:19|20)\d\d"
_WORDS = re.compile(
    rf"(?<![\d.,])(?P<days>{_DAY}\.?{_WEEKDAY}(?:{_TO}{_DAY}\.?{_WEEKDAY}){{0,5}})[\s.]\s*"
    rf"(?P<month>{_MONTH})"
    rf"(?:{_WEEKDAY}{_TO}(?P<day2>{_DAY})[\s.]\s*(?P<month2>{_MONTH}){_WEEKDAY})?"
    rf"(?:[\s,.]+(?P<year>{_YEAR}|br\b|b\.\s?r\.))?",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    rf"(?<![\d.,/])(?:(?P<from>{_DAY})(?:[./](?P<from_month>0?[1-9]|1[0-2]))?\.?{_TO})?"
    rf"(?P<day>{_DAY})(?P<mark>[./-])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<year>{_YEAR})(?!\d)"
)
_ISO = re.compile(rf"(?<![\d-])(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?![\d-])")
_AHEAD = 2  # months
_LONGEST = 14
"""Days that an event lasts at most; what seems longer are two dates."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Days that stand together in a text, and where: `[start, end)` in characters."""

    days: tuple[dt.date, ...]
    start: int
    end: int


def dates(text: str, about: dt.date | None = None) -> list[Dated]:
    """All dates in a text, in order.

    `about`: a day at or after what is spoken of, which gives the year to dates that have none.
    """
    found: list[Dated] = []
    for match, days in [*_iso(text), *_in_words(text, about), *_in_digits(text)]:
        apart = all(match.end() <= each.start or each.end <= match.start() for each in found)
        if days and apart:
            found.append(Dated(days, match.start(), match.end()))
    return sorted(found, key=lambda each: each.start)


def _iso(text: str) -> Iterator[tuple[re.Match[str], tuple[dt.date, ...]]]:
    for match in _ISO.finditer(text):
        day = _date(int(match["year"]), int(match["month"]), int(match["day"]))
        yield match, (day,) if day else ()


def _in_words(
    text: str, about: dt.date | None
) -> Iterator[tuple[re.Match[str], tuple[dt.date, ...]]]:
    for match in _WORDS.finditer(text):
        month = _month(match["month"])
        numbers = [int(number) for number in re.findall(r"\d+", match["days"])]
        own = _year(match["year"] or "", month, about)
        if own is None:
            continue
        if match["day2"]:
            first = _date(own, month, numbers[0])
            last = _date(own, _month(match["month2"]), int(match["day2"]))
            yield match, _through(first, last)
        elif len(numbers) == 2 and re.search(r"[-–—]|\bdo\b", match["days"]):
            yield match, _through(_date(own, month, numbers[0]), _date(own, month, numbers[1]))
        else:
            days = [_date(own, month, number) for number in numbers]
            yield match, tuple(day for day in days if day)


def _year(written: str, month: int, about: dt.date | None) -> int | None:
    """The year that is meant: „br.” is this year's, and what has none is not far ahead."""
    if written.isdigit():
        return int(written)
    if about is None:
        return None
    ahead = not written and month > about.month + _AHEAD
    return about.year - ahead


def _in_digits(text: str) -> Iterator[tuple[re.Match[str], tuple[dt.date, ...]]]:
    for match in _DIGITS.finditer(text):
        year, month = int(match["year"]), int(match["month"])
        last = _date(year, month, int(match["day"]))
        if not match["from"]:
            yield match, (last,) if last else ()
            continue
        first = _date(year, int(match["from_month"] or month), int(match["from"]))
        between = text[match.end("from") : match.start("day")]
        if re.search(r"[-–—]|\bdo\b", between):
            yield match, _through(first, last)
        else:
            yield match, tuple(day for day in (first, last) if day)


def _month(name: str) -> int:
    lowered = name.lower()
    return _NAMED.get(lowered) or _NUMERALS[lowered]


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _through(first: dt.date | None, last: dt.date | None) -> tuple[dt.date, ...]:
    """All days from the first to the last; the two alone where that is too long."""
    if first is None or last is None:
        return tuple(day for day in (first, last) if day)
    length = (last - first).days
    if length < 0:
        return (first,)
    if length >= _LONGEST:
        return (first, last)
    return tuple(first + dt.timedelta(number) for number in range(length + 1))
