"""Where sound is cut: speech, clips, and parts that are planned while it is decoded."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import StageError
from pipeline.stages.transcribe.ledger import check_partition, ledger
from pipeline.stages.transcribe.parts import (
    FRAME,
    MAX_CLIP,
    Frames,
    Plan,
    Span,
    clips,
    speech_spans,
)
from pipeline.stages.transcribe.planning import Planner
from pipeline.stages.transcribe.prepare import stretches

_THRESHOLD = 0.5
Likely = npt.NDArray[np.float32]


@st.composite
def _sound(draw: st.DrawFn) -> tuple[Likely, float]:
    """Probabilities of speech in runs of any length, and how long the recording is."""
    run = st.tuples(st.integers(1, 1500), st.floats(0, 1, width=32))
    runs = draw(st.lists(run, min_size=1, max_size=12))
    frames = np.concatenate([np.full(count, level, np.float32) for count, level in runs])
    if draw(st.booleans()):
        frames += np.random.default_rng(len(frames)).normal(0, 0.1, len(frames)).astype(np.float32)
    return frames, max(0.01, len(frames) * FRAME - draw(st.floats(0, FRAME * 0.9)))


@settings(deadline=None, max_examples=60)
@given(_sound())
def test_clips_are_short_in_order_and_hold_all_speech(sound: tuple[Likely, float]) -> None:
    likely, duration = sound
    spans = speech_spans(Frames(likely), _THRESHOLD)
    found = clips(spans, Frames(likely), duration)
    _check_clips(found, 0.0, duration)
    for span in spans:
        end = min(span.end, duration)
        inside = sum(max(0.0, min(c.end, end) - max(c.start, span.start)) for c in found)
        assert inside == pytest.approx(end - span.start, abs=1e-6)


def _check_clips(found: Sequence[Span], start: float, end: float) -> None:
    for clip in found:
        assert start <= clip.start < clip.end <= end
        assert clip.end - clip.start <= MAX_CLIP + 1e-6
    for before, after in pairwise(found):
        assert before.end <= after.start + 1e-6


@settings(deadline=None, max_examples=60)
@given(_sound(), st.floats(20, 100), st.integers(50, 4000))
def test_stretches_follow_each_other_and_their_parts_hold_all_speech(
    sound: tuple[Likely, float], length: float, window: int
) -> None:
    likely, duration = sound
    planner = Planner(_THRESHOLD, length)
    found = [
        stretch
        for at in range(0, len(likely), window)
        for stretch in planner.add(likely[at : at + window])
    ]
    found += planner.rest(duration)
    assert [stretch.start for stretch in found] == [0, *(each.end for each in found[:-1])]
    assert found[-1].end == len(likely)
    parts = [stretch.part for stretch in found if stretch.part is not None]
    for stretch in found:
        if stretch.part is not None:
            _check_clips(stretch.part.clips, stretch.start * FRAME, duration)
            assert stretch.part.clips[-1].end <= stretch.end * FRAME
            assert stretch.part.speech[-1].end - stretch.part.speech[0].start <= length + 1e-6
    spans = speech_spans(Frames(likely), _THRESHOLD)
    heard = [span for part in parts for span in part.speech]
    missed = sum(_outside(span, heard) for span in spans)
    cuts = len(found) - 1
    assert missed <= 0.2 * cuts + 1e-6  # a click's length is lost where speech itself is cut
    check_partition(ledger(Plan(duration, tuple(parts)), ()), round(duration, 3))


def _outside(span: Span, heard: Sequence[Span]) -> float:
    inside = sum(max(0.0, min(h.end, span.end) - max(h.start, span.start)) for h in heard)
    return span.end - span.start - inside


def test_a_part_ends_in_the_longest_pause_of_its_second_half() -> None:
    likely = _frames((40, 0.9), (2, 0), (20, 0.9), (0.8, 0), (10, 0.9), (1.2, 0), (80, 0.9))
    planner = Planner(_THRESHOLD, 90.0)
    (stretch,) = planner.add(likely)
    assert stretch.end * FRAME == pytest.approx(73.4, abs=0.1)
    assert stretch.part is not None
    assert stretch.part.speech[-1].end == pytest.approx(72.8, abs=0.1)
    assert stretch.part.clips[-1].end == pytest.approx(73.05, abs=0.1)
    (rest,) = planner.rest(len(likely) * FRAME)
    assert rest.part is not None
    assert rest.part.clips[0].start == pytest.approx(73.75, abs=0.1)


def test_no_part_waits_for_the_end_of_a_recording_and_no_silence_in_memory() -> None:
    planner = Planner(_THRESHOLD, 300.0)
    minute = round(60 / FRAME)
    waited = 0
    for _ in range(600):
        waited += minute
        for stretch in planner.add(np.zeros(minute, np.float32)):
            assert stretch.part is None
            waited -= stretch.end - stretch.start
        assert waited * FRAME < 95
    talk = [
        stretch
        for _ in range(60)
        for stretch in planner.add(np.full(minute, 0.9, np.float32))
        if stretch.part
    ]
    assert len(talk) >= 11


def _frames(*runs: tuple[float, float]) -> Likely:
    """Probabilities: seconds and level, one run after the other."""
    return np.concatenate([np.full(round(s / FRAME), level, np.float32) for s, level in runs])


def test_speech_is_what_lasts_and_a_consonant_is_no_pause() -> None:
    frames = _frames((1, 0), (2, 0.9), (0.2, 0.1), (1, 0.9), (1, 0), (0.1, 0.9), (2, 0))
    (span,) = speech_spans(Frames(frames), _THRESHOLD)
    assert (span.start, span.end) == pytest.approx((1.0, 4.2), abs=0.1)
    assert speech_spans(Frames(np.zeros(0, np.float32)), _THRESHOLD) == []


def test_a_long_talk_is_cut_at_its_pauses() -> None:
    likely = _frames((20, 0.9), (0.8, 0), (20, 0.9), (0.4, 0), (20, 0.9))
    frames = Frames(likely)
    found = clips(speech_spans(frames, _THRESHOLD), frames, frames.end)
    assert [round(clip.start) for clip in found] == [0, 21, 41]


def test_music_without_end_is_cut_where_it_is_least_like_speech() -> None:
    frames = Frames(_frames((18, 0.9), (0.1, 0.6), (22, 0.9)))
    first, second = clips(speech_spans(frames, _THRESHOLD), frames, frames.end)
    assert first.end == second.start == pytest.approx(18.05, abs=0.1)


def test_a_window_that_the_detector_leaves_out_is_a_fault_of_ours() -> None:
    blocks = [np.ones(16_000 * 70, np.int16) for _ in range(5)]
    asked = []

    def forgetful(samples: Likely) -> Likely:
        asked.append(len(samples))
        return np.zeros(len(samples) // 512 if len(asked) < 3 else 7, np.float32)

    with pytest.raises(StageError, match="left out a part of the sound at 120 s"):
        list(stretches(blocks, Planner(_THRESHOLD, 300.0), forgetful))


def test_the_samples_of_all_stretches_are_the_sound() -> None:
    rng = np.random.default_rng(1)
    sound = rng.integers(-1000, 1000, 16_000 * 200 + 77, dtype=np.int16)
    sound[16_000 * 61 : 16_000 * 100] = 0
    blocks = np.array_split(sound, 31)

    def loud(samples: Likely) -> Likely:
        likely: Likely = (np.abs(samples.reshape(-1, 512)).max(1) > 0).astype(np.float32)
        return likely

    found = list(stretches(blocks, Planner(_THRESHOLD, 60.0), loud))
    assert len(found) > 2
    assert np.array_equal(np.concatenate([samples for _, samples in found]), sound)
    starts = np.cumsum([0, *(len(samples) for _, samples in found)])[:-1]
    assert [stretch.start * 512 for stretch, _ in found] == list(starts)
