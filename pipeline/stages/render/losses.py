"""What a page says of the speech that was not recognised: how much, and where to listen."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import LedgerEntry
from pipeline.checking import Place, Seconds, percent, places, seconds
from pipeline.stages.render.gaps import told_reason
from pipeline.stages.render.options import Language
from pipeline.stages.render.strings import percentage

_MOST_LINKS = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place without words, `[start, end)`."""

    start: float
    end: float
    reasons: tuple[str, ...]
    """Of what was rejected none is told: it could quote what was not said."""
    is_missing: bool
    """Whether the media do not reach it: no link leads there."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What became of the sound, as far as a page tells it."""

    seconds: Seconds
    share: str
    """Of the speech, how much was recognised; empty where nobody speaks."""
    stretches: tuple[Stretch, ...]

    @property
    def audible(self) -> tuple[Stretch, ...]:
        """The places one can listen to."""
        return tuple(each for each in self.stretches if not each.is_missing)

    @property
    def linked(self) -> tuple[Stretch, ...]:
        """The first of them: as many as fit in a line."""
        return self.audible[:_MOST_LINKS]

    @property
    def breaks_off(self) -> bool:
        """Whether the end is missing."""
        return any(each.is_missing for each in self.stretches)


def losses(ledger: Sequence[LedgerEntry], language: Language) -> Losses:
    """What a page says of a ledger."""
    total = seconds(ledger)
    share = "" if total.share is None else percentage(language, percent(total.share))
    return Losses(total, share, tuple(_stretch(place) for place in places(ledger)))


def _stretch(place: Place) -> Stretch:
    reasons = dict.fromkeys(told_reason(entry) for entry in place.entries)
    told = tuple(reason for reason in reasons if reason)
    return Stretch(place.start, place.end, told, place.is_missing)
