"""A file that changes at its source is noticed, where a person wants it, and told."""

from pathlib import Path

import pytest

from pipeline.stages.download.direct import Fetched
from pipeline.stages.download.fetching import origin_file
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.origin import ORIGIN, Origin, changed_at_source
from pipeline.stages.download.web import fetch_media
from tests.demo import stenogram, workspace
from tests.stages.downloading import HERE, quick
from tests.stages.media import Sound, make
from tests.stages.web_server import Answer, Web, serving

_URL = "http://miasta.pl/a.mp4"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Origin(_URL, '"1"'), Origin(_URL, '"2"')),
        (Origin(_URL, '"1"', "a", 5), Origin(_URL, 'W/"2"', "a", 5)),
        (Origin(_URL, "", "Thu", 5), Origin(_URL, "", "Fri", 5)),
        (Origin(_URL, "", "", 5), Origin(_URL, "", "", 6)),
        (Origin(_URL, '"1"', "", 5), Origin(_URL, "", "", 6)),
    ],
)
def test_other_bytes_are_told_apart(before: Origin, after: Origin) -> None:
    assert before.differs(after)
    assert after.differs(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Origin(_URL), Origin(_URL, '"2"', "Fri", 6)),
        (Origin(_URL, '"1"', "Thu"), Origin(_URL, 'W/"1"', "Fri")),  # from another of its servers
        (Origin(_URL, '"1"', "", 5), Origin(_URL, "", "Fri", 5)),
    ],
)
def test_what_may_be_the_same_bytes_is_not_told_apart(before: Origin, after: Origin) -> None:
    assert not before.differs(after)
    assert not after.differs(before)


def _fetched(web: Web, folder: Path, waited: list[float]) -> Fetched:
    fetched = fetch_media(f"{web.url}/a.mp4", folder, HERE, quick(waited))
    origin_file(fetched.file).replace(folder / ORIGIN)
    return fetched


def test_a_changed_file_is_told_and_not_fetched(tmp_path: Path) -> None:
    waited: list[float] = []
    with serving({"/a.mp4": Answer(bytes(5000))}) as web:
        _fetched(web, tmp_path, waited)
        assert changed_at_source(tmp_path, HERE) == ""
        web.answers["/a.mp4"] = Answer(bytes(6000), etag='"two"')
        web.asked.clear()
        told = changed_at_source(tmp_path, HERE)
        assert [(each.method, each.sent) for each in web.asked] == [("HEAD", 0)]
    assert told.startswith(f"{web.url}/a.mp4: has changed at its source since it was downloaded")
    assert "(5000 bytes, now 6000); to take it anew, delete " in told


@pytest.mark.parametrize("answer", [Answer(status=404), Answer(status=503), Answer(status=405)])
def test_a_source_that_says_nothing_is_no_matter(answer: Answer, tmp_path: Path) -> None:
    with serving({"/a.mp4": Answer(bytes(5000))}) as web:
        _fetched(web, tmp_path, [])
        web.answers["/a.mp4"] = answer
        assert changed_at_source(tmp_path, HERE) == ""
    assert changed_at_source(tmp_path, HERE) == ""  # nor one that is gone
    assert (
        changed_at_source(tmp_path, DownloadOptions(pause=0.0)) == ""
    )  # nor one that may not be asked
    assert changed_at_source(tmp_path / "none", HERE) == ""


@pytest.mark.slow
def test_a_run_tells_of_a_change_when_asked_and_else_touches_no_network(tmp_path: Path) -> None:
    here = "[download]\nallow_private = true\npause = 0.0\n"
    root = workspace(tmp_path, here)
    declared = root / "seminars" / "minuta" / "seminar.toml"
    film = make(tmp_path / "a.mp4", Sound(2.0)).read_bytes()
    with serving({"/a.mp4": Answer(film)}) as web:
        text = declared.read_text(encoding="utf-8")
        text = text.replace('file = "media/minuta.mp4"', f'url = "{web.url}/a.mp4"')
        declared.write_text(text, encoding="utf-8")
        first = stenogram(root, "run")
        assert first.returncode == 0, first.stderr
        web.answers["/a.mp4"] = Answer(film, etag='"two"')
        web.asked.clear()
        again = stenogram(root, "run")
        assert "nothing to do" in again.stdout
        assert web.asked == []
        (root / "stenogram.toml").write_text(f"{here}notice_changes = true\n", encoding="utf-8")
        asked = stenogram(root, "run")
        assert "nothing to do" in asked.stdout
        assert "minuta/minuta: download: " in asked.stderr
        assert "has changed at its source since it was downloaded" in asked.stderr
        assert [each.method for each in web.asked] == ["HEAD"]
