"""The sessions of a published programme, placed in the recordings by what is said."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.artefacts import Placement, Session
from pipeline.declared import Plan, PlannedSession
from pipeline.stages.segment.breaks import breaks
from pipeline.stages.segment.evidence import (
    Wanted,
    border_bonus,
    border_scores,
    evidence,
    inside_scores,
    kind_scores,
    own_scores,
    wanted,
)
from pipeline.stages.segment.lacking import with_questions
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.segment.placing import NEVER, Asked, Scores, Start, place
from pipeline.stages.segment.spoken import Spoken
from pipeline.stages.segment.topics import aim, topic_starts

_SHUFFLED = 75.0  # minutes that the printed clock may go back within a day
_ENOUGH = 0.3  # share of the sessions with titles of their own that must be placed
_SHORTEST = 40.0  # seconds of a topic at least
_TOPIC = 2.0  # that the talk turns to something else there
_AT_AN_END = 2.0  # how unlikely an opening is in a second half, and a closing in a first
_ANY = 2.0  # that something begins tells no more of a session of which nothing is said
_NEW_DAY = (
    2.0  # where the printed clock goes back, a session begins a recording; else half as unlikely
)


def planned_sessions(
    plan: Plan, texts: Sequence[Spoken], durations: Mapping[str, float], options: SegmentOptions
) -> list[Session]:
    """All sessions of the plan in its order; those with too little evidence have no placement."""
    items = [wanted(item) for item in plan.sessions if item.kind == "session"]
    asked = _asked(items, texts, durations, options)
    starts = [
        start if start and start.confidence >= options.min_confidence else None
        for start in place(asked)
    ]
    sure = _of_this_seminar(items, starts, asked.days)
    placements = _placements(items, sure, texts, durations)
    sessions = [_session(item, placements.get(item.id)) for item in plan.sessions]
    sessions = _with_breaks(sessions, texts)
    lacks_questions = not any("questions" in item.kinds for item in items)
    return list(with_questions(sessions, texts)) if lacks_questions else sessions


def _of_this_seminar(
    items: Sequence[Wanted], starts: Sequence[Start | None], days: Sequence[int]
) -> list[Start | None]:
    """The starts on those days of the programme of which enough is found.

    An opening and questions are placed in any recording: they tell nothing of whether it is the
    programme of this seminar, or of a day that was recorded.
    """
    kept = []
    for day in days:
        titled = [
            s for i, s, d in zip(items, starts, days, strict=True) if d == day and i.is_titled
        ]
        kept.append(sum(start is not None for start in titled) >= _ENOUGH * len(titled))
    return [start if keep else None for start, keep in zip(starts, kept, strict=True)]


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


def _asked(
    items: Sequence[Wanted],
    texts: Sequence[Spoken],
    durations: Mapping[str, float],
    options: SegmentOptions,
) -> Asked:
    """The evidence for each session beginning at each sentence."""
    borders = border_scores(texts) + _TOPIC * _topic_borders(texts, durations, options)
    titled, kinds = own_scores(items, texts), kind_scores(items, texts)
    scores = np.zeros((len(items), len(texts)))
    clock, days = 0.0, [0]
    for row, item in enumerate(items):
        own = titled[row] + kinds[row]
        scores[row] = own + np.minimum(borders, own + _ANY)
        printed = _clock_time(item.planned.planned) or clock
        new_day = printed < clock - _SHUFFLED
        days.append(days[-1] + new_day)
        if new_day:
            scores[row] += [_NEW_DAY if text.is_first else -_NEW_DAY / 2 for text in texts]
        clock = printed
        scores[row] -= [_AT_AN_END if _misplaced(item, text, durations) else 0.0 for text in texts]
        if item.planned.recording:
            elsewhere = [text.recording != item.planned.recording for text in texts]
            scores[row][elsewhere] = NEVER
    openings = np.array(["opening" in item.kinds for item in items])
    own = titled + np.where(openings[:, None], 0.0, kinds) if len(items) else titled
    times = _clock(texts, durations)
    return Asked(scores, times, _shares(items), inside_scores(items, texts), own, tuple(days[1:]))


def _misplaced(item: Wanted, text: Spoken, durations: Mapping[str, float]) -> bool:
    """Whether it would be an opening late in a recording, or a closing early in one."""
    late = text.start > durations[text.recording] / 2
    return ("opening" in item.kinds and late) or ("closing" in item.kinds and not late)


def _clock(texts: Sequence[Spoken], durations: Mapping[str, float]) -> Scores:
    """When each sentence begins if the recordings are played one after the other."""
    before, total = {}, 0.0
    for recording, duration in durations.items():
        before[recording] = total
        total += duration
    return np.array([before[text.recording] + text.start for text in texts])


def _shares(items: Sequence[Wanted]) -> tuple[float, ...]:
    """The planned length of each session as a share of all; 0 where the programme has no times."""
    lengths = [_minutes(item.planned.planned) for item in items]
    total = sum(lengths)
    return tuple(length / total if total else 0.0 for length in lengths)


def _clock_time(planned: str) -> float:
    """Minutes from midnight of a printed time; 0 where there is none."""
    start = planned.split("–", maxsplit=1)[0]
    return float(int(start[:2]) * 60 + int(start[3:5])) if start else 0.0


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
        later = sorted(s for s in begun if s > start.sentence)
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
    """The longest break between two sessions, if there is any."""
    within = [
        each
        for each in breaks(texts)
        if each.recording == before.recording and before.start < each.end <= until
    ]
    return max(within, key=lambda each: each.end - each.start, default=None)


def _topic_borders(
    texts: Sequence[Spoken], durations: Mapping[str, float], options: SegmentOptions
) -> Scores:
    """1 where the talk turns to something else, recording by recording, else 0."""
    found = np.zeros(len(texts))
    for recording, duration in durations.items():
        here = [index for index, text in enumerate(texts) if text.recording == recording]
        inside = [texts[index] for index in here]
        starts = topic_starts(
            inside,
            border_bonus(inside),
            _SHORTEST,
            aim(duration),
            embeddings=options.embeddings,
        )
        found[[here[start] for start in starts]] = 1.0
    return found
