"""`stenogram check --site`: what a nightly job is told of the site."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.artefacts import LedgerEntry, Recording, Transcript
from pipeline.config import Workspace
from pipeline.inspecting import Captioned, Fault, Inspection, captioned, inspect
from pipeline.inspecting.page import read_page
from pipeline.publishing import Site
from pipeline.seminar import read_seminar
from pipeline.stages.render import RenderOptions
from pipeline.store import Folder, Provenance
from tests.demo import stenogram
from tests.render.invented import recording

BASE = "https://seminaria.example.pl/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a public recording, a draft and one that is silent, and their site."""
    folder = tmp_path / "seminars" / "rada"
    folder.mkdir(parents=True)
    (tmp_path / "stenogram.toml").write_text(f'[render]\naddress = "{BASE}"\n', "utf-8")
    (folder / "seminar.toml").write_text(
        'title = "Rada"\ndates = [2021-05-04]\n'
        '[[recordings]]\nid = "a"\nfile = "a.mp4"\nstate = "public"\n'
        '[[recordings]]\nid = "szkic"\nfile = "b.mp4"\n'
        '[[recordings]]\nid = "cisza"\nfile = "c.mp4"\nstate = "public"\n',
        "utf-8",
    )
    spoken = recording("a").transcript
    silent = Transcript("pl", 60.0, (), (LedgerEntry(0.0, 60.0, "not speech"),))
    for name, transcript in (("a", spoken), ("szkic", spoken), ("cisza", silent)):
        kept = Folder(tmp_path / "outputs" / "rada" / "recordings" / name)
        media = f"rada/recordings/{name}/media.mp4"
        film = Recording(media, "0" * 64, 9, 60.0, 60.0, has_picture=True)
        kept.write(film, Provenance("download", 1, {}, "", "", "recipe"))
        kept.write(transcript, Provenance("transcribe", 1, {}, "", "", "recipe"))
        (tmp_path / "outputs" / media).write_bytes(b"no film")
    Site(Workspace(tmp_path), RenderOptions(address=BASE)).bring_up_to_date()
    return tmp_path


def _captions(root: Path, today: date = date(2021, 6, 1)) -> dict[str, Captioned]:
    seminar = read_seminar(root / "seminars/rada")
    return {each.recording: each for each in captioned(Workspace(root), seminar, today)}


def _faults(root: Path, base: str = BASE) -> list[Fault]:
    return list(inspect(root / "outputs/site", base, Inspection()))


def test_all_is_well_with_a_site_as_it_was_made(root: Path) -> None:
    result = stenogram(root, "check", "--site")
    assert (result.returncode, result.stderr) == (0, "")
    rows = result.stdout.splitlines()
    assert rows[0].split() == ["recording", "event", "due", "captions"]
    assert rows[1].split(maxsplit=3) == ["rada/a", "2021-05-04", "2021-05-18", "automatic, unchecked, OVERDUE"]  # fmt: skip # noqa: E501
    assert rows[2].endswith("not public")
    assert rows[3].endswith("none needed: nobody speaks")
    assert "0 faults; 0 public recordings without captions, 1 without checked" in rows[-1]


def test_missing_captions_are_told_and_overdue_after_14_days(root: Path) -> None:
    (root / "outputs/site/rada/a.vtt").unlink()
    assert _captions(root, date(2021, 5, 18))["rada/a"].overdue is False
    late = _captions(root, date(2021, 5, 19))["rada/a"]
    assert (late.captions, late.overdue, late.is_wrong) == ("missing", True, True)
    result = stenogram(root, "check", "--site")
    assert result.returncode == 1
    assert "missing, OVERDUE" in result.stdout
    assert "its captions are not there; run: stenogram run" in result.stdout


def test_a_recording_that_is_public_and_has_no_page_is_told(root: Path) -> None:
    toml = root / "seminars/rada/seminar.toml"
    toml.write_text(
        toml.read_text("utf-8") + '[[recordings]]\nid = "d"\nfile = "d.mp4"\nstate = "public"\n'
    )
    row = _captions(root)["rada/d"]
    assert (row.captions, row.overdue) == ("missing", True)
    assert "has no page on the site" in row.faults[0]


