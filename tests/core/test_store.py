"""The store: artefacts come back as they were, and what was touched is no longer believed."""

import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.artefacts import Deck, Programme, Recording, Slide, Transcript, Word
from pipeline.canonical import digest
from pipeline.errors import StoreError
from pipeline.files import file_digest
from pipeline.logs import MOST_BYTES
from pipeline.store import Attached, Failure, Folder, Provenance, Whose
from pipeline.summaries import Summary

MADE_BY = Provenance("download", 1, {"max_height": 480}, "", "inputs", "recipe-1")
DECK = Deck("s/decks/d/deck.pdf", "ab" * 32, 10, (Slide(1, "Dane", "Dane\n2020"),))
_KINDS = (Recording, Deck, Transcript, Programme, Summary)


def _touch(path: Path) -> None:
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 10**9))


@pytest.mark.parametrize("kind", _KINDS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_an_artefact_comes_back_as_it_was(kind: type, data: st.DataObject, tmp_path: Path) -> None:
    st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
    artefact = data.draw(st.from_type(kind))
    folder = Folder(tmp_path)
    sidecar = folder.write(artefact, MADE_BY)
    assert folder.read("download", kind) == artefact
    assert folder.sidecar("download") == sidecar
    assert sidecar.digest == digest(artefact)
    assert (sidecar.recipe, sidecar.inputs) == ("recipe-1", "inputs")


def test_the_file_says_what_made_it(tmp_path: Path) -> None:
    Folder(tmp_path).write(DECK, MADE_BY)
    content = json.loads((tmp_path / "download.json").read_bytes())
    assert {key: content[key] for key in ("stage", "version", "model", "options")} == {
        "stage": "download",
        "version": 1,
        "model": "",
        "options": {"max_height": 480},
    }


def test_the_same_artefact_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Folder(tmp_path / name).write(DECK, MADE_BY)
    first, second = ((tmp_path / name / "download.json").read_bytes() for name in ("a", "b"))
    assert first == second


def _damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _change(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("Dane", "Data"), encoding="utf-8")


@pytest.mark.parametrize("change", [Path.unlink, _damage, _change])
@pytest.mark.parametrize("name", ["download.json", "deck.pdf"])
def test_what_is_gone_or_changed_is_no_longer_believed(
    name: str, change: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = _with_file(tmp_path)
    assert folder.sidecar("download") is not None
    change(tmp_path / name)
    if (tmp_path / name).exists():
        _touch(tmp_path / name)
    assert folder.sidecar("download") is None


def _with_file(path: Path) -> Folder:
    folder = Folder(path)
    path.mkdir(exist_ok=True)
    (path / "deck.pdf").write_text("Dane, Dane and again Dane", encoding="utf-8")
    attached = Attached.of(path, "deck.pdf", file_digest(path / "deck.pdf"))
    folder.write(DECK, MADE_BY, [attached])
    return folder


@pytest.mark.parametrize("name", ["download.json", "deck.pdf"])
def test_what_was_touched_but_is_the_same_is_believed(name: str, tmp_path: Path) -> None:
    folder = _with_file(tmp_path)
    before = folder.sidecar("download")
    _touch(tmp_path / name)
    after = folder.sidecar("download")
    assert before is not None
    assert after is not None
    assert (after.recipe, after.digest) == (before.recipe, before.digest)
    assert folder.sidecar("download") == after, "the new look was not noted"


def test_a_copied_folder_is_as_good_as_the_first(tmp_path: Path) -> None:
    _with_file(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "there", copy_function=shutil.copyfile)
    there = Folder(tmp_path / "there")
    assert there.sidecar("download") is not None
    assert there.read("download", Deck) == DECK


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b"null", b'{"artefact": 5}', b"\xff\xfe"])
def test_a_damaged_artefact_is_told_and_what_to_do_with_it(written: bytes, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(DECK, MADE_BY)
    (tmp_path / "download.json").write_bytes(written)
    assert folder.sidecar("download") is None
    with pytest.raises(StoreError, match=r"download\.json: damaged; delete it and run again"):
        folder.read("download", Deck)


@pytest.mark.parametrize("written", [b"", b"{}", b"[1]", b'{"recipe": 5}'])
def test_a_damaged_sidecar_is_no_sidecar(written: bytes, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(DECK, MADE_BY)
    (tmp_path / "download.recipe.json").write_bytes(written)
    assert folder.sidecar("download") is None
    assert folder.read("download", Deck) == DECK


def test_what_was_never_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"transcribe\.json: No such file"):
        Folder(tmp_path).read("transcribe", Transcript)


def test_an_artefact_of_another_kind_is_damage(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(Word(0.0, 1.0, "tak", 0.9), MADE_BY)
    with pytest.raises(StoreError, match="damaged"):
        folder.read("download", Transcript)


def test_a_failure_is_recorded_and_cleared_on_success(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(DECK, MADE_BY)
    folder.fail("download", Failure("recipe-2", "nie ma pliku"))
    assert folder.failure("download") == Failure("recipe-2", "nie ma pliku")
    assert folder.sidecar("download") is not None, "the older artefact stays"
    folder.write(DECK, MADE_BY)
    assert folder.failure("download") is None


def test_a_stop_between_artefact_and_sidecar_costs_only_the_work(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(DECK, MADE_BY)
    (tmp_path / "download.recipe.json").unlink()
    assert folder.sidecar("download") is None
    folder.write(DECK, MADE_BY)
    assert folder.sidecar("download") is not None


def test_scratch_is_kept_for_its_recipe_and_removed_with_another(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    first = folder.scratch("transcribe", "a" * 64)
    (first / "part-0000.json").write_bytes(b"{}")
    assert folder.scratch("transcribe", "a" * 64) == first
    assert (first / "part-0000.json").exists()
    assert not folder.is_tidy()
    second = folder.scratch("transcribe", "b" * 64)
    assert not first.exists()
    assert list(second.iterdir()) == []
    folder.remove_scratch("transcribe")
    folder.remove_scratch("transcribe")
    assert folder.is_tidy()


def test_a_folder_with_a_temporary_is_not_tidy_and_one_that_is_not_there_is(tmp_path: Path) -> None:
    assert Folder(tmp_path / "none").is_tidy()
    (tmp_path / ".a.json.00.tmp").touch()
    assert not Folder(tmp_path).is_tidy()


def test_the_log_has_a_line_an_event_and_says_whose_it_is(tmp_path: Path) -> None:
    folder = Folder(tmp_path, Whose("rada", recording="dzien-1"))
    folder.log(stage="download", event="made", seconds=1.5)
    folder.log(stage="download", event="failed", message="zażółć\nnowy wiersz")
    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events] == ["made", "failed"]
    assert all({"at", "host"} <= set(event) for event in events)
    assert {(event["seminar"], event["recording"]) for event in events} == {("rada", "dzien-1")}
    assert not any("deck" in event for event in events)


def test_the_log_loses_its_older_half_when_it_grows_too_large(tmp_path: Path) -> None:
    folder = Folder(tmp_path, Whose("rada"))
    path = tmp_path / "log.jsonl"

    def write(worker: int) -> None:
        for number in range(1000):
            folder.log(stage="transcribe", event="part", part=number, worker=worker, text="ż" * 99)

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert MOST_BYTES // 4 < path.stat().st_size <= MOST_BYTES
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for worker in range(4):
        parts = [event["part"] for event in events if event["worker"] == worker]
        assert parts == [*range(1000 - len(parts), 1000)], "lines are lost or out of order"
    assert {file.name for file in tmp_path.iterdir()} == {"log.jsonl"}


def test_half_a_line_that_a_power_cut_left_is_dropped(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.log(stage="download", event="began")
    with (tmp_path / "log.jsonl").open("ab") as file:
        file.write(b'{"at": "20')
    folder.log(stage="download", event="made")
    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["began", "made"]


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    Folder(tmp_path / "gone").log(stage="download", event="made")
    (tmp_path / "log.jsonl").mkdir()
    Folder(tmp_path).log(stage="download", event="made")


def test_a_clock_that_jumps_back_changes_nothing(tmp_path: Path) -> None:
    folder = _with_file(tmp_path)
    folder.log(stage="download", event="made", seconds=1.0)
    before = folder.sidecar("download")
    assert before is not None
    later = 4_000_000_000  # then it is 2096, and when that is over it is not
    for path in tmp_path.iterdir():
        os.utime(path, (later, later))
    log = tmp_path / "log.jsonl"
    log.write_text(log.read_text().replace('"at": "20', '"at": "29'))
    seen = folder.sidecar("download")
    assert seen is not None
    assert (seen.recipe, seen.digest, seen.file) == (before.recipe, before.digest, before.file)
    folder.renew("download")
    assert folder.looked("download") == (seen, False)
    _change(tmp_path / "download.json")
    assert folder.sidecar("download") is None, "the change is older than what was seen"
    folder.write(DECK, MADE_BY)
    folder.log(stage="download", event="made", seconds=1.0)
    assert folder.sidecar("download") is not None
    assert len(log.read_text().splitlines()) == 2


@pytest.mark.parametrize("byte", [b" ", b"1", b"7"])
def test_every_byte_of_an_artefact_counts(byte: bytes, tmp_path: Path) -> None:
    folder = _with_file(tmp_path)
    path = tmp_path / "download.json"
    data = path.read_bytes()
    for changed in (data + b"\n", data.replace(b'"version": 1', b'"version": ' + byte + b"2")):
        path.write_bytes(changed)
        _touch(path)
        assert folder.sidecar("download") is None
    path.write_bytes(data)
    assert folder.sidecar("download") is not None


def test_a_sidecar_of_old_is_believed_as_before(tmp_path: Path) -> None:
    folder = _with_file(tmp_path)
    path = tmp_path / "download.recipe.json"
    told = json.loads(path.read_bytes())
    del told["file"]
    path.write_text(json.dumps(told), encoding="utf-8")
    _touch(tmp_path / "download.json")
    seen = folder.sidecar("download")
    assert seen is not None
    assert folder.looked("download") == (seen, True)
    folder.renew("download")
    assert folder.looked("download") == (seen, False)
    _change(tmp_path / "download.json")
    _touch(tmp_path / "download.json")
    assert folder.sidecar("download") is None
