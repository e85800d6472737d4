"""Names and terms that people corrected and the seminar does not know yet.

Once they are in its glossary, `repair` puts them right in all of its recordings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.artefacts import Word
from pipeline.language import knows, lexicon
from pipeline.reviews import Review
from pipeline.stages.repair.sites import bare
from pipeline.stages.repair.vocabulary import vocabulary

_STOPS = (".", "?", "!", "…")
_MOST = 100
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Learnt:
    """A term as it may stand in the glossary, and where people put it."""

    term: str
    places: tuple[tuple[str, float], ...]
    """The recording, and the second."""


def learnt(
    corrected: Mapping[str, tuple[Review, Sequence[Word]]], known: Sequence[str]
) -> tuple[Learnt, ...]:
    """What was put most often first. `corrected`: by recording, its review and corrected words.

    `known`: the names and terms that the seminar has, in any form.
    """
    familiar = vocabulary(known, ()).familiar
    found: dict[str, list[tuple[str, float]]] = {}
    for recording, (review, words) in corrected.items():
        for first, end in _touched(review):
            for start, term in _terms(words, first, end):
                if not all(word.lower() in familiar for word in term.split()):
                    found.setdefault(term, []).append((recording, start))
    ranked = sorted(found.items(), key=lambda pair: -len(pair[1]))
    return tuple(Learnt(term, tuple(places)) for term, places in ranked[:_MOST])


def _touched(review: Review) -> Iterator[tuple[int, int]]:
    """Where in the corrected words a person's are."""
    shift = 0
    for edit in review.edits:
        first = edit.first_word + shift
        yield first, first + len(edit.texts)
        shift += len(edit.texts) - (edit.end_word - edit.first_word)


def _terms(words: Sequence[Word], first: int, end: int) -> Iterator[tuple[float, str]]:
    """Names, those that stand together as one, and words that no dictionary has."""
    at = first
    while at < end:
        last = at
        while last < end and _is_name(words, last):
            last += 1
            if words[last - 1].text.endswith((",", *_STOPS)):
                break
        if last > at:
            yield words[at].start, _base([bare(each.text) for each in words[at:last]])
        elif _is_term(bare(words[at].text)):
            yield words[at].start, bare(words[at].text)
        at = max(last, at + 1)


def _is_name(words: Sequence[Word], at: int) -> bool:
    text = bare(words[at].text)
    if len(text) < _SHORTEST or not text[0].isupper():
        return False
    opens = at == 0 or words[at - 1].text.endswith(_STOPS)
    readings = lexicon().analyses(text) or lexicon().analyses(text.lower())
    own = not readings or all(reading.lemma[:1].isupper() for reading in readings)
    return own or not opens


def _is_term(text: str) -> bool:
    is_word = len(text) >= _SHORTEST and not any(char.isdigit() for char in text)
    return is_word and not knows(text)


def _base(name: Sequence[str]) -> str:
    """As one looks it up, where each word is a name and nothing else; else as it was written."""
    found = [lexicon().analyses(word) for word in name]
    if all(each and all(reading.lemma[:1].isupper() for reading in each) for each in found):
        return " ".join(each[0].lemma for each in found)
    return " ".join(name)
