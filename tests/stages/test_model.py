"""A language model may write the points; it cannot make anything up."""

import dataclasses
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import Placement, Programme, Session, Transcript, Word
from pipeline.declared import Plan
from pipeline.errors import ModelError
from pipeline.language.numerals import numbers
from pipeline.stage import Of
from pipeline.stages.summarise import summarise
from pipeline.stages.summarise.asking import ask
from pipeline.stages.summarise.checking import fault
from pipeline.stages.summarise.endpoint import KEY, Endpoint, faults
from pipeline.stages.summarise.options import SummariseOptions
from pipeline.stages.summarise.units import units
from tests.stages.lending import LentWork
from tests.stages.models import Answer, drip, drip_headers, points, says, serving, status

SAID = (
    "W Ustce bezrobocie zimowe spadło z 14 do 9,5 procent.",
    "Miasto wydało na bony sto osiemdziesiąt tysięcy złotych.",
    "Dane z ZUS pokazują, że co trzeci mieszkaniec dojeżdża do pracy.",
    "Nagranie opublikujemy na stronie Związku najpóźniej w środę, 29 kwietnia.",
    "W Biłgoraju sześć hal stoi pod wynajem, a pracuje w nich 98 osób.",
    "Hale nie są konkurencją dla prywatnych właścicieli.",
    "Uzdrowiska podpisały porozumienie o wspólnej ofercie rehabilitacyjnej.",
)
HONEST: tuple[tuple[str, list[int]], ...] = (
    ("Zimowe bezrobocie w Ustce spadło z 14 do 9,5%.", [1]),
    ("Na bony miasto wydało 180 tys. zł.", [2]),
    ("Miasto wydało 180 000 złotych na bony.", [2]),
    ("Według danych ZUS co trzeci mieszkaniec dojeżdża do pracy.", [3]),
    ("Nagranie zostanie opublikowane na stronie Związku do środy, 29 kwietnia.", [4]),
    ("Publikacja nagrania na stronie Związku: najpóźniej 29 kwietnia.", [4]),
    ("W sześciu halach pod wynajem w Biłgoraju pracuje 98 osób.", [5]),
    ("Biłgoraj ma 6 hal pod wynajem.", [5]),
    ("Hale nie konkurują z prywatnymi właścicielami.", [6]),
    ("Uzdrowiska zawarły porozumienie o wspólnej ofercie rehabilitacyjnej.", [7]),
    ("Porozumienie uzdrowisk dotyczy wspólnej oferty rehabilitacyjnej.", [7]),
    ("Bezrobocie w Ustce spadło zimą do 9,5 procent, a na bony wydano 180 tysięcy.", [1, 2]),
)
LIES: dict[str, tuple[str, list[int]]] = {
    "another number": ("W Ustce bezrobocie zimowe spadło z 14 do 8,5 procent.", [1]),
    "a number in words": ("Miasto wydało na bony dwieście tysięcy złotych.", [2]),
    "another scale": ("Miasto wydało na bony 180 mln złotych.", [2]),
    "another unit": ("W Ustce bezrobocie spadło z 14 do 9,5 punktu procentowego.", [1]),
    "another town": ("W Łebie bezrobocie zimowe spadło z 14 do 9,5 procent.", [1]),
    "a person nobody named": ("Jan Kowalski podał, że w Biłgoraju pracuje 98 osób.", [5]),
    "an acronym nobody said": ("Dane z GUS pokazują, że co trzeci mieszkaniec dojeżdża.", [3]),
    "another month": ("Nagranie opublikujemy na stronie Związku 29 maja.", [4]),
    "another day": ("Nagranie opublikujemy na stronie Związku w piątek, 29 kwietnia.", [4]),
    "a sentence that is not there": ("Miasto wydało na bony 180 tysięcy złotych.", [99]),
    "no sentence at all": ("Miasto wydało na bony 180 tysięcy złotych.", []),
    "another sentence": ("Uzdrowiska podpisały porozumienie o wspólnej ofercie.", [5]),
    "a negation left out": ("Hale są konkurencją dla prywatnych właścicieli.", [6]),
    "a negation put in": ("Uzdrowiska nie podpisały porozumienia o wspólnej ofercie.", [7]),
    "a fall made a rise": ("W Ustce bezrobocie zimowe wzrosło z 9,5 do 14 procent.", [1]),
    "all instead of a third": ("Dane z ZUS pokazują, że każdy mieszkaniec dojeżdża.", [3]),
    "English": ("Winter unemployment in Ustka went down from 14 to 9,5 percent.", [1]),
    "markup": ("<b>Miasto</b> wydało na bony 180 tysięcy złotych.", [2]),
    "a link": ("Miasto wydało na bony 180 tysięcy, zob. https://example.org.", [2]),
    "other letters": ("Мiasto wydało na bony 180 tysięcy złotych.", [2]),
    "the instruction": ("Jesteś redaktorem i dostajesz ponumerowane zdania z transkrypcji.", [2]),
    "much too long": (" ".join(["Miasto wydało na bony złote."] * 12), [2]),
    "nothing": ("", [2]),
    "invisible letters": ("Miasto wydało na bony \u202e180 tysięcy złotych.", [2]),
}


