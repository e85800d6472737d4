"""What a summary may quote: sentences, short ones that only lead to the next one joined to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.artefacts import Transcript, Turns, Word
from pipeline.language import content_lemmas, sentences
from pipeline.language.cleaning import cleaned
from pipeline.language.formulas import chats, greets, hands_over, moves_on, thanks
from pipeline.language.numerals import numbers
from pipeline.language.saying import dated, figures, goes_on, leans_back, promises
from pipeline.stage import Of
from pipeline.summaries import Passage

_NOBODY = Turns(())
_LEAD = 8  # words of a sentence that may only lead to the next one
_CLOSE = 1.5  # seconds between sentences that are joined
_REACTION = 2  # words of a sentence that is left out where it leads: „Dobre pytanie."
_HANDFUL = 4
_ANSWERS = 2  # sentences after a question that may answer it


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more sentences of one voice that are quoted together, and what tells their worth."""

    text: str
    """Cleaned."""
    place: Passage
    words: int
    """Of the cleaned text."""
    lemmas: tuple[str, ...]
    sure: float
    """The mean probability of its words."""
    figures: int
    measures: bool
    """Whether one of the figures is more than a handful, or a fraction."""
    plans: bool
    promises: bool
    asks: bool
    manners: bool
    """A greeting, thanks, or the chair's word."""
    moves_on: bool
    leans: bool
    carried_on: bool
    """Whether the sentence after it carries on its thought."""
    answers: bool
    """Whether it follows a question."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as `units` looks at it."""

    members: range
    text: str
    start: float
    end: float
    voice: int | None

    @property
    def asks(self) -> bool:
        return self.text.rstrip().endswith("?")

    @property
    def manners(self) -> bool:
        return greets(self.text) or thanks(self.text) or hands_over(self.text)

    @property
    def is_idle(self) -> bool:
        return len(self.members) <= _REACTION or chats(self.text)


def units(transcript: Of[Transcript], turns: Turns = _NOBODY) -> list[Unit]:
    """All of a recording in units, in order. `turns`: who speaks, where that is known."""
    words = transcript.artefact.words
    voices = turns.voices(transcript.owner, len(words))
    said = [_sentence(words, members, voices[members.start]) for members in sentences(words)]
    found: list[Unit] = []
    at = 0
    for group in _groups(said):
        last = group[-1]
        answers = any(said[n].asks for n in range(max(0, at - _ANSWERS), at))
        shown = [each for each in group if each is last or answers or not each.is_idle]
        place = Passage(
            transcript.owner,
            shown[0].start,
            last.end,
            shown[0].members.start,
            last.members.stop,
        )
        after = at + len(group)
        promised = any(promises(each.text) for each in shown)
        texts = [cleaned([words[n].text for n in each.members]) for each in shown]
        found.append(
            Unit(
                text=" ".join(texts).strip(),
                place=place,
                words=sum(len(text.split()) for text in texts),
                lemmas=tuple(lemma for each in shown for lemma in content_lemmas(each.text)),
                sure=_sure(words, shown),
                figures=sum(figures(each.text) for each in shown),
                measures=any(
                    number.value > _HANDFUL or number.value % 1
                    for number in numbers(" ".join(texts))
                ),
                plans=promised or any(dated(each.text) for each in shown),
                promises=promised,
                asks=last.asks,
                manners=any(each.manners or chats(each.text) for each in shown),
                moves_on=any(moves_on(each.text) for each in shown),
                leans=leans_back(shown[0].text),
                carried_on=after < len(said) and goes_on(said[after].text),
                answers=answers,
            )
        )
        at = after
    return found


def _groups(said: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """Sentences with those that only lead to them."""
    held: list[_Sentence] = []
    for number, sentence in enumerate(said):
        held.append(sentence)
        if number + 1 < len(said) and _leads(sentence, said[number + 1]):
            continue
        yield held
        held = []
    if held:
        yield held


def _leads(one: _Sentence, other: _Sentence) -> bool:
    return (
        len(one.members) <= _LEAD
        and other.start - one.end < _CLOSE
        and one.voice == other.voice
        and not (one.asks or one.manners or other.asks or other.manners)
        and not figures(one.text)
    )


def _sentence(words: Sequence[Word], members: range, voice: int | None) -> _Sentence:
    text = " ".join(words[n].text for n in members)
    return _Sentence(members, text, words[members.start].start, words[members[-1]].end, voice)


def _sure(words: Sequence[Word], group: Sequence[_Sentence]) -> float:
    said = [words[n].probability for each in group for n in each.members]
    return sum(said) / len(said)
