"""Exports changed in other programs come back as exactly what was changed."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pipeline.artefacts import Transcript
from pipeline.corrections import reviewed, written
from pipeline.errors import InvalidFile
from pipeline.importing import Brought, Known, Target, bring_back, read
from pipeline.importing.known import known_of
from pipeline.stages.render import RenderOptions, render_site
from pipeline.stages.render.voices import Voices, each_voice
from tests.importing.editing import Changed, applied, as_subtitle_edit, changes, in_text, in_word
from tests.render.invented import TEMPLATES, entry, lay_media, seminar
from tests.stages.gold import transcripts, turns

_SPOKEN = transcripts()[0].artefact
_NAMES = {1: "Anna Nowak", 3: "Jan Kowalski"}
_TEXTS = [word.text for word in _SPOKEN.words]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the site offers of a recording in which several people speak."""
    outputs = tmp_path_factory.mktemp("exports")
    view = seminar()
    first = replace(view.recordings[0], transcript=_SPOKEN)
    view = replace(view, recordings=(first,), turns=turns(), names=_NAMES)
    lay_media(outputs, view)
    render_site([entry(view)], outputs, TEMPLATES, RenderOptions(), word=True)
    return outputs / "site" / view.info.id


def _known(labels: Sequence[str] = ()) -> Known:
    view = seminar()
    info = view.info
    titles = [info.title, view.recordings[0].info.title, "4 maja 2021", "4–5 maja 2021"]
    return known_of(titles, [info.page, info.credits], labels)


def _target(exports: Path, lines: Sequence[str] = ()) -> Target:
    voices = Voices(turns(), _NAMES, "pl").stretches("dzien-1")
    labels = [each.label if each else "" for each in each_voice(voices, len(_SPOKEN.words))]
    return Target(exports.name, "dzien-1", _SPOKEN, tuple(lines), tuple(labels))


def _brought(exports: Path, file: Path, **how: bool) -> Brought:
    target = _target(exports)
    return bring_back(target, read(file, _known(sorted(set(target.labels)))), file.name, **how)


def _lines(brought: Brought) -> list[str]:
    return [
        written(replace(each, when=f"2021-05-06T08:{n // 60:02d}:{n % 60:02d}Z"))
        for n, each in enumerate(brought.entries)
    ]


def _text(brought: Brought, transcript: Transcript = _SPOKEN) -> list[str]:
    found = reviewed(transcript, _lines(brought))
    assert found.review.conflicts == ()
    return [word.text for word in found.words]


def _changes(exports: Path, seed: int, ending: str) -> list[Changed]:
    lot = Random(seed)  # noqa: S311 - no secret
    others = (exports / f"dzien-1.{ending}").read_text("utf-8")
    return changes(_TEXTS, others, 24, lot)


