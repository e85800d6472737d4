"""What a run shows while it works: bars for a person, plain lines for a log."""

import sys
import threading
import time
from types import TracebackType
from typing import Protocol, Self

from pipeline.cli.group import is_terminal, safe
from pipeline.errors import StenogramError
from pipeline.reporting import Listener, Standing

_EVERY = 30.0  # seconds between two plain lines of one recording


class Progress(Listener, Protocol):
    """A listener that may hold the terminal while the run lasts."""

    def __enter__(self) -> Self:
        """Begin to show."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the terminal back."""

    def say(self, text: str) -> None:
        """A line on the error output."""


def progress(*, quiet: bool) -> Progress:
    """The right kind for where the output goes."""
    if quiet:
        return Quiet()
    return Live() if is_terminal() else Lines()


def clock(seconds: float) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on."""
    minutes, rest = divmod(int(seconds + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def measure(stage: str, done: float, total: float, seconds: float) -> str:
    """How far, how fast and how long still, as far as it can be told."""
    if total <= 0 or done <= 0:
        return ""
    left = f"{clock(seconds * (total - done) / done)} left"
    share = f"{100 * done / total:.0f} %"
    if stage == "transcribe":  # progress in seconds of sound
        return f"{share}, {done / max(seconds, 0.1):.1f}x real time, {left}"
    return f"{share}, {left}"


def queue_line(standing: Standing, since: float) -> str:
    """How a queue stands, told `since` seconds ago."""
    told = (
        f"{standing.seminars_done} of {standing.seminars} seminars done, "
        f"{standing.recordings_done} of {standing.recordings} recordings"
    )
    if standing.failed:
        told += f", {standing.failed} failed"
    if standing.seconds_left is None:
        return f"{told}, time left not known yet"
    return f"{told}, about {clock(max(0.0, standing.seconds_left - since))} left"


class Quiet:
    """Says what fails and nothing else."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to give back."""

    def say(self, text: str) -> None:
        """One line on the error output."""
        with self._lock:
            sys.stderr.write(safe(text) + "\n")
            sys.stderr.flush()

    def began(self, owner: str, stage: str) -> None:
        """Say nothing."""

    def progressed(self, owner: str, stage: str, done: float, total: float) -> None:
        """Say nothing."""

    def noted(self, owner: str, stage: str, text: str) -> None:
        """Say it, however quiet."""
        self.say(f"{owner}: {stage}: {text}")

    def made(self, owner: str, stage: str) -> None:
        """Say nothing."""

    def stands(self, standing: Standing) -> None:
        """Say nothing."""

    def failed(self, owner: str, stage: str, error: StenogramError) -> None:
        """Say what went wrong."""
        self.say(f"{owner}: {stage} failed: {' '.join(str(error).split())}")


class Lines(Quiet):
    """A line for each beginning and end, and now and then between."""

    def __init__(self) -> None:
        super().__init__()
        self._since: dict[tuple[str, str], float] = {}
        self._said: dict[tuple[str, str], float] = {}
        self._stood = time.monotonic()

    def stands(self, standing: Standing) -> None:
        """Say how a queue of several stands, twice a minute at most."""
        now = time.monotonic()
        if standing.seminars > 1 and now - self._stood >= _EVERY:
            self._stood = now
            self.say(f"queue: {queue_line(standing, 0.0)}")

    def began(self, owner: str, stage: str) -> None:
        """Say what begins."""
        self._since[owner, stage] = self._said[owner, stage] = time.monotonic()
        self.say(f"{owner}: {stage} …")

    def progressed(self, owner: str, stage: str, done: float, total: float) -> None:
        """Say how far it is, twice a minute at most."""
        now = time.monotonic()
        if now - self._said.get((owner, stage), now) < _EVERY:
            return
        self._said[owner, stage] = now
        told = measure(stage, done, total, now - self._since[owner, stage])
        if told:
            self.say(f"{owner}: {stage} {told}")

    def made(self, owner: str, stage: str) -> None:
        """Say how long it took."""
        seconds = time.monotonic() - self._since.get((owner, stage), time.monotonic())
        self.say(f"{owner}: {stage} made in {clock(seconds)}")


class Live(Lines):
    """A bar for each recording at work, with its speed and the time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        super().__init__()
        self._console = Console(stderr=True)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[told]}", markup=False),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._rows: dict[tuple[str, str], int] = {}
        self._queue: int | None = None
        self._standing: tuple[Standing, float] | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bars away."""
        self._bars.stop()

    def say(self, text: str) -> None:
        """One line above the bars."""
        self._console.print(safe(text), markup=False, highlight=False, soft_wrap=True)

    def began(self, owner: str, stage: str) -> None:
        """Add a bar."""
        self._since[owner, stage] = time.monotonic()
        row = self._bars.add_task(f"{owner}: {stage}", total=None, told="")
        self._rows[owner, stage] = row

    def progressed(self, owner: str, stage: str, done: float, total: float) -> None:
        """Move the bar."""
        seconds = time.monotonic() - self._since.get((owner, stage), time.monotonic())
        row = self._rows.get((owner, stage))
        if row is not None and total > 0:
            told = measure(stage, done, total, seconds)
            self._bars.update(row, completed=done, total=total, told=told)  # type: ignore[arg-type]
        self._show_queue()

    def stands(self, standing: Standing) -> None:
        """Move the bar of the whole queue, if it is one of several."""
        if standing.seminars > 1:
            self._standing = standing, time.monotonic()
            self._show_queue()

    def _show_queue(self) -> None:
        if self._standing is None:
            return
        standing, at = self._standing
        if self._queue is None:
            self._queue = self._bars.add_task("all", total=standing.seminars, told="")
        told = queue_line(standing, time.monotonic() - at)
        self._bars.update(self._queue, completed=standing.seminars_done, told=told)  # type: ignore[arg-type]

    def made(self, owner: str, stage: str) -> None:
        """Say so in a line, in place of the bar."""
        self._remove(owner, stage)
        super().made(owner, stage)

    def failed(self, owner: str, stage: str, error: StenogramError) -> None:
        """Say so in a line, in place of the bar."""
        self._remove(owner, stage)
        super().failed(owner, stage, error)

    def _remove(self, owner: str, stage: str) -> None:
        row = self._rows.pop((owner, stage), None)
        if row is not None:
            self._bars.remove_task(row)  # type: ignore[arg-type]
