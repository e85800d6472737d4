"""Whether a point says the contrary of its evidence, or says for certain what that leaves open."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.language import lexicon, tokens
from pipeline.language.numerals import numbers
from pipeline.stages.summarise.clauses import Clause, all_lemmas, clauses, meant

_OPPOSITES = (
    (
        "wzrost wzrosnąć wzrastać rosnąć urosnąć zwiększyć zwiększać podnieść podnosić przybyć "
        "przybywać przyrost",
        "spadek spaść spadać maleć zmaleć zmniejszyć zmniejszać obniżyć obniżać ubyć ubywać ubytek",
    ),
    ("wysoki wysoko", "niski nisko"),
    ("dużo więcej wiele sporo", "mało mniej niewiele"),
    ("duży wielki spory", "mały niewielki drobny"),
    ("dobry dobrze lepszy lepiej mocny silny", "zły źle gorszy gorzej słaby słabo"),
    ("szybki szybko", "powolny powoli wolno"),
    ("łatwy łatwo", "trudny trudno"),
    ("tani tanio", "drogi drogo"),
    ("zysk zyskać zyskiwać zarobić zarabiać", "strata stracić tracić"),
    ("otworzyć otwierać otwarcie", "zamknąć zamykać zamknięcie"),
)
"""Lemmas that say one thing, and those that say its contrary."""
_CHANGES = _OPPOSITES[:1]
"""Those that say of a number that it grew or fell."""
_ALL = frozenset({"wszystek", "wszyscy", "wszystko", "każdy"})
_STRONG = _ALL | frozenset(
    {"zawsze", "musieć", "jedynie", "wyłącznie", "gwarantować", "obowiązkowy"}
    | {"tylko", "całkowity", "całkowicie"}
)
_HEDGES = frozenset({"prawie", "niemal", "nieomal", "zwykle", "przeważnie"})
_ASKING = frozenset(
    {"pytać", "pytanie", "zapytać", "czy", "wątpliwość", "zastanawiać", "rozważać", "dopytywać"}
)
_PAST = frozenset({"praet", "imps"})
_PASSIVE = re.compile(r"został[aoy]?|zostali")


def contrary(point: str, said: str) -> str:
    """Why `point` says another thing than what was said; empty where nothing shows it."""
    for check in (_denial, _direction, _change, _strength, _extreme, _time, _question):
        reason = check(point, said)
        if reason:
            return reason
    return ""


def _denial(point: str, said: str) -> str:
    there = clauses(said)
    for clause in clauses(point):
        alike = meant(clause, there)
        if "zamiast" in clause.text.lower().split():  # what should have been done, or was not
            continue
        if alike and all(each.denies != clause.denies for each in alike):
            return "it denies what its evidence does not, or the other way round"
        if not alike and clause.denies and not any(each.denies for each in there):
            return "it denies what its evidence does not"
    return ""


def _direction(point: str, said: str) -> str:
    there = clauses(said)
    for clause in clauses(point):
        for sides in _OPPOSITES:
            for one, other in (sides, sides[::-1]):
                if _turns(clause, meant(clause, there) or there, one, other):
                    return "it says the contrary of its evidence (rise and fall, more and less, …)"
    return ""


def _turns(clause: Clause, there: Sequence[Clause], one: str, other: str) -> bool:
    told = _has(clause.text, one) and not _has(clause.text, other)
    if not told or any(_has(each.text, one) for each in there):
        return False
    return any(_has(each.text, other) for each in there)


def _change(point: str, said: str) -> str:
    for sides in _CHANGES:
        for side in sides:
            if numbers(point) and _has(point, side) and not _has(said, side):
                return "it says of a number that it grew or fell, and its evidence does not"
    return ""


def _strength(point: str, said: str) -> str:
    told, heard = all_lemmas(point), all_lemmas(said)
    for lemma in sorted(told & _STRONG):
        if lemma not in heard:
            return f"„{lemma}” is not in its evidence"
    if told & _ALL and not told & _HEDGES and _is_hedged(said):
        return "its evidence says „prawie”"
    return ""


def _is_hedged(said: str) -> bool:
    """Whether „wszystkie" is never said but as „prawie wszystkie"."""
    words = [set(lexicon().lemmas(token.text.lower())) for token in tokens(said)]
    places = [place for place, lemmas in enumerate(words) if lemmas & _ALL]
    return bool(places) and all(place and words[place - 1] & _HEDGES for place in places)


def _extreme(point: str, said: str) -> str:
    """Whether it says „najlepszy" and its evidence has no superlative of that word."""
    heard = {lemma for form in _superlatives(said) for lemma in lexicon().lemmas(form)}
    for form in _superlatives(point):
        if not set(lexicon().lemmas(form)) & heard:
            return f"„{form}” is not in its evidence"
    return ""


def _superlatives(text: str) -> list[str]:
    forms = [token.text.lower() for token in tokens(text)]
    return [
        form
        for form in forms
        if form.startswith("naj")
        and any(reading.tag.endswith(":sup") for reading in lexicon().analyses(form))
    ]


def _time(point: str, said: str) -> str:
    """Whether what will be done is told as done, or what was done as still to come."""
    told, heard = _verbs(point), _verbs(said)
    for lemma in sorted(told.keys() & heard.keys()):
        if told[lemma] == {"past"} and "past" not in heard[lemma] and "future" in heard[lemma]:
            return f"it tells as done what is only meant to be („{lemma}”)"
        if told[lemma] == {"future"} and heard[lemma] == {"past"}:
            return f"it tells as still to come what was done („{lemma}”)"
    return ""


def _verbs(text: str) -> dict[str, set[str]]:
    """Each verb, and whether it is of the past, of now, or of what is to come."""
    found: dict[str, set[str]] = {}
    forms = [token.text.lower() for token in tokens(text)]
    done = any(_PASSIVE.fullmatch(form) for form in forms)
    for form in forms:
        for first in lexicon().analyses(form)[:1]:
            if first.part in _PAST or (first.part == "ppas" and done):
                found.setdefault(first.lemma, set()).add("past")
            elif first.part == "inf" or (first.part == "fin" and first.tag.endswith(":perf")):
                found.setdefault(first.lemma, set()).add("future")
            elif first.part in {"fin", "ppas", "cond", "ger"}:
                found.setdefault(first.lemma, set()).add("now")
    return found


def _question(point: str, said: str) -> str:
    marks = re.findall(r"[.!?…](?=\s|$)", said)
    asks = point.rstrip().endswith("?") or all_lemmas(point) & _ASKING
    if marks and all(mark == "?" for mark in marks) and not asks:
        return "its evidence only asks"
    return ""


def _has(text: str, side: str) -> bool:
    return not _likely(text).isdisjoint(side.split())


@lru_cache(maxsize=256)
def _likely(text: str) -> frozenset[str]:
    """The likeliest lemma of each word."""
    readings = [lexicon().analyses(token.text.lower())[:1] for token in tokens(text)]
    return frozenset(reading.lemma for found in readings for reading in found)
