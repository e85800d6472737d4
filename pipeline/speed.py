"""How long stages take on this computer, by what they took: nothing is made up."""

import json
import math
import platform
import threading
from collections.abc import Iterable
from pathlib import Path

from pipeline.canonical import pretty
from pipeline.files import write_atomically

FILE = ".speed.json"
_KEPT = 0.7
"""What an earlier measurement counts for when another one comes."""
_MOST_BYTES = 1 << 20
_Measured = dict[str, tuple[float, float]]


class Speeds:
    """Seconds of work for a second of sound, by stage and model, kept in a small file.

    `jobs`: recordings at work at the same time; with more of them each takes longer.
    """

    def __init__(self, outputs: Path, jobs: int) -> None:
        self._path = outputs / FILE
        self._who = f"{platform.node()}, {jobs} at a time"
        self._lock = threading.Lock()
        self._new: _Measured = {}
        self._known = self._read().get(self._who, {})

    def rate(self, stage: str, model: str) -> float | None:
        """Seconds that a second of sound takes; `None` where none was measured."""
        seconds, sound = self._known.get(_key(stage, model), (0.0, 0.0))
        return seconds / sound if seconds >= 0 and 0 < sound < math.inf else None

    def measured(self, stage: str, model: str, seconds: float, sound: float) -> None:
        """A stage took so long for so much sound; longer recordings count for more."""
        if sound <= 0:
            return
        key = _key(stage, model)
        with self._lock:
            before, of = self._known.get(key, (0.0, 0.0))
            self._known[key] = (_KEPT * before + seconds, _KEPT * of + sound)
            self._new[key] = self._known[key]

    def save(self) -> None:
        """Keep what was measured; another run's measurements of other stages stay.

        Raises `StoreError`.
        """
        with self._lock:
            if not self._new:
                return
            content = self._read()
            content[self._who] = {**content.get(self._who, {}), **self._new}
            write_atomically(self._path, pretty(content))
            self._new.clear()

    def _read(self) -> dict[str, _Measured]:
        """What is kept, by computer; nothing of what is damaged."""
        try:
            with self._path.open("rb") as file:
                content = json.loads(file.read(_MOST_BYTES))
            return {
                str(who): {str(key): (float(one), float(of)) for key, (one, of) in kept.items()}
                for who, kept in content.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


def estimated(rates: Iterable[tuple[float | None, float]]) -> float | None:
    """Seconds that work takes, of rates and seconds of sound; `None` where a rate is not known."""
    total = 0.0
    for rate, sound in rates:
        if rate is None:
            return None
        total += rate * sound
    return total


def _key(stage: str, model: str) -> str:
    return f"{stage} {model}".strip()
