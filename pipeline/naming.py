"""A person names a voice: a `[[speakers]]` table of seminar.toml, with a moment to know it by.

All else in the file stays byte for byte; where that cannot be, nothing is written.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.artefacts import Turns
from pipeline.errors import UsageError
from pipeline.files import write_atomically
from pipeline.named import DeclaredSpeaker, name_fault
from pipeline.passages import Heard, best_heard, clock, numbers
from pipeline.seminar import FILE, SeminarFolder
from pipeline.speaker_tables import CannotEdit, Tables
from pipeline.speakers import Claim, called, claimed

_BOM = "\ufeff"
_DAY = 24 * 3600.0


def name_speakers(seminar: SeminarFolder, turns: Turns, wanted: Mapping[int, str]) -> list[str]:
    """Write names of speakers, by number, into seminar.toml; what was done, a line each.

    An empty name takes away the one that a person gave. Raises `UsageError`, and then nothing is
    written; `StoreError`.
    """
    path = seminar.path / FILE
    text = path.read_bytes().decode("utf-8")
    head = _BOM if text.startswith(_BOM) else ""
    tables = Tables(text.removeprefix(_BOM), seminar.declared.speakers)
    told: list[str] = []
    try:
        for number, name in wanted.items():
            if name:
                told += _give(tables, turns, number, name)
            else:
                told += _take_away(tables, turns, number)
        changed = tables.checked()
    except CannotEdit as error:
        raise UsageError(f"{path}: cannot be changed without touching more; {error}") from error
    if changed != tables.before:
        write_atomically(path, (head + changed).encode())
    return told


def _check(turns: Turns, number: int, name: str) -> None:
    """Raises `UsageError` where there is no such speaker, or nobody can be called so."""
    known = numbers(turns)
    if number not in known:
        there = ", ".join(map(str, known)) or "none"
        raise UsageError(f"no speaker has the number {number}; there are: {there}")
    if name and (fault := name_fault(name)):
        raise UsageError(f"the name for {number} {fault}")
    if name and number in turns.mixed:
        raise UsageError(
            f"Osoba {number} can have no name: several voices were put together, since [diarise] "
            "max_speakers allows no more; raise it and run again"
        )


def _take_away(tables: Tables, turns: Turns, number: int) -> Iterator[str]:
    _check(turns, number, "")
    found = [each for each in claimed(turns, tables.entries) if each.speaker == number]
    if not found:
        raise UsageError(f"Osoba {number} was given no name, so there is none to take away")
    for claim in found:
        yield _removed(tables, claim, number)


def _give(tables: Tables, turns: Turns, number: int, name: str) -> Iterator[str]:
    """Change the entry that there is, else add one. What else was said of that voice goes."""
    _check(turns, number, name)
    claims = claimed(turns, tables.entries)
    own = [each for each in claims if each.speaker == number and each.sure]
    lost = [each for each in claims if not each.sure or each.speaker is None]
    own += [each for each in lost if called(each.declared.name) == called(name)]
    for claim in own[1:]:
        yield _removed(tables, claim, number)
    if not own:
        tables.add(_confirmed(turns, number, name))
        yield f"{number}: {name} ({_where(tables.entries[-1])})"
        return
    old = own[0].declared
    new = replace(old, name=name)
    if not claimed(turns, [new])[0].holds:
        new = _confirmed(turns, number, name)
    if new != old:
        tables.change(tables.entries.index(old), new)
    instead = "" if called(name) == called(old.name) else f", in place of {old.name}"
    yield f"{number}: {name} ({_where(new)}){instead}"


def _removed(tables: Tables, claim: Claim, number: int) -> str:
    tables.remove(tables.entries.index(claim.declared))
    return f"{number}: {claim.declared.name} ({_where(claim.declared)}) is taken away"


def _confirmed(turns: Turns, number: int, name: str) -> DeclaredSpeaker:
    """A name and where its voice is heard best. Raises `UsageError`."""
    heard = best_heard(turns, number, _DAY)
    if heard is not None:
        entry = _entry(name, heard)
        (claim,) = claimed(turns, [entry])
        if claim.holds and claim.speaker == number:
            return entry
    raise UsageError(
        f"Osoba {number} can have no name: nowhere is that voice heard alone for a second and "
        "beyond doubt"
    )


def _entry(name: str, heard: Heard) -> DeclaredSpeaker:
    return DeclaredSpeaker(name, heard.recording, _time(heard.at), _time(heard.until))


def _time(seconds: float) -> dt.time:
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths // 10, 60)
    return dt.time(minutes // 60, minutes % 60, rest, tenths % 10 * 100_000)


def _where(entry: DeclaredSpeaker) -> str:
    return f"{entry.recording}, {clock(entry.moment)}"
