"""A recording under correction: its transcript, its file of entries, and what plays it."""

import contextlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.artefacts import Recording, Transcript
from pipeline.corrections import corrections_file, entry_lines
from pipeline.declared import RecordingInfo
from pipeline.editing.sight import Sight, version_of
from pipeline.editing.voices import NOBODY, Heard, heard
from pipeline.errors import StenogramError
from pipeline.making import Owner, present
from pipeline.owners import owners_of
from pipeline.seminar import SeminarFolder
from pipeline.stages import download, repair, review

_KEPT = 8
"""Versions that are remembered: those of the tabs that are open."""


@dataclass
class Desk:
    """One recording of a seminar. Several threads may ask."""

    seminar: SeminarFolder
    info: RecordingInfo
    owner: Owner
    outputs: Path
    _sights: dict[str, Sight] = field(default_factory=dict)
    _read: tuple[str, Transcript] | None = None
    _heard: Heard | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def file(self) -> Path:
        """Where the entries are."""
        return corrections_file(self.seminar.path, self.info.id)

    @property
    def names(self) -> tuple[str, ...]:
        """Who and what the seminar names, as it is written."""
        declared = self.seminar.declared
        said = (speaker.name for speaker in declared.speakers)
        return tuple(dict.fromkeys([*self.seminar.glossary.terms, *said]))

    @property
    def people(self) -> tuple[str, ...]:
        """Those who may be speaking: of the programme, and named by a person."""
        declared = self.seminar.declared
        planned = (name for session in declared.programme for name in session.speakers)
        said = (speaker.name for speaker in declared.speakers)
        return tuple(dict.fromkeys([*said, *planned]))

    def media(self) -> tuple[Path, Recording] | None:
        """What a browser plays of it."""
        made = present(download.RECORDING, self.owner)
        if made is None:
            return None
        recording = made.read(Recording)
        return self.outputs / (recording.playable or recording.media), recording

    def is_transcribed(self) -> bool:
        """Whether there is anything to correct."""
        return present(repair.STAGE, self.owner) is not None

    def version(self) -> str:
        """What there is to be seen now; cheap. Raises `StenogramError`."""
        base, _ = self._transcript()
        return version_of(base, entry_lines(self.file))

    def now(self) -> Sight:
        """The recording with all its entries. Raises `StenogramError`."""
        return self.sight(entry_lines(self.file))

    def sight(self, lines: Sequence[str]) -> Sight:
        """The recording with these entries; the same for the same."""
        base, transcript = self._transcript()
        version = version_of(base, lines)
        with self._lock:
            found = self._sights.pop(version, None) or Sight(base, transcript, tuple(lines))
            self._sights[version] = found  # the last that was asked for is the last to go
            while len(self._sights) > _KEPT:
                del self._sights[next(iter(self._sights))]
        return found

    def at(self, version: str) -> Sight | None:
        """The recording as it was at a version; `None` where its lines are not there any more."""
        count, _, _ = version.partition("-")
        if not (count.isascii() and count.isdigit() and len(count) < 9):
            return None
        lines = entry_lines(self.file)[: int(count)]
        found = self.sight(lines)
        return found if found.version == version else None

    def heard(self) -> Heard:
        """Who was told apart by voice; nobody where that cannot be read."""
        if self._heard is None:
            self._heard = NOBODY
            with contextlib.suppress(StenogramError):
                self._heard = heard(self.seminar, self.outputs, self.info.id)
        return self._heard

    def forget(self) -> None:
        """Read anew what a run may have made."""
        self._heard = None

    def is_behind(self) -> bool:
        """Whether entries were written after the pages were last made of them."""
        made = self.owner.folder.path / f"{review.STAGE.name}.recipe.json"
        with contextlib.suppress(OSError):
            written = self.file.stat().st_mtime
            return not made.is_file() or made.stat().st_mtime < written
        return False

    def _transcript(self) -> tuple[str, Transcript]:
        made = present(repair.STAGE, self.owner)
        if made is None:
            raise StenogramError(f"{self.owner.label}: is not transcribed yet")
        with self._lock:
            if self._read is None or self._read[0] != made.sidecar.digest:
                self._read = made.sidecar.digest, made.read(Transcript)
            return self._read


def desks_of(seminar: SeminarFolder, outputs: Path) -> dict[str, Desk]:
    """A desk for each recording of a seminar, in their order, by id."""
    owners = {o.id: o for o in owners_of(seminar, outputs).children if o.scope == "recording"}
    return {
        each.id: Desk(seminar, seminar.recording_info(each), owners[each.id], outputs)
        for each in seminar.recordings
    }


def forget_all(desks: Iterable[Desk]) -> None:
    """Have all of them read anew what a run may have made."""
    for desk in desks:
        desk.forget()
