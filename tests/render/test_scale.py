"""Many seminars: made in several processes, known again at once, one more costs one more."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.stages.render import RenderOptions, SeminarEntry, SeminarView, render_site
from pipeline.stages.render import manifest as manifests
from pipeline.stages.render.pages import digest_of_pages, site_folders
from pipeline.stages.render.seminar_files import Bench, Made, make_seminar
from pipeline.stages.render.theme import Look
from pipeline.stages.render.together import Job, make_seminars
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar

OPTIONS = RenderOptions(address="https://seminaria.example.pl/", jobs=2)


def _views(outputs: Path, count: int) -> list[SeminarView]:
    views = []
    for number in range(count):
        day = date(2015 + number % 5, 1, 1 + number % 28)
        one = recording("dzien-1")
        view = seminar(f"s{number}", recordings=[replace(one, info=replace(one.info, date=day))])
        place = f"s{number}.mp4"
        shown = replace(view.recordings[0].recording, media=place)
        view = replace(
            view,
            info=replace(view.info, dates=(day,), organiser=f"Miasto {number % 3}"),
            recordings=(replace(view.recordings[0], recording=shown),),
            decks=(),
        )
        lay_media(outputs, view)
        views.append(view)
    return views


def _bench(outputs: Path) -> Bench:
    folders = site_folders(TEMPLATES)
    state = digest_of_pages(folders)
    site = outputs / "site"
    return Bench(outputs, site, "public", OPTIONS, folders, state, Look(), word=False)


def _jobs(entries: Sequence[SeminarEntry]) -> list[Job]:
    return [Job(each.info.id, "recipe", each.load) for each in entries]


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_several_processes_leave_the_same_files_as_one(tmp_path: Path) -> None:
    made: list[list[Made]] = []
    for name, worth in (("alone", 1e9), ("together", 0.0)):
        entries = [entry(view) for view in _views(tmp_path / name, 5)]
        found = list(make_seminars(_bench(tmp_path / name), _jobs(entries), worth))
        assert [job.home for job, _ in found] == [f"s{number}" for number in range(5)]
        # When files were written is another time in each.
        made.append([replace(each, built=replace(each.built, look="")) for _, each in found])
    assert made[0] == made[1]
    assert _files(tmp_path / "alone/site") == _files(tmp_path / "together/site")


def test_what_goes_wrong_in_a_process_is_told_as_it_would_be_here(tmp_path: Path) -> None:
    views = _views(tmp_path, 4)
    (tmp_path / views[3].recordings[0].recording.media).unlink()
    jobs = _jobs([entry(view) for view in views])
    with pytest.raises(StoreError, match=r"s3\.mp4: the page needs this file"):
        list(make_seminars(_bench(tmp_path), jobs, worth=0.0))


def test_one_more_seminar_writes_its_own_files_and_what_lists_it(tmp_path: Path) -> None:
    views = _views(tmp_path, 40)
    render_site([entry(v) for v in views[:-1]], tmp_path, TEMPLATES, OPTIONS, word=False)
    report = render_site([entry(v) for v in views], tmp_path, TEMPLATES, OPTIONS, word=False)
    others = {name for name in report.made if not name.startswith("site/s39/")}
    assert others == {
        "site/index.html", "site/rok-2019.html", "site/organizator-miasto-0.html",
        "site/kanal.xml", "site/podcast.xml", "site/sitemap.xml", "site/search",
    }  # fmt: skip
    assert report.removed == ()


def test_the_first_page_stays_light(tmp_path: Path) -> None:
    views = _views(tmp_path, 40)
    render_site([entry(v) for v in views], tmp_path, TEMPLATES, OPTIONS, word=False)
    page = (tmp_path / "site/index.html").read_bytes()
    assert page.count(b"<article") == 30
    assert len(page) < 20_000


def test_a_manifest_reads_as_it_was_written_and_a_damaged_one_as_none(tmp_path: Path) -> None:
    made = make_seminar(_bench(tmp_path), "s0", "recipe", entry(_views(tmp_path, 1)[0]).load)
    root = manifests.Root("r", ("index.html",), {"s0": made.built}, "look")
    wanted = manifests.Manifest(settled=True, roots={"": root, "robocze": manifests.Root()})
    path = tmp_path / manifests.FILE
    manifests.write(path, wanted)
    assert manifests.read(path) == wanted
    whole = path.read_bytes()
    for damaged in (b"", b"\0" * 100, whole[:-20], whole.replace(b'"recipe"', b'"r"'), whole * 2):
        path.write_bytes(damaged)
        assert manifests.read(path) == manifests.Manifest()


@pytest.mark.slow
def test_to_know_that_nothing_has_changed_takes_a_moment(tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    (view,) = _views(outputs, 1)
    made = make_seminar(_bench(outputs), "s0", "recipe", entry(view).load)
    folder = outputs / "site"
    names = [f"s{number:05}" for number in range(2000)]
    for name in names:
        for file, data in _files(folder / "s0").items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    rows = {
        name: replace(
            made.built,
            files={file.replace("s0/", f"{name}/"): n for file, n in made.built.files.items()},
        )
        for name in names
    }
    path = outputs / manifests.FILE
    manifests.write(
        path, manifests.Manifest(settled=True, roots={"": manifests.Root("r", (), rows)})
    )
    began = time.process_time()
    found = manifests.read(path).roots[""].seminars
    whole = all(
        (folder / file).stat().st_size == size
        for built in found.values()
        for file, size in built.files.items()
    )
    assert whole
    assert len(found) == 2000
    assert time.process_time() - began < 2.0
