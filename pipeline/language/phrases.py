"""Key phrases: noun phrases that recur, in the nominative.

A phrase is a noun with adjectives that agree with it and nouns in the genitive after it. It is
counted by its lemmas, so that „rynku pracy" and „rynek pracy" are one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.language.grammar import Nominal, agree, nominals
from pipeline.language.lexicon import Lexicon, lexicon
from pipeline.language.phrase_stops import EMPTY_LEMMAS
from pipeline.language.words import Token, tokens

# n: the head; a: an adjective of the head; g: a noun in the genitive; b: an adjective of a g.
_SHAPES = {
    2: ("na", "an", "ng"),
    3: ("nag", "nbg", "ngb", "ang", "ngg", "ana", "aan"),
    4: ("nagb", "nabg", "anbg", "angb", "nggb", "ngbg", "nbgb", "nagg"),
}
_FRAGMENT = 0.7
_SENTENCE_ENDS = ".!?…"

_Words = tuple[tuple[Token, bool, tuple[Nominal, ...]], ...]
"""Token, whether it begins a sentence, readings."""


@dataclass(slots=True)
class _Phrase:
    """What was counted of one phrase."""

    shape: str
    readings: tuple[Nominal, ...]
    count: int = 0
    texts: set[int] = field(default_factory=set)
    singular: int = 0
    plural: int = 0
    spelled: tuple[Counter[str], ...] = ()

    @property
    def lemmas(self) -> tuple[str, ...]:
        return tuple(reading.lemma.lower() for reading in self.readings)

    @property
    def weight(self) -> int:
        return self.count * len(self.shape) * (1 + len(self.texts))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in the nominative, its lemmas in lower case, and how often it is said."""

    text: str
    lemmas: tuple[str, ...]
    count: int
    texts: frozenset[int]
    """The indices of the texts that have it."""


def key_phrases(texts: Sequence[str], limit: int) -> tuple[str, ...]:
    """Return at most `limit` noun phrases of two to four words, in the nominative, best first.

    Ranked by count, length and the number of texts that have them; what was said once comes
    last. Empty where the lexicon has no tags.
    """
    chosen: list[Phrase] = []
    for phrase in phrases_said(texts):
        if len(chosen) >= limit:
            break
        if not any(
            _inside(phrase.lemmas, other.lemmas) or _inside(other.lemmas, phrase.lemmas)
            for other in chosen
        ):
            chosen.append(phrase)
    return tuple(dict.fromkeys(phrase.text for phrase in chosen))


def phrases_said(texts: Sequence[str]) -> tuple[Phrase, ...]:
    """Return all noun phrases of two to four words that are not a mere part of a longer one.

    In the order of `key_phrases`.
    """
    lex = lexicon()
    counted: dict[tuple[str, ...], _Phrase] = {}
    for index, text in enumerate(texts):
        for run in _runs(lex, text):
            _count(counted, run, index)
    longer = _containing(counted)
    ranked = sorted(
        (phrase for phrase in counted.values() if not _is_fragment(phrase, longer)),
        key=lambda phrase: (phrase.count == 1, -phrase.weight, phrase.lemmas),
    )
    return tuple(
        Phrase(_nominative(lex, phrase), phrase.lemmas, phrase.count, frozenset(phrase.texts))
        for phrase in ranked
    )


def _runs(lex: Lexicon, text: str) -> Iterator[_Words]:
    """Yield stretches of nouns and adjectives with nothing but spaces between them."""
    held: list[tuple[Token, bool, tuple[Nominal, ...]]] = []
    end = 0
    for token in tokens(text):
        between = text[end : token.start]
        opens = end == 0 or any(char in _SENTENCE_ENDS for char in between)
        readings = () if token.text[0].isdigit() else nominals(lex, token.text)
        if held and (between.strip() or not readings):
            yield tuple(held)
            held = []
        if readings:
            held.append((token, opens, readings))
        end = token.end
    if held:
        yield tuple(held)


def _count(counted: dict[tuple[str, ...], _Phrase], run: _Words, text: int) -> None:
    for length, shapes in _SHAPES.items():
        for first in range(len(run) - length + 1):
            words = run[first : first + length]
            parsed = _parse(shapes, words)
            if parsed is None:
                continue
            shape, readings, numbers = parsed
            key = tuple(reading.lemma.lower() for reading in readings)
            phrase = counted.setdefault(key, _Phrase(shape, readings))
            phrase.spelled = phrase.spelled or tuple(Counter() for _ in words)
            phrase.count += 1
            phrase.texts.add(text)
            phrase.singular += numbers == {"sg"}
            phrase.plural += numbers == {"pl"}
            for counter, (token, opens, _) in zip(phrase.spelled, words, strict=True):
                counter[token.text] += 0 if opens else 1


