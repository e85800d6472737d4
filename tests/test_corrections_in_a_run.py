"""Corrections in a workspace: what is made anew for them, and what pages tell."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.artefacts import Transcript, Word
from pipeline.canonical import typed
from pipeline.corrections import Asked, append, corrections_file, entry_lines, entry_of, reviewed
from tests.demo import stenogram

pytestmark = pytest.mark.slow
_OWNER = "outputs/minuta/recordings/minuta"


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))


def _add(root: Path, *changes: Asked) -> None:
    repaired = typed(
        json.loads((root / _OWNER / "repair.json").read_bytes())["artefact"], Transcript
    )
    file = corrections_file(root / "seminars/minuta", "minuta")
    for asked in changes:
        append(file, [entry_of(reviewed(repaired, entry_lines(file)).words, asked)])


def _made(root: Path) -> list[str]:
    result = stenogram(root, "run", "--json")
    assert result.returncode == 0, result.stderr
    return [item["stage"] for item in json.loads(result.stdout)["made"]]


def _page(root: Path, ending: str = "html") -> str:
    return (root / f"outputs/site/minuta/minuta.{ending}").read_text(encoding="utf-8")


def test_a_correction_changes_the_public_page_and_costs_no_recognition(root: Path) -> None:
    assert "Wierzbowizna" not in _page(root)
    _add(root, Asked("text", 5, 6, "Wierzbowizna"))
    before = (root / _OWNER / "transcribe.json").read_bytes()
    made = _made(root)
    assert {"review", "correct", "summarise"} <= set(made)
    assert not {"download", "transcribe", "repair"} & set(made)
    assert (root / _OWNER / "transcribe.json").read_bytes() == before
    for ending in ("html", "vtt", "srt", "txt", "md", "json"):
        assert "Wierzbowizna" in _page(root, ending), ending
    found = stenogram(root, "search", "Wierzbowizny", "--json")
    assert "minuta" in found.stdout
    assert _made(root) == []


def test_what_was_checked_is_told_everywhere_and_makes_no_words_anew(root: Path) -> None:
    _add(root, Asked("checked", 0, 20))
    assert _made(root) == ["review", "correct"]
    assert "Transkrypcja sprawdzona do " in _page(root)
    assert "NOTE Transkrypcja sprawdzona do " in _page(root, "vtt")
    told = json.loads(_page(root, "json"))
    assert (told["state"], told["captions_due"]) == ("checked to", "2020-05-07")
    assert told["checked_to"] > 5
    table = stenogram(root, "check", "--site")
    assert "checked to 0:00:" in table.stdout
    looks = json.loads(stenogram(root, "check", "--json", "--share", "100").stdout)["looks"]
    assert min(look["word"] for look in looks) == 20
    assert "OVERDUE" in table.stdout


def test_a_person_says_who_speaks_and_what_is_to_be_seen(root: Path) -> None:
    _add(
        root,
        Asked("speaker", 10, 30, "Gniewosz Probny"),
        Asked("picture", 10, 10, "slajd: <b>mapa</b>"),
    )
    _made(root)
    assert "Gniewosz Probny" in _page(root, "vtt")
    assert '<b class="who">Gniewosz Probny' in _page(root)
    assert "[obraz: slajd: &lt;b&gt;mapa&lt;/b&gt;]" in _page(root)


def test_a_correction_without_a_place_is_told_and_changes_nothing(root: Path) -> None:
    file = corrections_file(root / "seminars/minuta", "minuta")
    file.parent.mkdir()
    entry = "2020-05-01T08:00:00Z | text | 00:00:10.00-00:00:10.40 | ala ma [kota] i psa | konia"
    file.write_text(f"{entry}\nnic z tego\n", encoding="utf-8")
    file.with_name("dawna.txt").write_text(f"{entry}\n", encoding="utf-8")
    before = _page(root)
    run = stenogram(root, "run")
    assert (run.returncode, "no recording has the id 'dawna'" in run.stderr) == (0, True)
    assert _page(root) == before
    status = stenogram(root, "status")
    assert "not applied: „konia” for „kota”" in status.stdout
    assert "a line of corrections cannot be read" in status.stdout
    assert "no recording has the id 'dawna'" in status.stderr
    check = stenogram(root, "check")
    assert check.returncode == 1
    assert "0 applied, 0 right as it is, 2 to be decided" in check.stdout
    rows = [json.loads(line) for line in stenogram(root, "status", "--json").stdout.splitlines()]
    (told,) = [row for row in rows if row.get("conflicts")]
    assert (told["stage"], len(told["conflicts"])) == ("review", 2)


def test_captions_that_were_changed_elsewhere_come_back_at_their_times(root: Path) -> None:
    captions = root / "outputs/site/minuta/minuta.vtt"
    words = _words(root)
    texts = [word.text for word in words]
    chosen = [at for at, text in enumerate(texts) if len(text) > 6 and texts.count(text) == 1][::3]
    assert len(chosen) > 5
    text = captions.read_text(encoding="utf-8")
    for at in chosen:
        bare = texts[at].strip(".,?!")
        assert text.count(bare) == 1
        text = text.replace(bare, bare[:-1])
    (root / "x.vtt").write_text(text, encoding="utf-8-sig")
    dry = stenogram(root, "import", "minuta", "minuta", "x.vtt", "--dry-run")
    assert (dry.returncode, dry.stdout.count("→")) == (0, len(chosen))
    assert not corrections_file(root / "seminars/minuta", "minuta").exists()
    done = stenogram(root, "import", "minuta", "minuta", "x.vtt")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(chosen)} corrections added" in done.stdout
    assert {"review", "correct"} <= set(_made(root))
    now = _words(root)
    assert [word.text for word in now] == [
        text.replace(text.strip(".,?!"), text.strip(".,?!")[:-1]) if at in chosen else text
        for at, text in enumerate(texts)
    ]
    assert all(abs(now[at].start - words[at].start) <= 0.2 for at in chosen)
    again = stenogram(root, "import", "minuta", "minuta", "x.vtt")
    assert "nothing is different" in again.stdout
    other = stenogram(root, "import", "minuta", "nie-ma", "x.vtt")
    assert (other.returncode, "no such recording" in other.stderr) == (2, True)


def _words(root: Path) -> list[Word]:
    content = json.loads((root / _OWNER / "correct.json").read_bytes())["artefact"]
    return list(typed(content, Transcript).words)


def test_a_corrected_name_is_suggested_and_used_in_the_whole_seminar(root: Path) -> None:
    _add(root, Asked("text", 5, 6, "Wierzbowizna"))
    told = stenogram(root, "glossary", "minuta")
    assert told.stdout.startswith("Wierzbowizna  (minuta 0:00:")
    assert stenogram(root, "glossary", "minuta", "--add", "Wierzbowizna").returncode == 0
    assert "no name or term" in stenogram(root, "glossary", "minuta").stdout
    assert "repair" in _made(root)
    assert "Wierzbowizna" in _page(root)
