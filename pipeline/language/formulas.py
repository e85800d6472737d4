"""What a chair says where one part ends and another begins: a list to be read and added to.

Each formula is a regular expression over folded text (lower case, no diacritics).
"""

import re
from dataclasses import dataclass

from pipeline.language.folding import fold

_GREETING = [r"dzien dobry", r"witam\w*", r"dobry wieczor"]
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
_ORDINAL = r"(pierwsz|drug|trzec|czwart|piat|kolejn|nastepn|ostatni)\w+"
_MATTER = r"(rzecz|spraw|watek|watku|temat|punkt|zagadnieni|kwesti|czesc|obszar|wejsci|grup)\w*"
_MOVING_ON = [
    *_HAND_OVER,
    r"oddaj\w+ (\w+ )?(glos|mikrofon)",
    r"(poprosz\w+|prosz\w+) (\w+ )?o (mikrofon|glos)",
    r"przejmuj\w+ (glos|mikrofon)",
    r"przechodz\w+ (\w+ )?do",
    rf"{_ORDINAL} (\w+ )?{_MATTER}",
    r"punkt (pierwszy|drugi|trzeci|czwarty|piaty|szosty)",
    r"po (kawie|obiedzie|lunchu)",
    r"(opowiem|opowiedziec|powiem|przedstawi\w*|omowi\w*)\b",
    r"bedzie o\b",
    r"chcial(abym|bym)? (teraz|panstwu|jeszcze)",
    r"teraz (ja|my|na to|to na|bedzie|beda|chcial\w+|cos|pozwol\w+|moja|o|czas|kolej|pora)\b",
    r"^(dobrze|no dobrze|to teraz|a teraz|dziekuj\w+ (bardzo )?to)\b",
    r"skoro (juz )?(wiemy|o|mamy|to)\b",
    r"to tyle (o|na temat|jesli)",
    r"(tak|w ten sposob) dochodzimy do",
    r"zosta(lo|la|ly|je) (nam |mi |jeszcze )*(ostatni\w*|dwa|dwie|jed\w+)",
    r"na koniec",
    *_GREETING,
]
_STAYING = [
    r"slajd\w*",
    r"zdjec\w*",
    r"tabel\w*",
    r"wykres\w*",
    r"plansz\w*",
    r"map(a|ie|e|y|k\w+)",
    r"wiersz\w*",
    r"(na|za) (chwil|moment|sekund)\w*",
    r"zaraz",
    r"wroc\w*",
    r"wracam",
    r"pytani[ea] (o|z|ktor\w+)",
    r"pyta\w*",
    r"z (sali|tylu)",
    r"dokoncz\w*",
    r"tylko (powiem|jeszcze|skoncz\w+)",
    r"(nastepn|drug)\w+ stron\w+",
]
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


_CHAT = [
    r"mam nadzieje",
    r"przepraszam",
    r"(odpowiem|pokaze|sprobuje|powtorze|dodam)\b",
    r"(spojrzmy|zobaczmy|popatrzmy)",
    r"wlacz\w+ mikrofon",
    r"(widac|slychac|widza panstwo)( i \w+)?( \w+)? (ekran|slajd|mnie|nas)",
    r"(konczymy|zakonczymy) (\w+ )?(pierwszy|drugi|trzeci|dzien|spotkanie)",
    r"(dobre|swietne|ciekawe|trudne|wazne) (pytanie|slowa)",
    r"mocne slowa",
    r"nie przedluzam",
]
_HAND_OVERS, _GREETINGS, _ALL_THANKS, _BREAKS = map(_any, (_HAND_OVER, _GREETING, _THANKS, _BREAK))
_QUESTIONS = re.compile(
    r"\b(?:przechodz\w+|przejd\w+|zapraszam\w*|czas|pora|rozpoczyna\w*|zaczyna\w*|otwiera\w*)"
    r" (?:\w+ ){0,3}(?:do|na) (?:\w+ ){0,2}(?:pytan\w*|pytania|dyskusj\w+)"
)
_CHATTING = _any(_CHAT)
_MOVES, _STAYS = _any(_MOVING_ON), re.compile(r"\b(?:" + "|".join(_STAYING) + r")\b")
_BY_KIND = {kind.name: _any(kind.formulas) for kind in KINDS}


def hands_over(text: str) -> bool:
    """Whether the chair passes on to the next part."""
    return bool(_HAND_OVERS.search(fold(text)))


def moves_on(text: str) -> bool:
    """Whether something else begins, by whoever speaks; „następny slajd" is nothing else."""
    return bool(_MOVES.search(fold(text))) and not stays(text)


def stays(text: str) -> bool:
    """Whether it is about a slide, a question or a moment, whatever else it sounds like."""
    return bool(_STAYS.search(fold(text)))


def greets(text: str) -> bool:
    """Whether someone says good day."""
    return bool(_GREETINGS.search(fold(text)))


def thanks(text: str) -> bool:
    """Whether it begins with thanks, as after a talk."""
    return bool(_ALL_THANKS.search(fold(text)[:40]))


def opens_questions(text: str) -> bool:
    """Whether the floor is given to questions: „przechodzimy do pytań z czatu"."""
    return bool(_QUESTIONS.search(fold(text)))


def chats(text: str) -> bool:
    """Whether it is about the meeting itself, and nothing of what it is held for."""
    return bool(_CHATTING.search(fold(text)))


def names_break(text: str) -> bool:
    """Whether a break is spoken of."""
    return bool(_BREAKS.search(fold(text)))


def kinds(text: str) -> tuple[str, ...]:
    """The kinds of sessions in `KINDS` that it may begin, but for the opening."""
    return tuple(kind.name for kind in KINDS if kind.name != "opening" and fits(text, kind.name))


def fits(text: str, kind: str) -> bool:
    """Whether it sounds like the beginning of a session of the kind `kind` in `KINDS`."""
    return bool(_BY_KIND[kind].search(fold(text)))
