"""transcribe: sound → words with times, part by part. It looks at nothing but the sound."""

from concurrent.futures import wait
from pathlib import Path

from pipeline.artefacts import Recording, Transcript
from pipeline.checking import MISSING_END
from pipeline.files import read_json
from pipeline.sound.track import Track
from pipeline.stage import Model, Stage, Work
from pipeline.stages.transcribe.kept import PartWords
from pipeline.stages.transcribe.ledger import ledger, outside_holes, with_missing_end
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part, Plan
from pipeline.stages.transcribe.prepare import PLAN, SOUND, planned, prepare
from pipeline.stages.transcribe.recogniser import START, Recogniser

_TICK = 0.1
"""Seconds between two looks whether the next part is planned."""


def transcribe(
    recording: Recording, model: Model, options: TranscribeOptions, work: Work
) -> Transcript:
    """The words of the recording and its ledger; the language is Polish.

    Recognition follows the decoding as soon as there is a part; several parts are recognised at the
    same time where there is room for it. What is finished is kept part by part in `work.scratch`,
    and never done again. Raises `StageError` or `WorkerLost`.
    """
    work.progress(0.0, recording.duration)
    recogniser = Recogniser(recording.duration, model, options, work)
    try:
        plan = _plan(work.scratch) or _beside_decoding(recording, options, recogniser, work)
        parts = recogniser.recognised(plan.parts)
    finally:
        recogniser.end()
    return _transcript(recording, plan, parts, work)


def _transcript(recording: Recording, plan: Plan, parts: list[PartWords], work: Work) -> Transcript:
    words = outside_holes([word for part in parts for word in part.words], plan.holes)
    rejected = [entry for part in parts for entry in part.rejected]
    _tell_of_holes(plan, work)
    entries = with_missing_end(ledger(plan, words, rejected), recording.stated_duration)
    if entries and entries[-1].reason == MISSING_END:
        gone = entries[-1].end - entries[-1].start
        work.note(f"the file breaks off: the last {gone:.0f} s it speaks of are not in it")
    duration = entries[-1].end if entries else 0.0
    return Transcript("pl", duration, tuple(words), entries, sound=plan.sound)


def _beside_decoding(
    recording: Recording, options: TranscribeOptions, recogniser: Recogniser, work: Work
) -> Plan:
    """Have each part recognised as soon as its sound is ready; the plan of all of them."""

    def ready(until: float, _total: float) -> None:
        work.log("ready", until=round(until, 2), after=recogniser.now())

    for old in work.scratch.glob(planned(work.scratch, 0).name.replace("0000", "*")):
        old.unlink()  # it speaks of sound that is written anew
    media = work.outputs / recording.media
    limit = START + recording.duration
    with work.beside(prepare, media, work.scratch, options, limit=limit, listen=ready) as preparing:
        recogniser.load()
        while not preparing.done():
            part = read_json(planned(work.scratch, recogniser.begun), Part)
            if part is not None:
                recogniser.begin(part)
            else:
                recogniser.check()
                wait([preparing], timeout=_TICK)
        return preparing.result()


def _tell_of_holes(plan: Plan, work: Work) -> None:
    if plan.holes:
        gone = sum(hole.end - hole.start for hole in plan.holes)
        places = f"{len(plan.holes)} places, the first" if len(plan.holes) > 1 else "one place,"
        work.note(
            f"sound is damaged or missing in {places} at {plan.holes[0].start:.0f} s: "
            f"{gone:.1f} s of silence stand there"
        )


def _plan(scratch: Path) -> Plan | None:
    """The plan of an earlier run, unless the sound that it is of is not there any more."""
    plan, sound = read_json(scratch / PLAN, Plan), Track(scratch / SOUND)
    is_there = plan is not None and sound.path.is_file()
    return plan if plan and is_there and sound.duration > plan.duration - 0.1 else None


STAGE = Stage("transcribe", 3, "recording", transcribe)
