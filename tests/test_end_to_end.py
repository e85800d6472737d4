"""The main job on a minute of the demo, as a person runs it."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from tests.demo import stenogram

pytestmark = pytest.mark.slow


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    """The finished workspace, copied somewhere else: other inodes, other paths."""
    return Path(shutil.copytree(made, tmp_path / "copied", symlinks=True))


def _content(root: Path, path: str) -> dict[str, object]:
    content: dict[str, object] = json.loads((root / "outputs" / path).read_text())["artefact"]
    return content


def _made(root: Path) -> list[str]:
    """What a run makes, as `owner stage`."""
    result = stenogram(root, "run", "--json")
    assert result.returncode == 0, result.stderr
    return [f"{item['owner']} {item['stage']}" for item in json.loads(result.stdout)["made"]]


def test_a_minute_of_the_demo_becomes_words_sessions_and_a_summary(made: Path) -> None:
    transcript = _content(made, "minuta/recordings/minuta/transcribe.json")
    words = transcript["words"]
    assert isinstance(words, list)
    said = " ".join(word["text"].lower() for word in words)
    assert "dzień dobry" in said
    assert "zaczynamy" in said
    assert 90 < len(words) < 150
    starts = [word["start"] for word in words]
    assert starts == sorted(starts)
    sessions = _content(made, "minuta/segment.json")["sessions"]
    assert isinstance(sessions, list)
    second = sessions[1]["placement"]
    assert abs(second["start"] - 51.75) < 10
    summary = _content(made, "minuta/summarise.json")
    assert summary["sessions"]


def test_the_ledger_accounts_for_every_second(made: Path) -> None:
    transcript = _content(made, "minuta/recordings/minuta/transcribe.json")
    ledger = transcript["ledger"]
    assert isinstance(ledger, list)
    borders = [entry["start"] for entry in ledger] + [ledger[-1]["end"]]
    assert borders[0] == 0
    assert [entry["end"] for entry in ledger] == borders[1:]
    assert borders[-1] == transcript["duration"]


def test_the_site_holds_recording_captions_deck_and_search(made: Path) -> None:
    site = made / "outputs" / "site"
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name in ("index.html", "szukaj.html", "minuta/index.html", "minuta/decks/dane.pdf"):
        assert name in names
    for ending in ("html", "vtt", "srt", "txt", "md", "json"):
        assert f"minuta/minuta.{ending}" in names
    assert (site / "minuta" / "minuta.vtt").read_text().startswith("WEBVTT")
    assert "minuta/media/minuta.mp4" in names
    assert "robocze" not in {path.name for path in site.iterdir()}
    pages = " ".join(path.read_text() for path in site.rglob("*.html"))
    assert str(made) not in pages, "a page tells a path of this computer"


def test_a_second_run_makes_nothing_and_takes_two_seconds_at_most(made: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}
    times = []
    for _ in range(3):  # the best of three: other work on the machine is not ours
        began = time.monotonic()
        assert _made(made) == []
        times.append(time.monotonic() - began)
    assert min(times) < 2.0
    after = {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}
    changed = {p.name for p in stamps.keys() | after.keys() if stamps.get(p) != after.get(p)}
    assert changed <= {".lock"}


def test_a_copied_workspace_has_nothing_to_do(copied: Path) -> None:
    assert _made(copied) == []


def test_files_from_the_future_are_up_to_date_and_remade_when_stale(copied: Path) -> None:
    later = time.time() + 10**9
    logs = [*(copied / "outputs").rglob("log.jsonl")]
    for log in logs:
        log.write_text(log.read_text().replace('{"at": "20', '{"at": "29'))
    for path in (copied / "outputs").rglob("*"):
        if path.is_file():
            os.utime(path, (later, later))
    assert _made(copied) == []
    assert _made(copied) == []
    (copied / "stenogram.toml").write_text("[summarise]\nphrases = 3\n")
    assert _made(copied) == ["minuta summarise"]
    assert _made(copied) == []
    told = [json.loads(line) for log in logs for line in log.read_text().splitlines()]
    assert [(e["stage"], e["event"]) for e in told if not e["at"].startswith("29")] == [
        ("summarise", "began"),
        ("summarise", "made"),
    ]
    assert {e["seminar"] for e in told} == {"minuta"}
    assert {e.get("recording") or e.get("deck") for e in told} == {"minuta", "dane", None}


def test_a_new_title_remakes_pages_only(copied: Path) -> None:
    declared = copied / "seminars" / "minuta" / "seminar.toml"
    declared.write_text(declared.read_text().replace("Pierwsza minuta", "Minuta pierwsza"))
    assert _made(copied) == []
    page = copied / "outputs" / "site" / "minuta" / "minuta.html"
    assert "Minuta pierwsza" in page.read_text()


def test_a_deleted_artefact_is_remade_and_what_follows_is_kept(copied: Path) -> None:
    owner = copied / "outputs" / "minuta"
    (owner / "recordings" / "minuta" / "transcribe.json").unlink()
    assert _made(copied) == ["minuta/minuta transcribe"]
    (owner / "segment.json").unlink()
    assert _made(copied) == ["minuta segment"]
    (owner / "recordings" / "minuta" / "media.mp4").unlink()
    assert _made(copied) == ["minuta/minuta download"]


def test_a_damaged_artefact_is_made_anew(copied: Path) -> None:
    path = copied / "outputs" / "minuta" / "segment.json"
    path.write_text(path.read_text().replace("Otwarcie", "Zamknięcie"))
    assert _made(copied) == ["minuta segment"]
    assert "Zamknięcie" not in path.read_text()


def test_outputs_can_be_deleted_and_come_back_the_same(copied: Path) -> None:
    owner = copied / "outputs" / "minuta"
    names = ("recordings/minuta/transcribe.json", "recordings/minuta/watch.json")
    files = [owner / name for name in (*names, "diarise.json", "match.json")]
    before = [path.read_bytes() for path in files]
    shutil.rmtree(copied / "outputs")
    assert len(_made(copied)) == 11
    assert [path.read_bytes() for path in files] == before


def test_a_changed_programme_remakes_sessions_and_recognises_nothing_again(copied: Path) -> None:
    declared = copied / "seminars" / "minuta" / "seminar.toml"
    declared.write_text(declared.read_text().replace("Otwarcie seminarium", "Powitanie"))
    assert _made(copied) == ["minuta/minuta repair", "minuta segment", "minuta summarise"]


def test_search_finds_every_form_and_tells_the_second(made: Path) -> None:
    result = stenogram(made, "search", "miasto", "--json")
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert any("miast" in hit["excerpt"] for hit in found)
    said = [hit for hit in found if hit["recording"]]
    assert said
    assert all(hit["page"].endswith(f"minuta.html#t={hit['start']:g}") for hit in said)
    shown = [hit for hit in found if hit["deck"]]
    assert shown
    assert all(hit["page"].endswith(f"dane.html#slajd-{hit['slide']}") for hit in shown)
    assert stenogram(made, "search", "fotowoltaika").returncode == 1


def test_status_tells_what_is_made_and_what_is_stale(copied: Path) -> None:
    lines = stenogram(copied, "status", "--json").stdout.splitlines()
    assert {json.loads(line)["state"] for line in lines} == {"made"}
    (copied / "stenogram.toml").write_text("[transcribe]\nbeam_size = 4\n")
    lines = stenogram(copied, "status", "--json").stdout.splitlines()
    states = {(s["owner"], s["stage"]): s["state"] for s in map(json.loads, lines)}
    assert states["minuta/minuta", "transcribe"] == "stale"
    assert states["minuta/minuta", "download"] == "made"


def test_a_recording_taken_out_leaves_nothing_of_it_on_the_site(copied: Path) -> None:
    shutil.rmtree(copied / "seminars" / "minuta")
    other = copied / "seminars" / "inne"
    other.mkdir()
    (other / "seminar.toml").write_text('title = "Inne"\n')
    assert stenogram(copied, "run").returncode == 0
    site = copied / "outputs" / "site"
    assert not (site / "minuta").exists()
    assert not [path for path in site.rglob("*.html") if "minuta" in path.read_text().lower()]
    assert stenogram(copied, "search", "miasto").returncode == 1


def test_a_draft_stays_out_of_the_public_site(copied: Path) -> None:
    declared = copied / "seminars" / "minuta" / "seminar.toml"
    declared.write_text(declared.read_text().replace('"public"', '"draft"'))
    result = stenogram(copied, "run")
    assert "drafts, not published" in result.stdout
    site = copied / "outputs" / "site"
    assert not (site / "minuta").exists()
    assert (site / "robocze" / "minuta" / "minuta.html").is_file()
    assert json.loads(stenogram(copied, "search", "miasto", "--json").stdout)[0]["draft"]
