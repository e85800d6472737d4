"""Locks: between threads, processes and machines; who holds one, and who has died with it."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.canonical import pretty
from pipeline.errors import Busy, Stopped, StoreError
from pipeline.holders import HOLDER, Holder, Renewing
from pipeline.locks import Terms, locked

_ELSEWHERE = replace(Holder.this(), host="archiwum", machine="b" * 32, pid=123)


def _none(path: Path, _wait: float) -> int | None:
    """A network folder that knows no locks."""
    raise OSError(errno.ENOLCK, "No locks available", str(path))


SHORT = Terms(watch=0.5)
NO_LOCKS = Terms(watch=0.5, flock=_none)


@contextlib.contextmanager
def _held_elsewhere(folder: Path, terms: str = "Terms()") -> Iterator[subprocess.Popen[str]]:
    """Another process of this machine that holds the lock until it is killed."""
    program = f"""
        import errno, sys, time
        from pathlib import Path
        from pipeline.locks import Terms, locked
        def none(path, wait):
            raise OSError(errno.ENOLCK, "No locks available", str(path))
        with locked(Path(sys.argv[1]), "it", terms={terms}):
            print("held", flush=True)
            time.sleep(60)
        """
    command = [sys.executable, "-c", textwrap.dedent(program), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


@contextlib.contextmanager
def _renewed(path: Path, every: float = 0.1) -> Iterator[None]:
    """The record of another machine whose clock is wrong: it is always 1970 there."""
    ended = threading.Event()

    def renew() -> None:
        seconds = 0
        while not ended.wait(every):
            seconds += 1
            os.utime(path, (seconds, seconds))

    thread = threading.Thread(target=renew)
    thread.start()
    yield
    ended.set()
    thread.join()


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_lock_leaves_nothing_but_its_file(tmp_path: Path) -> None:
    with locked(tmp_path / "new", "it"):
        assert _names(tmp_path / "new") == {".lock", HOLDER}
    assert _names(tmp_path / "new") == {".lock"}


def test_a_lock_is_exclusive_within_a_process_too(tmp_path: Path) -> None:
    for terms in (SHORT, NO_LOCKS):
        with locked(tmp_path, "it", terms=terms):
            with pytest.raises(Busy), locked(tmp_path, "it", terms=terms):
                pass
            assert (tmp_path / HOLDER).exists()
        with locked(tmp_path, "it", terms=terms):
            pass


def test_what_goes_wrong_while_a_lock_is_held_is_told_as_itself(tmp_path: Path) -> None:
    with pytest.raises(PermissionError, match="media"), locked(tmp_path, "it"):
        raise PermissionError(13, "Permission denied", "media")
    assert _names(tmp_path) == {".lock"}


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("not a folder")
    with pytest.raises(StoreError, match="outputs"), locked(tmp_path / "outputs", "the site"):
        pass


@pytest.mark.parametrize(("terms", "there"), [(SHORT, "Terms()"), (NO_LOCKS, "Terms(flock=none)")])
def test_who_is_waited_for_is_told_and_one_that_was_killed_is_followed_at_once(
    terms: Terms, there: str, tmp_path: Path
) -> None:
    told: list[str] = []
    terms = replace(terms, watch=60.0)
    with _held_elsewhere(tmp_path, there) as holder:
        host = Holder.this().host
        who = rf"day 1: another run is working on it \(process {holder.pid} on {host}, since "
        with pytest.raises(Busy, match=who), locked(tmp_path, "day 1", terms=terms):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        began = time.monotonic()
        with locked(tmp_path, "day 1", wait=5.0, told=told.append, terms=terms):
            assert time.monotonic() - began < 5.0
    (line,) = told
    assert line.startswith(f"a run on {host} (process {holder.pid}, since ")
    assert line.endswith(") was cut off here; going on")
    assert HOLDER not in _names(tmp_path)


def test_a_number_that_another_process_has_by_now_holds_nothing(tmp_path: Path) -> None:
    before = replace(Holder.this(), process="another start of the machine 12")
    (tmp_path / HOLDER).write_bytes(pretty(before))
    with locked(tmp_path, "it", terms=replace(NO_LOCKS, watch=60.0)):
        pass


@pytest.mark.parametrize("terms", [SHORT, NO_LOCKS])
def test_who_renews_a_record_on_another_machine_is_alive_whatever_its_clock_says(
    terms: Terms, tmp_path: Path
) -> None:
    path = tmp_path / HOLDER
    path.write_bytes(pretty(_ELSEWHERE))
    said = r"\(process 123 on archiwum, since "
    held = locked(tmp_path, "it", terms=terms)
    with _renewed(path), pytest.raises(Busy, match=said) as error, held:
        pass
    reach = "locks of this folder do not reach from machine to machine"
    assert (reach in str(error.value)) == (terms is SHORT)
    assert json.loads(path.read_bytes())["mark"] == _ELSEWHERE.mark
    assert _names(tmp_path) <= {".lock", HOLDER}


@pytest.mark.parametrize("terms", [SHORT, NO_LOCKS])
@pytest.mark.parametrize("left", [pretty(_ELSEWHERE), b"", b"{}", b"\xff"])
def test_who_does_not_renew_it_is_followed(left: bytes, terms: Terms, tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / HOLDER).write_bytes(left)
    with locked(tmp_path, "it", told=told.append, terms=terms):
        assert json.loads((tmp_path / HOLDER).read_bytes())["pid"] == os.getpid()
    who = " on archiwum (process 123" if left == pretty(_ELSEWHERE) else " was cut off"
    assert told
    assert told[0].startswith(f"a run{who}")
    assert HOLDER not in _names(tmp_path)


def test_of_many_who_would_follow_one_does(tmp_path: Path) -> None:
    (tmp_path / HOLDER).write_bytes(pretty(_ELSEWHERE))
    held: list[str] = []
    ended = threading.Event()

    def follow() -> None:
        with contextlib.suppress(Busy), locked(tmp_path, "it", told=held.append, terms=NO_LOCKS):
            ended.wait(20)

    threads = [threading.Thread(target=follow) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(200):
        if sum(thread.is_alive() for thread in threads) == 1:
            break
        time.sleep(0.05)
    ended.set()
    for thread in threads:
        thread.join()
    assert len(held) == 1
    assert _names(tmp_path) == set()


def test_a_record_is_renewed_while_its_lock_is_held_and_no_other(tmp_path: Path) -> None:
    renewing = Renewing(every=0.05)
    for name in ("mine", "lost"):
        (tmp_path / name).mkdir()
    mine, lost = tmp_path / "mine" / HOLDER, tmp_path / "lost" / HOLDER
    terms = Terms(renewing=renewing)
    with locked(mine.parent, "it", terms=terms), locked(lost.parent, "it", terms=terms):
        lost.write_bytes(pretty(_ELSEWHERE))  # taken while this computer slept
        for path in (mine, lost):
            os.utime(path, (1, 1))
        for _ in range(100):
            if mine.stat().st_mtime != 1:
                break
            time.sleep(0.05)
        assert mine.stat().st_mtime != 1
        assert lost.stat().st_mtime == 1
    assert not mine.exists()
    assert lost.exists(), "it is another's"


def test_a_record_that_is_given_back_while_it_is_watched_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / HOLDER).write_bytes(pretty(_ELSEWHERE))
    threading.Timer(0.2, (tmp_path / HOLDER).unlink).start()
    with locked(tmp_path, "day 1", terms=Terms(watch=10.0)):
        assert (tmp_path / HOLDER).exists()


def test_watching_a_record_ends_with_the_run(tmp_path: Path) -> None:
    (tmp_path / HOLDER).write_bytes(pretty(_ELSEWHERE))
    began = time.monotonic()
    terms = Terms(wanted=lambda: time.monotonic() < began + 0.2)
    with pytest.raises(Stopped), locked(tmp_path, "day 1", terms=terms):
        pass
    assert time.monotonic() - began < 2.0
