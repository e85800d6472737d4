"""What a run tells: while it lasts to a listener, at its end in a report."""

from dataclasses import dataclass, field
from typing import Protocol

from pipeline.errors import StenogramError


class Listener(Protocol):
    """Who is told what happens. Called from several threads."""

    def began(self, owner: str, stage: str) -> None:
        """A stage works on `owner`, called `seminar` or `seminar/recording`."""

    def progressed(self, owner: str, stage: str, done: float, total: float) -> None:
        """It is this far."""

    def noted(self, owner: str, stage: str, text: str) -> None:
        """Something that is no failure and must not be missed."""

    def made(self, owner: str, stage: str) -> None:
        """It left its artefact."""

    def failed(self, owner: str, stage: str, error: StenogramError) -> None:
        """It left none."""

    def stands(self, standing: "Standing") -> None:
        """The whole queue stands so now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a queue is. What had nothing to do is not counted."""

    seminars: int
    seminars_done: int
    recordings: int
    recordings_done: int
    failed: int
    seconds_left: float | None
    """By what was measured on this computer; `None` while that is not enough to tell."""


@dataclass(slots=True)
class Report:
    """What a run did."""

    made: list[tuple[str, str]] = field(default_factory=list)
    """Owner and stage of each artefact made."""
    kept: int = 0
    """Artefacts that were up to date."""
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    """Owner, stage and message."""
    busy: dict[str, str] = field(default_factory=dict)
    """What another run holds, and how that is told."""
    pages: int = 0
    """Files of the site that were written or removed."""
    seminars: int = 0
    """How many were asked for."""
    sound: float = 0.0
    """Seconds of sound that were transcribed."""
    seconds: float = 0.0
    """How long it took."""

    @property
    def finished(self) -> int:
        """Seminars of which nothing failed and nothing is held by another run."""
        left = {label.partition("/")[0] for label in [*self.busy, *(o for o, _, _ in self.failed)]}
        return self.seminars - len(left - {"site"})