def _transcript() -> Of[Transcript]:
    words: list[Word] = []
    clock = 1.0
    for sentence in SAID:
        for text in sentence.split():
            words.append(Word(round(clock, 2), round(clock + 0.4, 2), text, 0.95))
            clock += 0.45
        clock += 1.6
    return Of("a", Transcript("pl", clock + 1, tuple(words), ()))


SPOKEN = _transcript()
UNITS = units(SPOKEN)


def _ask(answer: Answer, timeout: float = 5.0) -> tuple[list[str], tuple[str, ...]]:
    with serving(answer) as (address, _):
        got = ask("Dane", UNITS, Endpoint(address, "m", timeout), 50)
    return [sentence.text for sentence in got.sentences], got.dropped


def test_what_is_asked_about_is_what_was_said() -> None:
    assert [unit.text for unit in UNITS] == list(SAID)


def test_honest_points_in_other_words_pass() -> None:
    told, dropped = _ask(points(*HONEST))
    assert dropped == ()
    assert sorted(told) == sorted(text for text, _ in HONEST)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_dropped_and_told_beside_an_honest_point(lie: str) -> None:
    told, dropped = _ask(points(HONEST[0], LIES[lie]))
    assert told == [HONEST[0][0]]
    assert len(dropped) == 1
    assert dropped[0].isprintable()


def test_a_point_told_twice_is_printed_once() -> None:
    told, dropped = _ask(points(HONEST[0], HONEST[0]))
    assert told == [HONEST[0][0]]
    assert "twice" in dropped[0]


@pytest.mark.parametrize(
    "content",
    ["", "Oto punkty:", "{", '{"points": 1}', "[" * 5000, '{"points": [1, {"text": 2}]}', "null"],
)
def test_an_answer_that_is_not_what_was_asked_for_gives_no_points(content: str) -> None:
    assert _ask(says(content))[0] == []


def test_json_with_talk_around_it_is_read() -> None:
    content = json.dumps({"points": [{"text": HONEST[0][0], "ids": [1]}]})
    assert _ask(says(f"Proszę:\n```json\n{content}\n```"))[0] == [HONEST[0][0]]


def test_a_model_may_think_aloud_before_it_answers() -> None:
    content = json.dumps({"points": [{"text": HONEST[0][0], "ids": [1]}]})
    thought = '<think>{"points": "…"} albo {tak}</think>'
    assert _ask(says(f"{thought}\n{content}"))[0] == [HONEST[0][0]]


def test_half_a_letter_is_told_without_harm() -> None:
    _, dropped = _ask(says('{"points": [{"text": "\\ud800 \\u2066 a", "ids": [1]}]}'))
    assert all(line.isprintable() and line.encode() for line in dropped)


def test_a_long_session_is_asked_of_in_parts_and_each_has_its_room() -> None:
    long = [dataclasses.replace(unit, text=unit.text + " " * 7000) for unit in UNITS]
    told = [(text, ids) for text, ids in HONEST if len(ids) == 1]
    with serving(points(*told)) as (address, asked):
        got = ask("Dane", long, Endpoint(address, "m", 5.0), 7)
    assert len(asked) == len(UNITS)
    firsts = [sentence.place.first_word for sentence in got.sentences]
    assert len(set(firsts)) == len(firsts) == len(UNITS)


def test_a_session_too_long_to_be_asked_of_whole_is_told() -> None:
    long = [dataclasses.replace(unit, text=unit.text + " " * 12000) for unit in UNITS * 2]
    with serving(points()) as (address, asked):
        got = ask("Dane", long, Endpoint(address, "m", 5.0), 7)
    assert len(asked) == 8
    assert "of 14 parts" in got.dropped[0]


def test_a_key_that_cannot_be_sent_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("tajne\nhaslo", "tajne hasło"):
        monkeypatch.setenv(KEY, key)
        with serving(points()) as (address, asked), pytest.raises(ModelError) as caught:
            Endpoint(address, "m", 1.0).answer("i", "t", 10)
        assert "tajne" not in str(caught.value)
        assert asked == []


@pytest.mark.parametrize(
    "answer",
    [
        status(500),
        status(404),
        status(302, Location="http://127.0.0.1:9/"),
        status(200, b"not json"),
        status(200, b"{}"),
        status(200, b'{"choices": [{"message": {"content": null}}]}'),
        status(200, b" " * (2 << 20)),
        drip,
        drip_headers,
    ],
)
def test_a_server_that_does_not_answer_is_told_with_what_to_do(answer: Answer) -> None:
    with serving(answer) as (address, _), pytest.raises(ModelError, match=r"stenogram\.toml"):
        Endpoint(address, "m", 0.5).answer("i", "t", 10)


