"""What is said when someone is given the floor, or says who they are: a list to read and add to.

Each formula is a regular expression over folded text (lower case, no diacritics), as in `formulas`.
`@` stands where the name is.
"""

import re

_POLITE = r"(?:(?:pan\w*|doktor\w*|profesor\w*|dr|prof|hab|moj\w*|nasz\w*|szanown\w*) )*"
_NUMBER = r"(?:pierwsz|drug|trzec|czwart|piat|kolejn|nastepn|ostatni)\w+"
_WILL_SPEAK = (
    r"(?:opowie|powie|poprowadzi|przedstawi|wystapi|zaprezentuje|omowi|wyglosi|przyblizy"
    r"|zabierze glos|podzieli sie|bedzie mowil\w*|mowic bedzie)\b"
)
_IS_NOT_HERE = (
    r"(?:nie (?:moze|mogl\w*|bedzie|dotarl\w*|przyjechal\w*|dojechal\w*|dolaczy\w*|wystapi)"
    r"|zatrzymal\w+|zachorowal\w*|choruje|jest chor\w+|(?:zastapi|zastepuje) (?:go|ja))\b"
)
_GREETING = r"(?:(?:dzien dobry|dobry wieczor|witam|panstwa|panstwu|dziekuje|bardzo|tu|tak) )*"
_OFFICE = r"kieruj\w+|prowadz\w+|zajmuj\w+|dyrektor\w*|burmistrz\w*|prezydent\w*|koordynator\w*"
_SELF = [
    r"(?<!nie )nazywam sie (?:\w+ )?@",
    # What follows tells „jestem Anna Nowak z Ustki" from „jestem Annie Nowak wdzięczny".
    rf"(?<!nie )jestem @(?:$| (?:z|ze|i|a|w imieniu|reprezentuj\w+|pracuj\w+|{_OFFICE})\b)",
    r"z tej strony @",
    rf"^{_GREETING}mowi @",
]
_BARE = [rf"^{_GREETING}@(?: (?!prosz|dziek|oddaj|zaprasz)\w+){{0,4}}$"]
_GIVES = [
    rf"(?:oddaj\w+|oddam\w*|przekaz\w+|udziel\w+) (?:teraz |juz )?glos\w* {_POLITE}@",
    rf"glos (?:ma|zabierze|oddaje|dostaje|otrzymuje) (?:teraz |jako \w+ )?{_POLITE}@",
    rf"(?:zaprasz\w+|zapros\w+|prosz\w+|prosi\w+|popros\w+|powitajmy) (?:\w+ ){{0,2}}{_POLITE}@",
    rf"{_WILL_SPEAK}.*@",
    rf"@.*\b{_WILL_SPEAK}",
    r"@.*\bprosz\w+",
    rf"{_NUMBER} (?:pytanie|glos|prelegent\w*|mowc\w+|osob\w+|gosc\w*)\b.{{0,20}}{_POLITE}@",
    rf"(?:zastapi|zastepuje) (?:go|ja|ich) {_POLITE}@",
    rf"(?:najpierw|teraz|jako {_NUMBER}|na poczatek|(?:z nami|gosciem) jest) {_POLITE}@",
]
_LATER = [r"(?:po (?:nim|niej|tym|nich)|potem|nastepnie|pozniej|w dalszej kolejnosci)\b"]
_ABSENT = [
    rf"(?:zapowiada\w+|mial\w* (?:wystapic|byc|mowic|opowiedziec|poprowadzic)) {_POLITE}@",
    rf"@ (?:\w+ ){{0,8}}{_IS_NOT_HERE}",
    rf"(?:zamiast|w zastepstwie|w imieniu|zastapi\w*|zastepuj\w+) {_POLITE}@",
]
_QUOTED = [
    r"@ (?:\w+ ){0,2}(?:pisze|pyta|napisal\w*|zapytal\w*|pytal\w*|mowil\w*|powiedzial\w*"
    r"|wspominal\w*|komentuje)\b",
]
_ANNOUNCES = [
    r"oddaj\w+ glos", r"glos ma", r"zapraszam", r"prosz\w+ o zabranie", r"zastapi",
    r"wlaczyc mikrofon", _WILL_SPEAK, rf"{_NUMBER} (?:pytanie|glos|grupa)",
    r"(?:pan|pani|doktor\w*|profesor\w*) \w+",
]  # fmt: skip


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:(?<!\w){pattern})" for pattern in patterns))


_SELVES, _BARES, _GIVING, _LATERS = map(_any, (_SELF, _BARE, _GIVES, _LATER))
_ABSENTS, _QUOTES, _CHAIR = map(_any, (_ABSENT, _QUOTED, _ANNOUNCES))


def names_self(text: str) -> bool:
    """Whether the one who is named says so: „nazywam się @"."""
    return bool(_SELVES.search(text))


def is_bare(text: str) -> bool:
    """Whether there is a name and little else, as when someone begins with it: „@, Wołomin"."""
    return bool(_BARES.search(text))


def gives_floor(text: str) -> bool:
    """Whether the one who is named is to speak next."""
    return bool(_GIVING.search(text)) and not _QUOTES.search(text)


def comes_later(text: str) -> bool:
    """Whether what stands before the name says that somebody else comes first."""
    return bool(_LATERS.search(text.partition("@")[0]))


def is_absent(text: str) -> bool:
    """Whether the one who is named is not there, or is spoken for."""
    return bool(_ABSENTS.search(text))


def announces(text: str) -> bool:
    """Whether somebody is announced, known by name or not."""
    return bool(_CHAIR.search(text))
