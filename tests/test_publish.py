"""The command `publish`, in an invented workspace."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import (
    LedgerEntry,
    Placement,
    Programme,
    Recording,
    Session,
    Transcript,
    Word,
)
from pipeline.canonical import digest
from pipeline.config import Workspace
from pipeline.making import inputs_of, note_present
from pipeline.owners import STAGES, owners_of
from pipeline.publishing import Site
from pipeline.seminar import read_seminar
from pipeline.stages.render import RenderOptions
from pipeline.store import Folder, Provenance
from pipeline.summaries import Passage, SessionSummary, Summary, SummarySentence
from tests.demo import stenogram

_SEMINAR = """\
title = "Rada *miast*"
organiser = "Gmina <b>"
dates = [2021-05-04]

[[recordings]]
id = "a"
file = "a.mp4"
state = "public"

[[programme]]
title = "Otwarcie"
"""
_WORDS = tuple(
    Word(number, number + 0.9, text, 0.9) for number, text in enumerate(["Most", "jest", "drogi."])
)
_SAID = SummarySentence("Most jest drogi.", "point", (Passage("a", 0.0, 2.9, 0, 3),))
_SUMMARY = Summary((), ("most",), (SessionSummary("s01", (_SAID,), ("most",)),))


def _workspace(root: Path, declared: str = _SEMINAR) -> Path:
    """A seminar `rada`, as the stages would have left it."""
    folder = root / "seminars" / "rada"
    folder.mkdir(parents=True)
    (root / "stenogram.toml").write_text('[render]\naddress = "https://s.example/x"\n')
    (folder / "seminar.toml").write_text(declared, encoding="utf-8")
    kept = Folder(root / "outputs" / "rada" / "recordings" / "a")
    recording = Recording("rada/recordings/a/media.mp4", "0" * 64, 1, 60.0, None, has_picture=False)
    kept.write(recording, Provenance("download", 1, {}, "", "", "recipe"))
    (root / "outputs" / recording.media).write_bytes(b"0")
    heard = Transcript("pl", 60.0, _WORDS, (LedgerEntry(0, 60, "transcribed"),))
    kept.write(heard, Provenance("repair", 1, {}, "", "", "recipe"))
    placed = Session(
        "s01", "Otwarcie", "session", "programme", (), "", Placement("a", 0.0, 60.0, 0.9, ()), ()
    )
    _leave(root, "segment", Programme((placed,)))
    _leave(root, "summarise", _SUMMARY)
    return root


def _leave(root: Path, name: str, artefact: object) -> None:
    """Leave an artefact of the seminar, made of what is there."""
    owner = owners_of(read_seminar(root / "seminars" / "rada"), root / "outputs")
    note_present(owner, STAGES)
    (stage,) = [stage for stage in STAGES if stage.name == name]
    inputs = digest(inputs_of(stage, owner))
    owner.folder.write(artefact, Provenance(name, 1, {}, "", inputs, "recipe"))


def _text(root: Path, *arguments: str) -> str:
    result = stenogram(root, "publish", "rada", *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def _refused(root: Path, *arguments: str) -> str:
    result = stenogram(root, "publish", *arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    return result.stderr


def test_a_note_is_written_in_each_format(tmp_path: Path) -> None:
    root = _workspace(tmp_path)
    place = "https://s.example/x/rada/a.html#t=0"
    assert f'<li>Most jest drogi. (<a href="{place}">0:00</a>)</li>' in _text(root, "--to", "html")
    assert f"- Most jest drogi. ([0:00]({place}))" in _text(root, "--to", "md")
    assert "- Most jest drogi. (0:00 [1])" in _text(root, "--to", "txt")
    assert _text(root, "--to", "md", "-o", "n.md") == ""
    assert (root / "n.md").read_text("utf-8").startswith("# Rada \\*miast\\*\n\n*Podsumowanie auto")


@pytest.mark.parametrize(
    ("kind", "library", "start"), [("docx", "docx", b"PK"), ("pdf", "typst", b"%PDF")]
)
def test_files_are_written_where_they_are_wanted(
    tmp_path: Path, kind: str, library: str, start: bytes
) -> None:
    pytest.importorskip(library)
    root = _workspace(tmp_path)
    _text(root, "--to", kind, "--output", f"n.{kind}")
    assert (root / f"n.{kind}").read_bytes().startswith(start)
    assert "write where to: --output note" in _refused(root, "rada", "--to", kind)


def test_what_makes_no_sense_is_told(tmp_path: Path) -> None:
    root = _workspace(tmp_path)
    assert "is no seminar of" in _refused(root, "nic", "--to", "md")
    assert "--to html|md|docx|pdf|txt" in _refused(root, "rada")
    assert "leave out --draft" in _refused(root, "rada", "--approve", "--draft")


def test_of_drafts_it_says_nothing_unless_asked(tmp_path: Path) -> None:
    root = _workspace(tmp_path, _SEMINAR.replace("public", "draft"))
    assert 'write state = "public"' in _refused(root, "rada", "--to", "md")
    text = _text(root, "--to", "md", "--draft")
    assert "*Wersja robocza – nieopublikowana*" in text
    assert "https://s.example/x/robocze/rada/a.html#t=0" in text


def test_a_seminar_that_was_not_made_says_what_to_run(tmp_path: Path) -> None:
    folder = tmp_path / "seminars" / "rada"
    folder.mkdir(parents=True)
    (folder / "seminar.toml").write_text(_SEMINAR)
    assert "run: stenogram run rada" in _refused(tmp_path, "rada", "--to", "md")


def test_an_approved_note_is_written_once_and_published_from_then_on(tmp_path: Path) -> None:
    root = _workspace(tmp_path)
    _text(root, "--approve")
    path = root / "seminars" / "rada" / "summary.md"
    assert "Most jest drogi. ([0:00](<rada/a.html#t=0>))" in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("drogi", "bardzo drogi"), encoding="utf-8")
    text = _text(root, "--to", "md")
    assert "*Podsumowanie zatwierdzone przez redakcję" in text
    assert "Most jest bardzo drogi. ([0:00](https://s.example/x/rada/a.html#t=0))" in text
    assert "bardzo" not in _text(root, "--to", "md", "--automatic")
    before = path.read_bytes()
    assert "stays as it is" in _refused(root, "rada", "--approve")
    assert path.read_bytes() == before


def test_other_words_below_an_approved_note_are_told_and_change_nothing(tmp_path: Path) -> None:
    root = _workspace(tmp_path)
    _text(root, "--approve")
    path = root / "seminars" / "rada" / "summary.md"
    before = path.read_bytes()
    assert "have changed" not in stenogram(root, "publish", "rada", "--to", "md").stderr
    other = replace(_SAID, text="Most jest tani.")
    _leave(root, "summarise", Summary((), (), (SessionSummary("s01", (other,), ()),)))
    result = stenogram(root, "publish", "rada", "--to", "md")
    assert "the words below it have changed since it was approved" in result.stderr
    assert "Most jest drogi." in result.stdout
    assert path.read_bytes() == before


def test_a_note_that_leads_to_a_draft_is_refused(tmp_path: Path) -> None:
    more = '\n[[recordings]]\nid = "b"\nfile = "b.mp4"\n'
    root = _workspace(tmp_path, _SEMINAR + more)
    kept = Folder(root / "outputs" / "rada" / "recordings" / "b")
    recording = Recording("rada/recordings/b/m.mp4", "0" * 64, 1, 60.0, None, has_picture=False)
    kept.write(recording, Provenance("download", 1, {}, "", "", "recipe"))
    kept.write(Transcript("pl", 60.0, (), ()), Provenance("repair", 1, {}, "", "", "recipe"))
    (root / "seminars/rada/summary.md").write_text("[Tu](rada/b.html#t=3)")
    assert "leads to a recording that is a draft" in _refused(root, "rada", "--to", "md")


def test_without_an_address_it_says_that_links_are_relative(tmp_path: Path) -> None:
    root = _workspace(tmp_path)
    (root / "stenogram.toml").write_text("")
    result = stenogram(root, "publish", "rada", "--to", "md")
    assert "](rada/a.html#t=0)" in result.stdout
    assert "address under [render]" in result.stderr


@pytest.mark.parametrize(
    "address", ["ftp://a.example", "example.org", "https://a.example/?x", "https:"]
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    root = _workspace(tmp_path)
    (root / "stenogram.toml").write_text(f'[render]\naddress = "{address}"\n')
    assert "render.address: must start with" in _refused(root, "rada", "--to", "md")


def _site(root: Path) -> tuple[Site, Path]:
    return Site(Workspace(root), RenderOptions(media="none")), root / "outputs/site/rada/index.html"


def test_the_page_follows_what_the_editor_writes(tmp_path: Path) -> None:
    root = _workspace(tmp_path)
    site, page = _site(root)
    site.bring_up_to_date()
    assert "Podsumowanie opracowane" not in page.read_text("utf-8")
    (root / "seminars/rada/summary.md").write_text("Nasze słowa.", encoding="utf-8")
    assert site.bring_up_to_date() > 0
    assert "<p>Nasze słowa.</p>" in page.read_text("utf-8")
    assert site.bring_up_to_date() == 0
    (root / "seminars/rada/summary.md").unlink()
    site.bring_up_to_date()
    assert "Nasze słowa." not in page.read_text("utf-8")


def test_a_note_that_cannot_be_read_is_told_and_the_rest_of_the_site_is_made(
    tmp_path: Path,
) -> None:
    root = _workspace(tmp_path)
    (root / "seminars/rada/summary.md").write_bytes(b"\xff")
    site, page = _site(root)
    site.bring_up_to_date()
    assert page.is_file()
    ((name, error),) = site.faulty_notes
    assert name == "rada"
    assert "is not UTF-8" in str(error)
