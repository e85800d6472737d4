"""What numbers are of: percent, money, time, area; and months, which make a number a day."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.language.lexicon import lexicon
from pipeline.language.words import Token

PERCENT, POINTS = "%", "pp"
MONTHS = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień",
    "październik", "listopad", "grudzień",
)  # fmt: skip
_LEMMAS = {
    "procent": PERCENT, "procentowy": PERCENT, "promil": "‰",
    "złoty": "zł", "złotówka": "zł", "grosz": "gr", "euro": "euro", "dolar": "dolar",
    "frank": "frank", "funt": "funt",
    "hektar": "ha", "ar": "ar", "metr": "m", "kilometr": "km", "kilogram": "kg", "tona": "t",
    "rok": "rok", "miesiąc": "miesiąc", "tydzień": "tydzień", "dzień": "dzień", "doba": "dzień",
    "godzina": "godzina", "minuta": "minuta", "sekunda": "sekunda",
    "roczny": "rok", "letni": "rok", "miesięczny": "miesiąc", "tygodniowy": "tydzień",
    "dniowy": "dzień", "godzinny": "godzina", "minutowy": "minuta",
    **{month: month for month in MONTHS},
}  # fmt: skip
_SHORT = {
    "proc": PERCENT, "zł": "zł", "pln": "zł", "gr": "gr", "eur": "euro", "usd": "dolar",
    "ha": "ha", "a": "", "m": "m", "km": "km", "kg": "kg", "t": "t",
    "r": "rok", "mies": "miesiąc", "tyg": "tydzień", "godz": "godzina", "min": "minuta",
    "sek": "sekunda", "pp": POINTS, "p.p": POINTS,
}  # fmt: skip
_SIGNS = {"%": PERCENT, "‰": "‰", "€": "euro", "$": "dolar"}
_GAP = re.compile(r"\.?\s*")
_POINT, _OF_PERCENT = frozenset({"punkt", "pkt"}), frozenset({"procentowy", "proc"})
_POINTS_SHORT = re.compile(r"\s*(?:p\.\s?p\.|pp\b)")


def unit_after(text: str, words: Sequence[Token], last: int) -> str:
    """What the number that ends with the word `last` is of; empty where it is nothing known.

    `%` percent, `pp` percentage points, `zł`, `rok`, a month in the nominative, and so on.
    """
    behind = words[last].end
    after = text[behind:].lstrip()[:1]
    if after in _SIGNS and after:
        return _SIGNS[after]
    if _POINTS_SHORT.match(text, behind):
        return POINTS
    if last + 1 >= len(words) or not _GAP.fullmatch(text[behind : words[last + 1].start]):
        return ""
    following = words[last + 1]
    if _lemmas(following.text) & _POINT:
        points = last + 2 < len(words) and _lemmas(words[last + 2].text) & _OF_PERCENT
        return POINTS if points else ""
    return unit_of(following.text)


@lru_cache(maxsize=1 << 12)
def unit_of(form: str) -> str:
    """The unit that a word in any case names; empty where it names none."""
    small = form.lower()
    if small in _SHORT:
        return _SHORT[small]
    if form[:1].isupper() and not form.isupper():
        return ""  # „12 Złoty" would be a name
    return next((_LEMMAS[lemma] for lemma in lexicon().lemmas(small) if lemma in _LEMMAS), "")


def _lemmas(form: str) -> frozenset[str]:
    return frozenset(lexicon().lemmas(form.lower())) | {form.lower()}
