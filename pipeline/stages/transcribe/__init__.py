"""transcribe: sound → words with times, part by part. It looks at nothing but the sound."""

from pathlib import Path

from pipeline.artefacts import Recording, Transcript
from pipeline.checking import MISSING_END
from pipeline.errors import StageError, StoreError
from pipeline.files import read_json
from pipeline.stage import Model, Stage, Work
from pipeline.stages.transcribe.ledger import ledger, outside_holes, with_missing_end
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part, Plan, Span
from pipeline.stages.transcribe.prepare import PLAN, prepare
from pipeline.stages.transcribe.recognise import PartWords, recognise

_LIMIT_PER_SECOND = 60.0
"""Seconds of work that a second of sound may take at most, before its process is replaced."""
_START = 600.0
"""Seconds that loading a model may take."""


def transcribe(
    recording: Recording, model: Model, options: TranscribeOptions, work: Work
) -> Transcript:
    """The words of the recording and its ledger; the language is Polish.

    What is finished is kept part by part in `work.scratch`, and never done again. Raises
    `StageError` or `WorkerLost`.
    """
    plan = _plan(work.scratch)
    if plan is None:
        media = work.outputs / recording.media
        limit = _START + recording.duration
        work.call(prepare, media, work.scratch, options, limit=limit)
        plan = _plan(work.scratch)
    if plan is None:
        raise StageError("the plan of its parts cannot be read; run again")
    work.progress(0.0, plan.duration)
    parts = [_part(number, plan, model, options, work) for number in range(len(plan.parts))]
    words = outside_holes([word for part in parts for word in part.words], plan.holes)
    rejected = [entry for part in parts for entry in part.rejected]
    _tell_of_holes(plan, work)
    entries = with_missing_end(ledger(plan, words, rejected), recording.stated_duration)
    if entries and entries[-1].reason == MISSING_END:
        gone = entries[-1].end - entries[-1].start
        work.note(f"the file breaks off: the last {gone:.0f} s it speaks of are not in it")
    duration = entries[-1].end if entries else 0.0
    return Transcript("pl", duration, tuple(words), entries)


def _tell_of_holes(plan: Plan, work: Work) -> None:
    if plan.holes:
        gone = sum(hole.end - hole.start for hole in plan.holes)
        places = f"{len(plan.holes)} places, the first" if len(plan.holes) > 1 else "one place,"
        work.note(
            f"sound is damaged or missing in {places} at {plan.holes[0].start:.0f} s: "
            f"{gone:.1f} s of silence stand there"
        )


def _plan(scratch: Path) -> Plan | None:
    return read_json(scratch / PLAN, Plan)


def part_with_speech(part: Part, plan: Plan) -> Part:
    """The part with the speech inside it: what goes on in the next part is that one's to read."""
    start, end = part.clips[0].start, part.clips[-1].end
    inside = (Span(max(s.start, start), min(s.end, end)) for s in plan.speech)
    return Part(part.clips, tuple(span for span in inside if span.end > span.start))


def _part(
    number: int, plan: Plan, model: Model, options: TranscribeOptions, work: Work
) -> PartWords:
    """The words of a part, recognised now or in an earlier run."""
    part = part_with_speech(plan.parts[number], plan)
    target = work.scratch / f"part-{number:04d}.json"
    done = read_json(target, PartWords)
    if done is None:
        limit = _START + _LIMIT_PER_SECOND * (part.clips[-1].end - part.clips[0].start)
        work.call(recognise, work.scratch, target, part, model, options, limit=limit)
        done = read_json(target, PartWords)
    if done is None:
        raise StoreError(f"{target}: cannot be read; run again")
    work.progress(part.clips[-1].end, plan.duration)
    return done


STAGE = Stage("transcribe", 2, "recording", transcribe)
