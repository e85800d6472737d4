"""Where a person's look is worth most, and what is wrong in the same way elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Replacement, Word
from pipeline.checking import looks
from pipeline.corrections import Asked


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words `[first_word, end_word)` that are worth a look."""

    first_word: int
    end_word: int
    worth: float
    reasons: tuple[str, ...]


def queue(
    words: Sequence[Word], replacements: Sequence[Replacement], checked_words: int
) -> tuple[Doubt, ...]:
    """The places worth a look, best gain first."""
    found = (look for look in looks(words, replacements) if look.word >= checked_words)
    return tuple(Doubt(each.word, each.word + 1, each.worth, each.reasons) for each in found)


def everywhere(words: Sequence[Word], asked: Asked) -> tuple[Asked, ...]:
    """The same words elsewhere."""
    count = asked.end_word - asked.first_word
    old = [word.text for word in words[asked.first_word : asked.end_word]]
    return tuple(
        Asked("text", at, at + count, asked.new)
        for at in range(len(words) - count + 1)
        if at != asked.first_word and [word.text for word in words[at : at + count]] == old
    )


def offers(
    words: Sequence[Word], first_word: int, end_word: int, names: Sequence[str]
) -> tuple[str, ...]:
    """Names that are written much like the words."""
    from rapidfuzz.process import extract

    text = " ".join(word.text for word in words[first_word:end_word])
    return tuple(name for name, _, _ in extract(text, names, limit=3, score_cutoff=70))


def minutes_left(queue: Sequence[Doubt], words: Sequence[Word]) -> float:
    """Minutes that looking at the queue takes."""
    return len(queue) * 6 / 60
