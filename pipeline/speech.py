"""The speech model at work: stretches of sound → what is said in them, and how well a text fits.

A stretch is encoded once and may be asked several times. It is encoded with two seconds of silence
behind it and not drawn out to the 30 s that the model was trained on: the words are the same, and
short stretches cost what they last.
"""

import functools
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import ModelError
from pipeline.resources import cores
from pipeline.sound import RATE_HZ, Samples
from pipeline.stage import Model

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

LONGEST = 30.0
"""Seconds that the model hears at a time; what is longer is cut off."""
_FRAMES_PER_SECOND = 100
_AIR = 2 * _FRAMES_PER_SECOND
_TELLING = 400  # states, of 20 ms each, that are asked for the language
_MARGIN = 50  # frames behind a stretch that a text is held against
_MOST_FRAMES = round(LONGEST * _FRAMES_PER_SECOND)
_OPENERS = "„“«(["
_MOST_TOKENS = 448  # of the model's own text window, prompt included


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as the model splits it, a space before it where a word begins.

    Times are seconds from the start of its stretch.
    """

    start: float
    end: float
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model reads in one stretch."""

    pieces: tuple[Piece, ...]
    mean_log_probability: float
    """Of its tokens."""
    no_speech_probability: float
    compression: float
    """How many times shorter zlib makes the text: above 2.4 it repeats itself."""

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(piece.text for piece in self.pieces).strip()


@dataclass(frozen=True, slots=True)
class How:
    """How a stretch is read. Never by lot: the same sound gives the same words each time."""

    beam_size: int = 5
    patience: float = 1.0
    no_repeat: int = 0
    """Rows of so many tokens are not said twice; 0: they may be."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Stretches that the model has listened to. `frames`: of each, in hundredths of seconds."""

    states: Any  # of ctranslate2, which has no types
    frames: tuple[int, ...]


