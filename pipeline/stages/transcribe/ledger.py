"""The ledger: a partition of the recording into what became of every second."""

from collections.abc import Sequence

from pipeline.artefacts import LedgerEntry, Word
from pipeline.errors import StageError
from pipeline.stages.transcribe.parts import Span

UNHEARD = "no words recognised"
MISSING_END = "missing from the file"


def ledger(
    clips: Sequence[Span], words: Sequence[Word], duration: float
) -> tuple[LedgerEntry, ...]:
    """What became of `[0, duration)`: clips with words, clips without, and what is between them.

    Times are rounded to hundredths of a second, but for the end, which is the recording's.
    """
    entries: list[LedgerEntry] = []
    at, next_word = 0.0, 0
    for clip in clips:
        start, end = round(clip.start, 2), min(round(clip.end, 2), duration)
        if start > at:
            entries.append(LedgerEntry(at, start, "not speech"))
        while next_word < len(words) and words[next_word].end <= start:
            next_word += 1
        heard = next_word < len(words) and words[next_word].start < end
        entries.append(
            LedgerEntry(start, end, "transcribed")
            if heard
            else LedgerEntry(start, end, "failed", UNHEARD)
        )
        at = end
    if at < duration:
        entries.append(LedgerEntry(at, duration, "not speech"))
    merged = _merged(entries)
    check_partition(merged, duration)
    return merged


def with_missing_end(
    entries: tuple[LedgerEntry, ...], stated_duration: float | None
) -> tuple[LedgerEntry, ...]:
    """The ledger up to the end that the file speaks of, where it breaks off before."""
    end = entries[-1].end if entries else 0.0
    if stated_duration is None or stated_duration < end + max(1.0, 0.005 * stated_duration):
        return entries
    return (*entries, LedgerEntry(end, stated_duration, "failed", MISSING_END))


def _merged(entries: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Neighbours of the same fate become one entry."""
    merged: list[LedgerEntry] = []
    for entry in entries:
        if merged and (merged[-1].state, merged[-1].reason) == (entry.state, entry.reason):
            merged[-1] = LedgerEntry(merged[-1].start, entry.end, entry.state, entry.reason)
        else:
            merged.append(entry)
    return tuple(merged)


def check_partition(entries: Sequence[LedgerEntry], duration: float) -> None:
    """Raise `StageError` unless the entries cover `[0, duration)` without gap or overlap."""
    at = 0.0
    for entry in entries:
        if entry.start != at or entry.end <= entry.start:
            raise StageError(f"the ledger has a gap or an overlap at {at:.2f} s; report this fault")
        at = entry.end
    if at != duration:
        raise StageError(f"the ledger ends at {at:.2f} s of {duration:.2f} s; report this fault")