def test_empty_and_broken_captions_are_faulty(root: Path) -> None:
    path = root / "outputs/site/rada/a.vtt"
    path.write_text(path.read_text("utf-8") + "\n00:00:58.000 --> 00:00:59.000\n \n", "utf-8")
    row = _captions(root)["rada/a"]
    assert row.captions == "faulty"
    assert "empty captions" in row.faults[0]
    path.write_text("nonsense", "utf-8")
    assert _captions(root)["rada/a"].captions == "faulty"
    path.write_text("WEBVTT\n", "utf-8")
    assert _captions(root)["rada/a"].captions == "missing"


def test_an_announced_day_counts(root: Path) -> None:
    toml = root / "seminars/rada/seminar.toml"
    toml.write_text("captions_due = 2021-07-04\n" + toml.read_text("utf-8"), "utf-8")
    (root / "outputs/site/rada/a.vtt").unlink()
    row = _captions(root)["rada/a"]
    assert (row.due, row.overdue, row.is_wrong) == (date(2021, 7, 4), False, True)


def test_json_has_a_line_for_each_recording_fault_and_the_whole(root: Path) -> None:
    (root / "outputs/site/rada/a.txt").unlink()
    result = stenogram(root, "check", "--site", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["recording"] for row in rows if "recording" in row] == [
        "rada/a", "rada/szkic", "rada/cisza",
    ]  # fmt: skip
    assert rows[0]["due"] == "2021-05-18"
    assert rows[0]["captions"] == "unchecked"
    (fault,) = [row for row in rows if "fault" in row]
    assert (fault["page"], result.returncode) == ("rada/a.html", 1)
    assert "a.txt, which is not there" in fault["fault"]
    assert {"pages", "links", "faults", "without_captions", "overdue"} == rows[-1].keys()


def test_dead_links_and_places_are_found_within_and_between_folders(root: Path) -> None:
    site = root / "outputs/site"
    for name, links in {
        "a.html": ["rada/nic.html", "rada/index.html#nic", "rada/index.html#nagrania", "../x.html",
                   "rada/a.html#t=7", "rada/a.html#s=7", "robocze/rada/szkic.html", "#nie", "#tu",
                   f"{BASE}rada/a.html", f"{BASE}rada/b.html", "rada", "rada/index.html#nic",
                   "javascript:alert(1)", "https://example.org/x", "mailto:a@b.pl", "%00",
                   "http://["],
        "rada/z.html": ["a.html#t=3", "a.html#nic", "../a.html#tu", "../a.html#nic",
                        "/rada/a.html"],
    }.items():  # fmt: skip
        rows = "".join(f'<a href="{link}">x</a>\n' for link in links)
        (site / name).write_text(_page(f'<p id="tu">x</p>\n{rows}'), "utf-8")
    told = [(each.page, each.line - 3, each.what) for each in _faults(root)]
    assert sorted(told) == sorted(
        [
            ("a.html", 1, "leads to rada/nic.html, which is not there"),
            ("a.html", 2, "rada/index.html has no place #nic"),
            ("a.html", 4, "leads to ../x.html, which is not there"),
            ("a.html", 6, "rada/a.html has no place #s=7"),
            ("a.html", 7, "leads to robocze/rada/szkic.html, which is not there"),
            ("a.html", 8, "a.html has no place #nie"),
            ("a.html", 11, "leads to rada/b.html, which is not there"),
            ("a.html", 13, "rada/index.html has no place #nic"),
            ("a.html", 14, "'javascript:alert(1)' leads to no page"),
            ("a.html", 17, "leads to %00, which is not there"),
            ("a.html", 18, "'http://[' is no address"),
            ("rada/z.html", 2, "rada/a.html has no place #nic"),
            ("rada/z.html", 4, "a.html has no place #nic"),
        ]
    )


