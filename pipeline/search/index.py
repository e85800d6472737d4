"""Answers to queries from the same files that the page reads."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.language import Token, fold, tokens
from pipeline.search.documents import DocumentKind
from pipeline.search.excerpt import cut, widen
from pipeline.search.facets import named
from pipeline.search.gathering import NUMBER_MARK
from pipeline.search.generations import Generation
from pipeline.search.keeping import Keeping
from pipeline.search.lookup import UNITS, Lookup
from pipeline.search.matching import DOCUMENT, Answer, Found, answers
from pipeline.search.misspelling import corrections
from pipeline.search.query import Facet, Query, read_query
from pipeline.search.reading import Shards
from pipeline.search.spelling import spell


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that answers, and who said so where, or which slide says it."""

    document_id: str
    url: str
    title: str
    seminar: str
    date: str
    session: str
    """The title of the session, or of the slide."""
    start: float
    """In a recording, the time; in a deck, the number of the slide."""
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    """Half-open ranges of characters in `excerpt`."""
    score: int
    kind: DocumentKind
    speaker: str
    """The name of who says it; empty where that is not known by name, or where two say it."""
    doubtful: bool
    """Whether it may be someone else."""
    heading: bool
    """Whether the excerpt is the title of a recording or of a session."""

    @property
    def anchor(self) -> str:
        """Where on the page at `url` it is; `search.js` makes the same."""
        return f"slajd-{self.start:.0f}" if self.kind == "deck" else f"t={self.start:g}"


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits of `total`; the forms that were found, and query words found nowhere."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    documents: int
    """How many recordings and decks have them."""
    forms: tuple[str, ...]
    unknown: tuple[str, ...]
    suggested: str
    """The query with words that are there for those that are not; empty where none is near."""


class Index:
    """The index in a folder. Raises `StoreError` when it is missing or broken."""

    def __init__(self, folder: Path) -> None:
        self._shards = Shards(folder)
        self._generations = self._shards.generations
        self._lookup = Lookup(self._generations)

    @property
    def speakers(self) -> tuple[str, ...]:
        """All who are known by name, in order."""
        names = {name for each in self._generations for name in each.facets.speakers}
        return tuple(sorted(names, key=lambda name: (fold(name), name)))

    def named(self, asked: str) -> tuple[str, ...]:
        """The names that `asked` means: that very one, else all that have it in them."""
        return tuple(self.speakers[at] for at in named(self.speakers, asked))

    def search(self, query: str, limit: int = 20, speaker: str = "") -> Results:
        """Return the best answers, at most `limit` of them.

        `speaker`, a name or a part of one, keeps to what these say.
        """
        asked = read_query(query, self._shards.function)
        wanted = [term for term in asked.terms if term.wanted]
        unknown = tuple(
            dict.fromkeys(
                word for term in wanted for word in term.words if not self._lookup.is_known(word)
            )
        )
        if not wanted or unknown:
            return Results(query, (), 0, 0, (), _shown(unknown), self._suggested(query, unknown))
        facets: list[tuple[Facet, str]] = list(asked.facets)
        if speaker.strip():
            facets.append(("speaker", speaker))
        found = [
            (answer, generation)
            for generation in reversed(self._generations)
            for answer in self._answers(generation, asked, facets)
        ]
        found.sort(key=lambda pair: -pair[0].score)  # as good: the newest first
        documents = {(id(one), answer.place >> DOCUMENT) for answer, one in found}
        hits, refused = self._hits(found, limit)
        return Results(
            query=query,
            hits=hits,
            total=len(found) - refused,
            documents=len(documents),
            forms=_forms(answer for answer, _ in found),
            unknown=(),
            suggested="",
        )

    def _answers(
        self, generation: Generation, asked: Query, facets: Sequence[tuple[Facet, str]]
    ) -> list[Answer]:
        matches = {term: self._lookup.term(generation, term) for term in asked.terms}
        wanted = [found for term, found in matches.items() if term.wanted]
        if not all(wanted):
            return []
        unwanted = [found for term, found in matches.items() if not term.wanted]
        keeping = Keeping(generation, self._lookup, self._shards.function)
        checks = [keeping.check(facet, text) for facet, text in facets]
        return answers(wanted, unwanted, lambda place: all(check(place) for check in checks))

    def _suggested(self, query: str, unknown: Iterable[str]) -> str:
        """The query with what was meant, where each unknown word is one letter off."""
        text = query
        for word in unknown:
            shards = (key for one in reversed(self._generations) for key in one.near(fold(word)))
            likely = corrections(fold(word), shards)
            forms = (form for key in likely for form in self._lookup.said(key))
            near = next(forms, None)
            if near is None or word not in text.lower():
                return ""
            at = text.lower().index(word)
            text = text[:at] + near + text[at + len(word) :]
        return text if text != query else ""

    def _hits(
        self, found: Iterable[tuple[Answer, Generation]], limit: int
    ) -> tuple[tuple[Hit, ...], int]:
        """The first hits, and how many answers were none when their text was read."""
        hits: list[Hit] = []
        refused = 0
        for answer, generation in found:
            if len(hits) >= limit:
                break
            hit = self._hit(answer, generation)
            if hit:
                hits.append(hit)
            refused += hit is None
        return tuple(hits), refused

    def _hit(self, answer: Answer, generation: Generation) -> Hit | None:
        key = generation.key(answer.place >> DOCUMENT)
        unit = answer.place % UNITS
        around = [self._shards.sentences(key, unit + side) for side in range(answer.places)]
        document = around[0][0]
        texts = [here.text for _, _, here, _ in around]
        offsets = [0, len(texts[0]) + 1]
        words = [tokens(text) for text in texts]
        if not all(_stands(words[side], spot) for side, spot in answer.spots):
            return None
        joined = " ".join(texts)
        speakers = {here.speaker for _, _, here, _ in around}
        speaker = speakers.pop() if len(speakers) == 1 else ""
        doubtful = bool(speaker) and any(here.doubtful for _, _, here, _ in around)
        # Nobody is shown with the words of another.
        sides = [
            side.text if side and (side.speaker, side.doubtful) == (speaker, doubtful) else ""
            for side in (around[0][1], around[-1][3])
        ]
        text, moved = widen(joined, *sides)
        marks = [
            (token.start + offsets[side] + moved, token.end + offsets[side] + moved)
            for side, spot in answer.spots
            for token in words[side][spot.position : spot.position + spot.width]
        ]
        excerpt, kept = cut(text, marks)
        here = around[0][2]
        return Hit(
            *document[:5], here.session, here.start, excerpt, kept, answer.score, document.kind,
            speaker, doubtful, here.title,
        )  # fmt: skip


def _stands(words: Sequence[Token], spot: Found) -> bool:
    """Whether the words of grammar are where a phrase has them."""
    return all(at < len(words) and spell(words[at].text) in forms for at, forms in spot.unsure)


def _shown(unknown: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.lstrip(NUMBER_MARK) for word in unknown)


def _forms(found: Iterable[Answer]) -> tuple[str, ...]:
    """All forms that were found, the most frequent first."""
    counted = Counter(form for answer in found for _, spot in answer.spots for form in spot.forms)
    return tuple(form for form, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
