"""What was listened to before: how well texts fit stretches of this recording.

It may be deleted at any time. With it, a new glossary entry costs its own proposals only.
"""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.canonical import digest, pretty
from pipeline.files import read_json, write_atomically
from pipeline.stages.repair.listening import Window

FILE = "repair.memory.json"


@dataclass(frozen=True, slots=True)
class _Kept:
    of: str
    """Digest of the sound and the model."""
    digest: str
    """Of what follows: a changed byte would be taken for what was heard."""
    fits: dict[str, float]


@dataclass(slots=True)
class Memory:
    """Fits by window and text."""

    path: Path
    of: str
    _fits: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept = read_json(self.path, _Kept)
        if kept is not None and kept.of == self.of and kept.digest == digest(kept.fits):
            self._fits = kept.fits

    def fit(self, window: Window, text: str) -> float | None:
        """The fit of a text, if it was measured."""
        return self._fits.get(_key(window, text))

    def keep(self, window: Window, text: str, fit: float) -> None:
        """Remember a fit; `save` writes it."""
        self._fits[_key(window, text)] = fit

    def save(self) -> None:
        """Write all of it. Raises `StoreError`."""
        fits = dict(sorted(self._fits.items()))
        write_atomically(self.path, pretty(_Kept(self.of, digest(fits), fits)))


def _key(window: Window, text: str) -> str:
    return digest([window.start, window.end, text])[:16]