def test_what_a_page_loads_from_elsewhere_is_a_fault(root: Path) -> None:
    page = _page(
        '<img alt="" src="https://evil.example/a.png"><a href="https://evil.example/">x</a>'
    )
    (root / "outputs/site/a.html").write_text(page, "utf-8")
    assert [each.what for each in _faults(root)] == [
        "the page loads https://evil.example/a.png from elsewhere"
    ]


def _page(body: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="pl"><head><title>x</title></head><body>\n{body}</body></html>\n'  # fmt: skip # noqa: E501


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<p id="a">x</p><p id="a">y</p>', "the id 'a' is there twice"),
        ("<div><p>x</p>", "<div> is not closed before </body>"),
        ("<b><i>x</b></i>", "<i> is not closed before </b>"),
        ("x</span>", "</span> closes nothing"),
        ('<img src="a.png">', "<img> has no alt"),
        ("<div/>", "<div/> does not close the element"),
        ('<a href="a" href="b">x</a>', "<a> has an attribute twice"),
        ("<script>alert(1)</script>", "a script stands in the page"),
        ('<p style="color: red">x</p>', "<p> has a style or script of its own"),
        ('<p onclick="x()">x</p>', "<p> has a style or script of its own"),
        ('<iframe src="a.html"></iframe>', "<iframe> has no title"),
    ],
)
def test_what_is_wrong_with_html_is_told_with_its_line(body: str, told: str) -> None:
    (fault, *_) = read_page(_page(body)).faults
    assert fault[0] == 3
    assert told in fault[1]


def test_pages_without_type_language_or_title_are_told() -> None:
    told = [what for _, what in read_page("<html><head></head><body></body></html>").faults]
    assert told == [
        "there is no <!DOCTYPE html>", "<html> does not say its language", "the page has no title",
    ]  # fmt: skip


def test_html_that_need_not_be_closed_is_right() -> None:
    body = (
        "<ul><li>a<li>b</ul><p>x<br><table><tr><td>1<td>2<tr><td>3</table>"
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><dl><dt>a<dd>b<dt>c</dl>'
        '<script type="application/ld+json">{"a": "<b>"}</script>'
    )
    assert read_page(_page(body)).faults == []


@pytest.mark.slow
def test_a_page_of_nonsense_is_read_in_bounds() -> None:
    page = read_page("<p id=a>" * 20_000 + "<" * 1000 + "\0" + "</b>" * 20_000)
    assert len(page.faults) <= 50


def test_without_a_site_and_with_names_it_says_what_to_do(root: Path) -> None:
    assert stenogram(root, "check", "--site", "rada").returncode == 2
    (root / "outputs/site/index.html").unlink()
    result = stenogram(root, "check", "--site")
    assert result.returncode == 2
    assert "there is no site yet" in result.stderr


def test_a_faulty_declaration_is_told_and_the_rest_is_checked(root: Path) -> None:
    other = root / "seminars/inna"
    other.mkdir()
    (other / "seminar.toml").write_text("titel = 1\n", "utf-8")
    result = stenogram(root, "check", "--site")
    assert result.returncode == 1
    assert "inna/seminar.toml:1: titel: unknown key" in result.stdout
    assert "rada/a" in result.stdout


def test_what_a_page_says_cannot_steer_the_terminal(root: Path) -> None:
    page = _page('<a href="\x1b[31m\u202e.html">x</a>')
    (root / "outputs/site/a.html").write_text(page, "utf-8")
    for arguments in ([], ["--json"]):
        shown = stenogram(root, "check", "--site", *arguments).stdout
        assert all(char.isprintable() for char in shown.replace("\n", ""))


def test_counts_are_of_the_public_site(root: Path) -> None:
    counts = Inspection()
    list(inspect(root / "outputs/site", BASE, counts))
    pages = [
        path for path in (root / "outputs/site").rglob("*.html") if "robocze" not in path.parts
    ]
    assert counts.pages == len(pages)
    assert counts.links > len(pages)
