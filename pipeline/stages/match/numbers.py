"""Numbers as they are written on slides and as they are said: „17%", „siedemnaście procent"."""

import re
from collections.abc import Iterator, Sequence

from pipeline.language import Token, lexicon

_NAMES = (
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście"
    " trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
)
_TENS = (
    "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt"
    " dziewięćdziesiąt"
)
_HUNDREDS = "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"
_VALUES = {name: value for value, name in enumerate(_NAMES.split())}
_VALUES |= {name: value for value, name in zip(range(20, 100, 10), _TENS.split(), strict=True)}
_VALUES |= {
    name: value for value, name in zip(range(100, 1000, 100), _HUNDREDS.split(), strict=True)
}
_DIGITS = re.compile(r"\d[\d \u00a0\u202f]*(?:[.,]\d+)?")
_LONGEST = 9


def numbers_said(found: Sequence[Token]) -> Iterator[str]:
    """The numbers among tokens, as `#17`, `#4,2`; two or more words of one number are one."""
    waiting: list[int] = []
    for token in found:
        value = _value(token.text)
        if value is None or (waiting and not _goes_on(waiting[-1], value)):
            yield from _told(waiting)
            waiting = []
        if value is not None:
            waiting.append(value)
        elif _DIGITS.fullmatch(token.text) and len(token.text) <= _LONGEST:
            yield "#" + re.sub(r"[ \u00a0\u202f]", "", token.text).replace(".", ",")
    yield from _told(waiting)


def _goes_on(before: int, value: int) -> bool:
    """Whether a number goes on with a smaller place: sto | dwadzieścia | pięć."""
    places = [2 if each >= 100 else 1 if each >= 20 else 0 for each in (before, value)]
    return places[1] < places[0]


def _told(parts: Sequence[int]) -> Iterator[str]:
    if parts and sum(parts) > 2:  # „jeden" and „dwa" count nothing
        yield f"#{sum(parts)}"


def _value(text: str) -> int | None:
    if not text.isalpha():
        return None
    small = text.lower()
    if small in _VALUES:
        return _VALUES[small]
    return next((_VALUES[each] for each in lexicon().lemmas(small) if each in _VALUES), None)