def _parse(
    shapes: Sequence[str], words: _Words
) -> tuple[str, tuple[Nominal, ...], set[str]] | None:
    """Return the first shape that fits, its readings, and every number the head can have."""
    for shape in shapes:
        fits = [
            found
            for head in words[shape.index("n")][2]
            if head.is_noun and (found := _fit(shape, words, head)) is not None
        ]
        if fits:
            numbers = {found[shape.index("n")].number for found in fits}
            return shape, fits[0], numbers
    return None


def _fit(shape: str, words: _Words, head: Nominal) -> tuple[Nominal, ...] | None:
    found: list[Nominal | None] = [None] * len(shape)
    found[shape.index("n")] = head
    cases = head.cases
    for at, role in enumerate(shape):
        readings = words[at][2]
        if role == "a":
            fits = [one for one in readings if not one.is_noun and agree(one, head) & cases]
        elif role == "g":
            fits = [one for one in readings if one.is_noun and "gen" in one.cases]
        elif role == "b":
            nouns = words[_noun_of(shape, at)][2]
            fits = [
                one
                for one in readings
                if not one.is_noun
                and any(noun.is_noun and "gen" in agree(one, noun) for noun in nouns)
            ]
        else:
            fits = [head]
        if not fits:
            return None
        found[at] = fits[0]
        cases = cases & agree(fits[0], head) if role == "a" else cases
    whole = tuple(one for one in found if one is not None)
    return None if any(one.lemma.lower() in EMPTY_LEMMAS for one in whole) else whole


def _noun_of(shape: str, at: int) -> int:
    """Return where the noun of a `b` is: the `g` after it, else the one before."""
    return at + 1 if shape[at + 1 : at + 2] == "g" else at - 1


def _inside(small: tuple[str, ...], large: tuple[str, ...]) -> bool:
    size = len(small)
    return any(large[at : at + size] == small for at in range(len(large) - size + 1))


def _containing(counted: dict[tuple[str, ...], _Phrase]) -> dict[tuple[str, ...], int]:
    """How often the most frequent longer phrase with the same words inside is said."""
    most: dict[tuple[str, ...], int] = {}
    for lemmas, phrase in counted.items():
        for size in range(2, len(lemmas)):
            for at in range(len(lemmas) - size + 1):
                part = lemmas[at : at + size]
                most[part] = max(most.get(part, 0), phrase.count)
    return most


def _is_fragment(phrase: _Phrase, longer: dict[tuple[str, ...], int]) -> bool:
    """Tell whether a phrase is hardly ever said outside one longer phrase."""
    return longer.get(phrase.lemmas, 0) >= _FRAGMENT * phrase.count


def _nominative(lex: Lexicon, phrase: _Phrase) -> str:
    head = phrase.readings[phrase.shape.index("n")]
    number = "pl" if phrase.plural and not phrase.singular else "sg"
    gender = min(head.genders)
    words: list[str] = []
    for role, reading, spelled in zip(phrase.shape, phrase.readings, phrase.spelled, strict=True):
        usual = min(spelled, key=lambda form: (-spelled[form], form))
        if role == "n":
            form = _head_form(lex, reading, number) or usual
        elif role == "a":
            wanted = (reading.part, number, "nom", gender, reading.degree or "aff")
            form = lex.inflect(reading.lemma, wanted) or usual
        else:
            form = usual
        inside = [text for text, count in spelled.items() if count]
        named = bool(inside) and all(text[:1].isupper() for text in inside)
        words.append(_cased(form, named=named))
    return " ".join(words)


def _head_form(lex: Lexicon, head: Nominal, number: str) -> str | None:
    if head.part == "ger":
        return lex.inflect(head.lemma, ("ger", number, "nom", "aff"))
    return head.lemma if number == "sg" else lex.inflect(head.lemma, (head.part, "pl", "nom"))


def _cased(form: str, *, named: bool) -> str:
    """Keep capitals that were there inside sentences too; abbreviations keep theirs anyway."""
    if len(form) > 1 and form[1].isupper():
        return form
    return form[:1].upper() + form[1:] if named else form[:1].lower() + form[1:]
