"""Clauses of a sentence: what each is about, which numbers it has, and whether it denies.

A denial belongs to its clause: „liczymy tam, gdzie mieszkają, a nie tam, gdzie jest pracodawca".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from pipeline.language import content_lemmas, fold, lexicon, root, tokens
from pipeline.language.numerals import numbers

_BORDER = re.compile(
    r"[,;:!?–—()](?=\s|$)|\.(?=\s*$)"
    r"|\s(?=(?:ale|lecz|natomiast|jednak|a|więc|bo|gdyż|ponieważ|zamiast)\s)"
    r"|\s(?=i\s+(?:nie|nikt|nic|żad\w+|brak\w*)\s)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])")
_DENIALS = frozenset({"nie", "ani", "żaden", "nigdy", "nikt", "nic", "nigdzie"})
_REVERSALS = frozenset(
    {"bez", "brak", "brakować", "zabraknąć", "zamiast", "unikać", "przestrzegać", "przestrzec"}
    | {"odradzać", "odradzić", "wykluczać", "wykluczyć", "zaprzeczyć", "zaprzeczać", "odmówić"}
)
"""Words that deny by themselves, and once more after „nie": „nie brakuje"."""
_PREFIX = re.compile(r"^(?:prze|przy|roz|wy|za|po|na|do|od|ob|o|u|z|s|w)(?=\w{5})")
_ADJECTIVE = re.compile(r"(?<=\w{3})(?:owy|ny|ski|cki)$")
_ROOT = 5  # letters that words of one root have in common
_NUMBER = 2  # how much more than a word a number tells which clause is meant
_NEARLY = 0.5  # share of the best likeness from which on a clause may be the one that is meant


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence that says something: what it is of, a number, or no more than no."""

    text: str
    roots: frozenset[str]
    values: frozenset[Fraction]
    denies: bool

    def likeness(self, other: "Clause") -> int:
        """How much two clauses have in common."""
        return len(self.roots & other.roots) + _NUMBER * len(self.values & other.values)


@lru_cache(maxsize=256)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order; what says nothing alone goes with what follows it.

    What is asked is denied where its answer denies: „A czy gmina może? Nie bezpośrednio."
    """
    found: list[Clause] = []
    asked: list[int] = []
    for sentence in _SENTENCE.split(text):
        inside = list(_inside(sentence))
        if sentence.rstrip().endswith("?"):
            asked += range(len(found), len(found) + len(inside))
        found += inside
    for place in asked:
        answer = next((n for n in range(place, len(found)) if n not in asked), place)
        found[place] = replace(found[place], denies=found[answer].denies)
    return tuple(found)


def _inside(sentence: str) -> Iterator[Clause]:
    held = ""
    for piece in _BORDER.split(sentence):
        held = f"{held} {piece.strip()}".strip()
        values = frozenset(each.value for each in numbers(held))
        clause = Clause(held, roots(held), values, _denies(held))
        if clause.roots or clause.values:
            yield clause
            held = ""
    if held and _denies(held):  # „Nie bezpośrednio."
        yield Clause(held, frozenset(), frozenset(), denies=True)


def meant(clause: Clause, said: Sequence[Clause]) -> list[Clause]:
    """The clauses that were said of which `clause` may speak: the most alike, and nearly so."""
    best = max((clause.likeness(each) for each in said), default=0)
    return [each for each in said if best and clause.likeness(each) >= _NEARLY * best]


def roots(text: str) -> frozenset[str]:
    """The roots of the words that mean something."""
    return frozenset(root(lemma) for lemma in content_lemmas(text))


def akin(lemma: str) -> frozenset[str]:
    """Roots that words of one family share: with prefix and without, „zima" and „zimowy"."""
    folded = fold(lemma)
    bare = _PREFIX.sub("", folded)
    found = {folded[:_ROOT], bare[:_ROOT]}
    noun = _ADJECTIVE.sub("", folded)
    return frozenset(found | {noun.rstrip("aeiouy")[:_ROOT] + "-"})


@lru_cache(maxsize=256)
def all_lemmas(text: str) -> frozenset[str]:
    """Every lemma that any word of a text can have."""
    return frozenset(lemma for token in tokens(text) for lemma in lexicon().lemmas(token.text))


def _denies(text: str) -> bool:
    found = [set(lexicon().lemmas(token.text.lower())[:2]) for token in tokens(text)]
    said = any(lemmas & _DENIALS for lemmas in found)  # „nikt nie": one denial
    reversals = sum(bool(lemmas & _REVERSALS) for lemmas in found)
    return said != bool(reversals % 2)
