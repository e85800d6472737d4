"""The hold to loopback, on itself: what it refuses, in which processes, and that it is told."""

import json
import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipeline.errors import StageError
from pipeline.pool import Pool
from tests.demo import CHECKOUT, lend_models, stenogram
from tests.offline import sitecustomize
from tests.offline.sitecustomize import RECORD, stays_here

_TARGET = "192.0.2.1"  # nobody's, by RFC 5737
_ON_THE_WIRE = "010200C0"  # as the kernel lists it
_TRY = f"""
import pathlib, socket
one = socket.socket()
one.setblocking(False)
try:
    one.connect_ex(("{_TARGET}", 80))
except OSError as error:
    print(type(error).__name__)
tables = [pathlib.Path("/proc/self/net/tcp")]
print(any("{_ON_THE_WIRE}" in table.read_text() for table in tables if table.exists()))
"""


def _told(record: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    return [(row["event"], row["target"]) for row in rows]


def _child(code: str, record: Path) -> str:
    """What a Python process says that is held as those of the session are."""
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, RECORD: str(record)},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return result.stdout


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A file of its own: what is tried here on purpose is not held against the session."""
    path = tmp_path / "record.jsonl"
    path.touch()
    return path


@pytest.mark.parametrize(
    "host",
    [None, "", "localhost", "127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", b"127.0.0.1",
     "0.0.0.0", "::", "0", "127.1", "2130706433", "::1%lo"],  # noqa: S104 - nothing is bound to it
)  # fmt: skip
def test_this_computer_may_be_asked(host: object) -> None:
    assert stays_here(host)


@pytest.mark.parametrize(
    "host",
    ["192.0.2.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "8.8.8.8", "2001:db8::1", "fe80::1",
     "::ffff:8.8.8.8", "example.org", "3221225985", "localhost.example.org", b"example.org"],
)  # fmt: skip
def test_nothing_else_may(host: object) -> None:
    assert not stays_here(host)


def test_this_process_and_its_children_are_held() -> None:
    assert sitecustomize._record == os.environ[RECORD]
    assert Path(sitecustomize._record).is_file()
    held = os.environ["PYTHONPATH"].split(os.pathsep)[0]
    assert Path(held).samefile(Path(sitecustomize.__file__).parent)


def test_a_child_that_tries_is_refused_before_a_packet_and_written_down(record: Path) -> None:
    said = _child(_TRY, record).split()
    assert said == ["OffLoopbackError", "False"]
    assert _told(record) == [("socket.connect", f"('{_TARGET}', 80)")]


@pytest.mark.parametrize(
    ("code", "event"),
    [
        (f"socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('{_TARGET}', 53))", "socket.sendto"),
        (f"socket.socket(type=socket.SOCK_DGRAM).sendmsg([b''], [], 0, ('{_TARGET}', 53))",
         "socket.sendmsg"),
        ("socket.getaddrinfo('example.org', 80)", "socket.getaddrinfo"),
        ("socket.gethostbyname('example.org')", "socket.gethostbyname"),
        (f"socket.gethostbyaddr('{_TARGET}')", "socket.gethostbyaddr"),
        (f"socket.getnameinfo(('{_TARGET}', 80), 0)", "socket.getnameinfo"),
        (f"socket.create_connection(('{_TARGET}', 80))", "socket.connect"),
    ],
)  # fmt: skip
def test_each_way_out_is_shut(code: str, event: str, record: Path) -> None:
    caught = f"import socket\ntry:\n    {code}\nexcept OSError as error:\n    print(error)"
    assert "tests talk to loopback only" in _child(caught, record)
    assert [each for each, _ in _told(record)] == [event]


def _connect(host: str) -> None:
    socket.create_connection((host, 80), 1).close()


def test_the_processes_of_a_pool_are_held(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RECORD, str(record))  # what is started from here on writes there
    pool = Pool(1)
    try:
        with pytest.raises(StageError, match="OffLoopbackError"):
            pool.call(_connect, (_TARGET,), 30.0, lambda *_: None)
    finally:
        pool.close()
    assert [target for _, target in _told(record)] == [f"('{_TARGET}', 80)"]


@pytest.mark.slow
def test_a_run_that_would_ask_the_web_is_held(record: Path, tmp_path: Path) -> None:
    lend_models(tmp_path)
    (tmp_path / "stenogram.toml").write_text("[download]\nallow_private = true\n")
    deck = tmp_path / "seminars" / "s"
    deck.mkdir(parents=True)
    (deck / "seminar.toml").write_text(
        f'title = "S"\n[[decks]]\nid = "d"\nurl = "http://{_TARGET}/d.pdf"\n'
    )
    result = stenogram(tmp_path, "run", STENOGRAM_TESTS_OFF_LOOPBACK=str(record))
    assert result.returncode == 1
    assert ("socket.connect", f"('{_TARGET}', 80)") in _told(record)


def test_loopback_is_open(record: Path) -> None:
    code = """
        import socket
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(("localhost", server.getsockname()[1]), 5).close()
        print("open")
    """
    assert _child(code, record).strip() == "open"
    assert _told(record) == []


def test_a_session_in_which_it_was_tried_fails_though_its_tests_pass(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from tests.offline.session import Verdict, hold\n"
        "def pytest_configure(config):\n"
        "    config.pluginmanager.register(Verdict(hold()))\n"
    )
    (tmp_path / "test_it.py").write_text(
        "import contextlib, socket\n"
        "def test_it():\n"
        "    with contextlib.suppress(OSError):\n"
        f"        socket.create_connection(('{_TARGET}', 80))\n"
    )
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), RECORD: ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "1 passed" in result.stdout
    assert result.returncode == 1
    assert f"OFF LOOPBACK: socket.connect ('{_TARGET}', 80)" in result.stdout
