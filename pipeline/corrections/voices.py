"""Who says which words, by a person's word for these very words, put over what was heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.artefacts import RecordingTurns, Turn, Turns, Word
from pipeline.reviews import Spoken


@dataclass(frozen=True, slots=True)
class Attributed:
    """Turns, and the names of their voices by number."""

    turns: Turns
    names: Mapping[int, str]


def attributed(
    heard: Attributed, words: Mapping[str, Sequence[Word]], spoken: Mapping[str, Sequence[Spoken]]
) -> Attributed:
    """The turns with the words of `spoken` said by those whom it names, by recording.

    A name that a voice has already is that voice; another gets a number of its own.
    """
    names = dict(heard.names)
    numbers = {name: number for number, name in names.items()}
    free = 1 + max([0, *names, *_numbers(heard.turns)])
    recordings = {each.recording: each.turns for each in heard.turns.recordings}
    for recording, spans in spoken.items():
        if not spans or recording not in words:
            continue
        turns = recordings.get(recording) or _nobody(words[recording])
        for span in spans:
            number = numbers.setdefault(span.name, free)
            names[number] = span.name
            free = max(free, number + 1)
            turns = tuple(_cut(turns, words[recording], span, number))
        recordings[recording] = turns
    turned = tuple(RecordingTurns(name, turns) for name, turns in recordings.items())
    return Attributed(replace(heard.turns, recordings=turned), names)


def _numbers(turns: Turns) -> list[int]:
    return [turn.speaker for each in turns.recordings for turn in each.turns if turn.speaker]


def _nobody(words: Sequence[Word]) -> tuple[Turn, ...]:
    """One turn of all words, whose voice is not known."""
    if not words:
        return ()
    return (Turn(words[0].start, words[-1].end, 0, len(words), None, None),)


def _cut(turns: Sequence[Turn], words: Sequence[Word], span: Spoken, number: int) -> list[Turn]:
    """The turns, parted where the span begins and ends; inside it they are `number`'s."""
    result = []
    for turn in turns:
        borders = {turn.first_word, turn.end_word}
        borders |= {
            at for at in (span.first_word, span.end_word) if turn.first_word < at < turn.end_word
        }
        if len(borders) == 1:
            result.append(turn)
            continue
        for first, end in pairwise(sorted(borders)):
            part = replace(
                turn,
                start=turn.start if first == turn.first_word else words[first].start,
                end=turn.end if end == turn.end_word else words[end - 1].end,
                first_word=first,
                end_word=end,
            )
            if span.first_word <= first and end <= span.end_word:
                part = replace(part, speaker=number, confidence=1.0)
            start, stop = part.start, part.end
            pauses = tuple(pause for pause in turn.pauses if start <= pause[0] and pause[1] <= stop)
            result.append(replace(part, end=max(start, stop), pauses=pauses))
    return result
