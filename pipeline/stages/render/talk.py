"""How long each speaker was heard: in a seminar, and in each of its sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.artefacts import Turn
from pipeline.stages.render.options import Language
from pipeline.stages.render.strings import percentage
from pipeline.stages.render.voices import Voice, Voices

_NOTABLE = 0.1
"""From this share on it is told how much of someone's talk is doubtful."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How long one speaker was heard, in seconds."""

    label: str
    seconds: float
    share: str
    """Of all talk, in whole percent."""
    doubtful: str
    """The share of it that may be someone else's; empty where that is not worth telling."""
    mixed: bool
    """Whether it may be several people."""
    named: bool = False
    """Whether the label is a name."""


@dataclass(slots=True)
class _Sum:
    voice: Voice
    seconds: float = 0.0
    doubtful: float = 0.0
    mixed: bool = False


class TalkTimes:
    """Counts talk with the names that a seminar has."""

    def __init__(self, voices: Voices, mixed: Sequence[int], language: Language) -> None:
        self._voices = voices
        self._mixed = frozenset(mixed)
        self._language = language

    def of(
        self, turns: Iterable[Turn], start: float = 0.0, end: float = float("inf")
    ) -> tuple[Talk, ...]:
        """The talk within `[start, end)`: who was heard longest first, unknown voices last.

        Who was heard for less than half a second is left out: a border is not that exact.
        """
        sums: dict[tuple[str, bool], _Sum] = {}
        for turn in turns:
            seconds = heard(turn, start, end)
            if seconds <= 0:
                continue
            voice = self._voices.of(turn)
            found = sums.setdefault((voice.label, voice.named), _Sum(voice))
            found.seconds += seconds
            found.doubtful += seconds if voice.doubtful else 0.0
            found.mixed |= turn.speaker in self._mixed
        total = sum(each.seconds for each in sums.values())
        ordered = sorted((each for each in sums.values() if each.seconds >= 0.5), key=_rank)
        return tuple(self._talk(each, total) for each in ordered)

    def _talk(self, found: _Sum, total: float) -> Talk:
        doubtful = found.doubtful / found.seconds
        return Talk(
            found.voice.label,
            found.seconds,
            self._percent(found.seconds / total),
            self._percent(doubtful) if doubtful >= _NOTABLE else "",
            found.mixed,
            found.voice.named,
        )

    def _percent(self, share: float) -> str:
        whole = round(share * 100)
        return percentage(self._language, whole) if whole else f"<{percentage(self._language, 1)}"


def heard(turn: Turn, start: float, end: float) -> float:
    """Seconds in `[start, end)` in which the voice of a turn is heard."""
    silent = sum(_overlap(pause, start, end) for pause in turn.pauses)
    return _overlap((turn.start, turn.end), start, end) - silent


def _overlap(stretch: tuple[float, float], start: float, end: float) -> float:
    return max(0.0, min(stretch[1], end) - max(stretch[0], start))


def _rank(found: _Sum) -> tuple[bool, float, str]:
    return not found.voice.known, -found.seconds, found.voice.label
