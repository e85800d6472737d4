"""Whose voice it may be: names that were printed, tied to voices by what is said.

Nothing is guessed from the programme alone: who was to speak need not have come. A name is
suggested where it is said of a voice, by itself or by who gives it the floor, and never for a voice
that speaks of that person as of another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.artefacts import Suggestion, SuggestionKind, Transcript, Turn, Turns
from pipeline.language import fold, sentences, tokens
from pipeline.language.introductions import (
    announces,
    comes_later,
    gives_floor,
    is_absent,
    is_bare,
    names_self,
)
from pipeline.language.people import Mention, Person, mentions, people

_NEAR = 45.0  # seconds before the end of a turn in which the next speaker is announced
_WORTH: dict[SuggestionKind, float] = {"said": 3.0, "introduced": 2.0}
_LATER = 0.5  # taken off where somebody else was to come first


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a turn."""

    turn: int
    start: float
    end: float
    text: str
    words: tuple[str, ...]
    """Folded."""
    is_first: bool
    """Of its turn."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """That a voice may have a name, and how much speaks for it."""

    suggestion: Suggestion
    worth: float


def suggestions(
    turns: Turns, transcripts: Mapping[str, Transcript], printed: Sequence[str]
) -> tuple[Suggestion, ...]:
    """For each voice the name that most speaks for, with all that speaks for it, by speaker.

    Of a voice that no printed name is said of, where it is introduced, without a name. `printed`:
    names as programme, decks and glossary print them.
    """
    known = people(printed)
    spoken = [
        _Spoken(each.recording, each.turns, transcripts[each.recording], known)
        for each in turns.recordings
        if each.recording in transcripts
    ]
    evidence = [found for each in spoken for found in each.evidence()]
    excluded = {pair for each in spoken for pair in each.third_persons}
    absent = {name for each in spoken for name in each.absent}
    sure = [
        each
        for each in evidence
        if each.suggestion.name not in absent
        and (
            each.suggestion.kind == "said"
            or (each.suggestion.speaker, each.suggestion.name) not in excluded
        )
    ]
    chosen = _chosen(sure)
    # What a voice says of itself is told, too, where more speaks for another name.
    named = [
        each.suggestion
        for each in sure
        if each.suggestion.kind == "said"
        or chosen.get(each.suggestion.speaker) == each.suggestion.name
    ]
    told = {each.speaker for each in named}
    nameless = [found for each in spoken for found in each.introductions(told)]
    return tuple(sorted([*named, *nameless], key=lambda each: each.speaker))


def _chosen(evidence: Sequence[_Evidence]) -> dict[int, str]:
    """One name a voice and one voice a name, the best first; where two are as good, none."""
    worth: dict[tuple[int, str], float] = {}
    for each in evidence:
        key = each.suggestion.speaker, each.suggestion.name
        worth[key] = worth.get(key, 0.0) + each.worth
    chosen: dict[int, str] = {}
    for (speaker, name), value in sorted(worth.items(), key=lambda item: -item[1]):
        rivals = [
            other
            for (voice, called), other in worth.items()
            if (voice == speaker) != (called == name)
            and voice not in chosen.keys() - {speaker}
            and called not in chosen.values()
        ]
        if speaker not in chosen and name not in chosen.values() and value > max(rivals, default=0):
            chosen[speaker] = name
    return chosen


class _Spoken:
    """One recording, sentence by sentence."""

    def __init__(
        self, recording: str, turns: Sequence[Turn], transcript: Transcript, known: Sequence[Person]
    ) -> None:
        self._recording = recording
        self._turns = turns
        self._said = _sentences(turns, transcript)
        self._known = known
        self.third_persons: set[tuple[int, str]] = set()
        """Speakers and names that they spoke of as of others."""
        self.absent: set[str] = set()

    def evidence(self) -> Iterator[_Evidence]:
        """All that speaks for a name."""
        for said in self._said:
            found = mentions(said.words, self._known)
            for number, mention in enumerate(found):
                yield from self._of(said, mention, number, found)

    def _of(
        self, said: _Said, mention: Mention, number: int, found: Sequence[Mention]
    ) -> Iterator[_Evidence]:
        speaker = self._turns[said.turn].speaker
        # What follows the next name speaks of that one.
        stop = found[number + 1].first if number + 1 < len(found) else len(said.words)
        text = " ".join([*said.words[: mention.first], "@", *said.words[mention.end : stop]])
        name = mention.person.printed
        if names_self(text) and mention.is_nominative(said.words):
            yield from self._evidence(said, speaker, name, "said")
        elif is_absent(text):
            self.absent.add(name)
        elif said.is_first and is_bare(text):
            yield from self._evidence(said, speaker, name, "introduced")
        else:
            if speaker is not None:
                self.third_persons.add((speaker, name))
            if gives_floor(text) and self._is_near_end(said):
                later = number > 0 and comes_later(text)
                target = self._next(said.turn, 2 if later else 1)
                worth = -_LATER if later else 0.0
                yield from self._evidence(said, target, name, "introduced", worth)

    def introductions(self, told: set[int]) -> Iterator[Suggestion]:
        """Where each voice that is not among `told` is first heard; it is then.

        Who announces it, if anybody does, and how it begins.
        """
        for index, said in enumerate(self._said):
            speaker = self._turns[said.turn].speaker
            if speaker is None or speaker in told or not said.is_first:
                continue
            told.add(speaker)
            before = self._said[index - 1] if index else None
            first = before if before and announces(" ".join(before.words)) else said
            quote = said.text if first is said else f"{first.text} – {said.text}"
            yield Suggestion(
                speaker, "", "introduced", self._recording, first.start, said.end, quote
            )

    def _is_near_end(self, said: _Said) -> bool:
        return self._turns[said.turn].end - said.end < _NEAR

    def _next(self, turn: int, count: int) -> int | None:
        """The `count`th other voice that is heard after a turn, each counted once."""
        heard: list[int] = []
        for later in self._turns[turn + 1 :]:
            if later.speaker is not None and later.speaker != self._turns[turn].speaker:
                if later.speaker not in heard:
                    heard.append(later.speaker)
                if len(heard) == count:
                    return later.speaker
        return None

    def _evidence(
        self, said: _Said, speaker: int | None, name: str, kind: SuggestionKind, worth: float = 0.0
    ) -> Iterator[_Evidence]:
        if speaker is not None:
            suggestion = Suggestion(
                speaker, name, kind, self._recording, said.start, said.end, said.text
            )
            yield _Evidence(suggestion, _WORTH[kind] + worth)


def _sentences(turns: Sequence[Turn], transcript: Transcript) -> list[_Said]:
    """The sentences of a recording, cut where the voice changes."""
    words = transcript.words
    found = []
    for number, turn in enumerate(turns):
        own = words[turn.first_word : turn.end_word]
        for index, sentence in enumerate(sentences(own)):
            text = " ".join(own[at].text for at in sentence)
            found.append(
                _Said(
                    number,
                    own[sentence.start].start,
                    own[sentence.stop - 1].end,
                    text,
                    tuple(fold(token.text) for token in tokens(text)),
                    index == 0,
                )
            )
    return found
