"""Whether a sentence that a language model wrote says nothing but what its evidence says.

The checks can be strict: what fails is dropped, and quoted sentences stand in its place. Each gives
the reason, for a person to read. They look at words; what only sense would tell they cannot see.
"""

import re
from collections.abc import Callable, Sequence

from pipeline.language import content_lemmas, fold, lexicon, tokens
from pipeline.language.measures import unit_of
from pipeline.language.numerals import numbers
from pipeline.stages.summarise.clauses import akin, all_lemmas
from pipeline.stages.summarise.contradicting import contrary
from pipeline.stages.summarise.counting import figure_fault
from pipeline.stages.summarise.naming import name_fault

_FEWEST, _MOST = 4, 45  # words
_LETTERS_A_WORD = 20  # that a point may have on average
_LONGER = 1.5  # times as many words as its evidence has
_KNOWN = 0.7  # share of its words that are Polish, or stand in the evidence
_SHARED = 0.7  # share of its content words whose root stands in the evidence
_FOREIGN = 2  # verbs that may be new, however long the point is; nouns and adjectives may not
_MARKUP = re.compile(r"[<>{}\[\]|\\`#*_~^=@$]|https?:|www\.")
_OTHERS = re.compile(r"[^a-ząćęłńóśźżA-ZĄĆĘŁŃÓŚŹŻ0-9\s.,;:!?%‰„”\"'’()/–—…+&§°€-]")
_REPORTED = (
    "wynosić wynieść stanowić dotyczyć obejmować objąć liczyć przypadać dawać działać prowadzić "
    "uczestniczyć uczestnik osoba człowiek mieszkaniec miasto spotkanie seminarium prelegent "
    "prelegentka mówca wskazać wskazywać podkreślić podkreślać zaznaczyć przedstawić przedstawiać "
    "omówić omawiać planować zapowiedzieć zapowiadać informować poinformować proponować "
    "zaproponować radzić zalecać wyjaśnić opisać powstać zostać odbyć pochodzić brać oszacować "
    "szacować przewidywać sięgać zbudować prowadząca prowadzący wysokość udział przedstawiciel"
)
_NEUTRAL = frozenset[str]().union(*map(akin, _REPORTED.split()))
"""Roots of words that tell that something is told or how much it is, and add nothing to it."""
_CALENDAR = (
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad "
    "grudzień poniedziałek wtorek środa czwartek piątek sobota niedziela rano wieczór południe "
    "jutro dzisiaj wczoraj"
)
_DATES = frozenset(_CALENDAR.split())
_VERBS = frozenset({"fin", "praet", "imps", "inf", "ppas", "ger", "bedzie", "cond", "pcon"})

_Check = Callable[[str, str], str]


def fault(point: str, evidence: Sequence[str]) -> str:
    """Why a point may not be printed over its evidence; empty where nothing speaks against it."""
    said = " ".join(evidence)
    for check in _CHECKS:
        reason = check(point, said)
        if reason:
            return reason
    return ""


def _form(point: str, said: str) -> str:
    if not point.isprintable() or _MARKUP.search(point) or _OTHERS.search(point):
        return "it has marks or letters that no Polish sentence has"
    count = len(point.split())
    if not _FEWEST <= count <= _MOST or count > max(_FEWEST, _LONGER * len(said.split())):
        return f"it has {count} words"
    if len(point) > _LETTERS_A_WORD * count:
        return "its words are too long"
    words = [token.text for token in tokens(point) if token.text.isalpha()]
    heard = {fold(token.text) for token in tokens(said)}
    known = sum(fold(word) in heard or lexicon().known(word.lower()) for word in words)
    if known < _KNOWN * max(1, len(words)):
        return "it is not Polish"
    return ""


def _dates(point: str, said: str) -> str:
    for lemma in sorted(all_lemmas(point) & _DATES):
        if lemma not in all_lemmas(said):
            return f"„{lemma}” is not in its evidence"
    return ""


def _matter(point: str, said: str) -> str:
    """Whether it brings in words that its evidence does not have; units go with their numbers."""
    roots = _NEUTRAL.union(*map(akin, all_lemmas(said)))
    counted = {place for each in numbers(point) for place in range(each.first, each.end)}
    told, new = 0, []
    for place, token in enumerate(tokens(point)):
        lemmas = content_lemmas(token.text)
        told += bool(lemmas)
        every = [*lemmas, *lexicon().lemmas(token.text)]
        known = place in counted or unit_of(token.text) or any(akin(each) & roots for each in every)
        if lemmas and not known:
            new.append(token.text)
    named = [word for word in new if not _is_verb(word)]
    if named or len(new) > min(_FOREIGN, max(1, (1 - _SHARED) * told)):
        return f"its evidence does not speak of: {', '.join((named or new)[:4])}"
    return ""


def _is_verb(word: str) -> bool:
    """Whether it says that something is done, for which there are many words."""
    readings = lexicon().analyses(word.lower())
    return bool(readings) and readings[0].part in _VERBS


_CHECKS: tuple[_Check, ...] = (_form, figure_fault, name_fault, _dates, contrary, _matter)
