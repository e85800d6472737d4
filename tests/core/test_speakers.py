"""Which name a voice may be shown with: rules, on invented turns."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts import RecordingTurns, Suggestion, Turn, Turns
from pipeline.named import DeclaredSpeaker
from pipeline.passages import best_heard, distance, fault, passages, quotations
from pipeline.speakers import claimed, resolved

Said = tuple[float, float, int | None]
_DAY = 86400.0


def _turns(*recordings: Sequence[Said], mixed: tuple[int, ...] = ()) -> Turns:
    """Recordings `a`, `b`, …: who speaks from when until when, all of them sure."""
    found = []
    for name, said in zip("abcdef", recordings, strict=False):
        turns = tuple(
            Turn(start, end, number, number + 1, speaker, None if speaker is None else 0.99)
            for number, (start, end, speaker) in enumerate(said)
        )
        found.append(RecordingTurns(name, turns))
    return Turns(tuple(found), mixed)


def _time(seconds: float) -> dt.time:
    midnight = dt.datetime(2020, 4, 23, tzinfo=dt.UTC)
    return (midnight + dt.timedelta(seconds=seconds)).time()


def _named(
    name: str, at: float, until: float | None = None, recording: str = "a"
) -> DeclaredSpeaker:
    return DeclaredSpeaker(name, recording, _time(at), None if until is None else _time(until))


def _names(turns: Turns, *declared: DeclaredSpeaker) -> dict[int, str]:
    return dict(resolved(turns, declared).names)


def _why(turns: Turns, *declared: DeclaredSpeaker) -> list[str]:
    return [each.why for each in resolved(turns, declared).withdrawn]


_TWO = _turns([(0, 20, 1), (21, 60, 2), (61, 80, 1)], [(0, 50, 2)])


def test_a_moment_names_whoever_speaks_at_it_in_all_recordings() -> None:
    assert _names(_TWO, _named("Anna Nowak", 30)) == {2: "Anna Nowak"}
    assert _names(_TWO, _named("Anna Nowak", 30, recording="b")) == {2: "Anna Nowak"}


def test_a_moment_may_be_half_a_second_beside_the_voice_and_no_more() -> None:
    late = _turns([(10, 20, 1), (30, 40, 2)])
    assert _names(late, _named("Anna", 9.6)) == {1: "Anna"}
    assert _names(late, _named("Anna", 20.4)) == {1: "Anna"}
    assert _why(late, _named("Anna", 20.6)) == ["no voice is heard there"]


def test_in_a_long_pause_nobody_is_named() -> None:
    turns = Turns((RecordingTurns("a", (Turn(0, 60, 0, 1, 1, 0.99, ((20, 40),)),)),))
    assert _names(turns, _named("Anna", 20.3)) == {1: "Anna"}
    assert _why(turns, _named("Jan", 30)) == ["no voice is heard there"]


def test_where_nobody_can_be_told_nobody_is_named() -> None:
    turns = _turns([(0, 20, None), (20.4, 40, 1), (40.4, 60, 2)])
    assert _why(turns, _named("Anna", 10)) == ["no voice could be told there"]
    assert _why(turns, _named("Anna", 40.2)) == ["two voices are heard there within half a second"]
    assert _why(turns, _named("Anna", 10, recording="b")) == ["no voice is heard there"]
    doubtful = Turns((RecordingTurns("a", (Turn(0, 9, 0, 1, 1, 0.6),)),))
    assert _why(doubtful, _named("Anna", 5)) == ["it is doubtful whose voice is heard there"]


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ([(0, 20, 1), (21, 60, 2)], True),
        ([(0, 20, 2), (20.4, 60.5, 1)], True),  # other numbers, other borders
        ([(0, 19.5, 2), (19.9, 60, 1)], False),  # it grew
        ([(0, 20, 1), (21, 62, 2)], False),
        ([(0, 20, 1), (21, 40, 2), (41, 60, 1)], False),  # it was split
        ([(0, 20, 1), (21, 40, 2), (40, 41, None), (41, 60, 2)], False),
        ([(0, 60, 1)], False),  # two were put together
    ],
)
def test_a_confirmed_name_holds_while_the_passage_is_as_it_was(
    said: list[Said], *, holds: bool
) -> None:
    names = _names(_turns(said), _named("Anna Nowak", 21.1, 60.0))
    assert list(names.values()) == (["Anna Nowak"] if holds else [])
    why = "voices are told apart there in another way than when the name was given"
    assert _why(_turns(said), _named("Anna Nowak", 21.1, 60.0)) == ([] if holds else [why])


def test_the_shorter_the_passage_the_less_it_may_move() -> None:
    """Else what is left of it could be another's words."""
    short = _named("Anna", 10.1, 12.0)
    assert _names(_turns([(10.1, 12.2, 1)]), short) == {1: "Anna"}
    assert _names(_turns([(9.2, 11.2, 1)]), short) == {}


