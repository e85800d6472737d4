"""The ledger: a partition of the recording into what became of every second."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.artefacts import LedgerEntry, LedgerState, Word
from pipeline.checking import MISSING_END
from pipeline.errors import StageError
from pipeline.stages.transcribe.parts import Plan, Span

UNHEARD = "no words recognised"
_UNHEARD_SPEECH = 2.0  # seconds of speech between two words; breath and hesitation are shorter
_TICK = 0.01  # seconds; what is shorter is told as long as this


def ledger(
    plan: Plan, words: Sequence[Word], rejected: Sequence[LedgerEntry] = ()
) -> tuple[LedgerEntry, ...]:
    """What became of `[0, duration)` of the decoded sound, from `plan` and what was made of it.

    `words` are those that are kept, `rejected` what is not, both by start. A word is inside a
    `transcribed` stretch whatever else is said of its moment. Apart from words, what was rejected
    is told before a hole, a hole before all else. Speech without words is `failed`, also where it
    lies between the words of a clip. What was rejected and is cut by words or by the rejection
    before it has its text in each piece.

    Times are rounded to hundredths of a second, but for the end, which is the recording's.
    """
    duration = round(plan.duration, 3)
    clips = [clip for part in plan.parts for clip in part.clips]
    known = _joined([*_spans(words), *_spans(rejected)])
    entries: list[LedgerEntry] = []
    if duration > 0:
        entries.append(LedgerEntry(0.0, duration, "not speech"))
    for layer in (
        _clips(clips, _joined(_spans(words))),
        [_entry(span, "failed", UNHEARD) for span in _unheard(clips, plan.speech, known)],
        [_entry(span, "hole") for span in plan.holes],
        [replace(each, state="rejected") for each in sorted(rejected, key=_start)],
        [_entry(span, "transcribed") for span in _spans(words)],
    ):
        entries = _laid_over(entries, layer)
    merged = _merged(entries)
    check_partition(merged, duration)
    return merged


def outside_holes(words: Sequence[Word], holes: Sequence[Span]) -> list[Word]:
    """The words, none of them reaching into a hole: nobody is heard in silence that we wrote.

    A word that reaches over a hole stays on the side where more of it is. One that lies all inside
    stays as it is.
    """
    return [_outside(word, _within(holes, word.start, word.end)) for word in words]


def _outside(word: Word, holes: Iterable[Span]) -> Word:
    for hole in holes:
        before, after = hole.start - word.start, word.end - hole.end
        if before >= after and before > 0:
            return replace(word, end=round(hole.start, 2))
        if after > 0:
            word = replace(word, start=round(hole.end, 2))
    return word


def with_missing_end(
    entries: tuple[LedgerEntry, ...], stated_duration: float | None
) -> tuple[LedgerEntry, ...]:
    """The ledger up to the end that the file speaks of, where it breaks off before."""
    end = entries[-1].end if entries else 0.0
    if stated_duration is None or stated_duration < end + max(1.0, 0.005 * stated_duration):
        return entries
    return (*entries, LedgerEntry(end, stated_duration, "failed", MISSING_END))


def check_partition(entries: Sequence[LedgerEntry], duration: float) -> None:
    """Raise `StageError` unless the entries cover `[0, duration)` without gap or overlap."""
    at = 0.0
    for entry in entries:
        if entry.start != at or entry.end <= entry.start:
            raise StageError(f"the ledger has a gap or an overlap at {at:.2f} s; report this fault")
        at = entry.end
    if at != duration:
        raise StageError(f"the ledger ends at {at:.2f} s of {duration:.2f} s; report this fault")


def _start(entry: LedgerEntry) -> float:
    return entry.start


def _entry(span: Span, state: LedgerState, reason: str = "") -> LedgerEntry:
    return LedgerEntry(span.start, span.end, state, reason)


def _spans(entries: Iterable[Word] | Iterable[LedgerEntry]) -> list[Span]:
    return [Span(each.start, each.end) for each in entries]


def _joined(spans: Sequence[Span]) -> list[Span]:
    """The same moments in order and apart."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _within(spans: Sequence[Span], start: float, end: float) -> Iterator[Span]:
    """What lies inside `[start, end)` of spans that are in order and apart."""
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, key=lambda span: span.start)
    for span in spans[first:last]:
        yield Span(max(span.start, start), min(span.end, end))


def _clips(clips: Sequence[Span], words: Sequence[Span]) -> list[LedgerEntry]:
    """Clips with words, and clips without."""
    return [
        _entry(clip, "transcribed")
        if any(_within(words, clip.start, clip.end))
        else _entry(clip, "failed", UNHEARD)
        for clip in clips
    ]


def _unheard(
    clips: Sequence[Span], speech: Sequence[Span], known: Sequence[Span]
) -> Iterator[Span]:
    """Stretches of clips, from speech to speech, that were long spoken and are not `known`."""
    for clip in clips:
        at = clip.start
        for span in (*_within(known, clip.start, clip.end), Span(clip.end, clip.end)):
            spoken = list(_within(speech, at, span.start))
            if sum(each.end - each.start for each in spoken) > _UNHEARD_SPEECH:
                yield Span(spoken[0].start, spoken[-1].end)
            at = span.end


def _laid_over(under: Sequence[LedgerEntry], layer: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """`layer`, by start, in place of what it covers; where two overlap the first one stays."""
    if not under:
        return []
    entries: list[LedgerEntry] = []
    at, index, duration = 0.0, 0, under[-1].end

    def below(until: float) -> Iterator[LedgerEntry]:
        nonlocal at, index
        while at < until:
            while under[index].end <= at:
                index += 1
            piece = replace(under[index], start=at, end=min(under[index].end, until))
            at = piece.end
            yield piece

    for top in layer:
        start = max(at, round(min(top.start, duration - _TICK), 2))
        end = min(duration, max(round(top.end, 2), round(start + _TICK, 2)))
        if start < end and (top.end > at or top.start >= at):
            entries += below(start)
            entries.append(replace(top, start=start, end=end))
            at = end
    entries += below(duration)
    return entries


def _merged(entries: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Neighbours of the same fate become one entry."""
    merged: list[LedgerEntry] = []
    for entry in entries:
        if merged and replace(merged[-1], start=entry.start, end=entry.end) == entry:
            merged[-1] = replace(merged[-1], end=entry.end)
        else:
            merged.append(entry)
    return tuple(merged)
