"""Words that no dictionary knows, and what the sound lets stand in their place."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import (
    Deck,
    LedgerEntry,
    Raised,
    Recording,
    Replacement,
    Slide,
    Transcript,
    Word,
)
from pipeline.declared import Glossary
from pipeline.language.frequency import homophones
from pipeline.language.simple import SimplemmaLexicon
from pipeline.sound import Samples, Track
from pipeline.speech import Speech
from pipeline.stage import Model, Of
from pipeline.stages.repair import repair
from pipeline.stages.repair import sites as site_finding
from pipeline.stages.repair.choosing import Weighed, capitals, choose, put_in
from pipeline.stages.repair.doubt import with_doubts
from pipeline.stages.repair.listening import Window, fits, text_of, window
from pipeline.stages.repair.memory import FILE, Memory
from pipeline.stages.repair.options import RepairOptions
from pipeline.stages.repair.sites import Proposal, Site, is_unknown, sites
from pipeline.stages.repair.vocabulary import vocabulary
from tests.stages.lending import LentWork

_NONE = vocabulary((), ())
_MODEL = Model("base", "0" * 40, Path("models/base"))


def _words(text: str, probability: float = 0.8) -> tuple[Word, ...]:
    return tuple(Word(n / 2, n / 2 + 0.4, word, probability) for n, word in enumerate(text.split()))


def _proposed(text: str, terms: Sequence[str] = (), texts: Sequence[str] = ()) -> set[str]:
    found = sites(_words(text), vocabulary(terms, texts), homophones())
    return {proposal.text for site in found for proposal in site.proposals}


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("to jest najsłapszy wynik", "najsłabszy"),
        ("pojechał nawakacje z rodziną", "na wakacje"),
        ("Interesujem nie to", "interesuje mnie"),
        ("mieszkaniec wyniusów tym roku", "wyniósł w"),
        ("uwagę mamy odpaść dziermika już", "od października"),
    ],
)
def test_real_words_that_sound_like_it_are_proposed(heard: str, said: str) -> None:
    assert said in _proposed(heard)


def test_a_name_of_the_programme_is_proposed_in_the_form_that_was_heard() -> None:
    terms = ["dr Ziemowit Kasztelnik", "Bożydar Modrzewiak"]
    assert "Ziemowitowi Kasztelnikowi" in _proposed("głos ziemovitowi kasztelnikowi z", terms)
    assert "Bożydar Modrzewiak" in _proposed("pan Boży darm od rzewiak z Biłgoraja", terms)


def test_names_acronyms_and_addresses_are_read_off_slides() -> None:
    texts = ["Dane z systemu Poltax i ZUS na monitor.miasta.pl", "Miasto Hrubieszów"]
    assert "Poltax" in _proposed("baza Poltaks ma", (), texts)
    assert "ZUS-u" in _proposed("dane z usu nie", (), texts)
    assert "monitor.miasta.pl" in _proposed("adresem monitor. Miastapl jest", (), texts)


def test_words_that_are_known_are_left_alone() -> None:
    text = "Dzień dobry państwu, mamy 147 uczestników z 62 miast i ZUS."
    assert sites(_words(text), _NONE, homophones()) == []
    assert not is_unknown("2,5%", _NONE)
    assert not is_unknown("Kasztelnika", vocabulary(["Ziemowit Kasztelnik"], ()))


def _site(first: int, end: int, text: str, distance: float = 0.3) -> Site:
    return Site(first, end, (Proposal(first, end, text, distance, is_term=False),))


def test_the_sound_may_object() -> None:
    words = _words("do urzętu miasta")
    site = _site(1, 2, "urzędu")
    agrees, objects = Weighed(site, -20.0, (-21.0,)), Weighed(site, -20.0, (-60.0,))
    assert [proposal.text for proposal in choose(words, [agrees], _NONE, 4.0)] == ["urzędu"]
    assert choose(words, [objects], _NONE, 4.0) == []
    assert choose(words, [agrees], _NONE, 20.0) == []


def test_names_are_written_with_a_capital_and_other_words_are_not() -> None:
    words = _words("Miasto biłgoraj i Halszka wiatraczna do kasztelnika, nisko w mieście")
    known = vocabulary(["Ziemowit Kasztelnik", "Halszka Wiatraczna"], ())
    put, noted = put_in(words, capitals(words, [], known))
    text = " ".join(word.text for word in put)
    assert text == "Miasto Biłgoraj i Halszka Wiatraczna do Kasztelnika, nisko w mieście"
    assert len(noted) == 3


def test_of_proposals_for_the_same_words_one_is_taken() -> None:
    words = _words("czy nawakacje z")
    proposals = tuple(
        Proposal(first, end, text, 0.0, is_term=False)
        for first, end, text in [(1, 2, "na wakacje"), (0, 2, "czyn wakacje"), (1, 3, "nawałnice")]
    )
    weighed = Weighed(Site(0, 3, proposals), -30.0, (-25.0, -26.0, -27.0))
    assert [each.text for each in choose(words, [weighed], _NONE, 4.0)] == ["na wakacje"]


def test_a_replacement_keeps_case_closing_mark_and_time_and_can_be_undone() -> None:
    words = _words("Byli w Najsłapszy, nawakacje. teraz")
    put, noted = put_in(
        words,
        [
            Proposal(2, 3, "najsłabszy", 0, is_term=False),
            Proposal(3, 4, "na wakacje", 0, is_term=False),
        ],
    )
    assert [word.text for word in put] == ["Byli", "w", "Najsłabszy,", "na", "wakacje.", "teraz"]
    assert (put[3].start, put[4].end) == (words[3].start, words[3].end)
    assert put[3].end == put[4].start
    assert _undone(put, noted) == list(words)


def _undone(words: Sequence[Word], noted: Sequence[Replacement]) -> list[Word]:
    result = list(words)
    for each in reversed(noted):
        result[each.first_word : each.end_word] = each.before
    return result


_TEXTS = st.lists(st.sampled_from(["raz", "dwa.", "Trzy,", "x"]), min_size=1, max_size=12)


@given(_TEXTS, st.data())
@settings(max_examples=80, deadline=None)
def test_replacing_loses_no_time_and_is_reversible(texts: list[str], data: st.DataObject) -> None:
    words = _words(" ".join(texts))
    chosen, at = [], 0
    while at < len(words):
        end = min(len(words), at + data.draw(st.integers(1, 3)))
        if data.draw(st.booleans()):
            new = data.draw(st.sampled_from(["jeden", "ja tu", "a to jest"]))
            chosen.append(Proposal(at, end, new, 0, is_term=False))
        at = end
    put, noted = put_in(words, chosen)
    assert _undone(put, noted) == list(words)
    assert (put[0].start, put[-1].end) == (words[0].start, words[-1].end)
    assert all(word.start <= word.end for word in put)
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(put))


def test_a_window_has_the_words_around_a_site_and_each_reading_of_it() -> None:
    words = _words("a b c d e f g h urzętu. i j k l m n")
    around = window(words, _site(8, 9, "urzędu"))
    assert around == Window(5, 12, 2.3, 6.1)
    assert text_of(words, around, None) == "f g h urzętu. i j k"
    proposal = Proposal(8, 9, "urzędu", 0.3, is_term=False)
    assert text_of(words, around, proposal) == "f g h urzędu. i j k"


class _Deaf:
    """Stands for the model: the longer a text, the worse it fits."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def fit(self, stretch: Samples, texts: Sequence[str]) -> list[float]:
        self.lengths.append(len(stretch))
        return [-float(len(text)) for text in texts]