def test_voices_put_together_by_force_have_no_name() -> None:
    turns = _turns([(0, 20, 1), (21, 60, 2)], mixed=(2,))
    assert _names(turns, _named("Anna", 5), _named("Jan", 30)) == {1: "Anna"}
    (why,) = _why(turns, _named("Anna", 5), _named("Jan", 30))
    assert "max_speakers" in why


def test_two_names_on_one_voice_are_both_withdrawn() -> None:
    given = (_named("Anna Nowak", 5), _named("Jan Kowalski", 70), _named("Ewa Klon", 30))
    assert _names(_TWO, *given) == {2: "Ewa Klon"}
    assert _names(_TWO, *reversed(given)) == {2: "Ewa Klon"}
    told = [str(each) for each in resolved(_TWO, given).withdrawn]
    assert told[1] == (
        "Jan Kowalski (a, 0:01:10) is not shown: one voice was given several names: Anna Nowak, "
        "Jan Kowalski; say which is right: stenogram speakers, --name"
    )


def test_one_name_written_twice_is_one_name() -> None:
    given = (_named("Łucja  Żak", 5), _named("łucja żak", 70))
    assert _names(_TWO, *given) == {1: "Łucja  Żak"}
    assert len(resolved(_TWO, given).named[0].moments) == 2


def test_two_voices_may_have_one_name_since_a_person_said_so() -> None:
    assert _names(_TWO, _named("Anna", 5), _named("Anna", 30)) == {1: "Anna", 2: "Anna"}


def _says(speaker: int, name: str, at: float, recording: str = "a") -> Suggestion:
    return Suggestion(speaker, name, "said", recording, at, at + 2, f"jestem {name}")


def _by_word(*said: Suggestion, declared: Sequence[DeclaredSpeaker] = ()) -> dict[int, str]:
    return dict(resolved(_TWO, declared, "said", said).names)


def test_their_own_word_counts_where_the_seminar_says_so() -> None:
    said = _says(2, "Anna Nowak", 30)
    assert _by_word(said) == {2: "Anna Nowak"}
    assert resolved(_TWO, (), "person", [said]).named == ()
    (named,) = resolved(_TWO, (), "said", [said, _says(2, "Anna Nowak", 5, "b")]).named
    assert (named.known, [each.recording for each in named.moments]) == ("said", ["a", "b"])


def test_their_own_word_is_not_taken_where_anything_speaks_against_it() -> None:
    anna = _says(2, "Anna Nowak", 30)
    assert _by_word(anna, _says(2, "Jan Kowalski", 40)) == {}
    assert _by_word(anna, _says(1, "Anna Nowak", 5)) == {}, "who of the two, a person must say"
    assert _by_word(anna, declared=[_named("Ewa Klon", 30)]) == {2: "Ewa Klon"}
    assert _by_word(anna, declared=[_named("Anna Nowak", 5)]) == {1: "Anna Nowak"}
    two = [_named("Ewa Klon", 30), _named("Jan Kowalski", 40)]
    assert _by_word(anna, declared=two) == {}, "a person has to decide"
    assert _by_word(_says(1, "Anna Nowak", 30)) == {}, "it is said in another voice"
    assert _by_word(_says(2, "A\x1b[31m", 30), _says(2, "", 30)) == {}
    introduced = Suggestion(2, "Anna Nowak", "introduced", "a", 30, 32, "Anna Nowak")
    assert _by_word(introduced) == {}
    mixed = _turns([(0, 20, 1), (21, 60, 2)], mixed=(2,))
    assert resolved(mixed, (), "said", [anna]).named == ()


_SPEAKERS = st.one_of(st.none(), st.integers(1, 4))
_LENGTHS = st.sampled_from([0.2, 0.5, 1.0, 3.0, 10.0, 60.0])


@st.composite
def _any_turns(draw: st.DrawFn) -> Turns:
    recordings = []
    for name in "ab":
        now, turns = 0.0, []
        for number in range(draw(st.integers(0, 8))):
            start = now + draw(st.sampled_from([0.0, 0.1, 0.4, 2.0]))
            now = start + draw(_LENGTHS)
            sure = draw(st.sampled_from([0.99, 0.99, 0.5, None]))
            turns.append(Turn(start, now, number, number + 1, draw(_SPEAKERS), sure))
        recordings.append(RecordingTurns(name, tuple(turns)))
    return Turns(tuple(recordings), tuple(draw(st.sets(st.integers(1, 4), max_size=1))))


_DECLARED = st.builds(
    _named,
    st.sampled_from(["Anna Nowak", "Jan Kowalski"]),
    st.integers(0, 300).map(lambda tenths: tenths / 10),
    st.one_of(st.none(), st.integers(301, 600).map(lambda tenths: tenths / 10)),
    st.sampled_from(["a", "b", "c"]),
)
_ANY_SAID = st.builds(
    _says,
    st.integers(1, 5),
    st.sampled_from(["Anna Nowak", "Ewa Klon"]),
    st.floats(0, 60),
    st.sampled_from(["a", "b"]),
)


