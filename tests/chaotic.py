"""A workspace of ten short recordings, and what can go wrong with it."""

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.demo import COMMAND, DEMO, cut, lend_models

SETTINGS = "[run]\njobs = 2\n[transcribe]\npart_length = 20\nbeam_size = 1\n"
FULL = "no space is left to write it"
_DAYS = [DEMO / "media" / name for name in ("dzien-1.mp4", "dzien-2.mp4")]
_PIECES = {
    "pierwsze": [(0, 0.0, 40.0), (0, 40.0, 8.0)],
    "drugie": [(0, 51.2, 7.0), (1, 0.0, 9.0)],
    "trzecie": [(1, 14.0, 6.0), (0, 102.2, 8.0), (1, 24.0, 10.0)],
    "czwarte": [(1, 54.0, 38.0), (0, 130.6, 6.0), (1, 103.6, 7.0)],
}
"""Day, start and seconds of each recording."""
_NOTES = {".lock", "log.jsonl", "source.json", "site.jsonl"}


def ten_recordings(root: Path) -> Path:
    """Four seminars with ten recordings and a deck; two are long enough for several parts."""
    for number, (name, pieces) in enumerate(_PIECES.items()):
        seminar = root / "seminars" / name
        declared = [f'title = "Seminarium {name}"', f"dates = [2020-04-{23 - number}]"]
        for day, start, seconds in pieces:
            piece = f"nagranie-{start:.0f}"
            cut(_DAYS[day], seminar / f"{piece}.mp4", seconds, start)
            state = "draft" if seconds == 6.0 else "public"
            declared += ["[[recordings]]", f'id = "{piece}"', f'file = "{piece}.mp4"']
            declared += [f'title = "Od {start:.0f}"', f'state = "{state}"']
        if not number:
            slides = DEMO / "slides" / "prezentacja_poltax_zus_23-04-2020.pdf"
            shutil.copy(slides, seminar / "dane.pdf")
            declared += ["[[decks]]", 'id = "dane"', 'file = "dane.pdf"']
        (seminar / "seminar.toml").write_text("\n".join(declared) + "\n", encoding="utf-8")
    (root / "stenogram.toml").write_text(SETTINGS, encoding="utf-8")
    lend_models(root)
    return root


def left(root: Path) -> dict[str, bytes]:
    """What a run is to leave: artefacts, what is attached to them, and the site."""
    outputs = root / "outputs"
    return {
        path.relative_to(outputs).as_posix(): path.read_bytes()
        for path in outputs.rglob("*")
        if path.is_file() and not _is_note(path.relative_to(outputs))
    }


def _is_note(name: Path) -> bool:
    """Whether a file tells how files look, or what happened: another run writes another."""
    is_note = name.parts[0] == ".search" or name.name in _NOTES
    return is_note or name.name.endswith((".recipe.json", ".memory.json"))


def temporaries(root: Path) -> list[Path]:
    """What no run leaves behind."""
    patterns = ("*.tmp", "*.work", ".holder", ".site-wanted")
    return [path for pattern in patterns for path in (root / "outputs").rglob(pattern)]


@dataclass
class Chaos:
    """A workspace in which things go wrong, and what may be done again because of that."""

    root: Path
    chance: random.Random
    duration: float
    """Seconds of an undisturbed run."""
    told: list[str] = field(default_factory=list)
    """What went wrong so far."""
    again: Counter[str] = field(default_factory=Counter)
    """How often the words of an owner, or a part of them (`owner part`), were destroyed."""
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)
    """Finished parts, each with what changes when it is written again."""
    _is_done: bool = False

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    def parts_are_kept(self) -> None:
        """No part that was finished has been done again."""
        now = {}
        for path in self.outputs.glob("*/recordings/*/transcribe.work/*/part-*.json"):
            with contextlib.suppress(FileNotFoundError):  # the run is through with them all
                status = path.stat()
                now[path] = (status.st_ino, status.st_mtime_ns)
        for path in now.keys() & self._seen.keys():
            assert now[path] == self._seen[path], f"{path}: done again, after {self.told}"
        self._seen.update(now)

    def destroyed(self, path: Path) -> None:
        """Note that a file was lost, or is no longer believed."""
        owner = self.owner_of(path)
        self._is_done = False
        if path.name in {"transcribe.json", "transcribe.recipe.json"}:
            self.again[owner] += 1
            self._seen = {part: mark for part, mark in self._seen.items() if owner not in str(part)}
        elif path.name.startswith("part-"):
            self.again[f"{owner} {int(path.stem.removeprefix('part-'))}"] += 1
            self._seen.pop(path, None)

    def owner_of(self, path: Path) -> str:
        """The recording that a file belongs to, as `seminar/recordings/recording/`."""
        return "/".join([*path.relative_to(self.outputs).parts[:3], ""])

    def run(
        self,
        until: float = float("inf"),
        strike: Callable[[subprocess.Popen[bytes]], None] = lambda _run: None,
        prepare: Callable[[], None] | None = None,
    ) -> tuple[int, str]:
        """A run, struck after `until` seconds if it has not ended; its code, and what it said."""
        if self._is_done:
            self._unmake()
        with subprocess.Popen(
            [*COMMAND, "run"],
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509 - no thread is started here
        ) as process:
            assert process.stderr is not None
            os.set_blocking(process.stderr.fileno(), False)
            said, began, is_struck = b"", time.monotonic(), False
            while process.poll() is None:
                said += process.stderr.read() or b""
                self.parts_are_kept()
                passed = time.monotonic() - began
                assert passed < 300, f"it does not end, after {self.told}: {said!r}"
                if passed >= until and not is_struck:
                    strike(process)
                    is_struck = True
                time.sleep(0.05)
            said += process.stderr.read() or b""
        time.sleep(0.3)  # the children of one that was killed see to themselves
        self.parts_are_kept()
        self._is_done = process.returncode == 0
        return process.returncode, said.decode()

    def _unmake(self) -> None:
        """Take words away, so that a run has something to do."""
        words = sorted(self.outputs.glob("*/recordings/*/transcribe.json"))
        for path in self.chance.sample(words, 3):
            path.unlink()
            self.destroyed(path)

    def moment(self) -> float:
        """A time at which a run is likely to be at work."""
        return self.chance.uniform(0.04, 0.5) * self.duration


