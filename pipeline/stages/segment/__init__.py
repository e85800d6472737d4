"""segment: words, turns and the published programme → sessions in their place, with chapters."""

import dataclasses
from collections.abc import Sequence

from pipeline.artefacts import Chapter, Programme, Session, Transcript, Turns
from pipeline.declared import Plan
from pipeline.stage import Of, Stage
from pipeline.stages.segment.evidence import border_bonus
from pipeline.stages.segment.found import found_sessions
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.segment.planned import planned_sessions
from pipeline.stages.segment.spoken import Spoken, spoken
from pipeline.stages.segment.titles import Titles
from pipeline.stages.segment.topics import topic_starts


def segment(
    plan: Plan,
    transcripts: tuple[Of[Transcript], ...],
    options: SegmentOptions,
    turns: Turns | None = None,
) -> Programme:
    """The sessions of the programme, placed where the words say so, else sessions found by topic.

    A session that cannot be placed with enough confidence is left without a placement. Where none
    can, the programme stands as it is printed, and what was found stands after it.
    """
    texts = spoken(transcripts, turns or Turns(()))
    durations = {each.owner: each.artefact.duration for each in transcripts}
    titles = Titles(texts)
    sessions = planned_sessions(plan, texts, durations, options)
    if not any(session.placement for session in sessions):
        sessions += [
            session
            for recording in durations
            for session in found_sessions(
                _of(texts, recording), durations[recording], titles, options
            )
        ]
    return Programme(tuple(_with_chapters(each, texts, titles, options) for each in sessions))


def _of(texts: Sequence[Spoken], recording: str) -> list[Spoken]:
    return [text for text in texts if text.recording == recording]


def _with_chapters(
    session: Session, texts: Sequence[Spoken], titles: Titles, options: SegmentOptions
) -> Session:
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
    starts = topic_starts(
        inside, border_bonus(inside), length / 3, length, embeddings=options.embeddings
    )
    if len(starts) < 2:
        return session
    chapters = tuple(
        Chapter(inside[start].start, titles.of(inside[start:stop]))
        for start, stop in zip(starts, [*starts[1:], len(inside)], strict=True)
    )
    return dataclasses.replace(session, chapters=chapters)


STAGE = Stage("segment", 4, "seminar", segment)
