"""What a programme does not print and was held all the same: questions after a talk."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.artefacts import Placement, Session
from pipeline.language.formulas import opens_questions
from pipeline.stages.segment.evidence import chairs
from pipeline.stages.segment.found import QUESTIONS, ours
from pipeline.stages.segment.spoken import Spoken

_LEAST = 60.0  # seconds of the talk before them, and of the questions


def with_questions(sessions: Sequence[Session], texts: Sequence[Spoken]) -> Iterator[Session]:
    """The sessions, those in which the chair turns to questions parted there; the title is ours."""
    lead = chairs(texts)
    for session in sessions:
        place = session.placement
        turned = None if place is None or session.kind == "break" else _turn(place, texts, lead)
        if place is None or turned is None:
            yield session
            continue
        yield replace(session, placement=replace(place, end=turned.start))
        asked = Placement(place.recording, turned.start, place.end, None, (turned.text,))
        yield ours(f"{session.id}-pytania", QUESTIONS, asked)


def _turn(place: Placement, texts: Sequence[Spoken], lead: frozenset[int]) -> Spoken | None:
    """The sentence with which the chair turns to questions, the first that leaves time for them."""
    for text in texts:
        inside = place.start + _LEAST <= text.start <= place.end - _LEAST
        if text.recording != place.recording or not inside:
            continue
        led = text.voice is None or text.voice in lead
        if led and opens_questions(text.text):
            return text
    return None
