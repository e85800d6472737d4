"""The scenes of a film, told from as few pictures as will do."""

import base64
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.pool import report
from pipeline.shown import Scene, Scenes
from pipeline.stages.watch.changes import Changes, Pixels
from pipeline.stages.watch.looks import Film, Look, film

PAUSE = 2.0
"""Seconds between two pictures that are looked at, where there is something to see."""
_FAR = 20.0
"""Seconds after which even alike keyframes are no proof that nothing happened in between."""
_MOST = 1500
"""Scenes of one recording at most."""


@dataclass(slots=True)
class _Open:
    """A scene while it grows. `end`: when its last look was taken."""

    start: float
    end: float
    look: Pixels


def watched(path: Path, duration: float) -> Scenes:
    """The scenes of the file's picture. Raises `SourceError` where it cannot be decoded."""
    with film(path) as moving:
        if moving is None:
            return Scenes(())
        keys = _joined(_heard_of(moving.keyframes(PAUSE), duration))
        scenes = _fitting(list(_joined(_refined(moving, list(keys)))), _MOST)
        return Scenes(tuple(_told(scenes, duration)), moving.width, moving.height)


def _heard_of(looks: Iterator[Look], duration: float) -> Iterator[_Open]:
    for look in looks:
        if not 0 <= look.time < duration:
            continue
        report(look.time, duration)
        yield _Open(look.time, look.time, look.pixels)


def _refined(moving: Film, keys: list[_Open]) -> Iterator[_Open]:
    """The scenes with those between them, where they are far apart."""
    for number, scene in enumerate(keys):
        yield scene
        if number + 1 < len(keys) and keys[number + 1].start - scene.end > PAUSE:
            for look in moving.between(scene.end, keys[number + 1].start, PAUSE / 2):
                yield _Open(look.time, look.time, look.pixels)


def _joined(scenes: Iterator[_Open]) -> Iterator[_Open]:
    """Scenes that follow each other and in which nothing changed, as one."""
    changes = Changes()
    last: _Open | None = None
    for scene in scenes:
        if last is None:
            last = scene
            continue
        changed = changes.between(last.look, scene.look)
        if not changed and scene.start - last.end <= _FAR:
            last.end = scene.end
            continue
        yield last
        last = scene
    if last is not None:
        yield last


def _fitting(scenes: list[_Open], most: int) -> list[_Open]:
    """At most so many scenes: the shortest are given to those before them."""
    if len(scenes) <= most:
        return scenes
    starts = np.array([scene.start for scene in scenes])
    lengths = np.diff(starts, append=scenes[-1].end)
    kept = set(np.argsort(-lengths[1:], kind="stable")[: most - 1].tolist())
    return [scenes[0], *(scene for number, scene in enumerate(scenes[1:]) if number in kept)]


def _told(scenes: list[_Open], duration: float) -> Iterator[Scene]:
    """The scenes end to end: each begins halfway between the last look before it and its first."""
    borders = [(one.end + other.start) / 2 for one, other in itertools.pairwise(scenes)]
    borders = [0.0, *(round(border, 2) for border in borders), round(duration, 2)]
    for scene, start, end in zip(scenes, borders, borders[1:], strict=False):
        yield Scene(start, end, base64.b64encode(scene.look.tobytes()).decode("ascii"))
