"""The edits of a review put into a transcript."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.artefacts import LedgerEntry, Replacement, Transcript, Word
from pipeline.laying import laid
from pipeline.reviews import Edit, Review
from pipeline.stage import Model
from pipeline.stages.correct.aligning import Aligner, Run


@dataclass(frozen=True, slots=True)
class Order:
    """What a transcript is corrected with."""

    media: Path
    sha256: str
    """Of the media."""
    folder: Path
    """Where it is kept what was listened to."""
    scratch: Path


def corrected(transcript: Transcript, review: Review, order: Order, model: Model) -> Transcript:
    """The transcript with all edits in place. Raises `SourceError`, `StoreError`."""
    put, runs = put_in(transcript.words, review)
    aligner = Aligner(order.media, order.scratch, order.folder, (order.sha256, model))
    words = aligner.place(put, runs, transcript.sound.raised)
    return replace(
        transcript,
        words=tuple(words),
        ledger=tuple(_restored(transcript.ledger, review.restored)),
        replacements=tuple(_kept(transcript.replacements, review.edits)),
    )


def put_in(words: Sequence[Word], review: Review) -> tuple[list[Word], list[Run]]:
    """The words with the edits in place at estimated times, and the runs that are to be placed."""
    result: list[Word] = []
    runs: list[Run] = []
    at = 0
    for edit in review.edits:
        result += words[at : edit.first_word]
        before = words[edit.first_word : edit.end_word]
        at = edit.end_word
        first = len(result)
        if [_bare(word.text) for word in before] == [_bare(text) for text in edit.texts]:
            pairs = zip(before, edit.texts, strict=True)
            result += [replace(word, text=text, doubt=0.0) for word, text in pairs]
            continue
        if not edit.texts:
            continue
        room = _room(words, edit, review.restored)
        result += [
            Word(round(start, 2), round(end, 2), text, 0.0, 0.0)
            for text, (start, end) in zip(edit.texts, laid(edit.texts, *room), strict=True)
        ]
        runs.append(Run(first, len(result)))
    return result + list(words[at:]), runs


def _room(
    words: Sequence[Word], edit: Edit, restored: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """When the words of an edit are said: as those that they replace, or between neighbours."""
    if edit.first_word < edit.end_word:
        return words[edit.first_word].start, words[edit.end_word - 1].end
    start = words[edit.first_word - 1].end if edit.first_word else 0.0
    end = words[edit.first_word].start if edit.first_word < len(words) else start + len(edit.texts)
    for first, last in restored:
        if start - 1.0 <= first and last <= end + 1.0:
            return first, last
    return start, max(start, end)


def _bare(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _restored(
    ledger: Sequence[LedgerEntry], restored: Sequence[tuple[float, float]]
) -> Iterator[LedgerEntry]:
    """The ledger, with what was rejected and brought back as transcribed."""
    for entry in ledger:
        middle = (entry.start + entry.end) / 2
        back = any(start - 0.01 <= middle <= end + 0.01 for start, end in restored)
        if entry.state == "rejected" and back:
            yield LedgerEntry(entry.start, entry.end, "transcribed")
        else:
            yield entry


def _kept(replacements: Sequence[Replacement], edits: Sequence[Edit]) -> Iterator[Replacement]:
    """What `repair` replaced and nobody touched, at its new place."""
    for each in replacements:
        shift, touched = 0, False
        for edit in edits:
            touched |= edit.first_word < each.end_word and each.first_word < edit.end_word
            touched |= each.first_word < edit.first_word == edit.end_word < each.end_word
            if edit.end_word <= each.first_word:
                shift += len(edit.texts) - (edit.end_word - edit.first_word)
        if not touched:
            yield replace(each, first_word=each.first_word + shift, end_word=each.end_word + shift)
