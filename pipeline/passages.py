"""What each voice says, passage by passage, and what a person listens to of it. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from math import isfinite

from pipeline.artefacts import Transcript, Turn, Turns

_INSIDE = 0.1  # seconds from its beginning at which a passage is pointed to
_SHORTEST = 1.0  # seconds of a passage that a person can know a voice by
_PART = 300.0  # seconds; quotations are taken from different parts


@dataclass(frozen=True, slots=True)
class Passage:
    """Turns of one voice that follow each other in a recording; at least one."""

    recording: str
    speaker: int | None
    turns: tuple[Turn, ...]

    @property
    def start(self) -> float:
        """When the voice is first heard."""
        return self.turns[0].start

    @property
    def end(self) -> float:
        """When it last is."""
        return self.turns[-1].end


def passages(turns: Turns, recording: str) -> tuple[Passage, ...]:
    """What is said in a recording, voice after voice; that of nobody known, too."""
    groups = groupby(turns.of(recording), key=lambda turn: turn.speaker)
    return tuple(Passage(recording, speaker, tuple(group)) for speaker, group in groups)


def numbers(turns: Turns) -> tuple[int, ...]:
    """All speakers, in order."""
    found = {turn.speaker for each in turns.recordings for turn in each.turns}
    return tuple(sorted(number for number in found if number is not None))


def turn_at(passage: Passage, moment: float) -> Turn:
    """The turn of a passage that is nearest to a moment."""
    return min(passage.turns, key=lambda turn: distance(turn, moment))


def distance(turn: Turn, moment: float) -> float:
    """Seconds to the nearest moment at which the voice is heard; in a pause, it is not."""
    if not turn.start <= moment <= turn.end:
        return max(turn.start - moment, moment - turn.end)
    return max([0.0, *(min(moment - start, end - moment) for start, end in turn.pauses)])


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch `[at, until)` of a recording that one voice holds alone; in tenths of a second."""

    recording: str
    at: float
    until: float


def best_heard(turns: Turns, number: int, most: float) -> Heard | None:
    """What a person hears of a speaker to know them: the longest passage that is sure.

    One with doubtful turns only where there is no other; none that ends later than `most`.
    """
    found = [
        passage
        for each in turns.recordings
        for passage in passages(turns, each.recording)
        if passage.speaker == number
        and passage.end - passage.start >= _SHORTEST
        and passage.end < most
        and not turn_at(passage, _within(passage)).is_doubtful
    ]
    best = max(found, key=_worth, default=None)
    return None if best is None else Heard(best.recording, _within(best), round(best.end, 1))


def _within(passage: Passage) -> float:
    return round(passage.start + _INSIDE, 1)


def _worth(passage: Passage) -> tuple[bool, float]:
    sure = [turn for turn in passage.turns if not turn.is_doubtful]
    return len(sure) == len(passage.turns), sum(turn.talk for turn in sure)


def quotations(turns: Turns, number: int, most: int = 3) -> tuple[tuple[str, Turn], ...]:
    """What to listen to of a speaker, the longest first, each with its recording.

    From different recordings, else from different parts; doubtful turns only where no other is.
    """
    own = [
        (each.recording, turn)
        for each in turns.recordings
        for turn in each.turns
        if turn.speaker == number and turn.first_word < turn.end_word
    ]
    left = sorted(own, key=lambda pair: (pair[1].is_doubtful, -pair[1].talk))
    left = [pair for pair in left if pair[1].is_doubtful == left[0][1].is_doubtful]
    chosen: list[tuple[str, Turn]] = []
    while left and len(chosen) < most:
        parts = {(name, turn.start // _PART) for name, turn in chosen}
        names = {name for name, _ in chosen}
        best = min(left, key=lambda pair: (pair[0] in names, _part(pair) in parts))
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)


def _part(pair: tuple[str, Turn]) -> tuple[str, float]:
    return pair[0], pair[1].start // _PART


def fault(turns: Turns, transcripts: Mapping[str, Transcript]) -> str:
    """Why these turns cannot be of these words; empty where nothing is wrong with them."""
    for each in turns.recordings:
        if each.recording not in transcripts:
            return f"there are turns of {each.recording}, and no words"
        count = len(transcripts[each.recording].words)
        for turn in each.turns:
            if not all(map(isfinite, (turn.start, turn.end))) or not 0 <= turn.start <= turn.end:
                return "a turn has impossible times"
            if not 0 <= turn.first_word <= turn.end_word <= count:
                return "a turn has words that are not there"
    return ""


def clock(moment: float) -> str:
    """`h:mm:ss`, fractions cut off."""
    minutes, rest = divmod(int(moment), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
