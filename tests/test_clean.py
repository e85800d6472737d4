"""What is of no use any more is told, and removed when asked; nothing else ever is."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import Recording, Transcript
from pipeline.canonical import pretty
from pipeline.catalogue import Catalogue
from pipeline.config import Workspace
from pipeline.files import file_digest
from pipeline.holders import HOLDER, Holder
from pipeline.locks import locked
from pipeline.making import Bench, Making, Owner
from pipeline.owners import owners_of
from pipeline.pool import Pool
from pipeline.seminar import read_seminar
from pipeline.stage import Model, VoiceModel
from pipeline.stages import download, transcribe
from pipeline.store import Attached, Failure, Folder, Provenance
from tests.demo import lend_models, stenogram

pytestmark = pytest.mark.slow
_OLD = Provenance("translate", 1, {}, "", "inputs", "recipe")
_WORDS = Transcript("pl", 1.0, (), ())


def _workspace(root: Path) -> Path:
    """A seminar with a recording that is made as far as its words; its owner's folder."""
    seminar = root / "seminars" / "rada"
    seminar.mkdir(parents=True)
    (seminar / "a.mp4").write_bytes(b"sound")
    (seminar / "seminar.toml").write_text(
        'title = "Rada"\n[[recordings]]\nid = "a"\nfile = "a.mp4"\n'
    )
    (root / "stenogram.toml").touch()
    lend_models(root)
    owner, bench = _owner(root)
    folder = owner.folder.path
    folder.mkdir(parents=True)
    (folder / "media.mp4").symlink_to(seminar / "a.mp4")
    sha256 = file_digest(folder / "media.mp4")
    media = Recording("rada/recordings/a/media.mp4", sha256, 5, 1.0, None, has_picture=False)
    making = Making(download.RECORDING, owner, bench)
    attached = [Attached.of(folder, "media.mp4", sha256)]
    owner.folder.write(media, making.provenance(), attached)
    made = making.present()
    assert made is not None
    owner.made[Recording] = made
    owner.folder.write(_WORDS, Making(transcribe.STAGE, owner, bench).provenance())
    return folder


def _owner(root: Path) -> tuple[Owner, Bench]:
    workspace = Workspace(root)
    catalogue = Catalogue(workspace.models)
    models = {
        Model: catalogue.model(catalogue.choose("auto")),
        VoiceModel: catalogue.voices(),
    }
    seminar = owners_of(read_seminar(root / "seminars" / "rada"), workspace.outputs)
    bench = Bench(workspace.outputs, workspace.settings(), models, lambda _model: None, Pool(0))
    return seminar.children[0], bench


def _names(root: Path) -> set[str]:
    """All below outputs/, without what a lock leaves."""
    outputs = root / "outputs"
    there = {path.relative_to(outputs).as_posix() for path in outputs.rglob("*")}
    return {name for name in there if not name.endswith(".lock")}


def _clean(root: Path, *arguments: str, code: int = 0) -> dict[str, list[str]]:
    """What a clean tells, as paths below outputs/ by kind."""
    result = stenogram(root, "clean", "--json", *arguments)
    assert result.returncode == code, result.stderr
    kinds = json.loads(result.stdout)["kinds"]
    outputs = root / "outputs"
    return {
        kind["kind"]: [Path(path).relative_to(outputs).as_posix() for path in kind["paths"]]
        for kind in kinds
        if kind["paths"]
    }


def _told_then_gone(root: Path, wanted: dict[str, set[str]], *arguments: str) -> None:
    """Told without being touched; gone with `--yes`, and nothing else with it."""
    before = _names(root)
    assert {kind: {*paths} for kind, paths in _clean(root, *arguments).items()} == wanted
    assert _names(root) == before
    _clean(root, "--yes", *arguments)
    goes = {path for kind, paths in wanted.items() for path in paths if kind != "downloads"}
    gone = before - _names(root)
    assert goes <= gone
    assert all(any(f"{name}/".startswith(f"{each}/") for each in goes) for name in gone)


def test_where_all_is_wanted_nothing_goes(tmp_path: Path) -> None:
    _workspace(tmp_path)
    _told_then_gone(tmp_path, {})
    assert "nothing to remove" in stenogram(tmp_path, "clean").stdout


