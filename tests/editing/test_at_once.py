"""Several people, a program that is killed, and pages that are made again meanwhile."""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.editing import Remaking
from tests.demo import COMMAND, heed_ctrl_c, stenogram
from tests.editing.desks import SAID, Client, desk, editing, text, workspace


def test_of_many_who_change_one_word_at_once_one_does_and_the_others_are_told(
    client: Client,
) -> None:
    seen = client.get("version")["version"]
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda n: client.post(seen, text(5, 6, f"Poltax{n}")), range(8)))
    saved = [n for n, (status, _) in enumerate(answers) if status == 200]
    assert len(saved) == 1
    assert all(status == 409 for n, (status, _) in enumerate(answers) if n not in saved)
    assert f"z Poltax{saved[0]} są" in client.texts()
    assert len(client.lines()) == 1


def test_of_many_who_change_other_words_at_once_nobody_loses_any(tmp_path: Path) -> None:
    words = SAID.split()
    with editing(workspace(tmp_path)) as client, ThreadPoolExecutor(6) as people:
        seen = client.get("version")["version"]

        def work(at: int) -> int:
            return client.post(seen, text(at, at + 1, f"{words[at]}-{at}"))[0]

        chosen = range(0, len(words), 3)
        assert set(people.map(work, chosen)) == {200}
        assert len(client.lines()) == len(chosen)
        wanted = [f"{word}-{at}" if at % 3 == 0 else word for at, word in enumerate(words)]
        assert client.texts() == " ".join(wanted)
        assert client.get("desk")["conflicts"] == []


def test_two_programs_on_one_file_lose_nothing(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    with editing(root) as one, editing(root) as other:
        seen = one.get("version")["version"]
        assert one.post(seen, text(5, 6, "Poltaxu"))[0] == 200
        assert other.post(seen, text(5, 6, "inaczej"))[0] == 409
        assert other.post(seen, text(7, 8, "świeże."))[0] == 200
        assert (
            one.texts()
            == other.texts()
            == SAID.replace("z poltaksu są nowe.", "z Poltaxu są świeże.")
        )


def _edit(root: Path, *more: str) -> tuple[subprocess.Popen[str], Client]:
    process = subprocess.Popen(
        [*COMMAND, "edit", "narada", "--port", "0", *more],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - nothing of ours runs in it
    )
    assert process.stdout is not None
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/([\w-]+)/\n", process.stdout.readline())
    assert found is not None
    return process, Client(int(found[1]), found[2], desk(root).file)


def test_a_program_that_is_killed_once_it_has_answered_has_lost_nothing(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for number in range(3):
        process, client = _edit(root)
        body = {
            "version": client.get("version")["version"],
            "changes": [text(5, 6, f"Pol{number}")],
        }
        line = http.client.HTTPConnection("127.0.0.1", client.port, timeout=10)
        headers = {"Content-Type": "application/json"}
        path = f"/{client.token}/dzien/changes"
        line.request("POST", path, json.dumps(body).encode(), headers)
        assert line.getresponse().status == 200  # its head is here; nothing more is waited for
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert len(client.lines()) == number + 1
        assert client.lines()[-1].endswith(f"| Pol{number}")


def test_it_ends_well_when_asked_to(tmp_path: Path) -> None:
    process, client = _edit(workspace(tmp_path))
    assert client.ask(f"/{client.token}/")[0] == 200
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    with editing(root) as client:
        result = stenogram(root, "edit", "narada", "--port", str(client.port))
    assert result.returncode == 1
    assert "take another with --port" in result.stderr
    assert client.token not in result.stdout + result.stderr


def test_a_host_that_others_reach_needs_a_password_and_says_what_it_means(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for password, told in (("", "STENOGRAM_EDIT_PASSWORD"), ("short", "shorter than 8")):
        result = stenogram(
            root, "edit", "narada", "--host", "192.0.2.1", STENOGRAM_EDIT_PASSWORD=password
        )
        assert result.returncode == 2
        assert told in result.stderr
    everywhere = ("--host", "0.0.0.0")  # noqa: S104 - refused
    result = stenogram(root, "edit", "narada", *everywhere, STENOGRAM_EDIT_PASSWORD="long enough")  # noqa: S106 - refused
    assert result.returncode == 2
    assert "name the address" in result.stderr
    help_ = stenogram(root, "edit", "--help").stdout
    assert "not encrypted" in " ".join(help_.split())


def _wait(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def _counting(rest: str = "") -> tuple[str, ...]:
    program = f"import pathlib, time; pathlib.Path('runs').open('a').write('x'); {rest}"
    return (sys.executable, "-c", program)


def _runs(folder: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return len((folder / "runs").read_text())
    return 0


def test_the_pages_are_made_once_for_many_changes(tmp_path: Path) -> None:
    done = threading.Event()
    remaking = Remaking(_counting(), tmp_path, done.set, quiet=0.3)
    for _ in range(5):
        remaking.ask()
        assert remaking.state == ("waiting", "")
        time.sleep(0.02)
    assert done.wait(10)
    _wait(lambda: remaking.state[0] == "current")
    assert _runs(tmp_path) == 1
    remaking.close()


def test_what_is_changed_while_pages_are_made_is_made_after_them(tmp_path: Path) -> None:
    remaking = Remaking(_counting("time.sleep(0.5)"), tmp_path, quiet=0.05)
    remaking.ask()
    _wait(lambda: remaking.state[0] == "making" and _runs(tmp_path) == 1)
    remaking.ask()
    _wait(lambda: remaking.state[0] == "current")
    assert _runs(tmp_path) == 2
    remaking.close()


def test_a_run_that_fails_is_told_with_its_last_line(tmp_path: Path) -> None:
    program = "import sys; sys.exit('first\\nstenogram: the disk is full')"
    remaking = Remaking((sys.executable, "-c", program), tmp_path, quiet=0.0)
    remaking.ask()
    _wait(lambda: remaking.state[0] == "failed")
    assert remaking.state[1] == "stenogram: the disk is full"
    remaking.close()


def test_a_run_under_way_ends_with_the_editor(tmp_path: Path) -> None:
    remaking = Remaking(_counting("time.sleep(60)"), tmp_path, quiet=0.0)
    remaking.ask()
    _wait(lambda: _runs(tmp_path) == 1)
    began = time.monotonic()
    remaking.close()
    assert time.monotonic() - began < 10


def test_pages_that_another_run_is_making_are_made_after_it(tmp_path: Path) -> None:
    first = "import sys; sys.exit(75 if pathlib.Path('runs').stat().st_size == 1 else 0)"
    remaking = Remaking(_counting(first), tmp_path, quiet=0.0)
    remaking.ask()
    _wait(lambda: _runs(tmp_path) == 1)
    _wait(lambda: remaking.state[0] == "waiting" or _runs(tmp_path) == 2)
    _wait(lambda: remaking.state[0] == "current")
    assert _runs(tmp_path) == 2
    remaking.close()
