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
