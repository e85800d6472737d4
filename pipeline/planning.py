"""What a run is about to do: which seminars are stale, how much sound, time and disk it takes."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.making import Owner
from pipeline.owners import owners_of
from pipeline.room import BYTES_A_SECOND, free_bytes, size
from pipeline.seminar import SeminarFolder
from pipeline.settling import Settlements
from pipeline.speed import Speeds, estimated
from pipeline.stage import Stage
from pipeline.tending import Look, Tending, recordings_of


@dataclass(frozen=True, slots=True)
class Queued:
    """A seminar with something to do."""

    seminar: SeminarFolder
    owner: Owner
    todo: dict[str, tuple[Stage, ...]]
    """What is to be made at most, by the label of its owner."""

    @property
    def recordings(self) -> list[Owner]:
        """Those with something to be made."""
        return [each for each in recordings_of(self.owner) if self.todo.get(each.label)]


@dataclass(frozen=True, slots=True)
class Needed:
    """What work takes. Times and sizes that are not known are not guessed."""

    sound: float
    """Seconds of sound of the recordings with something to be made, where it is known."""
    unknown: int
    """Of how many recordings it is not known, since nobody has decoded them yet."""
    seconds: float | None
    """At most, by what was measured on this computer; `None` where that is not enough to tell."""
    disk_bytes: int
    """For decoded sound, and for files that are copied."""
    downloads: int
    """Recordings and decks to be downloaded; nobody knows their size."""
    free_bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is about to do."""

    seminars: tuple[SeminarFolder, ...]
    """All that were asked for."""
    queue: tuple[Queued, ...]
    """Those with something to do, the soonest finished first."""
    kept: int
    """Artefacts of the others, which are up to date."""
    needed: Needed


