"""What a query asks for; `engine.js` reads queries the same way."""

import re
from dataclasses import dataclass

from pipeline.language import tokens
from pipeline.search.spelling import spell

_MOST_WORDS = 32
_QUOTED = re.compile('["„“”«»]([^"„“”«»]*)["„“”«»]')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand next to each other in this order: one, or a quoted phrase."""

    words: tuple[str, ...]


def read_query(query: str, function_words: frozenset[str]) -> tuple[Term, ...]:
    """Return the terms of a query, at most 32 words of it.

    Words of grammar are left out unless they are quoted or there is nothing else.
    """
    terms: list[Term] = []
    end = 0
    for quoted in _QUOTED.finditer(query):
        terms += _single(query[end : quoted.start()])
        words = tuple(spell(token.text) for token in tokens(quoted.group(1)))
        terms += [Term(words)] if words else []
        end = quoted.end()
    terms += _single(query[end:])
    terms = _limited(list(dict.fromkeys(terms)))
    matter = [term for term in terms if len(term.words) > 1 or term.words[0] not in function_words]
    return tuple(matter or terms)


def _single(text: str) -> list[Term]:
    return [Term((spell(token.text),)) for token in tokens(text)]


def _limited(terms: list[Term]) -> list[Term]:
    kept, count = [], 0
    for term in terms:
        count += len(term.words)
        if count > _MOST_WORDS:
            break
        kept.append(term)
    return kept or [Term(term.words[:_MOST_WORDS]) for term in terms[:1]]
