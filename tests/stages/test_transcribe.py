"""From sound to words, but for the recogniser: speech, clips, parts, ledger, and going on."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts import Recording, Word
from pipeline.canonical import pretty
from pipeline.errors import StageError, StoreError, WorkerLost
from pipeline.files import read_json
from pipeline.stage import Model
from pipeline.stages.transcribe import part_with_speech, transcribe
from pipeline.stages.transcribe.ledger import check_partition, ledger
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import (
    FRAME,
    MAX_CLIP,
    Part,
    Plan,
    Span,
    clips,
    parts,
    speech_spans,
)
from pipeline.stages.transcribe.prepare import PLAN, SOUND, prepare, speech_probabilities
from pipeline.stages.transcribe.recognise import PartWords
from tests.stages.lending import LentWork
from tests.stages.media import Sound, make

_RECORDING = Recording("s/recordings/r/media.mp4", "0" * 64, 1, 100.0, 100.0, has_picture=False)
_MODEL = Model("base", "0" * 40, Path("models/base"))
_OPTIONS = TranscribeOptions()
_THRESHOLD = 0.5
Frames = npt.NDArray[np.float32]


@st.composite
def _sound(draw: st.DrawFn) -> tuple[Frames, float]:
    """Probabilities of speech in runs of any length, and how long the recording is."""
    run = st.tuples(st.integers(1, 1500), st.floats(0, 1, width=32))
    runs = draw(st.lists(run, min_size=1, max_size=12))
    frames = np.concatenate([np.full(count, level, np.float32) for count, level in runs])
    if draw(st.booleans()):
        frames += np.random.default_rng(len(frames)).normal(0, 0.1, len(frames)).astype(np.float32)
    return frames, max(0.01, len(frames) * FRAME - draw(st.floats(0, FRAME * 0.9)))


@settings(deadline=None, max_examples=60)
@given(_sound(), st.floats(30, 600))
def test_clips_are_short_in_order_and_hold_all_speech_and_parts_hold_all_clips(
    sound: tuple[Frames, float], length: float
) -> None:
    frames, duration = sound
    spans = speech_spans(frames, _THRESHOLD)
    found = clips(spans, frames, duration)
    for clip in found:
        assert 0 <= clip.start < clip.end <= duration
        assert clip.end - clip.start <= MAX_CLIP + 1e-6
    for before, after in pairwise(found):
        assert before.end <= after.start + 1e-6
    for span in spans:
        end = min(span.end, duration)
        inside = sum(max(0.0, min(c.end, end) - max(c.start, span.start)) for c in found)
        assert inside == pytest.approx(end - span.start, abs=1e-6)
    grouped = parts(found, length)
    assert [clip for part in grouped for clip in part.clips] == found
    for part in grouped:
        assert len(part.clips) == 1 or part.clips[-1].end - part.clips[0].start <= length
    plan = Plan(duration, grouped, tuple(spans))
    check_partition(ledger(plan, ()), round(duration, 3))


def _frames(*runs: tuple[float, float]) -> Frames:
    """Probabilities: seconds and level, one run after the other."""
    return np.concatenate([np.full(round(s / FRAME), level, np.float32) for s, level in runs])


def test_speech_is_what_lasts_and_a_consonant_is_no_pause() -> None:
    frames = _frames((1, 0), (2, 0.9), (0.2, 0.1), (1, 0.9), (1, 0), (0.1, 0.9), (2, 0))
    (span,) = speech_spans(frames, _THRESHOLD)
    assert (span.start, span.end) == pytest.approx((1.0, 4.2), abs=0.1)
    assert speech_spans(np.zeros(0, np.float32), _THRESHOLD) == []


def test_a_long_talk_is_cut_at_its_pauses() -> None:
    frames = _frames((20, 0.9), (0.8, 0), (20, 0.9), (0.4, 0), (20, 0.9))
    found = clips(speech_spans(frames, _THRESHOLD), frames, len(frames) * FRAME)
    assert [round(clip.start) for clip in found] == [0, 21, 41]


def test_music_without_end_is_cut_where_it_is_least_like_speech() -> None:
    frames = _frames((18, 0.9), (0.1, 0.6), (22, 0.9))
    first, second = clips(speech_spans(frames, _THRESHOLD), frames, len(frames) * FRAME)
    assert first.end == second.start == pytest.approx(18.05, abs=0.1)


_PLAN = Plan(100.0, tuple(Part((Span(30.0 * n, 30.0 * n + 20),)) for n in range(3)))


def _prepared(_media: Path, scratch: Path, _options: TranscribeOptions) -> None:
    (scratch / PLAN).write_bytes(pretty(_PLAN))


def _recognised(_scratch: Path, target: Path, part: Part, _model: Model, _o: object) -> None:
    start = part.clips[0].start
    words = (Word(start, start + 1, f"słowo{start:.0f}", 0.9),)
    target.write_bytes(pretty(PartWords(words)))


@pytest.fixture
def work(tmp_path: Path) -> LentWork:
    work = LentWork(tmp_path)
    work.instead = {"prepare": _prepared, "recognise": _recognised}
    return work


def test_each_part_is_recognised_once_and_all_of_it_is_in_the_ledger(work: LentWork) -> None:
    transcript = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    assert work.tasks == ["prepare", "recognise", "recognise", "recognise"]
    assert [word.text for word in transcript.words] == ["słowo0", "słowo30", "słowo60"]
    assert (transcript.language, transcript.duration) == ("pl", 100.0)
    check_partition(transcript.ledger, 100.0)
    assert work.progressed == [(0.0, 100.0), (20.0, 100.0), (50.0, 100.0), (80.0, 100.0)]
    assert all(limit > 600 for _, _, limit in work.called)


def test_what_is_finished_is_not_done_again(work: LentWork) -> None:
    first = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    work.called.clear()
    assert transcribe(_RECORDING, _MODEL, _OPTIONS, work) == first
    assert work.tasks == []


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"{")])
def test_only_the_part_that_is_missing_or_damaged_is_done_again(
    damage: Callable[[Path], object], work: LentWork
) -> None:
    first = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    damage(work.scratch / "part-0001.json")
    work.called.clear()
    assert transcribe(_RECORDING, _MODEL, _OPTIONS, work) == first
    assert [arguments[2] for _, arguments, _ in work.called] == [_PLAN.parts[1]]


def test_after_a_crash_in_the_second_part_the_first_is_kept(work: LentWork) -> None:
    def crash(scratch: Path, target: Path, part: Part, model: Model, options: object) -> None:
        if part == _PLAN.parts[1]:
            raise WorkerLost("crashed")
        _recognised(scratch, target, part, model, options)

    work.instead["recognise"] = crash
    with pytest.raises(WorkerLost):
        transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    work.instead["recognise"] = _recognised
    work.called.clear()
    assert len(transcribe(_RECORDING, _MODEL, _OPTIONS, work).words) == 3
    assert work.tasks == ["recognise", "recognise"]


def test_a_recording_without_speech_has_no_words_and_a_ledger(work: LentWork) -> None:
    def silent(_media: Path, scratch: Path, _options: TranscribeOptions) -> None:
        (scratch / PLAN).write_bytes(pretty(Plan(100.0, ())))

    work.instead["prepare"] = silent
    transcript = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    assert transcript.words == ()
    assert [entry.state for entry in transcript.ledger] == ["not speech"]


def test_a_child_that_leaves_nothing_is_told(work: LentWork) -> None:
    work.instead = {"prepare": lambda *_: None}
    with pytest.raises(StageError, match="run again"):
        transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    work.instead = {"prepare": _prepared, "recognise": lambda *_: None}
    with pytest.raises(StoreError, match="run again"):
        transcribe(_RECORDING, _MODEL, _OPTIONS, work)


def test_a_tone_is_decoded_and_is_no_speech(tmp_path: Path) -> None:
    media = make(tmp_path / "a.wav", Sound(3.0, "pcm_s16le", 48_000, "stereo", "s16"))
    prepare(media, tmp_path, _OPTIONS)
    assert (tmp_path / SOUND).stat().st_size == 2 * 48_000
    plan = read_json(tmp_path / PLAN, Plan)
    assert plan is not None
    assert (plan.duration, plan.parts, plan.speech, plan.holes) == (3.0, (), (), ())
    assert plan.channels == ((0.0, "mix"),)
    assert plan.loudness == pytest.approx(-14.1, abs=0.2)
    assert {path.name for path in tmp_path.iterdir()} == {"a.wav", "sound.s16", PLAN}


def test_a_window_that_the_detector_leaves_out_is_a_fault_of_ours(tmp_path: Path) -> None:
    np.ones(16_000 * 600, np.int16).tofile(tmp_path / SOUND)
    asked = []

    def forgetful(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        asked.append(len(samples))
        return np.zeros(len(samples) // 512 if len(asked) < 3 else 7, np.float32)

    with pytest.raises(StageError, match="left out a part of the sound at 480 s"):
        speech_probabilities(tmp_path / SOUND, forgetful)
    frames = speech_probabilities(tmp_path / SOUND, lambda s: np.ones(len(s) // 512, np.float32))
    assert len(frames) == 600 * 16_000 // 512


def test_speech_that_goes_on_in_the_next_part_is_read_there_only() -> None:
    halves = tuple(Part((Span(start, start + 25.0),)) for start in (0.0, 25.0))
    plan = Plan(50.0, halves, speech=(Span(0.2, 49.8),))
    spoken = [part_with_speech(half, plan).speech for half in halves]
    assert spoken == [(Span(0.2, 25.0),), (Span(25.0, 49.8),)]
