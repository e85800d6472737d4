"""The seminar's own words: names and terms in every form, and how they sound."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.language import lexicon
from pipeline.language.names import name_forms
from pipeline.language.pronunciation import sounds

_TITLES = frozenset({"dr", "hab", "prof", "inż", "mgr", "pan", "pani", "doc", "ks"})
_SPELLED = "Aa Bbe Cce Dde Ee Fef Ggie Hha Ii Jjot Kka Lel Łeł Mem Nen Oo Ppe Rer Ses Tte Uu Wwu"
_LETTERS = {letter[0]: letter[1:] for letter in f"{_SPELLED} Yigrek Zzet".split()}
_ACRONYM_ENDINGS = ("", "-u", "-owi", "-em", "-ie", "-y", "-ów", "-om")
_MOST_TERMS = 2000


@dataclass(frozen=True, slots=True)
class Term:
    """One form of a name or term as it is written, and what is heard of it."""

    text: str
    sounds: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is likely to be said at this seminar."""

    terms: tuple[Term, ...]
    familiar: frozenset[str]
    """Forms, in lower case, of the words that were printed."""
    expected: frozenset[str]
    """Those that are names or terms."""


def vocabulary(terms: Sequence[str], texts: Sequence[str]) -> Vocabulary:
    """The words of declared `terms`, and of printed `texts` those that look like names."""
    phrases = [_words(term) for term in terms]
    for text in texts:
        phrases += _named(text)
    distinct = list(dict.fromkeys(tuple(phrase) for phrase in phrases if phrase))[:_MOST_TERMS]
    forms: dict[str, str] = {}
    for phrase in distinct:
        for written, heard in _forms(phrase):
            forms.setdefault(heard, written)
    printed = {word.lower() for text in texts for word in _words(text)}
    familiar = {form for word in printed for form in _paradigm(word)}
    said = {word.lower() for text in forms.values() for word in text.split()}
    found = tuple(Term(text, heard) for heard, text in forms.items() if len(heard) > 2)
    return Vocabulary(found, frozenset(familiar | said), frozenset(said))


def _words(text: str) -> list[str]:
    found = re.findall(r"[^\W_]+(?:[.\-][^\W_]+)*", text)
    return [word for word in found if word.lower() not in _TITLES and not word.isdigit()]


def _named(text: str) -> Iterable[list[str]]:
    """Names in a text, one by one and where two stand side by side as a pair."""
    words = _words(text)
    names = [_looks_like_a_name(word) for word in words]
    yield from ([word] for word, named in zip(words, names, strict=True) if named)
    for (one, first), (two, second) in pairwise(zip(words, names, strict=True)):
        if first and second and f"{one} {two}" in text:
            yield [one, two]


def _looks_like_a_name(word: str) -> bool:
    if "." in word:
        return all(part.isalpha() for part in word.split("."))
    if not word[0].isupper() or len(word) < 3:
        return False
    if word.isupper():
        return len(word) <= 6
    readings = lexicon().analyses(word.lower())
    return all(reading.lemma[:1].isupper() for reading in readings)


def _paradigm(word: str) -> frozenset[str]:
    lex = lexicon()
    return frozenset(form for lemma in lex.lemmas(word)[:2] for form in lex.forms(lemma)) | {word}


def _forms(phrase: Sequence[str]) -> Iterable[tuple[str, str]]:
    """A term's written forms with their sounds: each word of it, and two words together."""
    own = [_forms_of_word(word) for word in phrase]
    for word, forms in zip(phrase, own, strict=True):
        if len(phrase) == 1 or _looks_like_a_name(word):
            yield from forms
    if len(phrase) == 2:
        yield from (
            (f"{one} {two}", sounds(f"{one}{two}")) for one, _ in own[0] for two, _ in own[1]
        )


def _forms_of_word(word: str) -> list[tuple[str, str]]:
    if word.isupper() and len(word) > 1:
        spelled = "".join(_LETTERS.get(letter, letter) for letter in word)
        inflected = [(f"{word}{end}", sounds(f"{word}{end}")) for end in _ACRONYM_ENDINGS]
        return [*inflected, (word, sounds(spelled))]
    if "." in word:
        names = [
            part if len(part) > 2 else " ".join(_LETTERS.get(c, c) for c in part.upper())
            for part in word.split(".")
        ]
        return [(word, sounds(word)), (word, sounds(" kropka ".join(names)))]
    forms = name_forms(word)
    as_written = [form[:1].upper() + form[1:] if word[0].isupper() else form for form in forms]
    return [(form, sounds(form)) for form in sorted(as_written)]
