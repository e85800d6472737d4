"""What a file changes of the words that had been exported, as entries of corrections."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Transcript, Word
from pipeline.corrections import (
    Asked,
    Conflict,
    Entry,
    Mark,
    changing,
    differences,
    entries_between,
    entry_of,
    names,
    reviewed,
    texts_of_time,
    tried,
    written,
)
from pipeline.corrections.carrying import key
from pipeline.errors import InvalidFile
from pipeline.importing.known import is_unnamed
from pipeline.importing.spoken import Read, rejoined, unit
from pipeline.stages.render.cuefiles import LOOKALIKES

_AGREE = 0.6
"""Share of the file's words that must have been exported."""
_LEAST = 0.5
"""Share of the exported words that the file must have."""
_PLAIN = 0.8  # of a speaker's words that must have had one other label


@dataclass(frozen=True, slots=True)
class Target:
    """The recording that a file is brought back to."""

    seminar: str
    recording: str
    transcript: Transcript
    """As corrections are made on it."""
    lines: tuple[str, ...]
    """Its corrections so far."""
    labels: tuple[str, ...] = ()
    """Who says each of the present words, as pages tell it; none where nobody is told."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The entries to add, in their order, and what is to be told."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    """Of these entries, which have no place in the words that are there by now."""
    clashes: tuple[Conflict, ...]
    """What is not among the entries, since somebody else changed the same words meanwhile."""


def bring_back(target: Target, read: Read, file: str, *, as_it_is: bool = False) -> Brought:
    """What `read` changes. With `as_it_is` it is compared with the words as they are now.

    Raises `InvalidFile` where it is of something else, or nobody can know what it changes.
    """
    count, notes = _exported(target, read, file, as_it_is=as_it_is)
    before = target.lines[:count]
    words = reviewed(target.transcript, before).words
    read = rejoined(read, [word.text for word in words])
    texts, moved = _texts(words, read)
    _check(words, texts, file)
    entries = list(entries_between(words, texts))
    if count == len(target.lines) and len(target.labels) == len(words):
        lines = [*before, *map(written, tried(entries))]
        speakers, told = _speakers(target, read, moved, reviewed(target.transcript, lines).words)
        entries += speakers
        notes = (*notes, *told)
    elif read.labels:
        notes = (*notes, "speakers in the file are ignored: the words have changed since")
    changed, conflicts, clashes = changing(target.transcript, target.lines, entries)
    return Brought(changed, (*read.notes, *notes), conflicts, clashes)


def _exported(
    target: Target, read: Read, file: str, *, as_it_is: bool
) -> tuple[int, tuple[str, ...]]:
    """How many corrections there were when the file was exported."""
    mark, now = read.mark, len(target.lines)
    if mark is not None and (mark.seminar, mark.recording) != (target.seminar, target.recording):
        raise InvalidFile(
            [f"{file}: it is of {mark.seminar}/{mark.recording}; name that recording instead"]
        )
    if as_it_is:
        return now, ()
    if mark is None:
        nearest = _nearest(target, read)
        told = "it has no mark of what was exported: compared with the words "
        return nearest, (told + ("as they are" if nearest == now else "it is nearest to"),)
    found = _count(target, mark)
    if found is None:
        raise InvalidFile(
            [
                f"{file}: it was exported of other words than are there now, so what was changed in"
                " it cannot be known; export again, or take every difference: --as-it-is"
            ]
        )
    return found, ()


def _count(target: Target, mark: Mark) -> int | None:
    """The latest time at which the words were those of the mark, as a number of lines."""
    found = None
    for count, texts in texts_of_time(target.transcript, target.lines):
        if names(mark, texts):
            found = count
    return found


def _nearest(target: Target, read: Read) -> int:
    """When the words were most like those of the file, the latest of such times."""
    from rapidfuzz.distance import Levenshtein

    tokens = [token.text for token in read.tokens]
    best, found, seen = len(tokens) + len(target.transcript.words), 0, list[str]()
    for count, texts in texts_of_time(target.transcript, target.lines):
        if texts != seen:
            exported = _units(texts, read)
            apart = Levenshtein.distance(exported, tokens, score_cutoff=best)
        if apart <= best:
            best, found = apart, count
        seen = texts
    return found


def _units(texts: Sequence[str], read: Read) -> list[str]:
    """Words as the file would have them."""
    units = [unit(text) for text in texts]
    return [text.translate(LOOKALIKES) for text in units] if read.is_subrip else units


def _texts(words: Sequence[Word], read: Read) -> tuple[list[str], list[int]]:
    """All words as the file has them, and for each of its tokens which of these it is.

    A token that may be the export's own is spoken only where the same had been exported.
    """
    exported = _units([word.text for word in words], read)
    tokens = [token.text for token in read.tokens]
    texts, moved = list[str](), list[int]()
    first = 0
    for start, end, new, stop in [
        *differences(exported, tokens),
        (len(words), len(words), len(tokens), len(tokens)),
    ]:
        moved += range(len(texts), len(texts) + start - first)
        texts += [word.text for word in words[first:start]]
        for token in read.tokens[new:stop]:
            moved.append(len(texts))
            texts += [] if token.optional else [token.text]
        first = end
    return texts, [*moved, len(texts)]


def _check(words: Sequence[Word], texts: Sequence[str], file: str) -> None:
    """Raises `InvalidFile` for a file that cannot be of these words."""
    exported, there = [key(word.text) for word in words], [key(text) for text in texts]
    if len(there) < _LEAST * len(exported):
        raise InvalidFile(
            [
                f"{file}: it has {len(there)} words of {len(exported)}; more than half of the text"
                " is lost, so nothing is taken from it"
            ]
        )
    changed = sum(stop - new for _, _, new, stop in differences(exported, there))
    if len(there) - changed < _AGREE * len(there):
        raise InvalidFile(
            [
                f"{file}: only {len(there) - changed} of its {len(there)} words are those of the"
                " transcript; it belongs to another recording"
            ]
        )


def _speakers(
    target: Target, read: Read, moved: Sequence[int], words: Sequence[Word]
) -> tuple[list[Entry], list[str]]:
    """Entries for labels that name somebody else than pages do, and which are ignored."""
    present = reviewed(target.transcript, target.lines).words
    shown = {
        (word.start, word.text): label for word, label in zip(present, target.labels, strict=True)
    }
    entries, notes = list[Entry](), list[str]()
    for name, first, end in _runs(read, moved):
        labels = [shown[at] for w in words[first:end] if (at := (w.start, w.text)) in shown]
        if not labels or labels.count(name) >= _PLAIN * len(labels):
            continue
        other = max(labels, key=labels.count)
        if is_unnamed(name) or labels.count(other) < _PLAIN * len(labels):
            notes.append(f"ignored who speaks at {words[first].start:.0f} s: {name[:60]}")
        else:
            entries.append(entry_of(words, Asked("speaker", first, end, name)))
    return entries, notes


def _runs(read: Read, moved: Sequence[int]) -> list[tuple[str, int, int]]:
    """Labels with their words; those that follow each other with one name together."""
    runs: list[tuple[str, int, int]] = []
    for label in read.labels:
        first, end = moved[label.first], moved[label.end]
        if runs and runs[-1][0] == label.name and runs[-1][2] == first:
            runs[-1] = (label.name, runs[-1][1], end)
        elif end > first:
            runs.append((label.name, first, end))
    return runs
