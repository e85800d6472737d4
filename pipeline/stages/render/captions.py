"""Words into captions: cues of at most two lines, cut where a reader pauses."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.artefacts import Word
from pipeline.language import bonds, sentences
from pipeline.stages.render.cues import LINE, Cue
from pipeline.stages.render.cutting import PAUSE, Token, cut, lines
from pipeline.stages.render.hostile import line
from pipeline.stages.render.timing import Spoken, timed
from pipeline.stages.render.voices import Stretch, Voice, each_voice, one_speaker


def captions(
    words: Sequence[Word],
    borders: Sequence[float],
    duration: float,
    stretches: Sequence[Stretch] = (),
) -> tuple[Cue, ...]:
    """The captions of a recording. `borders` are the seconds where sessions start."""
    groups: list[tuple[Token, ...]] = []
    for run in _runs(_tokens(words, sorted(borders), stretches)):
        groups.extend(cut(run))
    return timed([_spoken(group) for group in groups], duration)


def _spoken(group: Sequence[Token]) -> Spoken:
    shown = lines(group)
    return Spoken(group[0].start, group[-1].end, shown, _voices(group, len(shown)))


def _voices(group: Sequence[Token], count: int) -> tuple[Voice | None, ...]:
    """Who speaks each of `count` lines; doubtful where any word of theirs is."""
    told: list[Voice | None] = []
    for before, token in zip([None, *group], group, strict=False):
        if before is None or not one_speaker(before.voice, token.voice):
            told.append(token.voice)
        elif token.voice and token.voice.doubtful:
            told[-1] = token.voice
    if not any(told):
        return ()
    return tuple(told) if len(told) > 1 else (told[0],) * count


def _tokens(
    words: Sequence[Word], borders: Sequence[float], stretches: Sequence[Stretch]
) -> list[Token]:
    """The words, cleaned, in order, none longer than a line."""
    texts = [line(word.text) for word in words]
    held = (*bonds(texts), None)
    ends = {members.stop - 1 for members in sentences(words)}
    voices = list(each_voice(stretches, len(words)))
    ends |= {at for at, pair in enumerate(pairwise(voices)) if not one_speaker(*pair)}
    waiting = [border for border in reversed(borders) if border > 0]
    tokens: list[Token] = []
    for at, (word, text) in enumerate(zip(words, texts, strict=True)):
        opens = False
        while waiting and (word.start + word.end) / 2 >= waiting[-1]:
            waiting.pop()
            opens = True
        pieces = [text[first : first + LINE] for first in range(0, len(text), LINE)]
        step = max(0.0, word.end - word.start) / max(1, len(pieces))
        for number, piece in enumerate(pieces):
            start = word.start + number * step
            last = number + 1 == len(pieces)
            bond = held[at] if last else None
            tokens.append(
                Token(
                    start, start + step, piece, bond,
                    at in ends and last, opens and not number, voices[at],
                )
            )  # fmt: skip
    return tokens


def _runs(tokens: Sequence[Token]) -> list[list[Token]]:
    """Words with no long pause between them."""
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.start - runs[-1][-1].end <= PAUSE:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs
