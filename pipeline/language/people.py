"""People who are known by name, where they are spoken of: in every case, a little misheard.

A surname alone is a mention only if it is no common word; „pan Wilk" and „Anna Wilk" are, „wilk" is
not. What recognition tore apart or ran together is put right first: „Święto Sława", „Annanowak".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.language.folding import fold
from pipeline.language.lexicon import lexicon
from pipeline.language.names import name_forms
from pipeline.language.words import tokens

_DEGREES = frozenset(
    {"dr", "prof", "hab", "mgr", "inz", "doc", "ks", "red", "lek", "med", "arch", "mec", "plk"}
)
_POLITE = frozenset({"pan", "pana", "panu", "panem", "panie", "pani", "pania", "panstwo"})
_TITLES = (
    "doktor", "profesor", "docent", "magister", "inzynier", "mecenas", "redaktor", "burmistrz",
    "prezydent", "prezes", "dyrektor", "wojt", "starosta", "minister", "ksiadz", "posel", "senator",
)  # fmt: skip
_ALIKE = 84.0  # of 100, from which on a misheard name is the name
_GIVEN_ALIKE = 80.0
_SHORTEST = 5  # letters of a name that may have been misheard
_MOST_WORDS = 3  # that one name was torn into


@dataclass(frozen=True, slots=True)
class Person:
    """A person as printed, and the forms of the names, folded."""

    printed: str
    """Without degrees and what follows a comma."""
    given: tuple[str, ...]
    surname: tuple[str, ...]
    common: bool
    """Whether the surname is also a common word."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A person spoken of in the words `[first, end)` of a sentence."""

    person: Person
    first: int
    end: int

    def is_nominative(self, words: Sequence[str]) -> bool:
        """Whether the name stands as printed in a sentence of folded words, or nearly so."""
        from rapidfuzz import fuzz

        said = "".join(words[self.first : self.end])
        whole = fold(self.person.printed).replace(" ", "")
        surname = fold(self.person.printed.split()[-1])
        return max(fuzz.ratio(said, whole), fuzz.ratio(said, surname)) >= _ALIKE


def people(printed: Iterable[str]) -> tuple[Person, ...]:
    """The people among printed names: at least a given name and a surname; each once."""
    found: dict[str, Person] = {}
    for text in printed:
        words = [token.text for token in tokens(without_degrees(text.split(",")[0]))]
        if 2 <= len(words) <= 5 and all(word[:1].isupper() for word in words):
            name = " ".join(words)
            found.setdefault(fold(name), _person(name, words))
    return tuple(found.values())


def without_degrees(name: str) -> str:
    """A name as a person is called, degrees and forms of address left out."""
    words = [word for word in name.split() if fold(word).rstrip(".") not in _DEGREES | _POLITE]
    return " ".join(words) or name


def named_in(text: str) -> list[str]:
    """Given names with a surname that stand in a printed text, such as a slide's."""
    found = []
    for line in text.splitlines():
        for part in re.split(r"[,;:()|/·–—]", line):
            words = [token.text for token in tokens(part)]
            for one, other in pairwise(words):
                if (
                    other[:1].isupper()
                    and len(other) > 2
                    and other[1:2].islower()
                    and _is_given(one)
                ):
                    found.append(f"{one} {other}")
    return found


def _is_given(word: str) -> bool:
    """Whether a word is a given name in the nominative."""
    return word[:1].isupper() and any(
        "imię" in reading.labels and reading.lemma == word for reading in lexicon().analyses(word)
    )


def _person(name: str, words: Sequence[str]) -> Person:
    surname = words[-1]
    readings = lexicon().analyses(surname.lower())
    common = any(reading.lemma[:1].islower() for reading in readings)
    return Person(name, _forms(words[0]), _forms(surname), common)


@lru_cache(maxsize=4096)
def _forms(name: str) -> tuple[str, ...]:
    return tuple(sorted({fold(form) for form in name_forms(name)} | {fold(name)}))


def is_polite(word: str) -> bool:
    """Whether a folded word announces a person: „pan", „doktorowi", „burmistrza"."""
    return word in _POLITE or word in _DEGREES or word.startswith(_TITLES)


def mentions(words: Sequence[str], known: Sequence[Person]) -> list[Mention]:
    """Who is spoken of in a sentence of folded words, in order; places do not overlap."""
    found: list[Mention] = []
    at = 0
    while at < len(words):
        best = max(_readings(words, at, known), key=lambda each: each[0], default=None)
        if best is None:
            at += 1
            continue
        found.append(best[1])
        at = best[1].end
    return found


def _readings(
    words: Sequence[str], at: int, known: Sequence[Person]
) -> Iterator[tuple[float, Mention]]:
    """Each person whose name may begin at a word, and how well it does."""
    for person in known:
        for end in range(at + 1, min(len(words), at + _MOST_WORDS) + 1):
            joined = "".join(words[at:end])
            whole = _whole(joined, person)
            if whole >= _ALIKE:
                yield whole + 100, Mention(person, at, end)
            given = _alike(words[at:end], person.given)
            if given < _GIVEN_ALIKE:
                continue
            for last in range(end + 1, min(len(words), end + _MOST_WORDS) + 1):
                surname = _alike(words[end:last], person.surname)
                if surname >= _ALIKE:
                    yield given + surname, Mention(person, at, last)
            if at and words[at - 1] in _POLITE and given >= 100:  # „pani Anno"
                yield given / 2, Mention(person, at, end)
        yield from _by_surname(words, at, person)


def _by_surname(words: Sequence[str], at: int, person: Person) -> Iterator[tuple[float, Mention]]:
    announced = any(is_polite(word) for word in words[max(0, at - 2) : at])
    if person.common and not announced:
        return
    for end in range(at + 1, min(len(words), at + _MOST_WORDS) + 1):
        alike = _alike(words[at:end], person.surname)
        if alike >= (_ALIKE if announced else 92.0):
            yield alike, Mention(person, at, end)


def _whole(joined: str, person: Person) -> float:
    """How well words run together are a given name and a surname run together."""
    shortest = min(map(len, person.given)) + min(map(len, person.surname))
    if joined[0] != person.given[0][0] or not -2 <= len(joined) - shortest <= 8:
        return 0.0
    forms = (given + surname for given in person.given for surname in person.surname)
    return max((_ratio(joined, form) for form in forms), default=0.0)


def _alike(heard: Sequence[str], forms: Sequence[str]) -> float:
    """How well one word, or the pieces of one, is a form of a name, in percent."""
    text = "".join(heard)
    if text in forms:
        return 100.0
    if len(text) < _SHORTEST:
        return 0.0
    # Pieces that begin otherwise are a whole word and the one before it.
    torn = len(heard) > 1
    return max(
        (_ratio(text, form) for form in forms if not torn or form[0] == text[0]), default=0.0
    )


@lru_cache(maxsize=1 << 16)
def _ratio(text: str, form: str) -> float:
    from rapidfuzz import fuzz

    if len(form) < _SHORTEST or abs(len(form) - len(text)) > 3:
        return 0.0
    return float(fuzz.ratio(text, form))