def test_fits_are_of_the_seconds_of_the_window(tmp_path: Path) -> None:
    np.full(160_000, 10, np.int16).tofile(tmp_path / "track.s16")
    track, deaf = Track(tmp_path / "track.s16"), _Deaf()
    stretch = track.as_recognised(2.0, 3.0, ())
    assert fits(cast("Speech", deaf), stretch, ["ab", "c"]) == [-2, -1]
    assert deaf.lengths == [16_000]


def test_a_quiet_speaker_is_heard_as_loud_as_when_recognised(tmp_path: Path) -> None:
    np.full(160_000, 10, np.int16).tofile(tmp_path / "track.s16")
    raised = (Raised(0.0, 1.0, 40.0), Raised(1.5, 2.5, 20.0), Raised(2.75, 9.0, 6.0))
    stretch = Track(tmp_path / "track.s16").as_recognised(2.0, 3.0, raised)
    assert stretch.dtype == np.int16
    assert [int(stretch[at]) for at in (0, 7_999, 8_000, 11_999, 12_000, 15_999)] == [
        100, 100, 10, 10, 20, 20,
    ]  # fmt: skip


def test_what_was_heard_is_remembered_for_this_sound_and_model_only(
    tmp_path: Path,
) -> None:
    around = Window(0, 3, 1.0, 4.5)
    memory = Memory(tmp_path / FILE, "sound and model")
    memory.keep(around, "na wakacje", -7.5)
    memory.save()
    again = Memory(tmp_path / FILE, "sound and model")
    assert again.fit(around, "na wakacje") == -7.5
    assert again.fit(around, "na wakacjach") is None
    assert again.fit(replace(around, end=5.0), "na wakacje") is None
    assert Memory(tmp_path / FILE, "another model").fit(around, "na wakacje") is None
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes().replace(b"7.5", b"0.5"))
    assert Memory(path, "sound and model").fit(around, "na wakacje") is None, "a byte was changed"
    path.write_bytes(b"{")
    assert Memory(tmp_path / FILE, "sound and model").fit(around, "na wakacje") is None


