"""The pages made again in the background: soon after the last change, one run at a time."""

import contextlib
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Literal

Progress = Literal["current", "waiting", "making", "failed"]
_BUSY = 75
_TAIL = 300


class Remaking:
    """Runs a command when asked; who asks meanwhile is answered by one more run."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        done: Callable[[], object] = lambda: None,
        quiet: float = 1.5,
    ) -> None:
        """`quiet`: seconds without a change before it begins. `done` is called after each run."""
        self._command = tuple(command)
        self._folder = folder
        self._done = done
        self._quiet = quiet
        self._change = threading.Condition()
        self._asked = 0.0
        self._wanted = self._closed = False
        self._progress: Progress = "current"
        self._told = ""
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """The pages are behind."""
        with self._change:
            self._wanted = True
            self._asked = time.monotonic()
            if self._progress != "making":
                self._progress = "waiting"
            self._change.notify_all()

    @property
    def state(self) -> tuple[Progress, str]:
        """How it stands, and why where it failed."""
        with self._change:
            return self._progress, self._told

    def close(self) -> None:
        """Stop; a run that is under way is ended as by Ctrl-C, and goes on with the next."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        self._thread.join(timeout=20)

    def _work(self) -> None:
        while self._is_due():
            with self._change:
                self._wanted = False
                self._progress = "making"
            code, told = self._run()
            self._done()
            with self._change:
                if code == _BUSY:
                    self._wanted, self._asked = True, time.monotonic() + 2.0
                failed = code not in (0, _BUSY)
                self._told = told if failed else ""
                self._progress = "waiting" if self._wanted else "failed" if failed else "current"

    def _is_due(self) -> bool:
        """Waits until a run is due; `False` where there will be none."""
        with self._change:
            while not self._closed:
                left = self._asked + self._quiet - time.monotonic() if self._wanted else None
                if left is not None and left <= 0:
                    return True
                self._change.wait(left)
        return False

    def _run(self) -> tuple[int, str]:
        with tempfile.TemporaryFile() as said:
            try:
                child = subprocess.Popen(  # noqa: S603 - our own command
                    self._command,
                    cwd=self._folder,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                )
            except OSError as error:
                return -1, str(error)[:_TAIL]
            return self._wait(child), _last(said)

    def _wait(self, child: subprocess.Popen[bytes]) -> int:
        while not self._closed:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(timeout=0.2)
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(timeout=15)
        child.kill()
        return child.wait()


def _last(said: IO[bytes]) -> str:
    """The last line of what a run said."""
    said.seek(0, 2)
    said.seek(max(0, said.tell() - 4096))
    lines = said.read().decode(errors="replace").split("\n")
    return next((line.strip()[:_TAIL] for line in reversed(lines) if line.strip()), "")
