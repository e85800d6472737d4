"""An index of key phrases and names with the places where they are said."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.artefacts import Transcript
from pipeline.declared import Plan
from pipeline.language import Analysis, fold, lexicon, phrases_said, sentences, tokens
from pipeline.language.people import Person, mentions, people
from pipeline.stage import Of
from pipeline.summaries import Passage, Term, TermKind

_MOST_PHRASES, _MOST_NAMES = 40, 80
_MOST_PLACES = 50  # passages of one term
_OFTEN = 2  # times that a phrase must be said


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    place: Passage


def index_of(transcripts: Sequence[Of[Transcript]], plan: Plan) -> tuple[Term, ...]:
    """Phrases said more than once, people, towns and institutions; the most spoken of first."""
    said = [each for transcript in transcripts for each in _sentences(transcript)]
    known = people(name for item in plan.sessions for name in item.speakers)
    places: dict[tuple[TermKind, str], dict[int, None]] = defaultdict(dict)
    for number, sentence in enumerate(said):
        for kind, name in _names(sentence.text, known):
            places[kind, name][number] = None
    names = {fold(word) for _, name in places for word in name.split()}
    phrases = [
        phrase
        for phrase in phrases_said([each.text for each in said])
        if phrase.count >= _OFTEN and not all(fold(w) in names for w in phrase.text.split())
    ]
    for phrase in phrases[:_MOST_PHRASES]:
        kind = _kind_of_phrase(phrase.text)
        for number in sorted(phrase.texts):
            places[kind, phrase.text][number] = None
    return tuple(_terms(places, said))


def _terms(
    places: Mapping[tuple[TermKind, str], Mapping[int, None]], said: Sequence[_Said]
) -> Iterator[Term]:
    ranked = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    for (kind, text), numbers in ranked[: _MOST_PHRASES + _MOST_NAMES]:
        passages = [said[number].place for number in numbers]
        yield Term(text, kind, tuple(passages[:_MOST_PLACES]))


def _sentences(transcript: Of[Transcript]) -> Iterator[_Said]:
    words = transcript.artefact.words
    for members in sentences(words):
        first, last = words[members.start], words[members.stop - 1]
        place = Passage(transcript.owner, first.start, last.end, members.start, members.stop)
        yield _Said(" ".join(words[n].text for n in members), place)


def _names(text: str, known: Sequence[Person]) -> Iterator[tuple[TermKind, str]]:
    """The names in a sentence, in the nominative; of people those that are printed."""
    words = [token.text for token in tokens(text)]
    spoken = mentions([fold(word) for word in words], known) if known else []
    taken = {at for each in spoken for at in range(each.first, each.end)}
    for each in spoken:
        yield "person", each.person.printed
    for at, word in enumerate(words):
        if at in taken or not word[:1].isupper():
            continue
        letters = word.partition("-")[0]  # „ZUS-u"
        if len(letters) > 1 and letters.isupper() and lexicon().known(letters):
            yield "institution", letters
            continue
        place = _place(word) if at else None
        if place:
            yield "place", place


def _place(word: str) -> str | None:
    """The town or region that a form with a capital is, in the nominative."""
    readings: tuple[Analysis, ...] = lexicon().analyses(word)
    first = readings[0] if readings else None
    if first and "nazwa_geograficzna" in first.labels and first.part == "subst":
        return first.lemma
    return None


def _kind_of_phrase(text: str) -> TermKind:
    """A phrase whose words all begin with a capital names a town or an institution."""
    words = text.split()
    if not all(word[:1].isupper() for word in words):
        return "phrase"
    return "place" if any(_place(word) for word in words) else "institution"
