"""Quiet speech is brought up before it is recognised, and nothing else is touched."""

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.sound import RATE_HZ
from pipeline.stages.transcribe.parts import Span
from pipeline.stages.transcribe.quiet import raise_quiet

Sound = npt.NDArray[np.int16]


def _speech(seconds: float, level: float) -> npt.NDArray[np.float64]:
    """Noise of so many dB of full scale."""
    count = round(seconds * RATE_HZ)
    return np.random.default_rng(1).normal(0, 10 ** (level / 20), count)


def _sound(*stretches: npt.NDArray[np.float64]) -> Sound:
    return np.clip(np.concatenate(stretches) * 32768, -32768, 32767).astype(np.int16)


def _level(sound: Sound, start: float, end: float) -> float:
    part = sound[round(start * RATE_HZ) : round(end * RATE_HZ)] / 32768
    return 10 * float(np.log10((part**2).mean()))


def test_a_quiet_speaker_becomes_as_loud_as_the_others_and_they_stay_as_they_are() -> None:
    sound = _sound(_speech(5, -23), _speech(2, -60), _speech(5, -43), _speech(2, -60))
    before = sound.copy()
    (raised,) = raise_quiet(sound, 0, [Span(0, 5), Span(7, 12)])
    assert (raised.start, raised.end) == (7, 12)
    assert raised.gain == pytest.approx(20, abs=0.5)
    assert _level(sound, 7, 12) == pytest.approx(-23, abs=0.5)
    assert np.array_equal(sound[: 6 * RATE_HZ], before[: 6 * RATE_HZ])
    assert np.array_equal(sound[13 * RATE_HZ :], before[13 * RATE_HZ :])


def test_what_is_loud_enough_is_not_touched() -> None:
    sound = _sound(_speech(5, -15), _speech(5, -32))
    before = sound.copy()
    assert raise_quiet(sound, 0, [Span(0, 5), Span(5, 10)]) == ()
    assert np.array_equal(sound, before)


def test_a_level_sound_is_brought_up_without_a_seam() -> None:
    sound = _sound(np.full(150 * RATE_HZ, 0.001))
    (raised,) = raise_quiet(sound, 0, [Span(1, 149)])
    inner = sound[RATE_HZ : 149 * RATE_HZ]
    assert inner.min() == inner.max()
    assert inner[0] == pytest.approx(sound[0] * 10 ** (raised.gain / 20), abs=1)
    assert abs(np.diff(sound.astype(int))).max() <= 2


def test_nothing_is_brought_up_by_more_than_what_16_bits_bear() -> None:
    sound = _sound(_speech(2, -80))
    (raised,) = raise_quiet(sound, 0, [Span(0.5, 1.5)])
    assert raised.gain == 40
    assert raise_quiet(np.zeros(RATE_HZ, np.int16), 0, []) == ()


def test_neighbours_that_nearly_touch_are_each_brought_up_once() -> None:
    sound = _sound(_speech(2, -50), _speech(0.01, -50), _speech(2, -50))
    raise_quiet(sound, 0, [Span(0, 2), Span(2.01, 4.01)])
    assert _level(sound, 0, 4) == pytest.approx(-23, abs=0.5)
    assert abs(sound.astype(int)).max() < 32767


def test_a_stretch_is_measured_where_it_lies_in_the_recording() -> None:
    sound = _sound(_speech(2, -60), _speech(3, -50), _speech(2, -23))
    (raised,) = raise_quiet(sound, 100 * RATE_HZ, [Span(102, 105), Span(105, 107.02)])
    assert (raised.start, raised.end) == (102, 105)
    assert _level(sound, 2, 5) == pytest.approx(-23, abs=0.5)
    assert _level(sound, 0, 1.5) == pytest.approx(-60, abs=0.5)
