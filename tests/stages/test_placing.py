"""The alignment of a programme with what was said, on evidence made by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.segment.placing import NEVER, Asked, Scores, Start, calibrated, place

_LENGTH, _NEEDED, _SHARPNESS, _SKIP = 0.5, 4.0, 1.5, 0.75


def _place(
    scores: Scores, times: Scores, shares: tuple[float, ...], moves: int = 6
) -> list[Start | None]:
    return place(
        Asked(scores, times, shares, np.zeros_like(scores), scores, (0,) * len(scores), moves)
    )


def _times(sentences: int) -> Scores:
    return np.arange(sentences, dtype=np.float64) * 20.0


def _peaks(sentences: int, *at: int | None, height: float = 9.0) -> Scores:
    scores = np.zeros((len(at), sentences))
    for row, place_ in enumerate(at):
        if place_ is not None:
            scores[row, place_] = height
    return scores


def _weight(
    starts: tuple[int | None, ...], scores: Scores, times: Scores, shares: tuple[float, ...]
) -> float:
    """The logarithm of an alignment's weight, straight from its definition."""
    placed = [(session, at) for session, at in enumerate(starts) if at is not None]
    total = -_SKIP * (len(starts) - len(placed))
    total += sum(_SHARPNESS * (float(scores[session, at]) - _NEEDED) for session, at in placed)
    whole = max(1.0, float(times[-1] - times[0]))
    for (session, at), (_, later) in itertools.pairwise(placed):
        if shares[session] > 0:
            lasting = max(1.0, float(times[later] - times[at])) / whole
            total -= _LENGTH * abs(float(np.log(lasting) - np.log(shares[session])))
    return total


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_it_is_the_best_of_all_alignments_and_sure_by_their_weight(data: st.DataObject) -> None:
    sessions, sentences = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 5))
    evidence = st.floats(0, 9).map(lambda value: round(value, 2))
    scores = np.array(
        data.draw(
            st.lists(
                st.lists(evidence, min_size=sentences, max_size=sentences),
                min_size=sessions,
                max_size=sessions,
            )
        )
    )
    shares = tuple(data.draw(st.sampled_from([0.0, 0.2, 0.5])) for _ in range(sessions))
    times = _times(sentences)
    weights = {}
    for starts in itertools.product([None, *range(sentences)], repeat=sessions):
        placed = [at for at in starts if at is not None]
        if all(before < after for before, after in itertools.pairwise(placed)):
            weights[starts] = _weight(starts, scores, times, shares)
    found = _place(scores, times, shares, moves=0)
    chosen = tuple(start.sentence if start else None for start in found)
    assert weights[chosen] == pytest.approx(max(weights.values()))
    whole = sum(np.exp(weight) for weight in weights.values())
    for session, start in enumerate(found):
        if start is not None:
            share = sum(
                np.exp(weight)
                for starts, weight in weights.items()
                if starts[session] == start.sentence  # others are more than 15 s away
            )
            assert start.confidence == pytest.approx(calibrated(float(share / whole)), rel=1e-6)


def test_clear_evidence_is_followed_in_order() -> None:
    found = _place(_peaks(60, 3, 20, 41), _times(60), (0.3, 0.3, 0.4))
    assert [start and start.sentence for start in found] == [3, 20, 41]
    assert all(start and 0.9 < start.confidence <= 1.0 for start in found)


def test_much_evidence_moves_a_session_and_little_does_not() -> None:
    times, shares = _times(60), (0.5, 0.5)
    found = _place(_peaks(60, 40, 10), times, shares)
    assert [start and start.sentence for start in found] == [40, 10]
    placed = [start for start in _place(_peaks(60, 40, 10, height=4.05), times, shares) if start]
    assert len(placed) == 1
    assert (
        len([start for start in _place(_peaks(60, 40, 10), times, shares, moves=0) if start]) == 1
    )


def test_what_is_said_inside_decides_between_places_as_good_as_each_other() -> None:
    scores = _peaks(60, 0, 20, height=5.0)
    scores[1, 40] = 5.0
    inside = np.zeros((2, 60))
    inside[0, :40] = 0.2
    found = place(Asked(scores, _times(60), (0.0, 0.0), inside, scores, (0, 0)))
    assert [start and start.sentence for start in found] == [0, 40]


def test_a_session_without_evidence_is_left_out_and_the_next_is_found() -> None:
    found = _place(_peaks(60, 3, None, 41), _times(60), (0.3, 0.3, 0.4))
    assert [start and start.sentence for start in found] == [3, None, 41]


def test_any_number_of_sessions_in_a_row_may_be_missing() -> None:
    found = _place(_peaks(60, *[None] * 8, 30), _times(60), (0.1,) * 9)
    assert [start and start.sentence for start in found] == [None] * 8 + [30]


def test_nothing_is_placed_where_nothing_speaks_for_it() -> None:
    assert _place(np.zeros((4, 50)), _times(50), (0.25,) * 4) == [None] * 4


def test_a_forbidden_place_is_never_taken() -> None:
    scores = _peaks(40, 5, 20)
    scores[1, 10:] = NEVER
    found = _place(scores, _times(40), (0.5, 0.5))
    assert found[0] is not None
    assert found[1] is None
    assert _place(np.full((3, 20), NEVER), _times(20), (0.3,) * 3) == [None] * 3


def test_two_places_as_good_as_each_other_are_not_sure() -> None:
    scores = _peaks(60, 10)
    scores[0, 40] = 9.0
    (found,) = _place(scores, _times(60), (1.0,))
    assert found is not None
    assert found.confidence == pytest.approx(calibrated(0.5), abs=0.05)


def test_a_planned_length_decides_between_places_as_good_as_each_other() -> None:
    scores = _peaks(101, 0, 25)
    scores[1, 75] = 9.0
    starts = [
        [start and start.sentence for start in _place(scores, _times(101), shares)]
        for shares in ((0.25, 0.75), (0.75, 0.25))
    ]
    assert starts == [[0, 25], [0, 75]]


@pytest.mark.parametrize("shape", [(0, 10), (3, 0), (0, 0), (1, 1), (3, 1)])
def test_what_is_empty_or_nearly_so_gives_an_answer_each(shape: tuple[int, int]) -> None:
    found = _place(np.zeros(shape), np.zeros(shape[1]), (0.5,) * shape[0])
    assert found == [None] * shape[0]


def test_a_long_text_is_placed_as_a_short_one_is() -> None:
    scores = np.random.default_rng(1).uniform(0, 2, (6, 9000))
    wanted = [100, 1700, 3100, 4600, 6200, 7900]
    scores[range(6), wanted] = 12.0
    found = _place(scores, np.arange(9000, dtype=np.float64) * 3.0, (1 / 6,) * 6)
    assert [start and start.sentence for start in found] == wanted
    assert all(start and start.confidence > 0.9 for start in found)
