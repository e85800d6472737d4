"""Answers to queries from the same files that the page reads."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.language import fold, stem, tokens
from pipeline.search.dictionary import STEM_MARK
from pipeline.search.documents import DocumentKind
from pipeline.search.excerpt import cut, widen
from pipeline.search.matching import (
    EXACT,
    FIRST,
    FOLDED,
    OTHER,
    Answer,
    Found,
    Matches,
    answers,
    phrase,
)
from pipeline.search.query import read_query
from pipeline.search.reading import Shards
from pipeline.search.voices import named


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
    forms: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A lemma that a query word may stand for."""

    lemma: int
    rank: int
    exact: tuple[str, ...]
    """Forms that count as the very word that was typed."""
    folded: bool
    """Only dropped diacritics make it the same, and the word as typed exists."""


class Index:
    """The index in a folder. Raises `StoreError` when it is missing or broken."""

    def __init__(self, folder: Path) -> None:
        self._shards = Shards(folder)

    @property
    def speakers(self) -> tuple[str, ...]:
        """All who are known by name, in order."""
        return tuple(sorted(self._shards.manifest.speakers, key=lambda name: (fold(name), name)))

    def named(self, asked: str) -> tuple[str, ...]:
        """The names that `asked` means: that very one, else all that have it in them."""
        names = self._shards.manifest.speakers
        return tuple(names[at] for at in named(names, asked))

    def search(self, query: str, limit: int = 20, speaker: str = "") -> Results:
        """Return the best answers, at most `limit` of them.

        `speaker`, a name or a part of one, keeps to what these say.
        """
        terms = read_query(query, self._shards.manifest.function)
        words = {word: self._word(word) for term in terms for word in term.words}
        unknown = tuple(word for word, found in words.items() if not found)
        if not terms or unknown:
            return Results(query, (), 0, (), unknown)
        matches = self._kept(
            [phrase([words[one] for one in term.words]) for term in terms], speaker
        )
        found = answers(matches, self._shards.apart)
        return Results(
            query=query,
            hits=tuple(self._hit(answer) for answer in found[: max(0, limit)]),
            total=len(found),
            forms=_forms(found),
            unknown=(),
        )

    def _kept(self, terms: Sequence[Matches], speaker: str) -> list[Matches]:
        """The matches in what a speaker says."""
        if not speaker.strip():
            return list(terms)
        ids = named(self._shards.manifest.speakers, speaker)
        held = self._shards.spoken_by(ids)
        return [{at: spots for at, spots in term.items() if at in held} for term in terms]

    def _meanings(self, word: str) -> list[_Meaning]:
        key = fold(word)
        entries = self._shards.entries(key)
        if not entries:
            entries = self._shards.entries(STEM_MARK + stem(word))
        same = [entry for entry in entries if entry[0] == word]
        if same and word != key:  # typed with its diacritics: nothing else is meant
            entries = same
        exact = tuple(form for form, _ in same or entries)
        return [
            _Meaning(lemma, rank, exact, folded=bool(same) and form != word)
            for form, lemmas in entries
            for rank, lemma in enumerate(lemmas)
        ]

    def _word(self, word: str) -> Matches:
        best: dict[tuple[int, int], Found] = {}
        for meaning in self._meanings(word):
            for place, position, size, form, rank in self._shards.postings(meaning.lemma):
                score = _score(meaning, form, rank)
                held = best.get((place, position))
                if held is None or held.score < score:
                    best[place, position] = Found(position, 1, score, (form,), size)
        matches: dict[int, list[Found]] = {}
        for (place, _), spot in sorted(best.items()):
            matches.setdefault(place, []).append(spot)
        return matches

    def _hit(self, answer: Answer) -> Hit:
        row = self._shards.document(answer.place)
        around = [self._shards.sentences(answer.place + side) for side in range(answer.places)]
        texts = [here.text for _, here, _ in around]
        marks = _marks(texts, answer.spots)
        text = " ".join(texts)
        names = {here.speaker for _, here, _ in around}
        speaker = names.pop() if len(names) == 1 else ""
        doubtful = bool(speaker) and any(here.doubtful for _, here, _ in around)
        # Nobody is shown with the words of another.
        before, after = (
            side.text if side and (side.speaker, side.doubtful) == (speaker, doubtful) else ""
            for side in (around[0][0], around[-1][2])
        )
        text, moved = widen(text, before, after)
        excerpt, kept = cut(text, [(start + moved, end + moved) for start, end in marks])
        return Hit(
            document_id=row.id,
            url=row.url,
            title=row.title,
            seminar=self._shards.manifest.seminars[row.seminar],
            date=row.date,
            session=around[0][1].session,
            start=around[0][1].start,
            excerpt=excerpt,
            marks=kept,
            score=answer.score,
            kind=row.kind,
            speaker=speaker,
            doubtful=doubtful,
        )


def _score(meaning: _Meaning, form: str, rank: int) -> int:
    if meaning.folded:
        return FOLDED
    if form in meaning.exact:
        return EXACT
    return FIRST if rank == 0 and meaning.rank == 0 else OTHER


def _marks(texts: Sequence[str], spots: Iterable[tuple[int, Found]]) -> list[tuple[int, int]]:
    """Return where the spots are in the texts joined by spaces."""
    words = [tokens(text) for text in texts]
    offsets = (0, len(texts[0]) + 1)
    marks: list[tuple[int, int]] = []
    for side, spot in spots:
        for token in words[side][spot.position : spot.position + spot.width]:
            marks.append((token.start + offsets[side], token.end + offsets[side]))  # noqa: PERF401 - two lines read better than a nest
    return marks


def _forms(found: Iterable[Answer]) -> tuple[str, ...]:
    counted = Counter(form for answer in found for _, spot in answer.spots for form in spot.forms)
    return tuple(form for form, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0])))