def test_a_server_that_is_not_there_is_told() -> None:
    with serving(status(200)) as (address, _):
        pass
    with pytest.raises(ModelError, match="endpoint"):
        Endpoint(address, "m", 1.0).answer("i", "t", 10)


def test_a_server_without_response_format_is_asked_again_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY, "sekret")

    def answer(question: dict[str, object], handler: object) -> None:
        right = status(400) if "response_format" in question else points(HONEST[0])
        right(question, handler)  # type: ignore[arg-type]

    with serving(answer) as (address, asked):
        got = ask("Dane", UNITS, Endpoint(address, "m", 5.0), 5)
    assert [sentence.text for sentence in got.sentences] == [HONEST[0][0]]
    assert len(asked) == 2
    assert {each["path"] for each in asked} == {"/v1/chat/completions"}
    assert {each["key"] for each in asked} == {"Bearer sekret"}


@given(st.decimals(0, 10**6, places=1), st.sampled_from(HONEST))
@settings(max_examples=60, deadline=None)
def test_no_number_passes_that_is_not_in_the_evidence(
    number: Decimal, honest: tuple[str, list[int]]
) -> None:
    text, ids = honest
    evidence = [SAID[at - 1] for at in ids]
    changed = re.sub(r"\d[\d ]*(,\d+)?", str(number).replace(".", ","), text, count=1)
    if not fault(changed, evidence):
        told, heard = ({each.value for each in numbers(t)} for t in (changed, " ".join(evidence)))
        assert told <= heard


@given(st.sampled_from(["Gdynia", "Kowalski", "PIT", "Poltax", "Warszawie", "NIK", "Anny Zając"]))
@settings(deadline=None)
def test_no_name_passes_that_is_not_in_the_evidence(name: str) -> None:
    for text, ids in HONEST:
        words = text.split()
        for at in range(1, len(words)):
            changed = " ".join([*words[:at], name, *words[at:]])
            assert fault(changed, [SAID[number - 1] for number in ids])


def _programme() -> Programme:
    place = Placement("a", 0.0, SPOKEN.artefact.duration, None, ())
    return Programme((Session("s1", "Dane", "session", "programme", (), "", place, ()),))


def _summarise(tmp_path: Path, options: SummariseOptions) -> tuple[object, list[str]]:
    work = LentWork(tmp_path)
    (part,) = summarise(_programme(), (SPOKEN,), Plan((), ("a",)), options, work).sessions
    return part, work.noted


def test_the_models_points_stand_where_enough_of_them_pass(tmp_path: Path) -> None:
    with serving(points(*HONEST[:5], LIES["another town"])) as (address, _):
        options = SummariseOptions(endpoint=address, model="pllum", max_points=7)
        part, noted = _summarise(tmp_path, options)
    assert getattr(part, "model") == "pllum"  # noqa: B009 - an object here
    assert any("Łebie" in note for note in noted)


def test_quoted_sentences_stand_where_too_little_passes_or_nobody_answers(tmp_path: Path) -> None:
    quoted, _ = _summarise(tmp_path / "0", SummariseOptions())
    for number, answer in enumerate((points(HONEST[0], *LIES.values()), status(500)), 1):
        with serving(answer) as (address, _):
            options = SummariseOptions(endpoint=address, model="m")
            part, noted = _summarise(tmp_path / str(number), options)
        assert part == quoted
        assert any("quoted" in note for note in noted)


def test_nothing_is_sent_unless_server_and_model_are_set(tmp_path: Path) -> None:
    with serving(points(*HONEST)) as (address, asked):
        for number, options in enumerate(
            [SummariseOptions(endpoint=address), SummariseOptions(model="m")]
        ):
            _summarise(tmp_path / str(number), options)
    assert asked == []


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("http://127.0.0.1:11434/v1", True),
        ("http://localhost:8080", True),
        ("http://192.168.1.20/v1", True),
        ("https://api.example.org/v1", True),
        ("http://api.example.org/v1", False),
        ("ftp://127.0.0.1/", False),
        ("https://user:pass@example.org/v1", False),
        ("https://example.org/v1?key=1", False),
        ("127.0.0.1:11434", False),
        ("http://[::1]:8080/v1", True),
        ("http://:99999/", False),
        ("http://134744072/v1", False),
        ("http://0x08080808/v1", False),
        ("http://8.8.8.8/v1", False),
    ],
)
def test_what_was_said_goes_in_the_clear_only_nearby(address: str, *, right: bool) -> None:
    assert (not faults(address)) == right


def test_the_key_is_in_no_option() -> None:
    names = {each.name for each in dataclasses.fields(SummariseOptions)}
    assert not any("key" in name for name in names)
