"""The dictionary of the index: every form that may be asked for, and the lemmas it stands for."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.language import FUNCTION_WORDS, Lexicon, stem
from pipeline.search.forms import Meaning, folded
from pipeline.search.gathering import NUMBER_MARK
from pipeline.search.sorting import Ints
from pipeline.search.spelling import spell

STEM_MARK = "~"
"""Before a stem that stands for a lemma: no word token begins with it."""


_PART = 75_000
_FOLDED = dict(zip("ąćęłńóśźż", "acelnoszz", strict=True)) | {
    letter: letter for letter in "abcdefghijklmnopqrstuvwxyz0123456789#~"
}


class Vocabulary:
    """What was written, and how often; surfaces are numbered as they come."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._counts: list[int] = []
        self.named: set[str] = set()
        """Surfaces that had a capital inside a sentence."""

    def add(self, surfaces: Iterable[str], counts: Iterable[int], named: Iterable[str]) -> Ints:
        """Take in what another batch has; return the numbers of its surfaces."""
        ids, held = self._ids, self._counts
        numbers = [ids.setdefault(surface, len(ids)) for surface in surfaces]
        held += [0] * (len(ids) - len(held))
        for number, count in zip(numbers, counts, strict=True):
            held[number] += count
        self.named.update(named)
        return np.array(numbers, np.int64)

    def count(self, surface: str) -> int:
        """How often a surface was written."""
        return self._counts[self._ids[surface]]

    def forms(self) -> dict[str, list[str]]:
        """Return the surfaces of each form, the most frequent first; forms in order."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for surface in sorted(self._ids, key=lambda one: (-self.count(one), one)):
            found[spell(surface)].append(surface)
        return dict(sorted(found.items()))

    def form_of(self, forms: dict[str, list[str]]) -> Ints:
        """Return which of `forms` each surface, by its number, is one of."""
        found = np.zeros(len(self._ids), np.int64)
        for at, surfaces in enumerate(forms.values()):
            for surface in surfaces:
                found[self._ids[surface]] = at
        return found

    def counts(self, form_of: Ints) -> Ints:
        """Return how often each form was said."""
        return np.bincount(form_of, weights=self._counts).astype(np.int64)


def read_forms(surfaces: Iterable[Sequence[str]], words: Lexicon) -> list[tuple[str, ...]]:
    """Return the lemmas of forms from their surfaces, likeliest first; of unknown words, stems."""
    return [tuple(dict.fromkeys(_lemmas(each, words))) for each in surfaces]


def _lemmas(surfaces: Sequence[str], words: Lexicon) -> Iterator[str]:
    for surface in surfaces:
        if surface.startswith(NUMBER_MARK):
            yield surface
            continue
        if surface[0].isdigit() and not any(char.isalpha() for char in surface):
            yield spell(surface)
            continue
        known = words.known(surface)
        if not known or not words.generates:
            yield STEM_MARK + stem(surface)
        found = words.lemmas(surface)
        yield from found if known else (lemma for lemma in found if lemma != surface.lower())


def paradigms(lemmas: Iterable[str], words: Lexicon) -> list[tuple[str, ...]]:
    """Return the forms of each lemma in order; a stem and a number stand for themselves."""
    return [
        (lemma,) if lemma[0] in STEM_MARK + NUMBER_MARK else tuple(sorted(words.forms(lemma)))
        for lemma in lemmas
    ]


@dataclass(slots=True)
class Dictionary:
    """Spoken forms with their lemmas, and how often lemmas may be meant."""

    spoken: dict[str, tuple[str, ...]]
    """By form, in order; its lemmas, the likeliest first."""
    names: dict[str, str]
    """Of spoken forms that may be names nobody knows: the stem that stands for them, too."""
    weights: dict[str, int]
    """How often each lemma is the likeliest of a form that was said."""
    grammar: frozenset[str]
    """Lemmas that are said mostly as words of grammar: nobody looks for all their places."""

    def lemmas(self) -> list[str]:
        """Return all lemmas in order."""
        return sorted(self.weights)


class Meant:
    """All forms with the numbers of their lemmas, gathered by first letter in little memory."""

    def __init__(self, spoken: Dictionary, numbers: dict[str, int]) -> None:
        self._spoken = spoken.spoken
        self._numbers = numbers
        self._weights = {numbers[lemma]: weight for lemma, weight in spoken.weights.items()}
        self._said: defaultdict[str, list[str]] = defaultdict(list)
        for form in spoken.spoken:
            self._said[_initial(form)].append(form)
        self._unsaid: defaultdict[str, tuple[list[str], array[int]]]
        self._unsaid = defaultdict(lambda: ([], array("I")))

    def add(self, lemma: str, forms: Iterable[str]) -> None:
        """Take in a paradigm: forms that nobody said stand for its lemma."""
        number = self._numbers[lemma]
        for form in forms:
            if form not in self._spoken:
                held, lemmas = self._unsaid[_initial(form)]
                held.append(form)
                lemmas.append(number)

    def parts(self) -> Iterator[list[Meaning]]:
        """Yield forms with their lemmas, the likeliest first, some letters at a time, in order.

        Of the lemmas of a form that nobody said, the one that is said more often is the likelier.
        """
        part: list[Meaning] = []
        for initial in sorted(self._said.keys() | self._unsaid.keys()):
            part += (
                (form, tuple(self._numbers[lemma] for lemma in self._spoken[form]))
                for form in self._said[initial]
            )
            found: defaultdict[str, list[int]] = defaultdict(list)
            for form, number in zip(*self._unsaid.pop(initial, ((), ())), strict=True):
                found[form].append(number)
            for form, several in found.items():
                several.sort(key=lambda number: (-self._weights[number], number))
                part.append((form, tuple(several)))
            if len(part) >= _PART:
                yield part
                part = []
        if part:
            yield part


def _initial(form: str) -> str:
    """The letter by which forms are in order; empty for one of nothing but marks."""
    return _FOLDED.get(form[0]) or folded(form)[:1]


def spoken_words(
    vocabulary: Vocabulary, forms: dict[str, list[str]], lemmas: Iterable[tuple[str, ...]]
) -> Dictionary:
    """Return the dictionary of what was said: `forms` of the vocabulary with their `lemmas`.

    Who asks for „Paprotkowi", which no lexicon has, means the name that is spelled like a plant;
    who asks for the plant does not mean every name like it.
    """
    spoken = dict(zip(forms, lemmas, strict=True))
    names: dict[str, str] = {}
    for form in sorted({spell(surface) for surface in vocabulary.named}):
        mark = STEM_MARK + stem(form)
        if form.isalpha() and mark not in spoken[form]:
            names[form] = mark
    weights: Counter[str] = Counter(dict.fromkeys(names.values(), 0))
    grammar: Counter[str] = Counter()
    for form, found in spoken.items():
        said = sum(map(vocabulary.count, forms[form]))
        for lemma in found:
            weights[lemma] += said if lemma == found[0] else 0
        if form in FUNCTION_WORDS:
            grammar[found[0]] += said
    light = frozenset(lemma for lemma, said in grammar.items() if 2 * said > weights[lemma])
    return Dictionary(spoken, names, dict(weights), light)
