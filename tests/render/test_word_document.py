"""The Word document of a recording, read back as an office program reads it."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.stages.render import RenderOptions, SeminarView, render_site
from tests.render.invented import (
    EVENING,
    MORNING,
    NAMES,
    TEMPLATES,
    entry,
    lay_media,
    recording,
    seminar,
    spoken,
    voiced,
)
from tests.render.test_hostile import EVIL

if TYPE_CHECKING:
    from docx.document import Document

_NAME = "site/narada/dzien-1.docx"


def _built(outputs: Path, view: SeminarView, *, word: bool = True) -> Path:
    lay_media(outputs, view)
    render_site([entry(view)], outputs, TEMPLATES, RenderOptions(), word=word)
    return outputs / _NAME


def _opened(path: Path) -> "Document":
    docx = pytest.importorskip("docx")
    return docx.Document(str(path))  # type: ignore[no-any-return]  # untyped where it is missing


@pytest.fixture
def document(tmp_path: Path) -> "Document":
    pytest.importorskip("docx")
    return _opened(_built(tmp_path, voiced(seminar())))


def _lines(document: "Document") -> list[tuple[str, str]]:
    return [
        (str(each.style.name) if each.style else "", each.text.replace("\u00a0", " "))
        for each in document.paragraphs
    ]


def test_it_has_a_title_a_date_and_its_state_and_headings_for_sessions(
    document: "Document",
) -> None:
    lines = _lines(document)
    assert lines[:4] == [
        ("Title", "Nagranie dzien-1"),
        ("Normal", "Narada o mostach"),
        ("Normal", "4 maja 2021"),
        ("Normal", "Transkrypcja automatyczna – nikt jej jeszcze nie sprawdził."),
    ]
    headings = [line for line in lines if line[0].startswith("Heading")]
    assert headings == [
        ("Heading 1", "Otwarcie (0:01)"), ("Heading 2", "mosty i brzegi (0:09)"),
        ("Heading 1", "Przerwa (0:20)"), ("Heading 1", "Pytania z sali (0:30)"),
        ("Heading 1", "Źródła i licencje"),
    ]  # fmt: skip
    assert lines[-2:] == [
        ("Normal", "https://example.org/narada"), ("Normal", "Wszystko zmyślone."),
    ]  # fmt: skip


def test_a_speaker_stands_in_bold_before_what_is_said_with_its_time(document: "Document") -> None:
    lines = _lines(document)
    at = lines.index(("Normal", "Mira Przęsło"))
    assert [run.bold for run in document.paragraphs[at].runs] == [True]
    style, text = lines[at + 1]
    assert (style, text.split("\t")[1]) == ("Body Text", "a potem o tym, co z nimi zrobimy.")
    assert ("Normal", "Żegota Brzeg (niepewne)") in lines
    assert ("Body Text", "0:50\t[fragment bez transkrypcji, 0:50–0:56]") in lines


def test_every_word_is_in_it_once_and_in_order(document: "Document") -> None:
    texts = [text.partition("\t")[2] for style, text in _lines(document) if style == "Body Text"]
    assert " ".join(text for text in texts if text[0] != "[") == f"{MORNING} {EVENING}"


def test_it_is_in_polish_and_tells_nothing_of_who_made_it_when(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    path = _built(tmp_path, seminar())
    about = _opened(path).core_properties
    assert (about.title, about.author, about.language) == (
        "Nagranie dzien-1", "Gmina Zarzecze", "pl-PL",
    )  # fmt: skip
    with zipfile.ZipFile(path) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        styles, core = package.read("word/styles.xml"), package.read("docProps/core.xml")
    assert b'w:lang w:val="pl-PL"' in styles
    assert b"python-docx" not in core


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    one, two = (_built(tmp_path / name, voiced(seminar())) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_hostile_text_stays_text_on_one_line(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    first = recording("dzien-1", title=EVIL)
    words = (*spoken(EVIL, 1.0), *first.transcript.words[-6:])
    first = replace(first, transcript=replace(first.transcript, words=words))
    view = seminar(recordings=[first])
    view = replace(view, info=replace(view.info, title=EVIL, organiser=EVIL * 9))
    told = voiced(seminar()).turns
    document = _opened(_built(tmp_path, replace(view, turns=told, names=NAMES | {1: EVIL})))
    whole = "".join(text for _, text in _lines(document))
    assert "<script>alert(1)</script>" in whole
    assert not set(whole) & set("\x00\x07\u202e\u2028\n")


def test_without_python_docx_there_is_no_file_and_no_link(tmp_path: Path) -> None:
    path = _built(tmp_path, seminar(), word=False)
    assert not path.exists()
    assert ".docx" not in path.with_suffix(".html").read_text("utf-8")


def test_a_site_is_made_again_when_python_docx_comes_or_goes(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    path = _built(tmp_path, seminar(), word=False)
    _built(tmp_path, seminar())
    assert path.is_file()
    assert '<a href="dzien-1.docx" download>' in path.with_suffix(".html").read_text("utf-8")
    _built(tmp_path, seminar(), word=False)
    assert not path.exists()
