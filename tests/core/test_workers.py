"""Pieces of work on several cores."""

import operator
import os

import pytest

from pipeline.errors import StageError
from pipeline.workers import Workers


def test_what_is_made_comes_in_the_order_of_its_pieces() -> None:
    with Workers(2) as workers:
        assert list(workers.each(pow, ((2, each) for each in range(40)))) == [
            2**each for each in range(40)
        ]


def test_one_piece_needs_no_process_and_several_have_their_own() -> None:
    with Workers(2) as workers:
        assert list(workers.each(os.getpid, [()])) == [os.getpid()]
        first = set(workers.each(os.getpid, [()] * 4))
        workers.rest()
        second = set(workers.each(os.getpid, [()] * 4))
    assert os.getpid() not in first | second
    assert not first & second


def test_what_goes_wrong_in_a_process_is_told() -> None:
    with Workers(2) as workers, pytest.raises(StageError, match="ZeroDivisionError"):
        list(workers.each(operator.truediv, [(1, 1), (1, 0), (2, 1)]))
