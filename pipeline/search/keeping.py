"""What a search is kept to: a speaker, a session, a seminar, a year."""

from collections.abc import Callable, Iterator

from pipeline.search.facets import named, spans
from pipeline.search.generations import Generation
from pipeline.search.lookup import UNITS, Lookup
from pipeline.search.matching import DOCUMENT
from pipeline.search.query import Facet, read_query


class Keeping:
    """The places of one generation that a search may be kept to."""

    def __init__(self, generation: Generation, lookup: Lookup, function: frozenset[str]) -> None:
        self._generation = generation
        self._lookup = lookup
        self._function = function

    def check(self, facet: Facet, text: str) -> Callable[[int], bool]:
        """What tells whether a place is among those."""
        generation = self._generation
        if facet == "speaker":
            held = frozenset(self._spoken(text))
            return lambda place: place in held
        if facet == "session":
            held = frozenset(self._in_sessions(text))
            return lambda place: place in held
        facets = generation.facets
        if facet == "year":
            dates = facets.documents
            return lambda place: dates[place >> DOCUMENT][1].startswith(text)
        seminars = frozenset(named(facets.seminars, text))
        return lambda place: facets.documents[place >> DOCUMENT][0] in seminars

    def _spoken(self, asked: str) -> Iterator[int]:
        generation = self._generation
        for speaker in named(generation.facets.speakers, asked):
            for document, first, count in spans(generation.runs(speaker)):
                start = document * UNITS + first
                yield from range(start, start + count)

    def _in_sessions(self, asked: str) -> Iterator[int]:
        """Places under a title of a session that has all words of `asked`."""
        terms = [term for term in read_query(asked, self._function).terms if term.wanted]
        found = [self._lookup.term(self._generation, term) for term in terms]
        for place, spots in found[0].items() if found else ():
            under = max(spot.extra for spot in spots)
            if under and place % UNITS and all(place in each for each in found):
                yield from range(place, place + under + 1)
