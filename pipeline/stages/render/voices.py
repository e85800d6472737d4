"""Who speaks, as readers are told: a label for each voice, and the stretches that it holds."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.artefacts import Turn, Turns
from pipeline.stages.render.hostile import line
from pipeline.stages.render.options import Language
from pipeline.stages.render.strings import strings


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as readers are told; two voices of one name are one speaker."""

    label: str
    """A name, „Osoba n”, or that the voice is not known; never empty."""
    known: bool
    """Whether a voice could be told."""
    named: bool
    """Whether the label is a name, which means the same in every seminar."""
    doubtful: bool
    """Whether it may be someone else; of a voice that is not known, that is no news."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a speaker says until another does, or until it is more or less sure who speaks.

    The words `[first_word, end_word)`; from when the voice is heard until when.
    """

    start: float
    end: float
    first_word: int
    end_word: int
    voice: Voice


class Voices:
    """The voices of one seminar."""

    def __init__(self, turns: Turns, names: Mapping[int, str], language: Language) -> None:
        self._turns = turns
        self._names = {number: line(name) for number, name in names.items()}
        self._texts = strings(language)

    def of(self, turn: Turn) -> Voice:
        """The speaker of a turn."""
        if turn.speaker is None:
            return Voice(self._texts["voice_unknown"], known=False, named=False, doubtful=False)
        name = self._names.get(turn.speaker, "")
        label = name or self._texts["voice"].format(n=turn.speaker)
        return Voice(label, known=True, named=bool(name), doubtful=turn.is_doubtful)

    def stretches(self, recording: str) -> tuple[Stretch, ...]:
        """Who speaks in a recording; nothing where voices were not looked for."""
        spoken = (turn for turn in self._turns.of(recording) if turn.first_word < turn.end_word)
        groups = (list(group) for _, group in groupby(spoken, key=self.of))
        return tuple(
            Stretch(
                group[0].start, group[-1].end,
                group[0].first_word, group[-1].end_word, self.of(group[0]),
            )
            for group in groups
        )  # fmt: skip


def one_speaker(first: Voice | None, second: Voice | None) -> bool:
    """Whether two voices are told as the same speaker, however sure."""
    if first is None or second is None:
        return first is second
    return (first.label, first.named) == (second.label, second.named)


def borders(stretches: Sequence[Stretch]) -> list[int]:
    """The words that a stretch begins with."""
    return [each.first_word for each in stretches]


def number_at(firsts: Sequence[int], word: int) -> int | None:
    """Which stretch a word is in, where `firsts` are their borders; `None` before all of them."""
    return bisect_right(firsts, word) - 1 if firsts and word >= firsts[0] else None


def each_voice(stretches: Sequence[Stretch], count: int) -> Iterator[Voice | None]:
    """The speaker of each of `count` words; `None` where none is told."""
    firsts = borders(stretches)
    for word in range(count):
        number = number_at(firsts, word)
        yield None if number is None else stretches[number].voice
