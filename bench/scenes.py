"""Sound whose speakers are known, made of sentences: varied, alone, in turn, at any length."""

import itertools
import json
import wave
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.corpora import DEMO, GOLD, SPEECH
from bench.diarisation import Stretch
from pipeline.artefacts import LedgerEntry, Transcript, Word

RATE_HZ = 16_000
Sound = npt.NDArray[np.float32]
_SPEECH_IS_ABOVE = 0.01  # of full scale


@dataclass(frozen=True, slots=True)
class Clip:
    """A sentence of one speaker."""

    speaker: str
    sound: Sound
    text: str

    @property
    def length(self) -> float:
        """In seconds."""
        return len(self.sound) / RATE_HZ


@dataclass(frozen=True, slots=True)
class Scene:
    """A recording, who speaks when in it, and a transcript without a recogniser's faults."""

    sound: Sound
    known: tuple[Stretch, ...]
    transcript: Transcript

    def write(self, target: Path) -> Path:
        """The sound as a WAV file."""
        samples = np.clip(np.rint(self.sound * 32767), -32768, 32767).astype("<i2")
        with wave.open(str(target), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(samples.tobytes())
        return target


def demo_known(media: str) -> tuple[Stretch, ...]:
    """Who speaks when in a recording of the demo, sentence by sentence."""
    return tuple(
        Stretch(sentence["start"], sentence["end"], turn["speaker"])
        for turn in _demo_turns(media)
        for sentence in turn["sentences"]
    )


def demo_clips() -> list[Clip]:
    """The sentences of the demo."""
    found = []
    for media in ("dzien-1", "dzien-2"):
        sound = _sound(DEMO / "media" / f"{media}.mp4")
        for turn in _demo_turns(media):
            found += [
                Clip(turn["speaker"], _cut(sound, each["start"], each["end"]), each["display"])
                for each in turn["sentences"]
            ]
    return found


def human_clips() -> list[Clip]:
    """Sentences of people; none where the recording is not there."""
    media = SPEECH / "nemo-dev.flac"
    if not media.exists():
        return []
    sound = _sound(media)
    return [
        Clip(each["speaker"], _cut(sound, each["start"], each["end"]), each["text"])
        for each in json.loads(media.with_suffix(".json").read_text(encoding="utf-8"))
    ]


def in_order(clips: Iterable[Clip], gap: Callable[[bool], float]) -> Scene:
    """The clips one after the other. `gap`: seconds before one, by whether the speaker changes."""
    sounds: list[Sound] = []
    known: list[Stretch] = []
    words: list[Word] = []
    at = 0.0
    for clip in clips:
        changes = not known or known[-1].speaker != clip.speaker
        silence = np.zeros(round(gap(changes) * RATE_HZ), np.float32)
        start = at + len(silence) / RATE_HZ
        at = start + clip.length
        sounds += [silence, clip.sound]
        known.append(Stretch(start, at, clip.speaker))
        words += _words(clip.text, start, at)
    sounds.append(np.zeros(RATE_HZ, np.float32))
    sound = np.concatenate(sounds)
    duration = len(sound) / RATE_HZ
    ledger = (LedgerEntry(0.0, duration, "transcribed"),)
    return Scene(sound, tuple(known), Transcript("pl", duration, tuple(words), ledger))


def varied(clips: Sequence[Clip], seed: int) -> Scene:
    """Gaps of 0.1 to 2.2 s, an echo of 0.3 s, and the noise of a room 20 dB below the speech."""
    lot = np.random.default_rng(seed)

    def gap(changes: bool) -> float:  # noqa: FBT001 - as `in_order` calls it
        return float(lot.uniform(0.15, 2.2) if changes else lot.uniform(0.1, 1.0))

    scene = in_order(clips, gap)
    return Scene(_in_a_room(scene.sound, lot), scene.known, scene.transcript)


def alone(clips: Sequence[Clip], seconds: float, seed: int) -> Scene:
    """One speaker for so long, now louder, now softer; what there is of the speaker comes again."""
    lot = np.random.default_rng(seed)

    def said() -> Iterator[Clip]:
        left = seconds
        while left > 0:
            clip = clips[int(lot.integers(len(clips)))]
            louder = np.float32(lot.uniform(0.3, 1.2))
            yield Clip(clip.speaker, clip.sound * louder, clip.text)
            left -= clip.length + 0.6

    return in_order(said(), lambda _changes: float(lot.uniform(0.05, 1.2)))


def in_turn(one: Sequence[Clip], other: Sequence[Clip], seconds: float, pause: float) -> Scene:
    """Two speakers in turn, each for so long and no longer, whatever the sentence is."""
    pieces = [list(_pieces(clips, seconds)) for clips in (one, other)]
    return in_order(
        (clip for pair in zip(*pieces, strict=False) for clip in pair), lambda _changes: pause
    )


def lasting(clips: Sequence[Clip], seconds: float, target: Path) -> tuple[Path, Transcript]:
    """A recording of any length as a WAV file, and its words: the clips again and again."""
    words: list[Word] = []
    at = 0.0
    pause = np.zeros(RATE_HZ // 2, np.int16)
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        for clip in itertools.cycle(clips):
            if at >= seconds:
                break
            words += _words(clip.text, at, at + clip.length)
            file.writeframes((clip.sound * 32767).astype("<i2").tobytes() + pause.tobytes())
            at += clip.length + 0.5
    ledger = (LedgerEntry(0.0, at, "transcribed"),)
    return target, Transcript("pl", at, tuple(words), ledger)


def _pieces(clips: Sequence[Clip], seconds: float) -> Iterator[Clip]:
    sound = np.concatenate([clip.sound for clip in clips])
    words = " ".join(clip.text for clip in clips).split()
    size = round(seconds * RATE_HZ)
    count = len(sound) // size
    share = max(1, len(words) // max(1, count))
    for number in range(count):
        text = " ".join(words[number * share : (number + 1) * share])
        yield Clip(clips[0].speaker, sound[number * size : (number + 1) * size], text)


def _in_a_room(sound: Sound, lot: np.random.Generator) -> Sound:
    count = round(0.3 * RATE_HZ)
    echo = lot.standard_normal(count) * np.exp(-6.9 * np.arange(count) / count)
    echo *= 0.35 / np.sqrt((echo**2).sum())
    size = len(sound) + count - 1
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo, size), size)[: len(sound)]
    both = sound + wet
    pitch = np.maximum(np.fft.rfftfreq(len(both), 1 / RATE_HZ), 60.0)
    noise = np.fft.irfft(np.fft.rfft(lot.standard_normal(len(both))) / np.sqrt(pitch), len(both))
    loud = np.sqrt(np.mean(both[np.abs(both) > _SPEECH_IS_ABOVE] ** 2))
    noise *= loud * 10 ** (-20 / 20) / noise.std()
    return np.asarray((both + noise) * 0.7, np.float32)


def _words(text: str, start: float, end: float) -> Iterator[Word]:
    """Words of a clip, each as long as its letters."""
    texts = text.split()
    ends = np.cumsum([len(each) + 1 for each in texts], dtype=np.float64)
    borders = start + (end - start) * np.concatenate([[0.0], ends / ends[-1]])
    for each, first, last in zip(texts, borders[:-1], borders[1:], strict=True):
        yield Word(round(float(first), 2), round(float(last), 2), each, 0.9)


def _cut(sound: Sound, start: float, end: float) -> Sound:
    return sound[round(start * RATE_HZ) : round(end * RATE_HZ)]


def _sound(media: Path) -> Sound:
    from faster_whisper import decode_audio

    return np.asarray(decode_audio(str(media), sampling_rate=RATE_HZ), np.float32)


def _demo_turns(media: str) -> list[dict[str, Any]]:
    gold = json.loads((GOLD / "reference.json").read_text(encoding="utf-8"))
    turns: list[dict[str, Any]] = next(
        each["turns"] for each in gold["media"] if Path(each["file"]).stem == media
    )
    return turns
