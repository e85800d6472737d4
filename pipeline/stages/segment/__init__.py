"""segment: words, turns and the published programme → sessions in their place, with chapters."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from pipeline.artefacts import Chapter, Placement, Programme, Session, Transcript, Turns
from pipeline.declared import Plan
from pipeline.language import key_phrases
from pipeline.stage import Of, Stage
from pipeline.stages.segment.evidence import border_scores
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.segment.planned import planned_sessions
from pipeline.stages.segment.spoken import Spoken, spoken
from pipeline.stages.segment.topics import topic_starts

_AIM = 900.0
"""Seconds that a session found without a programme aims at."""


def segment(
    plan: Plan,
    transcripts: tuple[Of[Transcript], ...],
    options: SegmentOptions,
    turns: Turns | None = None,
) -> Programme:
    """The sessions of the programme, placed where the words say so, else sessions found by topic.

    A session that cannot be placed with enough confidence is left without a placement.
    """
    texts = spoken(transcripts, turns or Turns(()))
    durations = {each.owner: each.artefact.duration for each in transcripts}
    if any(item.kind == "session" for item in plan.sessions):
        sessions = planned_sessions(plan, texts, durations, options)
    else:
        sessions = [
            session
            for recording in durations
            for session in _found_sessions(_of(texts, recording), durations[recording], options)
        ]
    return Programme(tuple(_with_chapters(session, texts, options) for session in sessions))


def _of(texts: Sequence[Spoken], recording: str) -> list[Spoken]:
    return [text for text in texts if text.recording == recording]


def _found_sessions(texts: list[Spoken], duration: float, options: SegmentOptions) -> list[Session]:
    """Sessions of one recording by topic; our titles."""
    if not texts:
        return []
    starts = topic_starts(texts, border_scores(texts), options.min_length, _AIM)
    sessions = []
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(texts)], strict=True), 1):
        recording = texts[start].recording
        end = texts[stop].start if stop < len(texts) else duration
        sessions.append(
            Session(
                id=f"{recording}-{number:02d}",
                title=_title(texts[start:stop]),
                kind="session",
                origin="found",
                speakers=(),
                planned="",
                placement=Placement(recording, texts[start].start, end, None, ()),
                chapters=(),
            )
        )
    return sessions


def _with_chapters(session: Session, texts: Sequence[Spoken], options: SegmentOptions) -> Session:
    """A long session gets chapters, by topic."""
    placement = session.placement
    if placement is None or session.kind == "break":
        return session
    inside = [
        text
        for text in texts
        if text.recording == placement.recording and placement.start <= text.start < placement.end
    ]
    length = options.chapter_length
    if placement.end - placement.start < 2 * length or len(inside) < 4:
        return session
    starts = topic_starts(inside, border_scores(inside) / 2, length / 3, length)
    if len(starts) < 2:
        return session
    ends = [*starts[1:], len(inside)]
    chapters = []
    taken: set[str] = set()
    for start, stop in zip(starts, ends, strict=True):
        title = _title(inside[start:stop], taken)
        taken.add(title)
        chapters.append(Chapter(inside[start].start, title))
    return dataclasses.replace(session, chapters=tuple(chapters))


def _title(texts: Sequence[Spoken], taken: set[str] | frozenset[str] = frozenset()) -> str:
    """What it is about: its best key phrases; empty where it has none."""
    phrases = key_phrases([text.text for text in texts], 4)
    fresh = [phrase for phrase in phrases if phrase not in taken]
    chosen = (fresh or list(phrases))[: int(np.clip(len(texts) // 4, 1, 2))]
    title = ", ".join(chosen)
    return title[:1].upper() + title[1:]


STAGE = Stage("segment", 3, "seminar", segment)
