"""`[[speakers]]` of seminar.toml: who is heard at which moment, by a person's word.

A name is tied to a moment and never to a speaker's number: numbers change when voices are told
apart anew.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Confirm = Literal["person", "said"]
"""Whose word makes a name count: a person's alone, or what speakers say of themselves, too."""
LONGEST = 200
"""Characters of a name."""
_LABEL = re.compile(r"(?:osoba|speaker)\s+(?:\d+|n|nieznana|unknown)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeclaredSpeaker:
    """A table `[[speakers]]`: a name, and a moment at which that person speaks."""

    name: str
    recording: str
    """The id of the recording that the moment is in."""
    at: dt.time
    """Since the start of the recording."""
    until: dt.time | None = None
    """When that person stopped to speak as the name was given; then the name holds only as long
    as voices are told apart in the same way there."""

    @property
    def moment(self) -> float:
        """`at` in seconds."""
        return seconds(self.at)

    @property
    def end(self) -> float | None:
        """`until` in seconds."""
        return None if self.until is None else seconds(self.until)


def seconds(time: dt.time) -> float:
    """A time of day as seconds since its beginning."""
    return 3600.0 * time.hour + 60 * time.minute + time.second + time.microsecond / 1e6


def name_fault(name: str) -> str:
    """Why nobody can be called so, and what to write; empty where nothing is wrong with it."""
    if not name.strip():
        return "is empty; write the speaker's name"
    if len(name) > LONGEST:
        return f"has {len(name)} characters; a name has at most {LONGEST}, write it alone"
    if not name.isprintable():
        return f"{name[:60]!r} has characters that cannot be printed; write the name in one line"
    if _LABEL.fullmatch(name.strip()):
        return f"{name[:60]!r} is what pages call somebody without a name; write the person's"
    return ""


def speaker_faults(
    speakers: Sequence[DeclaredSpeaker], recordings: Collection[str]
) -> Iterator[str]:
    """What the types cannot say. `recordings`: the ids there are."""
    for number, speaker in enumerate(speakers, 1):
        where = f"speakers[{number}]"
        fault = name_fault(speaker.name)
        if fault:
            yield f"{where}.name: {fault}"
        if speaker.recording not in recordings:
            yield f"{where}.recording: {no_recording(speaker.recording, recordings)}"
        times = [time for time in (speaker.at, speaker.until) if time is not None]
        if any(time.tzinfo for time in times):
            yield f"{where}: a time has no time zone; write such as 00:01:02.5"
        elif len(times) == 2 and times[1] <= times[0]:
            yield f"{where}.until: is not after at; correct one of them"


def no_recording(name: str, recordings: Collection[str]) -> str:
    """That no recording is called so, and what can be written."""
    known = ", ".join(sorted(recordings)) or "(there is no recording)"
    return f"no recording has the id {name[:60]!r}; write one of: {known}"