def kill_parent(chaos: Chaos) -> None:
    """The process that leads the run is killed; its children see to themselves."""
    _killed(chaos, subprocess.Popen.kill)


def kill_all(chaos: Chaos) -> None:
    """All its processes are killed: a power cut."""
    _killed(chaos, lambda run: os.killpg(run.pid, signal.SIGKILL))


def _killed(chaos: Chaos, strike: Callable[[subprocess.Popen[bytes]], None]) -> None:
    code, said = chaos.run(chaos.moment(), strike)
    assert code in {0, -signal.SIGKILL}, f"{chaos.told}: {said}"


def kill_child(chaos: Chaos) -> None:
    """One of its children is killed: it goes on without being run again."""

    def strike(run: subprocess.Popen[bytes]) -> None:
        children = [*_children(run.pid)]
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chaos.chance.choice(children), signal.SIGKILL)

    code, said = chaos.run(chaos.moment(), strike)
    assert code == 0, f"{chaos.told}: {said}"


def _children(parent: int) -> Iterator[int]:
    """The processes below one, by /proc."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = path.read_bytes().rpartition(b")")[2].split()
            if int(told[1]) == parent:
                yield int(path.parent.name)
                yield from _children(int(path.parent.name))


def small_files(chaos: Chaos) -> None:
    """No file may grow beyond a size."""
    most = round(10 ** chaos.chance.uniform(2.5, 5.5))

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    code, said = chaos.run(prepare=limit)
    assert code == 0 or (code == 1 and FULL in said), f"{chaos.told}, {most} bytes: {said}"


def full_disk(chaos: Chaos) -> None:
    """The disk has little space left, and none in the end."""
    status = os.statvfs(chaos.outputs)
    used = (status.f_blocks - status.f_bfree) * status.f_frsize
    resize(chaos.outputs, used + round(2 ** chaos.chance.uniform(0.0, 9.0)) * 1024)
    try:
        code, said = chaos.run()
    finally:
        resize(chaos.outputs)
    assert code == 0 or (code == 1 and FULL in said), f"{chaos.told}: {said}"


def resize(mounted: Path, size_bytes: int = 256 << 20) -> None:
    """Give a file system in memory another size."""
    options = f"remount,size={size_bytes}"
    subprocess.run(["/usr/bin/env", "mount", "-o", options, str(mounted)], check=True)


def flip_byte(chaos: Chaos) -> None:
    """A byte of a file is another."""
    originals = {path.stat().st_ino for path in (chaos.root / "seminars").rglob("*")}
    files = [
        path
        for path in _files(chaos)
        if not any(part.endswith(".work") or part == ".search" for part in path.parts)
        and path.name not in _NOTES
        and not path.name.endswith((".recipe.json", ".failed.json", ".tmp", ".holder"))
        and not path.is_symlink()
        and path.stat().st_size
        and path.stat().st_ino not in originals  # a link to what a person has
    ]
    if files:
        path = chaos.chance.choice(files)
        with path.open("r+b") as file:
            at = chaos.chance.randrange(path.stat().st_size)
            file.seek(at)
            byte = file.read(1)[0] ^ (1 << chaos.chance.randrange(8))
            file.seek(at)
            file.write(bytes([byte]))
        chaos.told[-1] += f" {path.relative_to(chaos.outputs)}:{at}"
        chaos.destroyed(path)


def remove_file(chaos: Chaos) -> None:
    """A file is gone."""
    files = [path for path in _files(chaos) if path.name != "log.jsonl"]  # by it parts are counted
    if files:
        path = chaos.chance.choice(files)
        path.unlink()
        chaos.told[-1] += f" {path.relative_to(chaos.outputs)}"
        chaos.destroyed(path)


def _files(chaos: Chaos) -> list[Path]:
    found = chaos.outputs.rglob("*")
    return sorted(path for path in found if path.is_file() or path.is_symlink())
