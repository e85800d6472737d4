"""What was listened to before: how well texts fit stretches of this recording.

It may be deleted at any time. With it, a new glossary entry costs its own proposals only.
"""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.canonical import digest
from pipeline.sealed import seal, unsealed
from pipeline.stages.repair.listening import Window

FILE = "repair.memory.json"


@dataclass(slots=True)
class Memory:
    """Fits by window and text."""

    path: Path
    of: str
    """Digest of the sound and the model."""
    _fits: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fits = unsealed(self.path, self.of, dict[str, float]) or {}

    def fit(self, window: Window, text: str) -> float | None:
        """The fit of a text, if it was measured."""
        return self._fits.get(_key(window, text))

    def keep(self, window: Window, text: str, fit: float) -> None:
        """Remember a fit; `save` writes it."""
        self._fits[_key(window, text)] = fit

    def save(self) -> None:
        """Write all of it. Raises `StoreError`."""
        seal(self.path, self.of, dict(sorted(self._fits.items())))


def _key(window: Window, text: str) -> str:
    return digest([window.start, window.end, text])[:16]
