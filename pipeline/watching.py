"""What runs are working on at this moment, seen from outside: nothing is locked or written."""

import contextlib
import datetime as dt
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import holders

_MOST_BYTES = 64 << 10
"""Of a log, from its end."""
_SILENT = 60.0
"""Seconds without a sign, after which the holder of a lock on another machine is taken for dead."""


@dataclass(frozen=True, slots=True)
class AtWork:
    """A stage that is being made."""

    owner: str
    """`seminar` or `seminar/recording`, or `site`."""
    stage: str
    host: str
    began: float | None
    """Seconds since 1970; `None` where that is not told."""
    parts: int
    """Parts of the sound that are done since."""
    heard: float
    """Seconds of sound of these."""
    duration: float | None
    """Of the recording, in seconds, if it is one and it is known."""


def at_work(outputs: Path) -> list[AtWork]:
    """All stages that are being made below `outputs`; those of the order of their owners' names."""
    found = list(_of(outputs, "site"))
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(outputs)):  # noqa: PTH208 - thousands of folders
            if os.path.exists(f"{outputs}/{name}/{holders.HOLDER}"):  # noqa: PTH110 - the same
                folder = outputs / name
                found += _of(folder, name)
                for path in sorted([*folder.glob("decks/*"), *folder.glob("recordings/*")]):
                    found += _of(path, f"{name}/{path.name}")
    return found


def _of(folder: Path, label: str) -> Iterator[AtWork]:
    """The stage that is made in a folder, if its lock is held by somebody who lives."""
    holder = _holder(folder)
    if holder is None:
        return
    if label == "site":
        yield AtWork(label, "render", holder.host, _seconds(holder.began), 0, 0.0, None)
        return
    stage, began, parts = "", None, 0
    heard = 0.0
    for event in _events(folder / "log.jsonl"):
        kind = event.get("event")
        if kind == "began":
            stage, began, parts, heard = str(event.get("stage", "")), event.get("at"), 0, 0.0
        elif kind in {"made", "failed"}:
            stage = ""
        elif kind == "part" and stage:
            parts += 1
            with contextlib.suppress(TypeError, ValueError):
                heard += float(event["end"]) - float(event["start"])
    since = _seconds(began)
    held = _seconds(holder.began)
    if stage and not (since and held and since < held - 1):  # else a run that was cut off began it
        yield AtWork(label, stage, holder.host, since, parts, heard, duration_of(folder))


def _holder(folder: Path) -> holders.Holder | None:
    with contextlib.suppress(OSError):
        record = holders.look(folder / holders.HOLDER)
        holder = record.holder if record else None
        if record is None or holder is None:
            return None
        silent = time.time() - record.mtime_ns / 1e9
        if holder.is_alive if holder.is_here else silent < _SILENT:
            return holder
    return None


def _events(path: Path) -> Iterator[dict[str, Any]]:
    """The last events of a log; a line that is none is passed over."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _MOST_BYTES))
            lines = file.read(_MOST_BYTES).splitlines()
    except OSError:
        return
    for line in lines:
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict):
                yield event


def _seconds(at: object) -> float | None:
    """The time of an event in seconds since 1970, if it is one."""
    try:
        return dt.datetime.fromisoformat(str(at)).timestamp()
    except (ValueError, OverflowError):
        return None


def duration_of(folder: Path) -> float | None:
    """How long the recording of a folder is, in seconds, if it was taken in."""
    try:
        content = json.loads((folder / "download.json").read_bytes())["artefact"]
        return float(content["duration"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
