"""From sound to words, but for the recogniser: speech, clips, parts, ledger, and going on."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.artefacts import Recording, Word
from pipeline.canonical import pretty
from pipeline.engine import Task
from pipeline.errors import StoreError, WorkerLost
from pipeline.files import read_json
from pipeline.pool import Pool
from pipeline.stage import Model
from pipeline.stages.transcribe import transcribe
from pipeline.stages.transcribe.kept import PartWords, keep
from pipeline.stages.transcribe.ledger import check_partition
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import (
    Part,
    Plan,
    Span,
)
from pipeline.stages.transcribe.prepare import PLAN, SOUND, planned, prepare
from pipeline.stages.transcribe.recognise import Place, recognise
from tests.core.tasks import plan_slowly
from tests.stages.lending import LentWork
from tests.stages.media import Sound, make

_RECORDING = Recording("s/recordings/r/media.mp4", "0" * 64, 1, 100.0, 100.0, has_picture=False)
_MODEL = Model("base", "0" * 40, Path("models/base"))
_OPTIONS = TranscribeOptions()
_THRESHOLD = 0.5
R = TypeVar("R")
Likely = npt.NDArray[np.float32]


_PLAN = Plan(100.0, tuple(Part((Span(30.0 * n, 30.0 * n + 20),)) for n in range(3)))


def _prepared(_media: Path, scratch: Path, _options: TranscribeOptions) -> Plan:
    for number, part in enumerate(_PLAN.parts):
        planned(scratch, number).write_bytes(pretty(part))
    with (scratch / SOUND).open("wb") as sound:
        sound.truncate(2 * 16_000 * round(_PLAN.duration))
    (scratch / PLAN).write_bytes(pretty(_PLAN))
    return _PLAN


def _no_model(_model: Model) -> None:
    """Nothing is recognised here."""


def _recognised(place: Place, _model: Model, _options: object) -> tuple[PartWords, float]:
    start = place.part.clips[0].start
    words = PartWords((Word(start, start + 1, f"słowo{start:.0f}", 0.9),))
    keep(place.scratch, place.number, place.part, words)
    return words, 1.0


@pytest.fixture
def work(tmp_path: Path) -> LentWork:
    work = LentWork(tmp_path)
    work.instead = {"prepare": _prepared, "recognise": _recognised, "get_ready": _no_model}
    return work


def test_each_part_is_recognised_once_and_all_of_it_is_in_the_ledger(work: LentWork) -> None:
    transcript = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    assert work.tasks == ["prepare", "get_ready", "recognise", "recognise", "recognise"]
    assert [word.text for word in transcript.words] == ["słowo0", "słowo30", "słowo60"]
    assert (transcript.language, transcript.duration) == ("pl", 100.0)
    check_partition(transcript.ledger, 100.0)
    assert work.progressed == [(0.0, 100.0), (20.0, 100.0), (50.0, 100.0), (80.0, 100.0)]
    assert all(limit >= 600 for _, _, limit in work.called)


def test_what_is_finished_is_not_done_again(work: LentWork) -> None:
    first = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    work.called.clear()
    assert transcribe(_RECORDING, _MODEL, _OPTIONS, work) == first
    assert work.tasks == []


def _change_a_word(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("słowo".encode(), b"siowo"))


@pytest.mark.parametrize("damage", [Path.unlink, lambda p: p.write_bytes(b"{"), _change_a_word])
def test_only_the_part_that_is_missing_or_damaged_is_done_again(
    damage: Callable[[Path], object], work: LentWork
) -> None:
    first = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    damage(work.scratch / "part-0001.json")
    work.called.clear()
    assert transcribe(_RECORDING, _MODEL, _OPTIONS, work) == first
    (_, (place, *_), _) = work.called[0]
    assert isinstance(place, Place)
    assert (len(work.called), place.part) == (1, _PLAN.parts[1])


@pytest.mark.parametrize("damage", [Path.unlink, lambda p: p.write_bytes(b"half of it")])
def test_sound_that_is_gone_is_decoded_once_more_and_no_part_is_done_again(
    damage: Callable[[Path], object], work: LentWork
) -> None:
    first = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    damage(work.scratch / SOUND)
    (work.scratch / "part-0002.json").unlink()
    work.called.clear()
    assert transcribe(_RECORDING, _MODEL, _OPTIONS, work) == first
    assert work.tasks == ["prepare", "get_ready", "recognise"]


def test_a_part_that_a_process_left_as_it_fell_is_not_done_again(tmp_path: Path) -> None:
    words = PartWords((Word(0.0, 1.0, "tak", 0.9),))
    keep(tmp_path, 0, _PLAN.parts[0], words)
    assert recognise(Place(tmp_path, 0, _PLAN.parts[0]), _MODEL, _OPTIONS) == (words, 0.0)


def test_a_part_that_was_cut_otherwise_is_recognised_again(work: LentWork) -> None:
    keep(work.scratch, 1, Part((Span(29.0, 50.0),)), PartWords((Word(30.0, 31.0, "inne", 0.9),)))
    transcript = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    assert [word.text for word in transcript.words] == ["słowo0", "słowo30", "słowo60"]


def test_after_a_crash_in_one_part_the_others_are_kept(work: LentWork) -> None:
    def crash(place: Place, model: Model, options: object) -> tuple[PartWords, float]:
        if place.part == _PLAN.parts[1]:
            raise WorkerLost("crashed")
        return _recognised(place, model, options)

    work.instead["recognise"] = crash
    with pytest.raises(WorkerLost):
        transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    work.instead["recognise"] = _recognised
    work.called.clear()
    assert len(transcribe(_RECORDING, _MODEL, _OPTIONS, work).words) == 3
    assert work.tasks == ["recognise"]


def test_a_recording_without_speech_has_no_words_and_a_ledger(work: LentWork) -> None:
    def silent(_media: Path, _scratch: Path, _options: TranscribeOptions) -> Plan:
        return Plan(100.0, ())

    work.instead["prepare"] = silent
    transcript = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    assert transcript.words == ()
    assert [entry.state for entry in transcript.ledger] == ["not speech"]


def test_nothing_is_made_of_sound_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / SOUND).write_bytes(b"\0\0" * 16_000)
    with pytest.raises(StoreError, match="shorter"):
        recognise(Place(tmp_path, 0, _PLAN.parts[0]), _MODEL, _OPTIONS)


def test_what_was_decoded_before_is_written_over_in_place(tmp_path: Path) -> None:
    media = make(tmp_path / "a.wav", Sound(3.0, "pcm_s16le", 48_000, "stereo", "s16"))
    first = prepare(media, tmp_path, _OPTIONS)
    sound = (tmp_path / SOUND).read_bytes()
    with (tmp_path / SOUND).open("ab") as file:
        file.write(b"of a longer one")
    seen = (tmp_path / SOUND).stat().st_ino
    assert prepare(media, tmp_path, _OPTIONS) == first
    assert (tmp_path / SOUND).read_bytes() == sound
    assert (tmp_path / SOUND).stat().st_ino == seen


def test_a_tone_is_decoded_and_is_no_speech(tmp_path: Path) -> None:
    media = make(tmp_path / "a.wav", Sound(3.0, "pcm_s16le", 48_000, "stereo", "s16"))
    prepare(media, tmp_path, _OPTIONS)
    assert (tmp_path / SOUND).stat().st_size == 2 * 48_000
    plan = read_json(tmp_path / PLAN, Plan)
    assert plan is not None
    assert (plan.duration, plan.parts, plan.speech, plan.holes) == (3.0, (), (), ())
    assert plan.sound.channels == ((0.0, "mix"),)
    assert plan.sound.loudness == pytest.approx(-14.1, abs=0.2)
    assert {path.name for path in tmp_path.iterdir()} == {"a.wav", "sound.s16", PLAN}


class _PlansSlowly(LentWork):
    """Has a child process give out the parts of `_PLAN`, whatever it is asked for."""

    def beside(
        self,
        task: Callable[..., R],  # noqa: ARG002 - another one runs in its place
        *arguments: object,  # noqa: ARG002
        limit: float,
        listen: Callable[[float, float], None],
    ) -> AbstractContextManager[Future[R]]:
        for number, part in enumerate(_PLAN.parts):
            (self.scratch / f"given-{number}").write_bytes(pretty(part))
        (self.scratch / "given-plan").write_bytes(pretty(_PLAN))
        given: tuple[object, ...] = self.scratch, len(_PLAN.parts)
        slowly: Callable[..., R] = plan_slowly  # type: ignore[assignment]  # gives nothing, too
        return Pool(0).beside(Task(slowly, given, limit, listen))


def test_recognition_does_not_wait_for_the_whole_recording_to_be_decoded(tmp_path: Path) -> None:
    """Each part is recognised when it is planned: the plan of the whole comes last."""
    seen: list[bool] = []

    def watch(place: Place, model: Model, options: object) -> tuple[PartWords, float]:
        seen.append((place.scratch / PLAN).exists())
        return _recognised(place, model, options)

    work = _PlansSlowly(tmp_path)
    work.instead = {"recognise": watch, "get_ready": _no_model}
    transcript = transcribe(_RECORDING, _MODEL, _OPTIONS, work)
    assert len(transcript.words) == 3
    assert seen == [False, False, False]
    ready = [told["until"] for event, told in work.logged if event == "ready"]
    assert ready == [20.0, 50.0, 80.0]
    parts = [told for event, told in work.logged if event == "part"]
    assert [told["part"] for told in parts] == [0, 1, 2]
    assert all(told["began"] <= told["ended"] and told["seconds"] == 1.0 for told in parts)
