"""The dictionary of the index: every form that may be asked for, and the lemmas it stands for."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.language import FUNCTION_WORDS, Lexicon, stem
from pipeline.search.gathering import NUMBER_MARK
from pipeline.search.spelling import spell

STEM_MARK = "~"
"""Before a stem that stands for a lemma: no word token begins with it."""


@dataclass(slots=True)
class Vocabulary:
    """What was written, and how often."""

    counts: Counter[str] = field(default_factory=Counter)
    """Of surfaces."""
    named: set[str] = field(default_factory=set)
    """Surfaces that had a capital inside a sentence."""

    def forms(self) -> dict[str, list[str]]:
        """Return the surfaces of each form, the most frequent first; forms in order."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for surface in sorted(self.counts, key=lambda one: (-self.counts[one], one)):
            found[spell(surface)].append(surface)
        return dict(sorted(found.items()))


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

    def unsaid(
        self, made: Iterable[tuple[str, Iterable[str]]], known: Container[str]
    ) -> dict[str, list[str]]:
        """Return forms of (lemma, its paradigm) that are not `known`, with their lemmas.

        Of several lemmas, the one that is said more often comes first.
        """
        found: defaultdict[str, list[str]] = defaultdict(list)
        for lemma, forms in made:
            for form in forms:
                if form not in known:
                    found[form].append(lemma)
        for several in found.values():
            if len(several) > 1:
                several.sort(key=lambda lemma: (-self.weights[lemma], lemma))
        return found


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
        said = sum(vocabulary.counts[surface] for surface in forms[form])
        for lemma in found:
            weights[lemma] += said if lemma == found[0] else 0
        if form in FUNCTION_WORDS:
            grammar[found[0]] += said
    light = frozenset(lemma for lemma, said in grammar.items() if 2 * said > weights[lemma])
    return Dictionary(spoken, names, dict(weights), light)
