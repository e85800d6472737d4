"""Words at their times: whole, in order, and inside the clip that they were read in."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.artefacts import Word
from pipeline.speech import Heard, whole
from pipeline.stages.transcribe.judge import overlap
from pipeline.stages.transcribe.parts import Span

_LONGEST = 3.0
"""Seconds that a word may last; what is longer has a pause in it."""
_SHORTEST = 0.04
_HEARD = 0.15  # seconds of a word that are enough to know where it is said


def placed(heard: Heard, clip: Span, speech: Sequence[Span]) -> list[Word]:
    """The words of a reading, in seconds of the recording."""
    words = [
        Word(
            round(clip.start + piece.start, 2),
            round(clip.start + piece.end, 2),
            piece.text,
            round(piece.probability, 3),
        )
        for piece in whole(heard.pieces)
    ]
    return in_order([_where_spoken(word, speech) for word in words], clip)


def _where_spoken(word: Word, speech: Sequence[Span]) -> Word:
    """The word without the pauses that alignment puts into it, and of a possible length."""
    own = Span(word.start, max(word.end, word.start))
    shared = [span for span in speech if overlap(own, span) > 0]
    if shared:
        # The last word before a pause is drawn into what follows it, hardly ever the other way.
        best = max(shared, key=lambda span: (overlap(own, span), -span.start))
        if overlap(own, shared[0]) >= _HEARD:
            best = shared[0]
        start, end = max(own.start, best.start), min(own.end, best.end)
        if len(shared) > 1 or own.end - own.start > _LONGEST or start - own.start > _SHORTEST:
            word = replace(word, start=round(start, 2), end=round(max(start, end), 2))
    if word.end - word.start > _LONGEST:
        word = replace(word, end=round(word.start + _LONGEST, 2))
    return word


def in_order(words: Sequence[Word], inside: Span) -> list[Word]:
    """The words one after the other within a stretch, none without a length if there is room."""
    result: list[Word] = []
    free = round(inside.start, 2)
    last = round(inside.end, 2)
    for number, word in enumerate(words):
        start = min(max(word.start, free), last)
        end = min(max(word.end, start), last)
        if end - start < _SHORTEST:
            following = words[number + 1].start if number + 1 < len(words) else last
            end = min(max(end, round(start + _SHORTEST, 2)), max(end, following), last)
        if end - start < _SHORTEST and result and _length(result[-1]) > 2 * _SHORTEST:
            # No room behind it: the word before gives some of its own.
            start = round(end - _SHORTEST, 2)
            result[-1] = replace(result[-1], end=min(result[-1].end, start))
        result.append(replace(word, start=start, end=end))
        free = end
    return result


def _length(word: Word) -> float:
    return word.end - word.start
