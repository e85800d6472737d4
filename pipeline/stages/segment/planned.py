"""The sessions of a published programme, placed in the recordings by what is said."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.artefacts import Placement, Session
from pipeline.declared import Plan, PlannedSession
from pipeline.language.formulas import names_break
from pipeline.stages.segment.evidence import (
    Wanted,
    border_scores,
    evidence,
    start_scores,
    wanted,
)
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.segment.placing import NEVER, Scores, Start, place
from pipeline.stages.segment.spoken import Spoken, rarity

_BREAK_SILENCE = 12.0  # seconds without words that can be a break
_ANY = 2.0  # that something begins tells no more of a session of which nothing is said
_NEW_DAY = (
    2.0  # where the printed clock goes back, a session begins a recording; else half as unlikely
)


def planned_sessions(
    plan: Plan, texts: Sequence[Spoken], durations: Mapping[str, float], options: SegmentOptions
) -> list[Session]:
    """All sessions of the plan in its order; those with too little evidence have no placement."""
    items = [wanted(item) for item in plan.sessions if item.kind == "session"]
    starts = place(_scores(items, texts), _clock(texts, durations), _shares(items))
    sure = [
        start if start and start.confidence >= options.min_confidence else None for start in starts
    ]
    placements = _placements(items, sure, texts, durations)
    sessions = [_session(item, placements.get(item.id)) for item in plan.sessions]
    return _with_breaks(sessions, texts)


def _session(item: PlannedSession, placement: Placement | None) -> Session:
    return Session(
        id=item.id,
        title=item.title,
        kind=item.kind,
        origin="programme",
        speakers=item.speakers,
        planned=item.planned,
        placement=placement,
        chapters=(),
    )


def _scores(items: Sequence[Wanted], texts: Sequence[Spoken]) -> Scores:
    """The evidence for each session beginning at each sentence, shape (sessions, sentences)."""
    rarities, borders = rarity(texts), border_scores(texts)
    scores = np.zeros((len(items), len(texts)))
    clock = ""
    for row, item in enumerate(items):
        own = start_scores(item, texts, rarities)
        scores[row] = own + np.minimum(borders, own + _ANY)
        printed = item.planned.planned[:5]
        if printed and clock and printed < clock:
            scores[row] += [_NEW_DAY if text.is_first else -_NEW_DAY / 2 for text in texts]
        clock = printed or clock
        if item.planned.recording:
            elsewhere = [text.recording != item.planned.recording for text in texts]
            scores[row][elsewhere] = NEVER
    return scores


def _clock(texts: Sequence[Spoken], durations: Mapping[str, float]) -> Scores:
    """When each sentence begins if the recordings are played one after the other."""
    before, total = {}, 0.0
    for recording, duration in durations.items():
        before[recording] = total
        total += duration
    return np.array([before[text.recording] + text.start for text in texts])


def _shares(items: Sequence[Wanted]) -> list[float]:
    """The planned length of each session as a share of all; 0 where the programme has no times."""
    lengths = [_minutes(item.planned.planned) for item in items]
    total = sum(lengths)
    return [length / total if total else 0.0 for length in lengths]


def _minutes(planned: str) -> float:
    times = [int(part[:2]) * 60 + int(part[3:5]) for part in planned.split("–") if part]
    return float(max(0, times[1] - times[0])) if len(times) == 2 else 0.0


def _placements(
    items: Sequence[Wanted],
    starts: Sequence[Start | None],
    texts: Sequence[Spoken],
    durations: Mapping[str, float],
) -> dict[str, Placement]:
    """Where each placed session begins, and ends: with the next one, or with its recording."""
    found: dict[str, Placement] = {}
    begun = [start.sentence for start in starts if start]
    for item, start in zip(items, starts, strict=True):
        if start is None:
            continue
        first = texts[start.sentence]
        later = [s for s in begun if s > start.sentence]
        end = durations[first.recording]
        if later and texts[later[0]].recording == first.recording:
            end = texts[later[0]].start
        found[item.planned.id] = Placement(
            first.recording,
            first.start,
            end,
            round(start.confidence, 3),
            evidence(item, texts, start.sentence),
        )
    return found


def _with_breaks(sessions: list[Session], texts: Sequence[Spoken]) -> list[Session]:
    """The breaks put into the silences where they are spoken of, and taken out of sessions."""
    result = list(sessions)
    for index, session in enumerate(sessions):
        earlier = [i for i in range(index) if result[i].placement]
        if session.kind != "break" or not earlier:
            continue
        before = result[earlier[-1]].placement
        later = [other.placement for other in result[index + 1 :] if other.placement]
        if before is None:
            continue
        same = later and later[0].recording == before.recording
        placement = _break(texts, before, later[0].start if same else before.end)
        if placement is None:
            continue
        result[index] = dataclasses.replace(session, placement=placement)
        result[earlier[-1]] = dataclasses.replace(
            result[earlier[-1]], placement=dataclasses.replace(before, end=placement.start)
        )
    return result


def _break(texts: Sequence[Spoken], before: Placement, until: float) -> Placement | None:
    """The longest silence between two sessions, if a break is spoken of around it."""
    found: Placement | None = None
    for index, text in enumerate(texts):
        within = text.recording == before.recording and before.start < text.start <= until
        if not within or text.is_first or text.silence < _BREAK_SILENCE:
            continue
        around = texts[max(0, index - 3) : index + 2]
        said = tuple(other.text for other in around if names_break(other.text))
        start = text.start - text.silence
        if said and (found is None or text.silence > found.end - found.start):
            found = Placement(text.recording, start, text.start, None, said)
    return found
