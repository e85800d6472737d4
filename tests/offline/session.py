"""The session's own part: the hook in this process and in all that it starts, and the verdict."""

import json
import os
import tempfile
from pathlib import Path

import pytest

from tests.offline import sitecustomize

_FOLDER = Path(__file__).parent


def hold() -> Path:
    """Hold this process and its children to loopback; the file that tries are written to."""
    handle, name = tempfile.mkstemp(prefix="off-loopback-", suffix=".jsonl")
    os.close(handle)
    os.environ[sitecustomize.RECORD] = name
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_FOLDER), before]))
    sitecustomize.hold(name)
    return Path(name)


class Verdict:
    """A plug-in of pytest: a session in which something was tried has failed."""

    def __init__(self, record: Path) -> None:
        self._record = record

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if tried(self._record):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for each in tried(self._record):
            terminalreporter.write_line(f"OFF LOOPBACK: {each}", red=True)

    def pytest_unconfigure(self) -> None:
        self._record.unlink(missing_ok=True)


def tried(record: Path) -> list[str]:
    """What was tried, a line each: event, target, test, process."""
    rows = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    return [" ".join(str(value) for value in row.values()) for row in rows]
