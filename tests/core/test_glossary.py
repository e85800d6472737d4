"""What people corrected becomes terms, and terms get into seminar.toml and touch nothing else."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import Transcript, Word
from pipeline.corrections import Asked, entry_of, reviewed, written
from pipeline.errors import UsageError
from pipeline.glossary import add_terms
from pipeline.proofreading.learning import learnt
from pipeline.seminar import read_seminar


def _learnt(text: str, *changes: Asked, known: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    words = tuple(Word(n / 2, n / 2 + 0.4, w, 0.8, 0.2) for n, w in enumerate(text.split()))
    transcript = Transcript("pl", 60.0, words, ())
    lines: list[str] = []
    for number, asked in enumerate(changes):
        entry = entry_of(reviewed(transcript, lines).words, asked)
        lines.append(written(replace(entry, when=f"2020-05-01T08:00:{number:02d}Z")))
    done = reviewed(transcript, lines)
    return [(t.term, len(t.places)) for t in learnt({"a": (done.review, done.words)}, known)]


def test_a_corrected_name_is_a_term_in_its_nominative() -> None:
    change = Asked("text", 2, 3, "Halszką")
    assert _learnt("rozmawiamy z halską dziś", change) == [("Halszka", 1)]


def test_a_name_that_has_usual_words_in_it_stays_as_it_was_written() -> None:
    change = Asked("text", 2, 4, "Związku Miast")
    assert _learnt("w imieniu związki mast witam", change) == [("Związku Miast", 1)]


def test_a_word_that_no_dictionary_has_is_a_term_and_a_usual_one_is_not() -> None:
    changes = (Asked("text", 1, 2, "Poltaxu"), Asked("text", 3, 4, "szkole"))
    assert _learnt("dane poltaksu w skole", *changes) == [("Poltaxu", 1)]


def test_a_capital_at_the_start_of_a_sentence_makes_no_name() -> None:
    assert _learnt("dobrze. skola stoi", Asked("text", 1, 2, "Szkoła")) == []


def test_what_the_seminar_knows_is_not_suggested_and_the_frequent_comes_first() -> None:
    changes = (
        Asked("text", 0, 1, "Poltax"),
        Asked("text", 2, 3, "Zyxolan"),
        Asked("text", 4, 5, "Zyxolan"),
    )
    assert _learnt("a i b i c", *changes) == [("Zyxolan", 2), ("Poltax", 1)]
    assert _learnt("a i b i c", *changes, known=("Poltax",)) == [("Zyxolan", 2)]


@pytest.mark.parametrize(
    "text",
    [
        'title = "S"\n\n# nasze\n\n[[recordings]]\nfile = "a.mp4" # pierwsze\n',
        'title = "S"\nglossary = ["Poltax", "ZUS"] # terminy\n\n[[recordings]]\nfile = "a.mp4"\n',
        'title = "S"\nglossary = [\n  "Poltax",\n  # ważne\n  "ZUS",\n]\n',
        'title = "S"\nglossary = []',
        '\ufefftitle = "S"\r\n\r\n[[recordings]]\r\nfile = "a.mp4"\r\n',
    ],
)
def test_a_term_is_added_and_all_else_stays(tmp_path: Path, text: str) -> None:
    file = tmp_path / "seminarium" / "seminar.toml"
    file.parent.mkdir()
    file.write_bytes(text.encode())
    assert (
        add_terms(read_seminar(file), ["ZUS", " Łódź  Fabryczna ", "ZUS"])[-1] == "Łódź Fabryczna"
    )
    changed = file.read_bytes().decode()
    before = tomllib.loads(text.removeprefix("\ufeff"))
    after = tomllib.loads(changed.removeprefix("\ufeff"))
    assert after.pop("glossary") == [
        *before.pop("glossary", []),
        *(["ZUS"] if '"ZUS"' not in text else []),
        "Łódź Fabryczna",
    ]
    assert after == before
    for comment in ("# nasze", "# pierwsze", "# terminy", "# ważne"):
        assert (comment in changed) == (comment in text)
    assert add_terms(read_seminar(file), ["ZUS"]) == ()
    assert file.read_bytes().decode() == changed


@pytest.mark.parametrize("term", ["", " ", "x" * 201, "a\x1bb"])
def test_what_is_no_term_is_refused(tmp_path: Path, term: str) -> None:
    file = tmp_path / "seminarium" / "seminar.toml"
    file.parent.mkdir()
    file.write_text('title = "S"\n', encoding="utf-8")
    with pytest.raises(UsageError):
        add_terms(read_seminar(file), [term])
    assert file.read_text(encoding="utf-8") == 'title = "S"\n'
