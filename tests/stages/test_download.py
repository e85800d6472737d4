"""Recordings and decks of a person's own: whole, and never altered."""

from pathlib import Path

import pytest

from pipeline.canonical import digest
from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.files import file_digest
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.recording import download_recording
from tests.stages.lending import LentWork
from tests.stages.media import Sound, make


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("media") / "a.mp4", Sound(3.0, picture=True))


@pytest.mark.parametrize("local", ["link", "copy"])
def test_a_persons_file_is_never_altered(local: str, media: Path, tmp_path: Path) -> None:
    file = tmp_path / "Zapis z sali.MP4"
    file.write_bytes(media.read_bytes())
    file.chmod(0o444)
    before = file.stat()
    work = LentWork(tmp_path)
    (work.folder / "media.webm").write_bytes(b"of an earlier source")
    options = DownloadOptions(local="link" if local == "link" else "copy")
    recording = download_recording(Source("", file_digest(file), str(file)), options, work)
    placed = work.outputs / recording.media
    assert recording.media == "s/recordings/r/media.mp4"
    assert placed.is_symlink() == (local == "link")
    assert placed.read_bytes() == media.read_bytes()
    assert (before.st_mtime_ns, before.st_ino) == (file.stat().st_mtime_ns, file.stat().st_ino)
    assert not (work.folder / "media.webm").exists()
    again = download_recording(Source("", file_digest(file), str(file)), options, work)
    assert again == recording


def test_an_ending_is_letters_and_digits(tmp_path: Path, media: Path) -> None:
    for number, ending in enumerate([".mp4?x=<b>", "", ".%2e%2e", ".MP4" * 9]):
        file = tmp_path / f"a{number}{ending}"
        file.write_bytes(media.read_bytes())
        work = LentWork(tmp_path / str(number))
        source = Source("", file_digest(file), str(file))
        name = Path(download_recording(source, DownloadOptions(), work).media).name
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.")
        assert len(name) <= 15


def test_a_file_that_changes_while_it_is_copied_is_told(tmp_path: Path, media: Path) -> None:
    work = LentWork(tmp_path)
    with pytest.raises(SourceError, match="changed while it was copied; run again"):
        download_recording(Source("", "0" * 64, str(media)), DownloadOptions(local="copy"), work)


def test_limits_and_manners_do_not_make_a_recording_be_fetched_anew() -> None:
    other = DownloadOptions(
        max_gib=1.0,
        max_hours=1.0,
        allow_private=True,
        cookies="c.txt",
        rate_limit=5.0,
        pause=9.0,
        notice_changes=True,
    )
    assert digest(other) == digest(DownloadOptions())
    assert digest(DownloadOptions(max_height=0)) != digest(DownloadOptions())