class Speech:
    """A loaded model. Not for several threads at once."""

    def __init__(self, whisper: "WhisperModel", language: str) -> None:
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self._whisper = whisper
        self._tokenizer = Tokenizer(
            whisper.hf_tokenizer,
            whisper.model.is_multilingual,
            task="transcribe",
            language=language,
        )
        self._language = f"<|{language}|>"
        self._on_gpu = whisper.model.device == "cuda"
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])

    def encode(self, stretches: Sequence[Samples], air: int = _AIR) -> Encoded:
        """Listen to stretches of 16 kHz sound, each shape (samples,), of 30 s at most.

        `air`: frames of silence that follow the longest.
        """
        features = [self._features(stretch) for stretch in stretches]
        frames = tuple(each.shape[1] for each in features)
        length = min(_MOST_FRAMES, max(frames) + air)
        length += length % 2
        padded = [np.pad(each, ((0, 0), (0, length - each.shape[1]))) for each in features]
        if self._on_gpu:
            return Encoded(self._whisper.encode(np.stack(padded)), frames)
        # A processor is a third faster with one at a time: what it works on stays in its cache.
        states = [np.array(self._whisper.encode(each[None])) for each in padded]
        return Encoded(_view(np.concatenate(states)), frames)

    def _features(self, stretch: Samples) -> npt.NDArray[np.float32]:
        sound = stretch.astype(np.float32) / 32768
        features: npt.NDArray[np.float32] = self._whisper.feature_extractor(sound)
        return features[
            :, : min(_MOST_FRAMES, max(2, len(stretch) * _FRAMES_PER_SECOND // RATE_HZ))
        ]

    def read(self, encoded: Encoded, how: How) -> list[Heard]:
        """What is said in each stretch."""
        prompt = [*self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        results = self._whisper.model.generate(
            encoded.states,
            [prompt] * len(encoded.frames),
            beam_size=how.beam_size,
            num_hypotheses=1,
            patience=how.patience,
            max_length=_MOST_TOKENS,
            suppress_blank=True,
            suppress_tokens=self._suppressed,
            return_scores=True,
            return_no_speech_prob=True,
            no_repeat_ngram_size=how.no_repeat,
        )
        tokens = [
            [token for token in result.sequences_ids[0] if token < self._tokenizer.eot]
            for result in results
        ]
        placed = self._whisper.find_alignment(
            self._tokenizer, tokens, encoded.states, list(encoded.frames)
        )
        return [
            _heard(result, words, self._tokenizer.decode(own))
            for result, words, own in zip(results, placed, tokens, strict=True)
        ]

    def fit(self, stretch: Samples, texts: Sequence[str]) -> list[float]:
        """How well each text fits a stretch of at most 30 s: the text's log probability."""
        tokens = [self._tokenizer.encode(f" {text}") for text in texts]
        if self._on_gpu:
            encoded = self.encode([stretch] * len(tokens))
            states = encoded.states
        else:
            encoded = self.encode([stretch], _MARGIN)
            heard = np.array(encoded.states)[:, : (encoded.frames[0] + _MARGIN) // 2]
            states = _view(np.repeat(heard, len(tokens), axis=0))
        fits = self._whisper.model.align(
            states, self._tokenizer.sot_sequence, tokens, encoded.frames[0]
        )
        return [_log_probability(fit.text_token_probs) for fit in fits]

    def place(self, stretch: Samples, text: str) -> list[Piece]:
        """When each piece of a known text is said in a stretch of at most 30 s."""
        tokens = self._tokenizer.encode(f" {text}")
        if not tokens or len(tokens) > _MOST_TOKENS // 2:
            return []
        encoded = self.encode([stretch])
        placed = self._whisper.find_alignment(
            self._tokenizer, [tokens], encoded.states, list(encoded.frames)
        )
        return _pieces(placed[0])

    def languages(self, encoded: Encoded) -> list[tuple[str, float, float]]:
        """The likeliest language of each stretch, its probability, and that of the model's own."""
        states = encoded.states
        if not self._on_gpu:  # the first seconds tell it as well
            states = _view(np.array(states)[:, :_TELLING])
        found = []
        for ranked in self._whisper.model.detect_language(states):
            likeliest, probability = ranked[0]
            own = next((p for name, p in ranked if name == self._language), 0.0)
            found.append((likeliest.strip("<|>"), float(probability), float(own)))
        return found


def voiced(stretch: Samples) -> list[tuple[float, float]]:
    """Where anybody speaks in a stretch, in seconds from its start (Silero VAD)."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=100, speech_pad_ms=30)
    found = get_speech_timestamps(stretch.astype(np.float32) / 32768, options)
    return [(each["start"] / RATE_HZ, each["end"] / RATE_HZ) for each in found]


def _view(states: npt.NDArray[np.float32]) -> Any:  # noqa: ANN401 - untyped
    import ctranslate2

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(states))


def _log_probability(probabilities: Sequence[float]) -> float:
    """Of all tokens together; one that the model holds impossible costs no more than 1e-7."""
    return float(np.log(np.maximum(1e-7, np.asarray(probabilities, np.float64))).sum())


def _heard(result: Any, words: list[dict[str, Any]], text: str) -> Heard:  # noqa: ANN401 - untyped
    pieces = tuple(_pieces(words))
    return Heard(pieces, float(result.scores[0]), float(result.no_speech_prob), compression(text))


def _pieces(words: list[dict[str, Any]]) -> list[Piece]:
    return [
        Piece(float(w["start"]), float(w["end"]), str(w["word"]), float(w["probability"]))
        for w in words
    ]


def whole(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces put together to words.

    What the model writes without a space before it („monitor" „.miasta" „.pl", „70" „%") belongs
    to the word before, which is then as probable as its least probable piece; what opens a
    quotation belongs to the word behind it.
    """
    words: list[Piece] = []
    opener = ""
    for piece in pieces:
        text = piece.text.strip()
        if not text:
            continue
        if text in _OPENERS:
            opener += text
            continue
        if words and not piece.text.startswith(" ") and not opener:
            before = words.pop()
            probability = min(before.probability, piece.probability)
            words.append(Piece(before.start, piece.end, before.text + text, probability))
        else:
            words.append(Piece(piece.start, piece.end, opener + text, piece.probability))
        opener = ""
    return words


def compression(text: str) -> float:
    """How many times shorter zlib makes a text; 0 where there is none."""
    written = text.encode()
    return len(written) / len(zlib.compress(written)) if written else 0.0


def speech_model(model: Model) -> Speech:
    """The model for Polish, loaded once per process. Raises `ModelError`."""
    return _load(model.folder, model.device, model.compute_type, model.threads)


@functools.lru_cache(maxsize=1)
def _load(folder: Path, device: str, compute_type: str, threads: int) -> Speech:
    from faster_whisper import WhisperModel
    from tqdm import tqdm

    tqdm.set_lock(threading.RLock())  # its own is a semaphore that outlives a killed process
    on_device, counted_in = placement(device, compute_type)
    try:
        whisper = WhisperModel(
            str(folder),
            device=on_device,
            compute_type=counted_in,
            cpu_threads=threads or cores(),
            local_files_only=True,
        )
    except ValueError as error:  # this machine has no such device, or cannot count like that
        raise ModelError(
            f"device = {device!r}, compute_type = {compute_type!r}: {error}; "
            'set both to "auto" in [transcribe] of stenogram.toml'
        ) from error
    except (RuntimeError, OSError) as error:
        raise ModelError(
            f"{folder}: the model cannot be loaded ({error}); where its files are damaged, delete "
            'the folder and run again; with device = "cuda", see that the GPU can be used'
        ) from error
    return Speech(whisper, "pl")


def placement(device: str, compute_type: str) -> tuple[str, str]:
    """Where the model runs on this computer and what it counts in, `auto` decided."""
    import ctranslate2

    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() > 0 else "cpu"
    if compute_type == "auto":
        compute_type = "float16" if device == "cuda" else "int8"
    return device, compute_type
