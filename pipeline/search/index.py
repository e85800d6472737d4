"""Answers to queries from the same files that the page reads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.language import Token, fold, stem, tokens
from pipeline.search.dictionary import STEM_MARK
from pipeline.search.documents import DocumentKind
from pipeline.search.excerpt import cut, widen
from pipeline.search.facets import named, spans
from pipeline.search.gathering import NUMBER, NUMBER_MARK
from pipeline.search.matching import (
    DOCUMENT,
    EXACT,
    FIRST,
    FOLDED,
    OTHER,
    Answer,
    Blank,
    Found,
    Matches,
    answers,
    phrase,
)
from pipeline.search.misspelling import corrections
from pipeline.search.query import Facet, Query, Term, read_query
from pipeline.search.reading import Generation, Posting, Shards
from pipeline.search.spelling import spell

_UNITS = 1 << DOCUMENT


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


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A lemma that a query word may stand for."""

    lemma: int
    rank: int
    exact: frozenset[str]
    """Forms that count as the very word that was typed."""
    folded: bool
    """Only dropped diacritics make it the same, and the word as typed exists."""


class Index:
    """The index in a folder. Raises `StoreError` when it is missing or broken."""

    def __init__(self, folder: Path) -> None:
        self._shards = Shards(folder)
        self._generations = self._shards.generations

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
                word for term in wanted for word in term.words if not self._is_known(word)
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
        matches = {term: self._term(generation, term) for term in asked.terms}
        wanted = [found for term, found in matches.items() if term.wanted]
        if not all(wanted):
            return []
        unwanted = [found for term, found in matches.items() if not term.wanted]
        checks = [self._kept(generation, facet, text) for facet, text in facets]
        return answers(wanted, unwanted, lambda place: all(check(place) for check in checks))

    def _is_known(self, word: str) -> bool:
        return any(
            one.record(meaning.lemma) is not None
            for meaning in self._meanings(word)
            for one in self._generations
        )

    def _suggested(self, query: str, unknown: Iterable[str]) -> str:
        """The query with what was meant, where each unknown word is one letter off."""
        text = query
        for word in unknown:
            shards = (key for one in reversed(self._generations) for key in one.near(fold(word)))
            near = next(
                (form for key in corrections(fold(word), shards) for form in self._said(key)), None
            )
            if near is None or word not in text.lower():
                return ""
            at = text.lower().index(word)
            text = text[:at] + near + text[at + len(word) :]
        return text if text != query else ""

    def _said(self, key: str) -> list[str]:
        forms = [form for one in self._generations for form, _ in one.entries(key)]
        return [form for form in dict.fromkeys(forms) if self._is_known(form)]

    def _meanings(self, word: str) -> list[_Meaning]:
        key = fold(word)
        entries = self._entries(key)
        if not entries:
            entries = self._entries(STEM_MARK + stem(word))
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
            found += [
                _Meaning(lemma, 0, exact, folded=False)
                for _, lemmas in self._entries(NUMBER_MARK + word.lstrip("0"))
                for lemma in lemmas
            ]
        return found

    def _entries(self, key: str) -> list[tuple[str, tuple[int, ...]]]:
        """The entries of the base with what the delta adds, and those that only the delta has."""
        base, *deltas = self._generations
        found = [
            (form, (*numbers, *(n for one in deltas for n in one.extra.get(form, ()))))
            for form, numbers in base.entries(key)
        ]
        return found + [entry for one in deltas for entry in one.entries(key)]

    def _term(self, generation: Generation, term: Term) -> Matches:
        words = [self._word(generation, word, exact=term.exact) for word in term.words]
        if len(words) < 2:
            return words[0]
        blanks = [self._blank(word, exact=term.exact) for word in term.words]
        if all(blanks):
            return phrase(words)
        return phrase([blank or word for blank, word in zip(blanks, words, strict=True)])

    def _blank(self, word: str, *, exact: bool) -> Blank:
        """The forms of a word of grammar; none of a word all whose places are kept."""
        records = [
            record
            for meaning in self._meanings(word)
            for one in self._generations
            if (record := one.record(meaning.lemma))
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
                place = posting.document * _UNITS + posting.unit
                held = best.get((place, posting.position))
                if held is None or held.score < score:
                    best[place, posting.position] = _found(posting, form, score)
        matches: dict[int, list[Found]] = {}
        for (place, _), spot in sorted(best.items()):
            matches.setdefault(place, []).append(spot)
        return matches

    def _kept(self, generation: Generation, facet: Facet, text: str) -> Callable[[int], bool]:
        """Whether a place is what the search keeps to."""
        if facet == "speaker":
            held = frozenset(self._spoken(generation, text))
            return lambda place: place in held
        if facet == "session":
            held = frozenset(self._in_sessions(generation, text))
            return lambda place: place in held
        facets = generation.facets
        if facet == "year":
            dates = facets.documents
            return lambda place: dates[place >> DOCUMENT][1].startswith(text)
        seminars = frozenset(named(facets.seminars, text))
        return lambda place: facets.documents[place >> DOCUMENT][0] in seminars

    def _spoken(self, generation: Generation, asked: str) -> Iterator[int]:
        for speaker in named(generation.facets.speakers, asked):
            for document, first, count in spans(generation.runs(speaker)):
                start = document * _UNITS + first
                yield from range(start, start + count)

    def _in_sessions(self, generation: Generation, asked: str) -> Iterator[int]:
        """Places under a title of a session that has all words of `asked`."""
        terms = [term for term in read_query(asked, self._shards.function).terms if term.wanted]
        found = [self._term(generation, term) for term in terms]
        for place, spots in found[0].items() if found else ():
            under = max(spot.extra for spot in spots)
            if under and place % _UNITS and all(place in each for each in found):
                yield from range(place, place + under + 1)

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
        unit = answer.place % _UNITS
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


def _shown(unknown: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.lstrip(NUMBER_MARK) for word in unknown)


def _forms(found: Iterable[Answer]) -> tuple[str, ...]:
    """All forms that were found, the most frequent first."""
    counted = Counter(form for answer in found for _, spot in answer.spots for form in spot.forms)
    return tuple(form for form, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
