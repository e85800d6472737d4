"""How firmly neighbouring words hold together: where a line of text may be broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product

from pipeline.language.abbreviations import FINAL, INNER
from pipeline.language.grammar import Nominal, agree, determiners, nominals, nouns
from pipeline.language.leaning import LEANING, leans
from pipeline.language.lexicon import lexicon
from pipeline.language.sentences import splits_address

_OPENERS = "\"'„“‘«([-–—"
_CLOSERS = "\"'”’»)]"
_STOPS = (".", "!", "?", "…")
_MARKS = _CLOSERS + ".,;:!?…"
_RESTS = (",", ";", ":", "–", "—")
# What these belong to stands before them.
_TRAILING = frozenset({"się", "by", "mi", "ci", "go", "mu", "ją", "je", "%", "r", "proc", "zł"})
# What follows completes these.
_OPEN = frozenset(
    {"bardzo", "co", "dość", "gdzie", "jest", "kiedy", "najbardziej", "prawie", "są", "sobie"}
    | {"tak", "to", "tu", "tylko", "więc"}
)
_OPENING_PARTS = frozenset({"adv", "comp", "num", "bedzie"})
_TITLES = frozenset(
    {"pan", "pani", "doktor", "profesor", "magister", "inżynier", "ksiądz", "prezydent"}
    | {"burmistrz", "wójt", "starosta", "marszałek", "wojewoda", "minister", "poseł", "radny"}
    | {"redaktor", "mecenas", "kapitan", "generał", "święty"}
)


class Bond(IntEnum):
    """What stands between a word and the next one, the weakest bond first."""

    SENTENCE = 0
    """The end of a sentence."""
    CLAUSE = 1
    """A comma, a colon, a dash."""
    LOOSE = 2
    """A conjunction or preposition comes next."""
    PLAIN = 3
    PHRASE = 4
    """„rozwój miast", „nazywa się", „bardzo ładnie"."""
    FIRM = 5
    """„małe miasto", „Jagna Pokrzywińska", „20 tys.", „dr Kasztelnik"."""
    LEANS = 6
    """A preposition or conjunction and its word."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a form by itself tells."""

    nouns: tuple[Nominal, ...]
    adjectives: tuple[Nominal, ...]
    number: bool
    given_name: bool
    title: bool
    opens: bool
    known: bool


def bonds(texts: Sequence[str]) -> tuple[Bond, ...]:
    """Return the bond after each word but the last; the words come with their punctuation."""
    return tuple(
        _bond(texts[at - 1] if at else "", texts[at], texts[at + 1]) for at in range(len(texts) - 1)
    )


def _bond(before: str, text: str, following: str) -> Bond:
    """What stands between `text` and `following`; `before` is empty at the start."""
    coming, ended = following.lstrip(_OPENERS), text.rstrip(_CLOSERS)
    if ended.endswith(_STOPS):
        return _after_stop(ended.lstrip(_OPENERS), coming)
    if ended.endswith(_RESTS):
        return Bond.CLAUSE
    if leans(text, before):
        return Bond.LEANS
    if text != ended or following != coming:
        return Bond.LOOSE  # a quotation or brackets begin or end here
    return _between(before, text, coming)


def _between(before: str, text: str, coming: str) -> Bond:
    """What stands between two words that no mark parts; `coming` has its punctuation still."""
    bare = coming.rstrip(_MARKS)
    left, right = _traits(text), _traits(bare)
    if _firm(left, right, text, bare) or _is_name(before, text, coming):
        return Bond.FIRM
    if bare.lower() in LEANING and not text[:1].isdigit():
        return Bond.LOOSE
    return Bond.PHRASE if _phrase(left, right, text, bare) else Bond.PLAIN


def _after_stop(text: str, coming: str) -> Bond:
    """The stop of a sentence, of an abbreviation, or of an initial."""
    core = text.rstrip(".")
    if splits_address(text, coming):
        return Bond.FIRM
    if text != core + "." or not core:
        return Bond.SENTENCE
    if core.lower() in INNER or (len(core) == 1 and core.isupper()):
        return Bond.FIRM
    if coming[:1].isupper():
        return Bond.SENTENCE
    if core.lower() in FINAL:
        measured = coming.rstrip(_MARKS)
        return Bond.FIRM if measured in FINAL or _traits(measured).nouns else Bond.PLAIN
    return Bond.FIRM if core.isdigit() else Bond.SENTENCE


def _firm(left: _Traits, right: _Traits, text: str, coming: str) -> bool:
    measured = right.nouns or right.adjectives or right.number
    if left.number and (measured or coming.lower() in FINAL or coming == "%"):
        return True
    if left.title and (coming[:1].isupper() or not right.known):
        return True
    if text.lower() in INNER and coming[:1].isupper():
        return True  # „dr", „mgr" and the like, which end without a stop
    return _agree(left.adjectives, right.nouns) or _agree(right.adjectives, left.nouns)


def _is_name(before: str, text: str, coming: str) -> bool:
    """Whether two capitals in a row are one name; the first word of a sentence has one anyway."""
    if not (text[:1].isupper() and coming[:1].isupper()):
        return False
    first = not before or before.rstrip(_CLOSERS).endswith(_STOPS)
    traits = _traits(text)
    return not first or traits.given_name or not traits.known


def _phrase(left: _Traits, right: _Traits, text: str, coming: str) -> bool:
    if coming.lower() in _TRAILING or left.opens:
        return True
    if text.lower() in _OPEN or (left.nouns and coming[:1].isdigit()):
        return True
    if left.adjectives and right.adjectives and _agree(left.adjectives, right.adjectives):
        return True
    return bool(left.nouns) and any("gen" in noun.cases for noun in right.nouns)


def _agree(adjectives: tuple[Nominal, ...], others: tuple[Nominal, ...]) -> bool:
    return any(agree(adjective, other) for adjective, other in product(adjectives, others))


@lru_cache(maxsize=1 << 15)
def _traits(form: str) -> _Traits:
    """A form without its punctuation."""
    lex = lexicon()
    readings = lex.analyses(form)
    found = nominals(lex, form)
    as_noun, determining = nouns(lex, form), determiners(lex, form)
    first = readings[0].part if readings else ""
    return _Traits(
        nouns=as_noun,
        adjectives=determining or tuple(each for each in found if not each.is_noun),
        number=form[:1].isdigit() or any(each.part == "num" for each in readings),
        given_name=form[:1].isupper() and any("imię" in each.labels for each in readings),
        title=any(each.lemma in _TITLES for each in as_noun),
        opens=first in _OPENING_PARTS or bool(determining),
        known=bool(readings),
    )
