"""What a sentence does: gives figures, promises, answers, leans on the one before it."""

import re

from pipeline.language.folding import fold
from pipeline.language.lexicon import lexicon
from pipeline.language.words import tokens

_MONTHS = r"(?:stycz|lut|marc|marzec|kwie|maj|czerw|lip|sierp|wrze|pazdz|listopad|grud)\w*"
_DAYS = r"(?:poniedzial|wtor|srod|czwart|piat|sobot|niedziel)\w+"
_INTENTIONS = re.compile(
    r"\b(?:chcemy|planujemy|zamierzamy|bedziemy|zobowiazuj\w+|zaprasz\w+ (?:na|juz|panstw\w+))\b"
)
_DATES = re.compile(
    rf"\b(?:najpozniej|do konca|jutro|pojutrze|(?:do|od|w) (?:\d+ )?{_MONTHS}|we? {_DAYS}"
    r"|prosz\w+ (?:\w+ ){0,2}\w+c)\b"
)
_LEANING = re.compile(
    r"^(?:to|tak|tyle|wtedy|dlatego|reszta|ten|ta|te|taki|takie|taka|czyli|ale|bo|wiec|tam|tu"
    r"|on|ona|oni|one|jego|jej|ich|(?:i )?z t(?:ych|ego|ej)|\w+ to brzmi)\b"
)
_VAGUE = frozenset(
    {"jeden", "kilka", "parę", "wiele", "dużo", "mało", "ile", "tyle", "oba", "oboje"}
)
_NO_DEEDS = frozenset({"prosić", "mieć", "być", "wiedzieć", "widzieć"})
"""Verbs by which those who speak do nothing that could be held against them."""
_GOING_ON = re.compile(
    r"^(?:to jest|to|tyle ze|wtedy|gorzej|i tak|czyli|reszta|on|ona|oni|one|no i|dlatego"
    r"|druga|trzecia)\b"
)


def figures(text: str) -> int:
    """How many numbers it gives, in digits or in words; „jeden" is none."""
    found, before = 0, False
    for token in tokens(text):
        number = token.text[0].isdigit() or _is_numeral(token.text)
        found += number and not before
        before = number
    return found


def _is_numeral(form: str) -> bool:
    readings = lexicon().analyses(form.lower())
    return bool(readings) and readings[0].part == "num" and readings[0].lemma not in _VAGUE


def dated(text: str) -> bool:
    """Whether it tells when something is to come: „w czerwcu", „proszę wpisywać"."""
    return bool(_DATES.search(fold(text)))


def promises(text: str) -> bool:
    """Whether those who speak say what they will do: „opublikujemy", „chcemy zacząć"."""
    if _INTENTIONS.search(fold(text)):
        return True
    readings = [lexicon().analyses(token.text) for token in tokens(text)]
    verbs = [reading[0] for reading in readings if reading and reading[0].part == "fin"]
    will = any(verb.tag.startswith("fin:pl:pri:perf") for verb in verbs)
    present = any(":pri:imperf" in verb.tag and verb.lemma not in _NO_DEEDS for verb in verbs)
    return will or (present and dated(text))


def leans_back(text: str) -> bool:
    """Whether it begins with a word that points to what was said before."""
    return bool(_LEANING.search(fold(text).replace(",", "")))


def goes_on(text: str) -> bool:
    """Whether it carries on the thought of the sentence before."""
    return bool(_GOING_ON.search(fold(text)))
