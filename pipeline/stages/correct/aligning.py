"""Words that a person put, at the times at which they are said: forced alignment.

A known text is aligned with the sound by the attention of the speech model (Radford et al. 2022,
section 2.3.3, as in openai/whisper's word timestamps), with some words around so that it cannot
drift away. What was listened to is kept: a new correction costs its own seconds only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.artefacts import Raised, Word
from pipeline.canonical import digest
from pipeline.pool import report
from pipeline.sealed import seal, unsealed
from pipeline.sound import Track, write_track
from pipeline.speech import LONGEST, Piece, speech_model, voiced, whole
from pipeline.stage import Model

MEMORY = "correct.memory.json"
_TRACK = "track.s16"
_AROUND = 1.8  # seconds of words on each side
_MARGIN = 0.2
_SHORTEST = 0.04
_HEARD = 0.15  # seconds of a word that are enough to know where it is said


Placed = tuple[float, float, float]
"""Start and end of a word in seconds from the start of a stretch, and its probability."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words `[first_word, end_word)` that are to be placed."""

    first_word: int
    end_word: int


@dataclass(slots=True)
class Aligner:
    """Listens to one recording, where it has to."""

    media: Path
    scratch: Path
    folder: Path
    heard_with: tuple[str, Model]
    """Digest of the media, and the model."""
    _track: Track | None = None
    _placed: dict[str, tuple[Placed, ...]] = field(default_factory=dict)

    def place(
        self, words: Sequence[Word], runs: Sequence[Run], raised: Sequence[Raised]
    ) -> list[Word]:
        """The words, those of `runs` at their times. Raises `SourceError`, `StoreError`."""
        sha256, model = self.heard_with
        path, of = self.folder / MEMORY, digest([sha256, model.name, model.revision])
        before = unsealed(path, of, dict[str, tuple[Placed, ...]]) or {}
        result = list(words)
        for run in runs:
            around = _window(words, run)
            texts = [word.text for word in words[around.first_word : around.end_word]]
            start, end = _stretch(words, around)
            name = digest([start, end, texts, list(raised)])[:16]
            found = before.get(name)
            if found is None and end - start <= LONGEST:
                stretch = self._sound().as_recognised(start, end, raised)
                pieces = speech_model(model).place(stretch, " ".join(texts))
                found = tuple(_in_speech(whole(pieces), voiced(stretch)))
            self._placed[name] = found or ()
            if found and len(found) == len(texts):
                _put(result, run, found[run.first_word - around.first_word :], start)
            report(end, words[-1].end)
        seal(path, of, dict(sorted(self._placed.items())))
        return result

    def _sound(self) -> Track:
        if self._track is None:
            path = self.scratch / _TRACK
            if not path.exists():
                write_track(self.media, path)
            self._track = Track(path)
        return self._track


def _window(words: Sequence[Word], run: Run) -> Run:
    """The run with the words that begin and end within 1.8 s of it."""
    first, end = run.first_word, run.end_word
    earliest, latest = words[first].start - _AROUND, words[end - 1].end + _AROUND
    while first > 0 and words[first - 1].start >= earliest:
        first -= 1
    while end < len(words) and words[end].end <= latest:
        end += 1
    return Run(first, end)


def _stretch(words: Sequence[Word], around: Run) -> tuple[float, float]:
    start = max(0.0, words[around.first_word].start - _MARGIN)
    return round(start, 2), round(words[around.end_word - 1].end + _MARGIN, 2)


def _in_speech(words: Sequence[Piece], voices: Sequence[tuple[float, float]]) -> Iterator[Placed]:
    """The words without the pauses that alignment puts into them, mostly before them."""
    for word in words:
        start, end, probability = word.start, word.end, round(word.probability, 3)
        shared = [
            (since, until)
            for first, last in voices
            if (until := min(last, end)) - (since := max(first, start)) > 0
        ]
        if not shared:
            yield round(start, 2), round(end, 2), probability
            continue
        since, until = max(shared, key=lambda span: span[1] - span[0])
        first = shared[0]
        if first[1] - first[0] >= _HEARD:
            since, until = first
        yield round(since, 2), round(until, 2), probability


def _put(words: list[Word], run: Run, found: Sequence[Placed], start: float) -> None:
    """Times of a run, in order and between its neighbours, who give way where they overlap."""
    first, end = run.first_word, run.end_word
    lowest = words[first - 1].start + _SHORTEST if first else 0.0
    highest = words[end].end - _SHORTEST if end < len(words) else float("inf")
    free = lowest
    for at, (begins, ends, probability) in zip(range(first, end), found, strict=False):
        since = round(min(max(start + begins, free), max(free, highest)), 2)
        until = round(min(max(start + ends, since), max(since, highest)), 2)
        words[at] = replace(words[at], start=since, end=until, probability=probability)
        free = until
    if first and words[first - 1].end > words[first].start:
        words[first - 1] = replace(words[first - 1], end=words[first].start)
    if end < len(words) and words[end].start < words[end - 1].end:
        words[end] = replace(words[end], start=words[end - 1].end)
