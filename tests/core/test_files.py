"""Files: whole or not at all, known again without being read."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.files import (
    FileStamp,
    file_digest,
    remembered_digest,
    sweep,
    temporary,
    write_atomically,
)


def _script(text: str, *arguments: object) -> subprocess.Popen[str]:
    """Another Python process that runs `text`."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(text), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
    )


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_is_written_is_there_and_nothing_else_is(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new" / "a.json", b"1")
    write_atomically(tmp_path / "new" / "a.json", b"22")
    assert (tmp_path / "new" / "a.json").read_bytes() == b"22"
    assert _names(tmp_path / "new") == {"a.json"}


def test_a_writer_that_fails_in_the_middle_leaves_the_old_bytes(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")

    def fail_after_half() -> None:
        with temporary(target) as draft:
            draft.write_bytes(b"half of the n")
            raise RuntimeError("power")

    with pytest.raises(RuntimeError):
        fail_after_half()
    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == {"a.json"}


def test_a_full_disk_is_told_as_one_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"old")
    child = _script(
        """
        import resource, signal, sys
        from pathlib import Path
        from pipeline.errors import DiskFull
        from pipeline.files import write_atomically
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_atomically(Path(sys.argv[1]), bytes(5000))
        except DiskFull as error:
            print(error)
        """,
        tmp_path / "a.json",
    )
    said, _ = child.communicate(timeout=20)
    assert said == f"{tmp_path / 'a.json'}: no space is left to write it; free some and run again\n"
    assert (tmp_path / "a.json").read_bytes() == b"old"
    assert _names(tmp_path) == {"a.json"}


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("not a folder")
    with pytest.raises(StoreError, match="outputs"):
        write_atomically(tmp_path / "outputs" / "a.json", b"1")


def test_a_sweep_takes_temporaries_and_leaves_the_rest(tmp_path: Path) -> None:
    deep = tmp_path / "below"
    deep.mkdir()
    for path in (tmp_path / ".a.json.0a1b.tmp", deep / ".b.0a1b.tmp", tmp_path / "kept.tmp"):
        path.write_bytes(b"")
    (tmp_path / "a.json").write_bytes(b"1")
    sweep(tmp_path, deep=False)
    assert _names(tmp_path) == {"below", "a.json", "kept.tmp"}
    assert _names(deep) == {".b.0a1b.tmp"}
    sweep(tmp_path, deep=True)
    assert _names(deep) == set()
    sweep(tmp_path / "nowhere", deep=True)


def test_a_digest_is_remembered_while_the_file_stays_as_it_is(tmp_path: Path) -> None:
    media, memory = tmp_path / "a.mp4", tmp_path / "memory.json"
    media.write_bytes(b"sound")
    first = remembered_digest(media, memory)
    assert first == file_digest(media)
    noted = memory.read_bytes()
    forged = noted.replace(first.encode(), b"0" * 64)
    memory.write_bytes(forged)
    assert remembered_digest(media, memory) == "0" * 64, "it was read again"
    memory.write_bytes(b"{damaged")
    assert remembered_digest(media, memory) == first


def test_a_touched_file_has_the_same_digest_and_a_changed_one_another(tmp_path: Path) -> None:
    media, memory = tmp_path / "a.mp4", tmp_path / "memory.json"
    media.write_bytes(b"sound")
    first = remembered_digest(media, memory)
    later = time.time_ns() + 5_000_000_000
    os.utime(media, ns=(later, later))
    assert remembered_digest(media, memory) == first
    media.write_bytes(b"Sound")
    os.utime(media, ns=(later + 1, later + 1))
    assert remembered_digest(media, memory) == file_digest(media) != first


def test_a_link_is_known_by_what_it_points_to(tmp_path: Path) -> None:
    media = tmp_path / "a.mp4"
    media.write_bytes(b"sound")
    (tmp_path / "link.mp4").symlink_to(media)
    stamp = FileStamp.of(tmp_path, "link.mp4")
    assert (stamp.size_bytes, stamp.inode) == (5, media.stat().st_ino)


def test_a_file_named_in_another_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    media = tmp_path / os.fsdecode(b"pocz\xb1tek.mp4")
    media.write_bytes(b"sound")
    assert remembered_digest(media, tmp_path / "memory.json") == file_digest(media)
