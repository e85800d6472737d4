"""How long the web is waited for, and how often it is asked again."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar

from pipeline.errors import SourceError

T = TypeVar("T")
TOO_SLOW = "it comes slower than"
ADVICE = "download it by hand, and: stenogram attach"


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of waiting. Times are seconds."""

    timeout: float = 30.0
    """For a connection, and for the next byte of an answer."""
    tries: int = 5
    """In a row that bring nothing new."""
    first_wait: float = 2.0
    """Between two tries; each further one takes twice as long."""
    longest: float = 1800.0
    """Of all the waiting between tries together."""
    slowest: float = 1024.0
    """Bytes a second; what comes slower for `slow_after` counts as stalled."""
    slow_after: float = 60.0
    wait: Callable[[float], None] = time.sleep


class Passing(Exception):
    """What may be otherwise in a moment: a busy server, a line that dropped."""

    def __init__(self, told: str, *, after: float = 0.0, gained: bool = False) -> None:
        super().__init__(told)
        self.after = after
        """Seconds that the server asks to wait."""
        self.gained = gained
        """Whether more is there than ever before."""


def persisting(url: str, attempt: Callable[[], T], patience: Patience) -> T:
    """What `attempt` gives, tried again as long as that makes sense.

    Raises `SourceError` that begins with `url` when it keeps failing with `Passing`, and at once
    what else it raises.
    """
    waited, tries = 0.0, 0
    while True:
        try:
            return attempt()
        except SourceError as error:
            told = str(error)
            raise SourceError(told if told.startswith(url) else f"{url}: {told}") from error
        except Passing as error:
            tries = 1 if error.gained else tries + 1
            pause = max(error.after, patience.first_wait * 2 ** (tries - 1))
            told = f"{url}: {error}"
            if waited + pause > patience.longest and error.after == pause:
                later = f"the server asks to wait for {pause / 60:.0f} min; run again then"
                raise SourceError(f"{told}; {later}") from error
            if tries >= patience.tries or waited + pause > patience.longest:
                often = f"tried {tries} times"
                raise SourceError(f"{told}; {often}; run again to go on, or {ADVICE}") from error
        patience.wait(pause)
        waited += pause


def retry_after(header: str | None) -> float:
    """Seconds of a header Retry-After, which is a number or a date; 0 where it is neither."""
    text = (header or "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


class Body(Protocol):
    """What an answer brings."""

    def read1(self, size_bytes: int, /) -> bytes:
        """Some of it as it comes, at most so much; nothing where it has ended."""

    def close(self) -> None:
        """Let the connection go."""

    @property
    def closed(self) -> bool:
        """Whether nothing can be read any more."""


class Pace:
    """Reads an answer as slowly as asked, and not where it comes slower than bearable."""

    def __init__(self, patience: Patience, rate_limit: float) -> None:
        """`rate_limit` in KiB a second; 0: none."""
        self._patience = patience
        self._most = rate_limit * 1024
        self._least = min(patience.slowest, self._most / 2) if self._most else patience.slowest
        self._began = time.monotonic()
        self._count = self._counted = 0
        self._spent = 0.0

    def read(self, body: Body, size_bytes: int) -> bytes:
        """Some of the body, at most so much.

        Raises `TimeoutError` where it comes so slowly that it will never all be there, and what
        `body` raises.
        """
        before = time.monotonic()
        data = body.read1(size_bytes)
        now = time.monotonic()
        self._spent += now - before
        self._count += len(data)
        self._counted += len(data)
        if self._spent > self._patience.slow_after:
            if data and self._counted < self._least * self._spent:
                raise TimeoutError(f"{TOO_SLOW} {self._least / 1024:.3g} KiB/s")
            self._spent, self._counted = 0.0, 0
        ahead = self._count / self._most - (now - self._began) if self._most else 0.0
        if ahead > 0:
            self._patience.wait(ahead)
        return data


_asked: dict[str, float] = {}


def polite(host: str, pause: float, patience: Patience) -> None:
    """Wait until `pause` seconds have passed since this process last asked `host`."""
    now = time.monotonic()
    due = _asked.get(host, -pause) + pause
    if due > now:
        patience.wait(due - now)
    _asked[host] = time.monotonic()