def test_what_stages_that_are_no_more_left_goes_with_what_belongs_to_it(tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    (folder / "spoken.ogg").write_bytes(b"1" * 5000)
    attached = Attached.of(folder, "spoken.ogg", file_digest(folder / "spoken.ogg"))
    Folder(folder).write(_WORDS, _OLD, [attached])
    Folder(folder).fail("guess", Failure("recipe", "nothing came"))
    (folder / "notatki.txt").write_text("a person's, in the wrong place")
    here = "rada/recordings/a"
    names = ("spoken.ogg", "translate.json", "translate.recipe.json", "guess.failed.json")
    told = stenogram(tmp_path, "clean").stdout
    assert "superseded" in told
    assert "4 files, 0.0 MB; to remove it: stenogram clean --yes" in told
    _told_then_gone(tmp_path, {"superseded": {f"{here}/{name}" for name in names}})


def test_files_that_no_artefact_names_go_and_what_may_be_a_download_stays(tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    (folder / "media.webm").write_bytes(b"from the web")
    (folder / "media.mkv").symlink_to(tmp_path / "elsewhere.mkv")
    (folder / "slides").mkdir()
    (folder / "slides" / "1.webp").touch()
    here = "rada/recordings/a"
    goes = {f"{here}/{name}" for name in ("media.mkv", "slides")}
    wanted = {"superseded": goes, "downloads": {f"{here}/media.webm"}}
    _told_then_gone(tmp_path, wanted)
    assert (folder / "media.webm").exists()
    assert (folder / "media.mp4").exists()


def test_scratch_goes_when_its_artefact_is_made_or_wanted_otherwise(tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    here = "rada/recordings/a"
    for work in ("transcribe.work", "download.work"):
        (folder / work / "0123").mkdir(parents=True)
        (folder / work / "0123" / "sound.s16").write_bytes(bytes(1000))
    wanted = {"scratch": {f"{here}/transcribe.work"}, "staging": {f"{here}/download.work"}}
    _told_then_gone(tmp_path, wanted)
    settings = "[transcribe]\nbeam_size = 4\n"
    (tmp_path / "stenogram.toml").write_text(settings)
    owner, bench = _owner(tmp_path)
    made = Making(download.RECORDING, owner, bench).present()
    assert made is not None
    owner.made[Recording] = made
    key = Making(transcribe.STAGE, owner, bench).provenance().recipe[:16]
    for name in (key, "0123"):
        (folder / "transcribe.work" / name).mkdir(parents=True)
        (folder / "transcribe.work" / name / "part-0000.json").touch()
    _told_then_gone(tmp_path, {"scratch": {f"{here}/transcribe.work/0123"}})
    assert (folder / "transcribe.work" / key / "part-0000.json").exists(), "a run goes on from it"
    (folder / "download.json").unlink()
    (folder / "transcribe.work" / "0123").mkdir()
    _told_then_gone(tmp_path, {})  # which words will be wanted is not known now


def test_temporaries_and_records_of_the_dead_go(tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    (folder / ".transcribe.json.0a1b.tmp").touch()
    (folder / HOLDER).write_bytes(pretty(replace(Holder.this(), pid=4_000_000)))
    here = "rada/recordings/a"
    names = {f"{here}/.transcribe.json.0a1b.tmp", f"{here}/{HOLDER}"}
    _told_then_gone(tmp_path, {"temporaries": names})


@pytest.mark.parametrize("whose", ["recording", "seminar"])
def test_what_is_not_declared_any_more_goes(whose: str, tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    seminar = tmp_path / "seminars" / "rada"
    other = tmp_path / "seminars" / "inne"
    other.mkdir()
    (other / "seminar.toml").write_text('title = "Inne"\n')
    (tmp_path / "outputs" / "rada" / "seminar.toml").touch()
    if whose == "seminar":
        shutil.rmtree(seminar)
    else:
        (seminar / "seminar.toml").write_text('title = "Rada"\n')
    told = _clean(tmp_path)["undeclared"]
    assert "rada/recordings/a/transcribe.json" in told
    assert ("rada/seminar.toml" in told) == (whose == "seminar")
    _clean(tmp_path, "--yes")
    assert not folder.exists()
    assert (tmp_path / "outputs" / "rada").exists() == (whose == "recording")


def _copied(folder: Path) -> None:
    """The recording is a copy of a person's file."""
    (folder / "media.mp4").unlink()
    (folder / "media.mp4").write_bytes(b"sound")


def _downloaded(folder: Path) -> None:
    """The recording came from the web."""
    _copied(folder)
    (folder / "source.json").unlink()


@pytest.mark.parametrize("came", [_downloaded, _copied])
def test_a_download_or_copy_stays_with_all_that_makes_it_known_again(
    came: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = _workspace(tmp_path)
    came(folder)
    declared = tmp_path / "seminars" / "rada" / "seminar.toml"
    declared.write_text('title = "Rada"\n')
    result = stenogram(tmp_path, "clean", "--yes")
    assert "kept: downloaded or copied for recordings" in result.stdout
    assert "rada/a: 3 files" in result.stdout
    left = {path.name for path in folder.iterdir()}
    assert left - {".lock"} == {"media.mp4", "download.json", "download.recipe.json"}
    assert Folder(folder).sidecar("download") is not None
    _clean(tmp_path, "--yes", "--downloads")
    assert not folder.exists()


def test_a_file_with_another_name_frees_nothing(tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    _downloaded(folder)
    (tmp_path / "seminars" / "rada" / "seminar.toml").write_text('title = "Rada"\n')
    site = tmp_path / "outputs" / "site" / "rada"
    site.mkdir(parents=True)
    os.link(folder / "media.mp4", site / "a.mp4")

    def freed() -> int:
        told = json.loads(stenogram(tmp_path, "clean", "--downloads", "--json").stdout)
        rows = {row["kind"]: row["freed_bytes"] for row in told["kinds"]}
        return int(rows["downloads"])

    names = ("download.json", "download.recipe.json")
    assert freed() == sum((folder / name).stat().st_size for name in names)
    (site / "a.mp4").unlink()
    assert freed() == sum((folder / name).stat().st_size for name in (*names, "media.mp4"))


def _unreadable(root: Path) -> None:
    (root / "seminars" / "rada" / "seminar.toml").write_text("titel = 1\n")


def _undeclared(root: Path) -> None:
    (root / "seminars" / "rada" / "seminar.toml").unlink()


@pytest.mark.parametrize("fault", [_unreadable, _undeclared])
def test_a_seminar_that_cannot_be_read_is_left_and_told(
    fault: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = _workspace(tmp_path)
    other = tmp_path / "seminars" / "inne"
    other.mkdir()
    (other / "seminar.toml").write_text('title = "Inne"\n')
    (folder / ".a.tmp").touch()
    fault(tmp_path)
    before = _names(tmp_path)
    result = stenogram(tmp_path, "clean", "--yes")
    assert result.returncode == 0
    assert result.stderr.startswith("stenogram: rada: its ")
    assert _names(tmp_path) == before


def test_where_no_seminar_is_left_at_all_nothing_goes(tmp_path: Path) -> None:
    _workspace(tmp_path)
    shutil.rmtree(tmp_path / "seminars" / "rada")
    before = _names(tmp_path)
    result = stenogram(tmp_path, "clean", "--yes", "--downloads")
    assert result.returncode == 2
    assert "put the seminars back" in result.stderr
    assert _names(tmp_path) == before


def test_links_out_of_outputs_are_not_followed(tmp_path: Path) -> None:
    folder = _workspace(tmp_path / "here")
    far = tmp_path / "far"
    shutil.copytree(folder, far / "b", symlinks=True)
    shutil.copytree(folder, far / "c" / "recordings" / "a", symlinks=True)
    (folder.parent / "b").symlink_to(far / "b")
    (tmp_path / "here" / "outputs" / "dawne").symlink_to(far / "c")
    (folder / "transcribe.work").symlink_to(far / "b")
    before = {path: path.lstat().st_mtime_ns for path in far.rglob("*")}
    _clean(tmp_path / "here", "--yes", "--downloads")
    assert {path: path.lstat().st_mtime_ns for path in far.rglob("*")} == before
    assert not (folder / "transcribe.work").is_symlink(), "the link itself is ours"


def test_what_lies_in_outputs_itself_stays(tmp_path: Path) -> None:
    _workspace(tmp_path)
    outputs = tmp_path / "outputs"
    for name in (".workspace", ".site-wanted", "site.jsonl", ".x.tmp", "site/a.html", ".search/a"):
        (outputs / name).parent.mkdir(exist_ok=True)
        (outputs / name).touch()
    _told_then_gone(tmp_path, {})


def test_what_another_run_holds_is_left_and_told(tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    (folder / ".a.tmp").touch()
    for held in (folder, tmp_path / "outputs" / "rada"):
        with locked(held, "a test"):
            result = stenogram(tmp_path, "clean", "--yes")
        assert result.returncode == 75
        assert f"another run is working on it (process {os.getpid()} on " in result.stderr
        assert (folder / ".a.tmp").exists()


def test_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    _workspace(tmp_path)
    result = stenogram(tmp_path, "clean", "narada")
    assert result.returncode == 2
    assert "narada: no seminar has this name; there are: rada" in result.stderr


@pytest.mark.slow
def test_after_a_clean_a_run_has_nothing_to_do(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))
    assert "nothing to do" in stenogram(root, "run").stdout
    outputs = root / "outputs"
    site = {path: path.read_bytes() for path in (outputs / "site").rglob("*") if path.is_file()}
    shutil.copytree(outputs / "minuta", outputs / "dawne", symlinks=True)
    owner = outputs / "minuta" / "recordings" / "minuta"
    (owner / "transcribe.work" / "0123").mkdir(parents=True)
    (owner / ".a.tmp").touch()
    assert stenogram(root, "clean", "--yes", "--downloads").returncode == 0
    assert not (outputs / "dawne").exists()
    assert "nothing to remove" in stenogram(root, "clean").stdout
    assert "nothing to do" in stenogram(root, "run").stdout
    after = {path: path.read_bytes() for path in (outputs / "site").rglob("*") if path.is_file()}
    assert after == site
