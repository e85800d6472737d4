"""Sound of which there are no words, as pages tell it."""

from collections.abc import Sequence

from pipeline.artefacts import LedgerEntry
from pipeline.stages.render.strings import HOLE


def gaps(ledger: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """The stretches without words; those that touch are joined where they tell the same reason."""
    joined: list[LedgerEntry] = []
    for entry in ledger:
        if entry.state not in ("rejected", "failed", "hole"):
            continue
        start, reason = entry.start, told_reason(entry)
        if joined and start - joined[-1].end < 0.01 and joined[-1].reason == reason:
            start = joined.pop().start
        joined.append(LedgerEntry(start, entry.end, entry.state, reason))
    return tuple(joined)


def told_reason(entry: LedgerEntry) -> str:
    """Why a stretch has no words, as a page may tell it; empty where it may not.

    A reason is told of what failed, not of what was rejected: it could quote what was not said.
    """
    if entry.state == "hole":
        return HOLE
    return entry.reason if entry.state == "failed" else ""
