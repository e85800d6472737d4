"""Recognition of one part: clips of sound → words with times and probabilities.

All clips are read once, in batches. What is wrong with a reading is looked at again: the clip is
read in two halves, with a wider beam, and without repeating itself; where somebody speaks and no
word stands, those seconds are read for themselves. The better reading is kept, by rules.
"""

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.artefacts import LedgerEntry, Word
from pipeline.errors import StoreError
from pipeline.pool import report
from pipeline.sound import Track
from pipeline.speech import Encoded, Heard, How, Piece, Speech, speech_model
from pipeline.stage import Model
from pipeline.stages.transcribe import judge
from pipeline.stages.transcribe.kept import PartWords, keep, kept
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part, Span
from pipeline.stages.transcribe.placing import in_order, placed
from pipeline.stages.transcribe.prepare import SOUND

_UNCOVERED = 1.0
"""Seconds of speech without a word that are read again."""
_WHOLE = 0.5
"""The same where not one word stands from one pause to the next."""
_NEAR = 1.5  # seconds between two of them that are read as one
_AIR = 0.3  # seconds around them
_SURE = 0.4  # mean probability of words that only a second reading found
_SHORTER = 0.1
"""Seconds behind the last sample: frames of the detector are filled up with silence."""
_AGAIN = (How(beam_size=8, patience=2.0), How(beam_size=8, no_repeat=6))


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of which recording, and where its sound is and its words are kept."""

    scratch: Path
    number: int
    part: Part


def get_ready(model: Model) -> None:
    """Load the model into this process. Raises `ModelError`."""
    speech_model(model)


def recognise(place: Place, model: Model, options: TranscribeOptions) -> tuple[PartWords, float]:
    """The words of a part, which are kept, too, and the seconds that they took.

    Raises `ModelError`, `StoreError`.
    """
    began = time.monotonic()
    known = kept(place.scratch, place.number, place.part)
    if known is not None:  # by a process that fell as it was to tell of it
        return known, 0.0
    sound = Track(place.scratch / SOUND)
    if sound.duration < place.part.clips[-1].end - _SHORTER:
        raise StoreError(f"{sound.path}: is shorter than what is to be recognised; run again")
    words = Reader(speech_model(model), sound, options, place.part.speech).part(place.part)
    keep(place.scratch, place.number, place.part, words)
    return words, round(time.monotonic() - began, 3)


@dataclass(frozen=True, slots=True)
class Reading:
    """A clip with what was read in it, and what is wrong with that."""

    clip: Span
    heard: Heard
    fault: str


@dataclass(slots=True)
class Reader:
    """Reads the clips of one part."""

    model: Speech
    sound: Track
    options: TranscribeOptions
    speech: Sequence[Span]
    """Where the detector hears somebody speak."""
    read_again: int = field(default=0, init=False)

    def part(self, part: Part) -> PartWords:
        """All of it: each clip once, and what is wrong again."""
        readings: list[Reading] = []
        total = sum(clip.end - clip.start for clip in part.clips)
        done = 0.0
        by_length = sorted(part.clips, key=lambda clip: (clip.end - clip.start, clip.start))
        for batch in _batches(by_length, self.options.batch_size):
            for reading in self._read(batch, How(beam_size=self.options.beam_size)):
                readings += self._better(reading) if reading.fault else [reading]
            done += sum(clip.end - clip.start for clip in batch)
            report(done / total * (part.clips[-1].end - part.clips[0].start), 0.0)
        readings += self._uncovered(readings)
        return self._judged(sorted(readings, key=lambda reading: reading.clip.start), part)

    def _read(self, clips: Sequence[Span], how: How) -> list[Reading]:
        encoded = self._encoded(clips)
        heard = self.model.read(encoded, how)
        faults = [
            judge.fault(each, clip, self.speech) for each, clip in zip(heard, clips, strict=True)
        ]
        for number, (name, likely, own) in enumerate(self.model.languages(encoded)):
            if judge.is_foreign(judge.Language(name, likely, own), clips[number]):
                faults[number] = f"{judge.LANGUAGE}: {name}"
        return [Reading(*each) for each in zip(clips, heard, faults, strict=True)]

    def _encoded(self, clips: Sequence[Span]) -> Encoded:
        return self.model.encode([self.sound.stretch(clip.start, clip.end) for clip in clips])

    def _better(self, first: Reading) -> list[Reading]:
        """The best of several readings of a clip: without a fault, else the likeliest."""
        if first.fault.startswith(judge.LANGUAGE):
            return [first]
        self.read_again += 1
        tries = [[first]]
        for clips, how in self._ways(first.clip):
            readings = self._read(clips, how)
            tries.append(readings)
            if not any(reading.fault for reading in readings):
                break
        return min(tries, key=_badness)

    def _ways(self, clip: Span) -> Iterator[tuple[list[Span], How]]:
        """Other ways to read a clip: in two, with a wider beam, without repeating itself."""
        halves = _halves(clip, self.speech)
        if len(halves) > 1:
            yield halves, How(beam_size=self.options.beam_size)
        yield from (([clip], how) for how in _AGAIN)

    def _uncovered(self, readings: Sequence[Reading]) -> list[Reading]:
        """What is said where somebody speaks and no word stands."""
        gaps = [gap for reading in readings if not reading.fault for gap in self._gaps(reading)]
        self.read_again += len(gaps)
        found = []
        for batch in _batches(gaps, self.options.batch_size):
            around = [Span(max(0.0, gap.start - _AIR), gap.end + _AIR) for gap in batch]
            for gap, reading in zip(
                batch, self._read(around, How(beam_size=self.options.beam_size)), strict=True
            ):
                pieces = _inside(reading, gap)
                sure = sum(piece.probability for piece in pieces) / max(1, len(pieces))
                if not reading.fault and sure >= _SURE:
                    heard = replace(reading.heard, pieces=pieces)
                    found.append(Reading(reading.clip, heard, ""))
        return found

    def _gaps(self, reading: Reading) -> list[Span]:
        """Where somebody speaks in a clip, long enough, and its reading has no word."""
        words = placed(reading.heard, reading.clip, self.speech)
        clip = reading.clip
        spoken = [
            Span(max(span.start, clip.start), min(span.end, clip.end))
            for span in self.speech
            if judge.overlap(clip, span) > 0
        ]
        gaps = []
        for span in spoken:
            for gap in _without(span, words):
                enough = _WHOLE if gap == span else _UNCOVERED
                if gap.end - gap.start >= enough:
                    gaps.append(gap)
        return _joined(gaps, words)

    def _judged(self, readings: Sequence[Reading], part: Part) -> PartWords:
        """The words that are believed, in order, and what is not."""
        words: list[Word] = []
        rejected: list[LedgerEntry] = []
        for reading in readings:
            if reading.fault and reading.fault != judge.LOOP:
                rejected.append(_rejected(reading.clip, reading.fault, reading.heard.text))
                continue
            kept, refused = believed(placed(reading.heard, reading.clip, self.speech), self.speech)
            if judge.is_compressible(" ".join(word.text for word in kept)):
                # Inside a word, or in longer rows than are looked for.
                refused.append(_rejected_words(kept, judge.LOOP))
                kept = []
            words += kept
            rejected += refused
        whole = Span(part.clips[0].start, part.clips[-1].end)
        ordered = in_order(sorted(words, key=lambda word: (word.start, word.end)), whole)
        return PartWords(tuple(ordered), tuple(rejected), self.read_again)


def believed(words: Sequence[Word], speech: Sequence[Span]) -> tuple[list[Word], list[LedgerEntry]]:
    """The words of one clip that are kept; of words said again and again, the first time."""
    kept = list(words)
    rejected = []
    while (row := judge.repeated([word.text for word in kept])) is not None:
        said = kept[row.start : row.stop]
        rejected.append(_rejected_words(said, judge.LOOP))
        kept[row.start : row.stop] = []
    for reason, is_wrong in (
        (judge.SCRIPT, _has_other_letters),
        (judge.SILENT, lambda word: judge.is_unspoken(word, speech)),
    ):
        runs = [(wrong, list(run)) for wrong, run in itertools.groupby(kept, is_wrong)]
        rejected += [_rejected_words(run, reason) for wrong, run in runs if wrong]
        kept = [word for wrong, run in runs if not wrong for word in run]
    return kept, rejected


def _has_other_letters(word: Word) -> bool:
    return not judge.is_latin(word.text)


def _rejected_words(words: Sequence[Word], reason: str) -> LedgerEntry:
    text = " ".join(word.text for word in words)
    return _rejected(Span(words[0].start, max(words[-1].end, words[0].start + 0.01)), reason, text)


def _rejected(span: Span, reason: str, text: str) -> LedgerEntry:
    return LedgerEntry(round(span.start, 2), round(span.end, 2), "rejected", reason, text)


def _inside(reading: Reading, gap: Span) -> tuple[Piece, ...]:
    """What of a reading lies in the gap: the air around it has words that are known already."""
    start, end = gap.start - reading.clip.start, gap.end - reading.clip.start
    return tuple(p for p in reading.heard.pieces if start <= (p.start + p.end) / 2 < end)


def _joined(gaps: Sequence[Span], words: Sequence[Word]) -> list[Span]:
    """Gaps that lie near each other, no word between them, as one: the model likes sentences."""
    joined: list[Span] = []
    for gap in gaps:
        before = joined[-1] if joined else None
        if (
            before is not None
            and gap.start - before.end < _NEAR
            and not any(before.end <= word.start < gap.start for word in words)
        ):
            joined[-1] = Span(before.start, gap.end)
        else:
            joined.append(gap)
    return joined


def _badness(readings: Sequence[Reading]) -> tuple[int, float]:
    """Faults first, then how unlikely the text is."""
    faults = sum(bool(reading.fault) for reading in readings)
    likely = sum(reading.heard.mean_log_probability for reading in readings) / len(readings)
    return faults, -likely


def _batches(clips: Sequence[Span], size: int) -> Iterator[Sequence[Span]]:
    return (clips[at : at + size] for at in range(0, len(clips), size))


def _halves(clip: Span, speech: Sequence[Span]) -> list[Span]:
    """The clip cut in its longest pause; whole where it has none."""
    inside = [span for span in speech if judge.overlap(clip, span) > 0]
    pauses = list(itertools.pairwise(inside))
    if not pauses:
        return [clip]
    before, after = max(pauses, key=lambda pair: pair[1].start - pair[0].end)
    middle = (before.end + after.start) / 2
    return [Span(clip.start, middle), Span(middle, clip.end)]


def _without(span: Span, words: Sequence[Word]) -> Iterator[Span]:
    """What is left of a stretch outside the words, in order."""
    at = span.start
    for word in words:
        if word.end > at and word.start < span.end:
            if word.start > at:
                yield Span(at, word.start)
            at = max(at, word.end)
    if at < span.end:
        yield Span(at, span.end)