@given(_any_turns(), st.lists(_DECLARED, max_size=4), st.lists(_ANY_SAID, max_size=4))
def test_a_name_is_shown_only_of_the_voice_at_its_moment(
    turns: Turns, declared: list[DeclaredSpeaker], said: list[Suggestion]
) -> None:
    found = resolved(turns, declared, "said", said)
    for each in found.named:
        assert each.speaker not in turns.mixed
        for moment in each.moments:
            own = [p for p in passages(turns, moment.recording) if p.speaker == each.speaker]
            assert min(distance(turn, moment.at) for p in own for turn in p.turns) <= 0.5
    told = [each.name for each in found.withdrawn]
    by_people = [name.name for name in found.named if name.known == "person"]
    assert {each.name for each in declared} == {*told, *by_people}
    for each in found.named:
        others = {d.name for d in declared if d.name != each.name}
        assert each.known == "person" or not others & {each.name}


@st.composite
def _heard_again(draw: st.DrawFn) -> tuple[Turns, Turns, dict[tuple[str, float], str]]:
    """Two ways to tell the same voices apart, and who really speaks in each passage.

    The second has other numbers, splits and joins voices, misses some, adds a third recording.
    """
    people = ["Anna", "Jan", "Ewa", "Piotr"]
    truth: dict[tuple[str, float], str] = {}
    first, second = [], []
    joined = draw(st.dictionaries(st.sampled_from(people), st.sampled_from(people)))
    for name in "abc":
        now, before, after = 0.0, [], []
        for _ in range(draw(st.integers(1, 6))):
            who = draw(st.sampled_from(people))
            start, now = now, now + draw(st.sampled_from([2.0, 8.0, 30.0]))
            truth[name, start] = who
            before.append((start, now, people.index(who) + 1))
            one = draw(st.sampled_from([None, 0, 0, 0, 4]))  # missed, or split in two numbers
            number = None if one is None else 9 - people.index(joined.get(who, who)) + one
            moved = draw(st.sampled_from([0.0, 0.0, 0.4]))
            after.append((start + moved, now + moved, number))
        first.append(before)
        second.append(after)
    return _turns(*first[:2]), _turns(*second), truth


@given(_heard_again(), st.data())
def test_to_tell_voices_apart_again_never_gives_a_confirmed_name_to_another_voice(
    heard: tuple[Turns, Turns, dict[tuple[str, float], str]], data: st.DataObject
) -> None:
    first, second, truth = heard
    number = data.draw(st.sampled_from(sorted({t.speaker or 0 for t in first.of("a")})))
    best = best_heard(first, number, _DAY)
    if best is None:
        return
    name = ["Anna", "Jan", "Ewa", "Piotr"][number - 1]
    entry = _named(name, best.at, best.until, best.recording)
    assert _names(first, entry) == {number: name}
    middle = (best.at + best.until) / 2
    for each in resolved(second, [entry]).named:
        there = passages(second, best.recording)
        voices = {passage.speaker for passage in there if passage.start <= middle < passage.end}
        assert voices == {each.speaker}
        begins = [start for place, start in truth if place == best.recording and start <= middle]
        assert truth[best.recording, max(begins)] == each.name


def test_what_is_confirmed_is_the_longest_passage_that_is_sure() -> None:
    turns = Turns((RecordingTurns("a", (
        Turn(0, 100, 0, 1, 1, 0.99), Turn(100, 130, 1, 2, 1, 0.5),
        Turn(130, 140, 2, 3, 2, 0.99),
        Turn(140, 180.06, 3, 4, 1, 0.99),
    )),))  # fmt: skip
    best = best_heard(turns, 1, _DAY)
    assert best is not None
    assert (best.at, best.until) == (140.1, 180.1)
    assert claimed(turns, [_named("Anna", best.at, best.until)])[0].holds
    assert best_heard(turns, 3, _DAY) is None
    only = _turns([(0, 0.9, 1), (1, 9, 2)])
    assert best_heard(only, 1, _DAY) is None, "too short to know a voice by"
    assert best_heard(only, 2, 5.0) is None, "later than can be written"


def test_quotations_are_long_and_from_different_recordings_and_parts() -> None:
    turns = _turns(
        [(0, 60, 1), (70, 120, 1), (400, 420, 1), (430, 450, 2)], [(0, 10, 1)], [(0, 5, 2)]
    )
    found = [(recording, turn.start) for recording, turn in quotations(turns, 1)]
    assert found == [("a", 0), ("b", 0), ("a", 400)]
    assert quotations(turns, 7) == ()


def test_turns_of_other_words_are_told() -> None:
    assert fault(_turns([(0, 5, 1)]), {}) == "there are turns of a, and no words"
    assert fault(Turns(()), {}) == ""
