"""What a chair says where one part ends and another begins: a list to be read and added to.

Each formula is a regular expression over folded text (lower case, no diacritics).
"""

import re
from dataclasses import dataclass

from pipeline.language.folding import fold

_HAND_OVER = [
    r"oddaj\w+ glos",
    r"przechodzi?m\w* do",
    r"przejd\w+ do",
    r"zapraszam\w* (do|na|pani?a?|pana|wszystkich|kolejn\w+|nastepn\w+)",
    r"prosz\w+ o zabranie glosu",
    r"(pierwsz|kolejn|nastepn|ostatni)\w+ (przyklad|temat|prelegent|wystapienie|punkt|sesj)\w*",
    r"(opowie|powie|poprowadzi|przedstawi|wystapi) (o |nam |panstwu |ja |go )*(pan|pani|dr|doktor)",
    r"zaczyna(my|jmy)?\b",
    r"rozpoczyna(my|jmy|m)\b",
    r"wracamy",
    r"po przerwie",
    r"sluchamy",
]
_GREETING = [r"dzien dobry", r"witam\w*", r"dobry wieczor"]
_THANKS = [r"dziekuj\w+"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of session that most programmes have: words of its title, and what is said there."""

    name: str
    titles: tuple[str, ...]
    formulas: tuple[str, ...]


KINDS = (
    Kind(
        "opening",
        ("otwarcie", "powitanie", "rozpoczęcie", "wprowadzenie", "wstęp", "przywitanie"),
        (*_GREETING, r"otwiera\w+", r"nie przedluzam"),
    ),
    Kind(
        "questions",
        ("pytanie", "dyskusja", "debata", "odpowiedź"),
        (r"do pytan", r"pytani\w+ (z|na) (czat|sali)\w*", r"czas na pytania", r"dyskusj\w+"),
    ),
    Kind(
        "closing",
        ("podsumowanie", "zakończenie", "zamknięcie", "wniosek"),
        (
            r"podsum\w+",
            r"(sprobuj|chc|pozwol|postara)\w* (sie |sobie |to |jeszcze )*(zebra|podsumowa|zamkna)c",
            r"na (sam )?(koniec|zakonczenie)",
            r"(do )?konc(a|owi) (zblizamy|dobiega)\w*",
            r"konczymy",
            r"to wszystko",
        ),
    ),
    Kind(
        "workshop",
        ("warsztat", "raport", "grupa", "warsztatowy"),
        (r"zaczyna grupa", r"grupa (pierwsza|druga|trzecia|1|2|3)", r"praca w grupach"),
    ),
)
_BREAK = [r"(krotk\w+ )?przerw\w+", r"lunch\w*", r"obiad\w*", r"kaw\w+"]


def _any(patterns: list[str] | tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + ")")


_HAND_OVERS, _GREETINGS, _ALL_THANKS, _BREAKS = map(_any, (_HAND_OVER, _GREETING, _THANKS, _BREAK))
_BY_KIND = {kind.name: _any(kind.formulas) for kind in KINDS}


def hands_over(text: str) -> bool:
    """Whether the chair passes on to the next part."""
    return bool(_HAND_OVERS.search(fold(text)))


def greets(text: str) -> bool:
    """Whether someone says good day."""
    return bool(_GREETINGS.search(fold(text)))


def thanks(text: str) -> bool:
    """Whether it begins with thanks, as after a talk."""
    return bool(_ALL_THANKS.search(fold(text)[:40]))


def names_break(text: str) -> bool:
    """Whether a break is spoken of."""
    return bool(_BREAKS.search(fold(text)))


def fits(text: str, kind: str) -> bool:
    """Whether it sounds like the beginning of a session of the kind `kind` in `KINDS`."""
    return bool(_BY_KIND[kind].search(fold(text)))