class Planner:
    """Looks at seminars, once each, and tells what is to do."""

    def __init__(
        self, outputs: Path, tending: Tending, speeds: Speeds | None, at_once: int
    ) -> None:
        self._outputs = outputs
        self._tending = tending
        self._speeds = speeds
        self._at_once = at_once

    def plan(
        self, seminars: Sequence[SeminarFolder], settlements: Settlements | None, *, local: str
    ) -> Plan:
        """What is to do; how long recordings are is noted where the speed is.

        `settlements`: what is known to be done, and noted of what turns out to be; without it all
        is looked at. `local`: whether local files are linked or copied.
        """
        queue: list[Queued] = []
        kept = 0
        for seminar in seminars:
            known = settlements.known(seminar.path) if settlements else None
            if known is not None and known.declared == seminar.declared:
                kept += known.artefacts
                continue
            queued, done = self._looked(seminar, settlements)
            kept += done
            queue += [queued] if queued else []
        self._hear_files(queue)
        queue.sort(key=self._soonest)
        return Plan(tuple(seminars), tuple(queue), kept, self.needed(queue, local=local))

    def _looked(
        self, seminar: SeminarFolder, settlements: Settlements | None
    ) -> tuple[Queued | None, int]:
        """What is to do of a seminar or, where it is nothing, how many artefacts it has."""
        owner = owners_of(seminar, self._outputs)
        before = settlements.look(seminar, owner) if settlements else []
        changing: dict[str, set[type]] = {}
        looks: dict[str, Look] = {}
        decks: set[type] = set()
        for child in owner.children:
            kinds = decks if child.scope == "deck" else set(decks)
            changing[child.label] = kinds
            looks[child.label] = self._tending.look(child, kinds)
        looks[owner.label] = self._tending.look(owner, set().union(*changing.values()))
        if all(look.settled for look in looks.values()):
            sidecars = [each for look in looks.values() for each in look.sidecars]
            if settlements:
                settlements.note(seminar, owner, before, sidecars)
            return None, len(sidecars)
        for child in owner.children:
            self._tending.hear(child)
        return Queued(seminar, owner, {name: look.stages for name, look in looks.items()}), 0

    def _hear_files(self, queue: Sequence[Queued]) -> None:
        """Ask people's own files how long they are, where nobody has decoded them yet."""
        asked = {
            f"{queued.seminar.id}/{each.id}": queued.seminar.local(each.file)
            for queued in queue
            for each in queued.seminar.recordings
            if each.file
        }
        heard = {each.label for queued in queue for each in queued.recordings}
        files = {
            label: file
            for label, file in asked.items()
            if label in heard and label not in self._tending.sounds
        }
        if files:
            self._tending.hear_files(files)

    def _soonest(self, queued: Queued) -> tuple[int, float, str]:
        """What can be finished soonest goes first; what is not known goes last."""
        sounds = [self._tending.sounds.get(each.label) for each in queued.recordings]
        return sounds.count(None), sum(each for each in sounds if each), queued.seminar.id

    def needed(self, queue: Sequence[Queued], *, local: str) -> Needed:
        """What the work on these seminars takes."""
        sounds = {
            each.label: self._tending.sounds.get(each.label)
            for queued in queue
            for each in queued.recordings
        }
        known = sorted((each for each in sounds.values() if each is not None), reverse=True)
        copied, downloads = _files(queue, local)
        return Needed(
            sum(known),
            len(sounds) - len(known),
            self._seconds(queue, len(sounds)),
            int(sum(known[: self._at_once]) * BYTES_A_SECOND) + copied,
            downloads,
            free_bytes(self._outputs),
        )

    def _seconds(self, queue: Sequence[Queued], recordings: int) -> float | None:
        work = [
            (stage, owner)
            for queued in queue
            for owner in (*queued.owner.children, queued.owner)
            for stage in queued.todo.get(owner.label, ())
        ]
        return self.seconds(work, recordings)

    def seconds(self, work: Sequence[tuple[Stage, Owner]], recordings: int) -> float | None:
        """How long work takes where so many recordings are left; sound of unknown length left out.

        `None` where it was not measured, or nothing is known of the sound.
        """
        heard = [(self.rate(stage), self.sound(owner)) for stage, owner in work]
        seconds = estimated(each for each in heard if each[1])
        return seconds / max(1, min(self._at_once, recordings)) if seconds else None

    def is_heard(self, recording: Owner) -> bool:
        """Whether it is known how long a recording is."""
        return recording.label in self._tending.sounds

    def sound(self, owner: Owner) -> float:
        """Seconds of sound that an owner's stages read, as far as it is known; of a deck none."""
        return sum(self._tending.sounds.get(each.label, 0.0) for each in recordings_of(owner))

    def rate(self, stage: Stage) -> float | None:
        """Seconds that a stage takes for a second of sound, if that was measured."""
        if self._speeds is None:
            return None
        return self._speeds.rate(stage.name, self._tending.model(stage))


def _files(queue: Sequence[Queued], local: str) -> tuple[int, int]:
    """Bytes of local files that will be copied, and how many files will be downloaded."""
    copied = downloads = 0
    for queued in queue:
        for media in (*queued.seminar.recordings, *queued.seminar.decks):
            stages = queued.todo.get(f"{queued.seminar.id}/{media.id}", ())
            if not any(stage.name == "download" for stage in stages):
                continue
            if not media.file:
                downloads += 1
            elif local == "copy":
                with contextlib.suppress(OSError):
                    copied += queued.seminar.local(media.file).stat().st_size
    return copied, downloads


def needs(needed: Needed) -> str:
    """How much of the disk is needed, and how much is free, in words."""
    is_known = not needed.downloads and not needed.unknown
    if is_known or needed.disk_bytes:
        besides = "" if is_known else ", and more for what is not known yet"
        told = f"what is left needs {size(needed.disk_bytes)}{besides}"
    else:
        told = "what is left needs is not known yet"
    return f"{told}; {size(needed.free_bytes)} are free"
