"""One channel from any: nobody who speaks in either of two is lost."""

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.artefacts import ChannelWay
from pipeline.sound.channels import OneChannel, better_way

_RATE = 16_000
Wave = npt.NDArray[np.float32]


def _voice(seconds: float, seed: int = 1) -> Wave:
    """Noise in syllables, as loud as speech."""
    at = np.arange(round(seconds * _RATE)) / _RATE
    syllables = np.clip(np.sin(2 * np.pi * 3 * at), 0, 1)
    return (0.1 * syllables * np.random.default_rng(seed).normal(size=len(at))).astype(np.float32)


def _one(left: Wave, right: Wave, block: int = 1000) -> tuple[Wave, list[ChannelWay]]:
    both = np.stack([left, right]).astype(np.float32)
    maker = OneChannel(_RATE)
    made = list(maker.of(both[:, at : at + block] for at in range(0, both.shape[1], block)))
    return np.concatenate(made), [way for _, way in maker.ways]


def _likeness(made: Wave, said: Wave) -> float:
    return float(np.corrcoef(made, said)[0, 1])


def _quiet(said: Wave) -> Wave:
    return np.random.default_rng(9).normal(0, 1e-5, len(said)).astype(np.float32)


_SAID = _voice(25.0)
_OTHER = _voice(25.0, seed=2)


@pytest.mark.parametrize(
    ("left", "right", "way"),
    [
        (_SAID, _SAID, "mix"),
        (_SAID, -_SAID, "difference"),
        (_SAID, -0.6 * _SAID + _quiet(_SAID), "difference"),
        (_SAID + 0.3, -_SAID + 0.3, "difference"),
        (_SAID, _quiet(_SAID), "left"),
        (0 * _SAID, _SAID, "right"),
        (_SAID, 0 * _SAID + 0.2, "left"),
        (_SAID, _OTHER, "mix"),
        (_SAID, 0.1 * _OTHER, "mix"),
    ],
    ids=[
        "same", "inverted", "half-inverted", "inverted-with-offset", "left", "right",
        "offset-beside", "two-people", "one-far-away",
    ],
)  # fmt: skip
def test_what_is_said_in_any_channel_is_kept(left: Wave, right: Wave, way: ChannelWay) -> None:
    made, ways = _one(left, right)
    assert len(made) == len(left)
    assert ways == [way]
    loudest = max(left.std(), right.std())
    assert made.std() > 0.4 * loudest
    assert abs(_likeness(made, left if left.std() > right.std() else right)) > 0.6


def test_a_microphone_turned_round_in_the_middle_of_a_talk_loses_nobody() -> None:
    said = _voice(60.0)
    turned = np.concatenate([said[: 30 * _RATE], -said[30 * _RATE :]])
    made, ways = _one(said, turned)
    assert ways == ["mix", "difference"]
    assert _likeness(made, said) > 0.99


def test_two_people_of_whom_one_is_wired_the_wrong_way_are_both_kept() -> None:
    first, second = _SAID.copy(), _OTHER.copy()
    first[10 * _RATE :: 1] *= (np.arange(15 * _RATE) // _RATE) % 2 == 0
    second[: 10 * _RATE] = 0
    second[10 * _RATE :] *= (np.arange(15 * _RATE) // _RATE) % 2 == 1
    made, ways = _one(first + second, first - second)
    assert ways in (["mix", "left"], ["mix", "right"])
    assert abs(_likeness(made[11 * _RATE :], (first + second)[11 * _RATE :])) > 0.99


def test_the_way_does_not_change_to_and_fro_in_noise() -> None:
    noise = np.random.default_rng(3).normal(0, 0.01, (2, 300 * _RATE)).astype(np.float32)
    _, ways = _one(noise[0], noise[1], block=48_000)
    assert ways == ["mix"]
    _, ways = _one(noise[0], 0.01 * noise[1] * 1.1, block=48_000)
    assert len(ways) == 1


def test_silence_keeps_the_way_that_was_found() -> None:
    silence = np.zeros((2, 16_000), np.float32)
    assert better_way(silence, "difference") == "difference"
    assert better_way(silence, None) == "mix"
    assert better_way(np.zeros((2, 3), np.float32), None) == "mix"


@pytest.mark.parametrize("block", [1, 977, 160_000, 500_000])
def test_no_sample_is_lost_or_added_however_it_comes(block: int) -> None:
    count = 2_000 if block == 1 else 333_333
    said = np.random.default_rng(4).normal(0, 0.1, count).astype(np.float32)
    made, _ = _one(said, said, block)
    assert np.array_equal(made, said)


def test_one_channel_among_two_is_passed_on_in_its_place() -> None:
    said = _voice(3.0)
    maker = OneChannel(_RATE)
    made = np.concatenate(
        list(maker.of([np.stack([said, -said]), said[None], np.stack([said, -said])]))
    )
    assert np.allclose(made[_RATE // 10 :], np.tile(said, 3)[_RATE // 10 :])
    assert maker.ways == [(0, "difference")]