@pytest.mark.parametrize("ending", ["vtt", "srt", "txt", "md", "docx"])
def test_an_export_that_nobody_changed_changes_nothing(exports: Path, ending: str) -> None:
    brought = _brought(exports, exports / f"dzien-1.{ending}")
    assert brought.entries == ()
    assert len(brought.notes) == (ending == "srt")  # which can carry no mark


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ending", ["vtt", "srt", "txt", "md"])
def test_changed_words_come_back_as_they_were_typed(
    exports: Path, tmp_path: Path, ending: str, seed: int
) -> None:
    made = _changes(exports, seed, ending)
    text = (exports / f"dzien-1.{ending}").read_text("utf-8")
    file = tmp_path / f"x.{ending}"
    file.write_text(in_text(text, made).replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    brought = _brought(exports, file)
    assert _text(brought) == applied(_TEXTS, made)
    assert 0 < len(brought.entries) <= len(made)


def test_captions_come_back_from_a_program_for_captions(exports: Path, tmp_path: Path) -> None:
    made = _changes(exports, 9, "vtt")
    file = tmp_path / "x.vtt"
    file.write_bytes(as_subtitle_edit(in_text((exports / "dzien-1.vtt").read_text("utf-8"), made)))
    assert _text(_brought(exports, file)) == applied(_TEXTS, made)


def test_lines_that_an_editor_wrapped_are_the_same_text(exports: Path, tmp_path: Path) -> None:
    import textwrap

    made = _changes(exports, 5, "md")
    text = in_text((exports / "dzien-1.md").read_text("utf-8"), made)
    wrapped = "\n\n".join(
        textwrap.fill(block, 72, break_long_words=False, break_on_hyphens=False)
        for block in text.split("\n\n")
    )
    file = tmp_path / "x.md"
    file.write_text(wrapped, encoding="utf-8")
    assert _text(_brought(exports, file)) == applied(_TEXTS, made)


def test_a_word_document_comes_back_from_python_docx(exports: Path, tmp_path: Path) -> None:
    made = _changes(exports, 6, "txt")
    in_word(exports / "dzien-1.docx", tmp_path / "x.docx", made)
    assert _text(_brought(exports, tmp_path / "x.docx")) == applied(_TEXTS, made)


@pytest.mark.slow
@pytest.mark.parametrize("by", ["docx", "odt"])
def test_a_word_document_comes_back_from_libreoffice(
    exports: Path, tmp_path: Path, by: str
) -> None:
    """Saved by it as it is, or by way of its own format."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing: .ci/run installs it")
        pytest.skip("LibreOffice is missing")
    made = _changes(exports, 7, "txt")
    file = tmp_path / "x.docx"
    in_word(exports / "dzien-1.docx", file, made)
    for number, kind in enumerate(["docx"] if by == "docx" else ["odt", "docx"]):
        folder = tmp_path / str(number)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=180)
        file = folder / f"x.{kind}"
    assert _text(_brought(exports, file)) == applied(_TEXTS, made)


@pytest.mark.parametrize("ending", ["vtt", "txt", "md"])
def test_another_name_for_a_voice_is_that_of_its_words(
    exports: Path, tmp_path: Path, ending: str
) -> None:
    text = (exports / f"dzien-1.{ending}").read_text("utf-8")
    assert "Osoba 2" in text
    file = tmp_path / f"x.{ending}"
    file.write_text(text.replace("Osoba 2", "Ewa Zielińska"), encoding="utf-8")
    brought = _brought(exports, file)
    assert {each.verb for each in brought.entries} == {"speaker"}
    found = reviewed(_SPOKEN, _lines(brought)).review
    theirs = {n for each in found.speakers for n in range(each.first_word, each.end_word)}
    labels = _target(exports).labels
    assert theirs == {n for n, label in enumerate(labels) if label == "Osoba 2"}


def test_what_was_corrected_since_the_export_stays(exports: Path, tmp_path: Path) -> None:
    made = _changes(exports, 1, "txt")
    here, there = made[:1], made[1:2]
    text = (exports / "dzien-1.txt").read_text("utf-8")
    file = tmp_path / "x.txt"
    file.write_text(in_text(text, here), encoding="utf-8")
    first = _lines(_brought(exports, file))
    file.write_text(in_text(text, there), encoding="utf-8")
    target = _target(exports, first)
    brought = bring_back(target, read(file, _known()), "x.txt")
    lines = [*first, *(line.replace("08:00:", "09:00:") for line in _lines(brought))]
    found = [word.text for word in reviewed(_SPOKEN, lines).words]
    assert found == applied(_TEXTS, [*here, *there])


@pytest.mark.parametrize("is_marked", [True, False])
def test_what_another_has_changed_since_is_neither_undone_nor_overwritten(
    exports: Path, tmp_path: Path, *, is_marked: bool
) -> None:
    made = _changes(exports, 1, "txt")[:3]
    text = (exports / "dzien-1.txt").read_text("utf-8")
    file = tmp_path / "x.txt"
    file.write_text(in_text(text, made[:2]), encoding="utf-8")
    first = _lines(_brought(exports, file))
    theirs = [Changed(made[0].old, "Plikowe"), made[2]]
    file.write_text(in_text(text, theirs), encoding="utf-8")
    given = read(file, _known())
    given = given if is_marked else replace(given, mark=None)
    brought = bring_back(_target(exports, first), given, "x.txt")
    (clash,) = brought.clashes
    assert (clash.wanted, clash.before) == ("Plikowe", made[0].old)
    assert made[0].new.split()[0] in clash.stands
    lines = [*first, *(line.replace("08:00:", "09:00:") for line in _lines(brought))]
    assert [word.text for word in reviewed(_SPOKEN, lines).words] == applied(_TEXTS, made)


def test_an_export_of_other_words_is_refused_unless_told(exports: Path) -> None:
    """A new model has heard something else since: its words are not to be undone unseen."""
    other = replace(_SPOKEN.words[30], text="inaczej")
    words = (*_SPOKEN.words[:30], other, *_SPOKEN.words[31:])
    target = replace(_target(exports), transcript=replace(_SPOKEN, words=words))
    given = read(exports / "dzien-1.txt", _known())
    with pytest.raises(InvalidFile, match="exported of other words"):
        bring_back(target, given, "x.txt")
    taken = bring_back(target, given, "x.txt", as_it_is=True)
    assert [(each.old, each.new) for each in taken.entries] == [
        (("inaczej",), (_SPOKEN.words[30].text,))
    ]


def test_a_file_of_another_recording_is_refused(exports: Path) -> None:
    given = read(exports / "dzien-1.md", _known())
    other = replace(_target(exports), recording="dzien-2")
    with pytest.raises(InvalidFile, match="it is of narada/dzien-1"):
        bring_back(other, given, "x.md")
    words = transcripts()[1].artefact
    unmarked = replace(given, mark=None)
    with pytest.raises(InvalidFile, match="belongs to another recording"):
        bring_back(replace(other, transcript=words, labels=()), unmarked, "x.md")


def test_a_file_that_lost_half_its_text_is_refused(exports: Path, tmp_path: Path) -> None:
    text = (exports / "dzien-1.vtt").read_text("utf-8")
    file = tmp_path / "x.vtt"
    file.write_text(text[: len(text) // 3], encoding="utf-8")
    with pytest.raises(InvalidFile, match="more than half of the text"):
        _brought(exports, file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.docx", b"PK\x03\x04 no package"),
        ("x.docx", b"plain"),
        ("x.txt", b"\0\1\2\0\xff" * 50),
        ("x.pdf", b"%PDF-1.7"),
        ("x.vtt", b""),
        ("x.srt", b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<v " * 20_000),
        ("x.md", b"[" * 50_000),
    ],
)
def test_a_file_that_is_no_transcript_is_refused_in_one_line(
    exports: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InvalidFile) as told:
        _brought(exports, file)
    assert len(told.value.faults) == 1


def test_a_document_that_unpacks_without_end_is_refused(exports: Path, tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "x.docx"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(80):
            part.write(b" " * (1 << 20))
    with pytest.raises(InvalidFile, match="too large"):
        _brought(exports, file)


def test_entities_of_a_document_are_not_resolved(exports: Path, tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "x.docx"
    with zipfile.ZipFile(file, "w") as package:
        evil = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        package.writestr("word/document.xml", evil)
    with pytest.raises(InvalidFile, match="entities"):
        _brought(exports, file)
