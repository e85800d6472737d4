import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.artefacts import LedgerEntry
from pipeline.checking import MISSING_END
from pipeline.stages.render import RenderOptions, render_site
from pipeline.stages.render.options import Language
from pipeline.stages.transcribe.ledger import UNHEARD
from tests.render.invented import (
    EVENING,
    MORNING,
    TEMPLATES,
    entry,
    lay_media,
    recording,
    seminar,
    voiced,
)


@pytest.fixture(scope="module", params=[False, True], ids=["", "voiced"])
def folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    outputs = tmp_path_factory.mktemp("documents")
    view = voiced(seminar()) if request.param else seminar()
    lay_media(outputs, view)
    render_site([entry(view)], outputs, TEMPLATES, RenderOptions())
    return outputs / "site/narada"


def _fits(value: Any, schema: Any, where: str = "$") -> None:  # noqa: ANN401  # JSON is anything
    """As much of JSON Schema as ours uses."""
    kinds: dict[str, tuple[type, ...]] = {
        "object": (dict,),
        "array": (list,),
        "string": (str,),
        "number": (int, float),
        "integer": (int,),
        "boolean": (bool,),
        "null": (type(None),),
    }
    if "const" in schema:
        assert value == schema["const"], where
    if "enum" in schema:
        assert value in schema["enum"], where
    if "type" in schema:
        wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert any(isinstance(value, kinds[kind]) for kind in wanted), where
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= value.keys(), where
        assert value.keys() - {"$schema"} <= schema["properties"].keys(), where
        for name, inner in schema["properties"].items():
            if name in value:
                _fits(value[name], inner, f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9), where
        for number, item in enumerate(value):
            _fits(item, schema["items"], f"{where}[{number}]")


def test_the_json_is_what_its_schema_says(folder: Path) -> None:
    content = json.loads((folder / "dzien-1.json").read_text("utf-8"))
    schema = json.loads((folder / content["$schema"]).read_text("utf-8"))
    _fits(content, schema)
    assert content["untranscribed"] == [[50.0, 56.0], [56.0, 60.0]]
    assert " ".join(each["text"] for each in content["sentences"]) == f"{MORNING} {EVENING}"
    for each in content["sentences"]:
        assert " ".join(word for _, _, word in each["words"]) == each["text"]


def test_no_document_tells_what_was_rejected_or_why(folder: Path) -> None:
    for path in folder.glob("dzien-1.*"):
        text = path.read_text("utf-8") if path.suffix != ".docx" else word_text(path)
        assert "a loop" not in text
        assert "odrzucone" not in text


@pytest.mark.parametrize(
    ("language", "missing", "unheard"),
    [
        ("pl", "brak w pliku: zapis urywa się przed końcem", "mowa nierozpoznana"),
        ("en", "missing from the file: the recording breaks off before its end", UNHEARD),
    ],
)
def test_the_page_says_why_there_are_no_words_and_links_nowhere_beyond_the_media(
    tmp_path: Path, language: Language, missing: str, unheard: str
) -> None:
    view = recording("urwane")
    ledger = (
        *view.transcript.ledger[:3],
        LedgerEntry(50.0, 55.0, "failed", UNHEARD),
        LedgerEntry(55.0, 60.0, "failed", "<b>odd</b>"),
        LedgerEntry(60.0, 300.0, "failed", MISSING_END),
    )
    view = replace(view, transcript=replace(view.transcript, duration=300.0, ledger=ledger))
    broken = seminar(recordings=[view])
    lay_media(tmp_path, broken)
    render_site([entry(broken)], tmp_path, TEMPLATES, RenderOptions(language=language))
    folder = tmp_path / "site/narada"
    page = (folder / "urwane.html").read_text("utf-8").replace("\u00a0", " ")
    assert f'<li>1:00–5:00 <span class="aside">{missing}</span></li>' in page
    assert f'<a href="#t=50">0:50–1:00</a> <span class="aside">{unheard}</span>' in page
    assert ', <span class="aside">&lt;b&gt;odd&lt;/b&gt;</span>' in page
    assert "#t=60" not in page + (folder / "urwane.md").read_text("utf-8")


def word_text(path: Path) -> str:
    """All that a Word document says, whatever its tags."""
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


def test_plain_text_has_every_word_and_the_titles_with_their_times(folder: Path) -> None:
    text = (folder / "dzien-1.txt").read_text("utf-8")
    assert "0:30  Pytania z sali" in text
    assert "[0:50–0:56: fragment bez transkrypcji]" in text
    assert " ".join(MORNING.split()[-5:]) in " ".join(text.split())


def test_markdown_times_lead_to_paragraphs_of_the_page(folder: Path) -> None:
    text = (folder / "dzien-1.md").read_text("utf-8")
    page = (folder / "dzien-1.html").read_text("utf-8")
    assert "[0:30](dzien-1.html#t=30)" in text
    assert 'id="t=30"' in page


def test_the_page_of_a_seminar_says_what_it_knows_and_how_well(folder: Path) -> None:
    page = (folder / "index.html").read_text("utf-8").replace("\u00a0", " ")
    assert "nieumiejscowiona w nagraniu · planowo 12:00" in page
    assert page.count("czas przybliżony") == 1
    assert "według programu: Żegota Brzeg" in page
    assert 'href="dzien-1.html#t=30"' in page
    assert "Zgubione nagranie" in page
    assert "0.95" not in page
    assert 'href="../szukaj.html?q=most%20dzien-1"' in page
