"""What a query asks for; `engine.js` reads queries the same way.

Words stand for all their forms; `"words in quotes"` follow one another; `=` before a word or a
quotation means that very form; `-` before one, that it is not there. `mówca:`, `seminarium:`,
`sesja:` and `rok:` keep to these. A number means the same as a word and as digits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.language import fold, numbers, tokens
from pipeline.search.gathering import NUMBER_MARK
from pipeline.search.spelling import spell

_MOST_WORDS = 32
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-−–])?(?P<exact>=)?(?:(?P<name>[^\W\d_]{3,12}):)?"
    r"(?:[\"„“”«»](?P<quoted>[^\"„“”«»]*)[\"„“”«»]|(?P<bare>[^\s\"„“”«»]+))"
)
Facet = Literal["speaker", "seminar", "session", "year"]
_FACETS: dict[str, Facet] = {
    **dict.fromkeys(("mowca", "kto", "speaker"), "speaker"),
    **dict.fromkeys(("seminarium", "seminar"), "seminar"),
    **dict.fromkeys(("sesja", "session"), "session"),
    **dict.fromkeys(("rok", "year"), "year"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand next to each other in this order: one, or a quoted phrase."""

    words: tuple[str, ...]
    exact: bool = False
    """Whether only these very forms will do."""
    wanted: bool = True
    """Whether it must be there, rather than not be there."""


@dataclass(frozen=True, slots=True)
class Query:
    """Terms, and what the search keeps to."""

    terms: tuple[Term, ...]
    facets: tuple[tuple[Facet, str], ...] = field(default=())


def read_query(query: str, function_words: frozenset[str]) -> Query:
    """Return what a query asks for, at most 32 words of it.

    Words of grammar are left out unless they are quoted or there is nothing else.
    """
    terms: list[Term] = []
    facets: list[tuple[Facet, str]] = []
    bare: list[str] = []
    for piece in _PIECE.finditer(query):
        text = piece["quoted"] if piece["quoted"] is not None else piece["bare"]
        facet = _FACETS.get(fold(piece["name"] or ""))
        if facet and text.strip():
            facets.append((facet, text.strip()))
            continue
        if piece["name"]:
            text = f"{piece['name']}:{text}"
        words = tuple(spell(token.text) for token in tokens(text))
        if not (piece["minus"] or piece["exact"] or piece["quoted"] is not None):
            bare.append(text)
            continue
        terms += _loose(bare)
        bare = []
        if piece["quoted"] is not None or piece["exact"]:
            terms += [Term(words, bool(piece["exact"]), not piece["minus"])] if words else []
        else:
            terms += [Term((word,), wanted=False) for word in words]
    terms += _loose(bare)
    limited = _limited(list(dict.fromkeys(terms)))
    matter = [term for term in limited if _matters(term, function_words)]
    return Query(tuple(matter or limited), tuple(facets))


def _matters(term: Term, function_words: frozenset[str]) -> bool:
    return len(term.words) > 1 or term.exact or term.words[0] not in function_words


def _loose(pieces: list[str]) -> Iterator[Term]:
    """Words that stand by themselves; those of a number are one."""
    text = " ".join(pieces)
    found = tokens(text)
    said = {each.first: each for each in numbers(text)}
    at = 0
    while at < len(found):
        number = said.get(at)
        if number and number.value != 1:
            yield Term((f"{NUMBER_MARK}{number.value}",))
            at = number.end
        else:
            yield Term((spell(found[at].text),))
            at += 1


def _limited(terms: list[Term]) -> list[Term]:
    kept, count = [], 0
    for term in terms:
        count += len(term.words)
        if count > _MOST_WORDS:
            break
        kept.append(term)
    return kept or [Term(term.words[:_MOST_WORDS]) for term in terms[:1]]
