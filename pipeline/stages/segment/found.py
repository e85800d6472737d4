"""Sessions of a recording without a programme, found by topic, by the chair and by breaks."""

from collections.abc import Sequence

from pipeline.artefacts import Placement, Session, SessionKind
from pipeline.language.formulas import greets, kinds
from pipeline.stages.segment.breaks import breaks
from pipeline.stages.segment.evidence import border_bonus
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.segment.spoken import Spoken
from pipeline.stages.segment.titles import Titles
from pipeline.stages.segment.topics import aim, topic_starts

_ANNOUNCED = 4  # sentences at its beginning that tell what kind of session it is
QUESTIONS = "Pytania i odpowiedzi"
_TITLES = {"questions": QUESTIONS, "closing": "Podsumowanie"}
_OPENING, _BREAK = "Otwarcie", "Przerwa"


def found_sessions(
    texts: Sequence[Spoken], duration: float, titles: Titles, options: SegmentOptions
) -> list[Session]:
    """Sessions of one recording of `duration` seconds, which `texts` are; the titles are ours."""
    if not texts:
        return []
    pauses = list(breaks(texts))
    bonus = border_bonus(texts)
    cuts = [0, *(i for i, text in enumerate(texts) if any(text.start == p.end for p in pauses))]
    sessions: list[Session] = []
    for first, stop in zip(cuts, [*cuts[1:], len(texts)], strict=True):
        before = next((p for p in pauses if p.end == texts[first].start), None)
        if before:
            sessions.append(ours(_next_id(sessions, before), _BREAK, before, "break"))
        after = texts[stop].start if stop < len(texts) else None
        end = next((p.start for p in pauses if p.end == after), duration)
        inside = texts[first:stop]
        starts = topic_starts(
            inside,
            bonus[first:stop],
            options.min_length,
            aim(duration),
            embeddings=options.embeddings,
        )
        for start, last in zip(starts, [*starts[1:], len(inside)], strict=True):
            until = inside[last].start if last < len(inside) else end
            place = Placement(inside[start].recording, inside[start].start, until, None, ())
            title = _kind(inside[start:last]) or titles.of(inside[start:last])
            sessions.append(ours(_next_id(sessions, place), title, place))
    return sessions


def _kind(texts: Sequence[Spoken]) -> str:
    """The title of a session that most programmes have; empty for any other."""
    if texts[0].is_first and any(greets(text.text) for text in texts[:_ANNOUNCED]):
        return _OPENING
    for text in texts[:_ANNOUNCED]:
        for kind in kinds(text.text):
            if kind in _TITLES:
                return _TITLES[kind]
    return ""


def _next_id(sessions: Sequence[Session], place: Placement) -> str:
    return f"{place.recording}-{len(sessions) + 1:02d}"


def ours(session_id: str, title: str, place: Placement, kind: SessionKind = "session") -> Session:
    """A session that no programme prints, under a title of ours."""
    return Session(
        id=session_id,
        title=title,
        kind=kind,
        origin="found",
        speakers=(),
        planned="",
        placement=place,
        chapters=(),
    )
