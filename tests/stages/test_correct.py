"""Words that a person put, in their place and at their time."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pipeline.artefacts import LedgerEntry, Recording, Replacement, Transcript, Word
from pipeline.canonical import typed
from pipeline.catalogue import Catalogue
from pipeline.checking import fault
from pipeline.corrections import reviewed
from pipeline.declared import Corrections
from pipeline.reviews import Edit, Review
from pipeline.stage import Model
from pipeline.stages.correct import correct
from pipeline.stages.correct.aligning import MEMORY
from pipeline.stages.correct.correcting import Order, corrected
from pipeline.stages.review import review
from tests.core.correcting import check_places, misheard
from tests.core.correcting import corrected as corrected_by_lot
from tests.demo import CHECKOUT, DEMO, stenogram, workspace
from tests.stages.lending import LentWork

_MODEL = Model("base", "0" * 40, Path("models/base"))
_WORDS = tuple(Word(n / 2, n / 2 + 0.4, w, 0.8, 0.3) for n, w in enumerate("abcdef"))
_LEDGER = (
    LedgerEntry(0.0, 3.0, "transcribed"),
    LedgerEntry(3.0, 5.0, "rejected", "a loop", "tak tak"),
    LedgerEntry(5.0, 9.0, "not speech"),
)
_SPOKEN = Transcript("pl", 9.0, _WORDS, _LEDGER)


def _corrected(tmp_path: Path, change: Review, spoken: Transcript = _SPOKEN) -> Transcript:
    """What is made of it where nothing needs to be listened to."""
    order = Order(tmp_path / "no.mp4", "", tmp_path, tmp_path)
    return corrected(spoken, change, order, _MODEL)


def test_without_a_change_the_transcript_stays_as_it_is(tmp_path: Path) -> None:
    recording = Recording("no.mp4", "", 1, 9.0, None, has_picture=False)
    checked = review(_SPOKEN, Corrections(()))
    work = LentWork(tmp_path)
    assert correct(recording, _SPOKEN, checked, _MODEL, work) is _SPOKEN
    assert work.called == []


def test_a_word_taken_out_or_marked_otherwise_needs_no_sound(tmp_path: Path) -> None:
    change = Review(6, (Edit(1, 2, ()), Edit(3, 4, ("D,",))))
    made = _corrected(tmp_path, change)
    assert [word.text for word in made.words] == ["a", "c", "D,", "e", "f"]
    assert made.words[2] == Word(1.5, 1.9, "D,", 0.8, 0.0)
    assert not fault(made)


def test_what_repair_replaced_is_told_where_nobody_touched_it(tmp_path: Path) -> None:
    before = (Word(0.0, 0.4, "x", 0.1),)
    spoken = replace(_SPOKEN, replacements=(Replacement(0, 1, before), Replacement(3, 4, before)))
    made = _corrected(tmp_path, Review(6, (Edit(0, 1, ("A",)), Edit(1, 2, ()))), spoken)
    assert made.replacements == (Replacement(2, 3, before),)


def test_rejected_text_that_was_brought_back_counts_as_transcribed(tmp_path: Path) -> None:
    made = _corrected(tmp_path, Review(6, restored=((3.0, 5.0),)))
    assert [entry.state for entry in made.ledger] == ["transcribed", "transcribed", "not speech"]
    assert made.ledger[1].text == ""


@pytest.fixture(scope="module")
def minute(made: Path) -> Transcript:
    path = made / "outputs/minuta/recordings/minuta/repair.json"
    return typed(json.loads(path.read_bytes())["artefact"], Transcript)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("length", "missing"), [(1, False), (2, False), (5, False), (1, True), (2, True)]
)
def test_words_are_placed_within_a_fifth_of_a_second(
    made: Path, minute: Transcript, tmp_path: Path, length: int, *, missing: bool
) -> None:
    """Words that were recognised where they are said are put by a person; they come out there."""
    words, edits, put = list[Word](), list[Edit](), list[int]()
    at = 0
    while at < len(minute.words):
        said = minute.words[at : at + length]
        if at % (4 * length) < length and 3 < at < len(minute.words) - length:
            stands = () if missing else (replace(said[0], end=said[-1].end, text="xyz"),)
            texts = tuple(word.text for word in said)
            edits.append(Edit(len(words), len(words) + len(stands), texts))
            words += stands
            put += range(at, at + length)
        else:
            words += said
        at += length
    media = made / "seminars/minuta/media/minuta.mp4"
    catalogue = Catalogue(CHECKOUT / "models")
    model = catalogue.model(catalogue.entry("base"))
    order = Order(media, "", tmp_path, tmp_path)
    given = replace(minute, words=tuple(words), replacements=())
    found = corrected(given, Review(len(words), tuple(edits)), order, model)
    assert [word.text for word in found.words] == [word.text for word in minute.words]
    assert not fault(found)
    off = [abs(found.words[n].start - minute.words[n].start) for n in put]
    assert len(off) > 15
    assert sum(each <= 0.2 for each in off) >= 0.95 * len(off), sorted(off)[-5:]
    assert (tmp_path / MEMORY).exists()


@pytest.mark.slow
def test_a_transcript_from_other_settings_takes_the_corrections(tmp_path: Path) -> None:
    """Beam 1, other cuts, and one word in twenty heard otherwise.

    What is not put is told, and the first transcript gives all again.
    """
    root = workspace(tmp_path, "[watch]\nenabled = false\n[diarise]\nenabled = false\n")
    media = root / "seminars/minuta/media/minuta.mp4"
    media.unlink()
    media.symlink_to(DEMO / "media/dzien-2.mp4")
    found = []
    for settings in ("", "\n[transcribe]\nbeam_size = 1\npart_length = 60.0\n"):
        with (root / "stenogram.toml").open("a") as file:
            file.write(settings)
        result = stenogram(root, "run")
        assert result.returncode == 0, result.stderr
        path = root / "outputs/minuta/recordings/minuta/repair.json"
        found.append(typed(json.loads(path.read_bytes())["artefact"], Transcript))
    first, other = found
    assert [word.text for word in first.words] != [word.text for word in other.words]
    lot = Random(3)  # noqa: S311 - no secret
    made = corrected_by_lot(first, 40, lot)
    lines = [each.line for each in made]
    for heard in (other, misheard(other, 0.05, lot)):
        told = reviewed(heard, lines).review
        assert told.applied + told.kept + len(told.conflicts) == 40
        assert told.applied + told.kept >= 36
        check_places(made, heard)
    assert reviewed(first, lines).review.conflicts == ()
