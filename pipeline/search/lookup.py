"""What a word of a query may mean, and where that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language import fold, stem
from pipeline.search.dictionary import STEM_MARK
from pipeline.search.gathering import NUMBER, NUMBER_MARK
from pipeline.search.generations import Generation, Posting
from pipeline.search.matching import (
    DOCUMENT,
    EXACT,
    FIRST,
    FOLDED,
    OTHER,
    Blank,
    Found,
    Matches,
    phrase,
)
from pipeline.search.query import Term

UNITS = 1 << DOCUMENT
"""A place is the number of its document times this, and the number of its unit."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A lemma that a query word may stand for."""

    lemma: int
    rank: int
    exact: frozenset[str]
    """Forms that count as the very word that was typed."""
    folded: bool
    """Only dropped diacritics make it the same, and the word as typed exists."""


class Lookup:
    """The dictionary and the postings of all generations."""

    def __init__(self, generations: Sequence[Generation]) -> None:
        self._generations = generations
        # Asked for by each term, and once more by each generation.
        self._meanings = lru_cache(maxsize=64)(self._read_meanings)

    def is_known(self, word: str) -> bool:
        """Whether a word, in any form, is said anywhere."""
        return any(
            one.record(meaning.lemma) is not None
            for meaning in self._meanings(word)
            for one in self._generations
        )

    def said(self, key: str) -> list[str]:
        """The forms that fold to `key` and stand for something that is said."""
        forms = [form for one in self._generations for form, _ in one.entries(key)]
        return [form for form in dict.fromkeys(forms) if self.is_known(form)]

    def _read_meanings(self, word: str) -> list[_Meaning]:
        key = fold(word)
        entries = self._entries(key, word)
        if not entries:
            unknown = STEM_MARK + stem(word)
            entries = self._entries(unknown, unknown)
        same = [entry for entry in entries if entry[0] == word]
        if same and word != key:  # typed with its diacritics: nothing else is meant
            entries = same
        exact = frozenset(form for form, _ in same or entries)
        found = [
            _Meaning(lemma, rank, exact, folded=bool(same) and form != word)
            for form, lemmas in entries
            for rank, lemma in enumerate(lemmas)
        ]
        if word.isdigit():  # written so, and however it is said
            number = NUMBER_MARK + word.lstrip("0")
            found += [
                _Meaning(lemma, 0, exact, folded=False)
                for _, lemmas in self._entries(number, number)
                for lemma in lemmas
            ]
        return found

    def _entries(self, key: str, form: str) -> list[tuple[str, tuple[int, ...]]]:
        """The entries of the base with what the delta adds.

        Where the base lacks the very form, those of the delta, too.
        """
        base, *deltas = self._generations
        found = [
            (each, (*numbers, *(n for one in deltas for n in one.extra.get(each, ()))))
            for each, numbers in base.entries(key)
        ]
        if any(each == form for each, _ in found):
            return found
        return found + [entry for one in deltas for entry in one.entries(key)]

    def term(self, generation: Generation, term: Term) -> Matches:
        """Where a generation has a term."""
        words = [self._word(generation, word, exact=term.exact) for word in term.words]
        if len(words) < 2:
            return words[0]
        blanks = [self._blank(generation, word, exact=term.exact) for word in term.words]
        if all(blanks):
            return phrase(words)
        return phrase([blank or word for blank, word in zip(blanks, words, strict=True)])

    def _blank(self, generation: Generation, word: str, *, exact: bool) -> Blank:
        """The forms of a word of grammar; none of a word all whose places are kept."""
        records = [
            record
            for meaning in self._meanings(word)
            if (record := generation.record(meaning.lemma))
        ]
        if all(record.whole for record in records):
            return frozenset()
        return frozenset([word] if exact else (form for one in records for form in one.forms))

    def _word(self, generation: Generation, word: str, *, exact: bool) -> Matches:
        best: dict[tuple[int, int], Found] = {}
        for meaning in self._meanings(word):
            record = generation.record(meaning.lemma)
            if record is None:
                continue
            for posting in generation.postings(record):
                form, rank = record.forms[posting.form], record.ranks[posting.form]
                score = _score(meaning, form, rank)
                if exact and (score < EXACT or form != word):
                    continue
                place = posting.document * UNITS + posting.unit
                held = best.get((place, posting.position))
                if held is None or held.score < score:
                    best[place, posting.position] = _found(posting, form, score)
        matches: dict[int, list[Found]] = {}
        for (place, _), spot in sorted(best.items()):
            matches.setdefault(place, []).append(spot)
        return matches


def _found(posting: Posting, form: str, score: int) -> Found:
    number = posting.kind == NUMBER
    return Found(
        position=posting.position,
        width=max(1, posting.extra // 2) if number else 1,
        score=score,
        forms=() if number else (form,),
        kind=posting.kind,
        apart=posting.apart,
        extra=0 if number else posting.extra,
    )


def _score(meaning: _Meaning, form: str, rank: int) -> int:
    if meaning.folded:
        return FOLDED
    if form in meaning.exact:
        return EXACT
    return FIRST if rank == 0 and meaning.rank == 0 else OTHER
