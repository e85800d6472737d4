"""Whether the names of a point are those of its evidence, and told of what they were said of.

People, towns, institutions, acronyms: words with a capital, in any inflection. Two that stand side
by side must do so in the evidence, or „Jagna" would get another one's surname.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.language import fold, lexicon, stem, tokens
from pipeline.language.abbreviations import FINAL, INNER
from pipeline.stages.summarise.clauses import Clause, clauses


def name_fault(point: str, said: str) -> str:
    """Why the names of `point` are not those of what was said; empty where they are."""
    words = tokens(point)
    heard = [_forms(token.text) for token in tokens(said)]
    every = frozenset[str]().union(*heard)
    told = _named(point)
    for place, forms in told.items():
        if not forms & every:
            return f"the name {words[place].text} is not in its evidence"
        following = told.get(place + 1)
        if following and _adjoin(point, place) and not _together(forms, following, heard):
            return f"„{words[place].text} {words[place + 1].text}” is not in its evidence"
    return _of_another(point, said)


def _named(text: str) -> dict[int, frozenset[str]]:
    """The places of names among the words of a text, and all that each may be a form of.

    A word that begins a sentence is a name only where it can be nothing else.
    """
    return {
        place: _forms(word.text)
        for place, word in enumerate(tokens(text))
        if any(char.isupper() for char in word.text)
        and not (_begins(text, word.start) and _is_common(word.text))
    }


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there, so that a capital means nothing; after „tys." none does."""
    before = text[:start].rstrip(" „\"'(–-")
    last = before.rpartition(" ")[2].lower()
    return not before or (before[-1] in ".!?…" and last.rstrip(".") not in INNER | FINAL)


def _is_common(word: str) -> bool:
    """Whether a word at the beginning has its capital for that alone."""
    readings = lexicon().analyses(word.lower())
    small = word[1:] == word[1:].lower()
    return small and (any(each.lemma[:1].islower() for each in readings) or len(word) == 1)


@lru_cache(maxsize=1 << 12)
def _forms(word: str) -> frozenset[str]:
    base = word.partition("-")[0]  # „ZUS-owi"
    return frozenset({*lexicon().lemmas(word), stem(word), fold(word), fold(base)})


def _adjoin(text: str, place: int) -> bool:
    words = tokens(text)
    return not text[words[place].end : words[place + 1].start].strip()


def _together(one: frozenset[str], other: frozenset[str], heard: Sequence[frozenset[str]]) -> bool:
    return any(one & first and other & second for first, second in pairwise(heard))


def _of_another(point: str, said: str) -> str:
    """Whether a name is told with a number that was said of another."""
    there = clauses(said)
    for clause in clauses(point):
        for place, forms in _named(clause.text).items() if clause.values else ():
            if _is_of_another(clause, forms, there):
                name = tokens(clause.text)[place].text
                return f"its evidence says that number of something else than {name}"
    return ""


def _is_of_another(clause: Clause, name: frozenset[str], there: Sequence[Clause]) -> bool:
    own = [each for each in there if any(name & _forms(word.text) for word in tokens(each.text))]
    elsewhere = any(each.values & clause.values for each in there if each not in own)
    here = any(each.values & clause.values for each in own)
    return elsewhere and not here and any(each.values for each in own)
