"""Records of who holds a lock: told to others, and renewed for as long as it is held."""

import contextlib
import datetime as dt
import errno
import functools
import json
import os
import platform
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.canonical import pretty, typed
from pipeline.errors import Stopped
from pipeline.files import TEMPORARY

HOLDER = ".holder"
_EVERY = 10.0
_MOST_BYTES = 4096
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_LOOKS = 60
"""How often a record is looked at while it is watched."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that holds a lock, as its record tells."""

    host: str
    machine: str
    """What tells machines of the same name apart; empty where the system has no such thing."""
    pid: int
    process: str
    """What tells processes of the same number apart; empty where the system does not say."""
    began: str
    mark: str
    """No two records have the same."""

    @classmethod
    def this(cls) -> "Holder":
        """The process that asks, from now on."""
        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        pid = os.getpid()
        return cls(*_here(), pid, _process(pid), now, secrets.token_hex(8))

    @property
    def is_here(self) -> bool:
        """Whether it is, or was, a process of this machine."""
        return (self.host, self.machine) == _here()

    @property
    def is_alive(self) -> bool:
        """Whether it still runs, where it is of this machine."""
        try:
            os.kill(self.pid, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            pass  # it is another user's
        return not self.process or self.process == _process(self.pid)

    @property
    def since(self) -> str:
        """Since when it held the lock, for a person: the day only where it is not today's."""
        try:
            then = dt.datetime.fromisoformat(self.began).astimezone()
        except (ValueError, OverflowError, OSError):
            return "an unknown time"
        is_today = then.date() == dt.datetime.now().astimezone().date()
        return f"{then:%H:%M}" if is_today else f"{then:%Y-%m-%d %H:%M}"


@functools.cache
def _here() -> tuple[str, str]:
    try:
        machine = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        machine = ""
    return platform.node(), machine


def _process(pid: int) -> str:
    """The start of a process, by the clock that began with the machine, and when that was."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        told = Path(f"/proc/{pid}/stat").read_bytes()
    except (OSError, ValueError):
        return ""
    # The name of the program, in brackets, may have anything in it.
    return f"{boot} {int(told.rpartition(b')')[2].split()[19])}"


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was when it was looked at: a holder that lives changes it."""

    content: bytes
    mtime_ns: int

    @property
    def holder(self) -> Holder | None:
        """Who left it; `None` where it cannot be read."""
        try:
            return typed(json.loads(self.content), Holder)
        except (ValueError, TypeError):
            return None


def look(path: Path) -> Record | None:
    """The record that is there; `None` where there is none. Raises `OSError`.

    It is opened each time: of a file on another machine the system may else tell what it remembers.
    """
    try:
        with path.open("rb") as file:
            return Record(file.read(_MOST_BYTES), os.fstat(file.fileno()).st_mtime_ns)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ESTALE}:
            return None
        raise


def leave(path: Path) -> Holder | None:
    """Put a record of this process there; `None` where there is one already. Raises `OSError`."""
    if path.exists():
        return None
    holder, draft = Holder.this(), _beside(path)
    try:
        draft.write_bytes(pretty(holder))
        return holder if _linked(draft, path) else None
    finally:
        draft.unlink(missing_ok=True)


def _linked(draft: Path, path: Path) -> bool:
    """Give a file another name, unless that is taken: a rename would put it in another's place."""
    try:
        os.link(draft, path)
    except (FileExistsError, FileNotFoundError):
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with contextlib.suppress(FileExistsError), path.open("xb") as file:
            file.write(draft.read_bytes())
            return True
        return False
    return True


def changes(
    path: Path, seen: Record, seconds: float, wanted: Callable[[], bool] = lambda: True
) -> bool:
    """Whether a record changes, or goes, within so many seconds: its holder lives.

    Raises `Stopped` once that is not `wanted` any more. Times are only compared with themselves:
    the clocks of two machines may differ, and jump.
    """
    for _ in range(_LOOKS):
        if not wanted():
            raise Stopped("stopped")
        time.sleep(seconds / _LOOKS)
        if look(path) != seen:
            return True
    return False


def take_away(path: Path, seen: Record) -> bool:
    """Remove the record that was seen, and no other; whether that was done. Raises `OSError`."""
    if look(path) != seen:
        return False
    aside = _beside(path)
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False  # of two who do this, the other was faster
    try:
        if look(aside) == seen:
            return True
        _linked(aside, path)  # the other's own already
        return False
    finally:
        aside.unlink(missing_ok=True)


def give_back(path: Path, holder: Holder) -> None:
    """Remove the record of a holder, unless another has taken its place."""
    with contextlib.suppress(OSError):  # then the next to come here finds it
        if _is_of(path, holder):
            path.unlink()


def _is_of(path: Path, holder: Holder) -> bool:
    record = look(path)
    return record is not None and record.holder == holder


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY}")


class Renewing:
    """Renews the records of all locks that this process holds, in one thread."""

    def __init__(self, every: float = _EVERY) -> None:
        self._every = every
        self._held: dict[Path, Holder] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, path: Path, holder: Holder) -> None:
        """Renew a record from now on."""
        with self._lock:
            self._held[path] = holder
            if self._thread is None:
                self._thread = threading.Thread(target=self._renew, daemon=True)
                self._thread.start()

    def end(self, path: Path) -> None:
        """Renew it no longer."""
        with self._lock:
            self._held.pop(path, None)

    def _renew(self) -> None:
        while True:
            time.sleep(self._every)
            with self._lock:
                if not self._held:
                    self._thread = None
                    return
                held = [*self._held.items()]
            for path, holder in held:
                with contextlib.suppress(OSError):
                    if _is_of(path, holder):  # this computer may have slept for a while
                        os.utime(path)