def test_doubt_is_greatest_of_what_nobody_knows_and_grows_as_the_model_is_less_sure() -> None:
    words = (*_words("państwo widzą wynik", 0.95), *_words("urzętu", 0.95), *_words("miasta", 0.3))
    doubts = [word.doubt or 0.0 for word in with_doubts(words, _NONE)]
    assert all(0 < doubt < 1 for doubt in doubts)
    assert doubts[3] > doubts[4] > doubts[0]


_RECORDING = Recording("s/recordings/r/media.mp4", "0" * 64, 1, 100.0, 100.0, has_picture=False)
_LEDGER = (LedgerEntry(0.0, 100.0, "transcribed"),)


def _repaired(work: LentWork, options: RepairOptions) -> Transcript:
    transcript = Transcript("pl", 100.0, _words("do urzętu miasta"), _LEDGER)
    deck = Of("d", Deck("d.pdf", "0" * 64, 1, (Slide(1, "Urząd", "urzędu"),)))
    glossary = Glossary(("Poltax",), ("Seminarium",))
    return repair(_RECORDING, transcript, glossary, (deck,), _MODEL, options, work)


def test_switched_off_it_leaves_the_transcript_as_it_is(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    assert _repaired(work, RepairOptions(enabled=False)).words == _words("do urzętu miasta")
    assert work.tasks == []


def test_the_sound_is_asked_in_another_process_with_all_that_was_printed(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    work.instead = {"repaired": lambda transcript, _order, _model: transcript}
    _repaired(work, RepairOptions())
    ((_, (_, order, _), limit),) = work.called
    assert getattr(order, "glossary", None) == Glossary(
        ("Poltax",), ("Seminarium", "Urząd\nurzędu")
    )
    assert limit > 1000


def test_captions_that_a_person_made_are_a_source_of_names(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    (work.folder / "captions.pl.vtt").write_text(
        "WEBVTT\n\n00:00.000 --> 00:01.000\nWita <i>Halszka</i> Wiatraczna\n", encoding="utf-8"
    )
    work.instead = {"repaired": lambda transcript, _order, _model: transcript}
    recording = replace(_RECORDING, captions=("s/recordings/r/captions.pl.vtt",))
    transcript = Transcript("pl", 100.0, _words("wita halszka"), _LEDGER)
    repair(recording, transcript, Glossary((), ()), (), _MODEL, RepairOptions(), work)
    ((_, (_, order, _), _),) = work.called
    glossary = getattr(order, "glossary", Glossary((), ()))
    assert glossary.texts == ("Wita  Halszka  Wiatraczna",)
    assert "Halszki" in {term.text for term in vocabulary((), glossary.texts).terms}


def test_a_word_too_long_for_any_dictionary_is_left_alone() -> None:
    assert _proposed(f"tak {'pomidor' * 20} koniec") == set()


def test_marks_around_what_is_replaced_stay() -> None:
    words = _words("to „Ryczaut” jest")
    put, _ = put_in(words, [Proposal(1, 2, "ryczałt", 0.3, is_term=False)])
    assert [word.text for word in put] == ["to", "„Ryczałt”", "jest"]


def test_the_small_lexicon_takes_everyday_words_for_words(monkeypatch: pytest.MonkeyPatch) -> None:
    small = SimplemmaLexicon()
    assert not small.known("dzisiaj")
    monkeypatch.setattr(site_finding, "lexicon", lambda: small)
    assert not any(is_unknown(word, _NONE) for word in ("Dzisiaj", "dziś,", "widać", "najpierw"))
    assert is_unknown("wyniusów", _NONE)
