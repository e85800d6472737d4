"""Locks of folders, between the threads, processes and machines that work in them.

A lock is the system's, on the file `.lock`: it is given back when its process dies. Beside it a
record tells who holds it: whom one waits for, and that a run was cut off. On network folders whose
locks do not reach from machine to machine, or that know none, the record is the lock.
"""

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Busy
from pipeline.files import store_error
from pipeline.holders import (
    HOLDER,
    Holder,
    Record,
    Renewing,
    changes,
    give_back,
    leave,
    look,
    take_away,
)

_UNKNOWN = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_TICK = 0.05


def unheard(_text: str) -> None:
    """Listens to nothing."""


def flock(path: Path, wait: float) -> int | None:
    """The system's lock on a file, as a handle to be closed; `None` where it is another's.

    Raises `OSError`, also where the folder knows no such locks.
    """
    give_up = time.monotonic() + wait
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(handle).st_nlink:
                return handle
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EAGAIN}:
                os.close(handle)
                raise
        os.close(handle)  # another's, or removed in between, so that it keeps nobody out
        if time.monotonic() >= give_up:
            return None
        time.sleep(_TICK)


_RENEWING = Renewing()


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is found out whether who holds a lock is still there."""

    watch: float = 30.0
    """Seconds in which a holder on another machine must have renewed its record."""
    renewing: Renewing = _RENEWING
    flock: Callable[[Path, float], int | None] = flock
    wanted: Callable[[], bool] = lambda: True
    """Whether it is still worth finding out."""


_TERMS = Terms()


@contextlib.contextmanager
def locked(
    folder: Path,
    what: str,
    wait: float = 0.0,
    told: Callable[[str], None] = unheard,
    terms: Terms = _TERMS,
) -> Iterator[None]:
    """Hold the lock of a folder; it is given back if the process dies.

    `told` hears of a run that was cut off here. Raises `Busy` when another process or thread holds
    it for longer than `wait` seconds, and `StoreError` when there can be no lock; `Stopped` where
    it is not wanted any more.
    """
    path = folder / HOLDER
    give_up = time.monotonic() + wait
    handle = None
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = _acquired(folder, what, wait, terms)
            claim = _Claim(path, what, told, terms, reaches=handle is not None)
            holder = claim.made(give_up)
        except OSError as error:
            raise store_error(error, folder) from error
        try:
            yield
        finally:
            terms.renewing.end(path)
            give_back(path, holder)
    finally:
        if handle is not None:
            os.close(handle)


def _acquired(folder: Path, what: str, wait: float, terms: Terms) -> int | None:
    """The system's lock; `None` where the folder knows none. Raises `Busy`, `OSError`."""
    try:
        handle = terms.flock(folder / ".lock", wait)
    except OSError as error:
        if error.errno in _UNKNOWN:
            return None
        raise
    if handle is None:
        raise _busy(what, look(folder / HOLDER))
    return handle


def _busy(what: str, record: Record | None, where: str = "") -> Busy:
    holder = record.holder if record else None
    who = f" (process {holder.pid} on {holder.host}, since {holder.since})" if holder else ""
    return Busy(f"{what}: another run is working on it{who}; {where}wait for it or stop it")


def _cut_off(record: Record) -> str:
    holder = record.holder
    who = f" on {holder.host} (process {holder.pid}, since {holder.since})" if holder else ""
    return f"a run{who} was cut off here; going on"


@dataclass(frozen=True, slots=True)
class _Claim:
    """Putting a record of this process where another's may be."""

    path: Path
    what: str
    told: Callable[[str], None]
    terms: Terms
    reaches: bool
    """Whether the system's lock is held: then no other process of this machine is here."""

    def made(self, give_up: float) -> Holder:
        """The holder that this process is now. Raises `Busy`, `OSError`."""
        while True:
            holder = leave(self.path)
            if holder is not None:
                self.terms.renewing.begin(self.path, holder)
                return holder
            other = look(self.path)
            if other is None:
                continue  # it was given back in between
            if self._is_left(other):
                if take_away(self.path, other):
                    self.told(_cut_off(other))
            elif look(self.path) is None:
                continue  # it was given back while it was watched
            elif time.monotonic() >= give_up:
                raise _busy(self.what, other, self._why())
            else:
                time.sleep(_TICK)

    def _is_left(self, other: Record) -> bool:
        """Whether who left a record is gone."""
        holder = other.holder
        if holder and holder.is_here:
            return self.reaches or not holder.is_alive
        return not changes(self.path, other, self.terms.watch, self.terms.wanted)

    def _why(self) -> str:
        """What to know where the system's lock is held, and another machine has it, too."""
        return "locks of this folder do not reach from machine to machine; " if self.reaches else ""
