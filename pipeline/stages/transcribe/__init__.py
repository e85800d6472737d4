"""transcribe: sound → words with times, part by part. It looks at nothing but the sound."""

import time
from concurrent.futures import wait
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.artefacts import Recording, Transcript
from pipeline.checking import MISSING_END
from pipeline.errors import StageError, StoreError
from pipeline.files import read_json
from pipeline.stage import Model, Stage, Work
from pipeline.stages.transcribe.ledger import ledger, outside_holes, with_missing_end
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part, Plan
from pipeline.stages.transcribe.prepare import PLAN, planned, prepare
from pipeline.stages.transcribe.recognise import PartWords, get_ready, recognise

_LIMIT_PER_SECOND = 60.0
"""Seconds of work that a second of sound may take at most, before its process is replaced."""
_START = 600.0
"""Seconds that loading a model may take."""
_TICK = 0.1
"""Seconds between two looks whether the next part is planned."""


def transcribe(
    recording: Recording, model: Model, options: TranscribeOptions, work: Work
) -> Transcript:
    """The words of the recording and its ledger; the language is Polish.

    Recognition follows the decoding as soon as there is a part. What is finished is kept part by
    part in `work.scratch`, and never done again. Raises `StageError` or `WorkerLost`.
    """
    work.progress(0.0, recording.duration)
    recogniser = _Recogniser(recording, model, options, work)
    plan = _plan(work.scratch)
    if plan is not None:
        parts = [recogniser.part(number, part) for number, part in enumerate(plan.parts)]
    else:
        parts, plan = _beside_decoding(recogniser)
    words = outside_holes([word for part in parts for word in part.words], plan.holes)
    rejected = [entry for part in parts for entry in part.rejected]
    _tell_of_holes(plan, work)
    entries = with_missing_end(ledger(plan, words, rejected), recording.stated_duration)
    if entries and entries[-1].reason == MISSING_END:
        gone = entries[-1].end - entries[-1].start
        work.note(f"the file breaks off: the last {gone:.0f} s it speaks of are not in it")
    duration = entries[-1].end if entries else 0.0
    return Transcript("pl", duration, tuple(words), entries, sound=plan.sound)


@dataclass(slots=True)
class _Recogniser:
    """Recognises parts as they come, and logs when."""

    recording: Recording
    model: Model
    options: TranscribeOptions
    work: Work
    _began: float = field(default_factory=time.monotonic)
    _free: float = 0.0
    """Since when it has had nothing to do, in seconds from the beginning."""

    def now(self) -> float:
        """Seconds since it began."""
        return round(time.monotonic() - self._began, 2)

    def load(self) -> None:
        """Have the model loaded, while the first part is being decoded."""
        self.work.call(get_ready, self.model, limit=_START)
        self._free = self.now()
        self.work.log("loaded", after=self._free)

    def part(self, number: int, part: Part) -> PartWords:
        """The words of a part, recognised now or in an earlier run."""
        target = self.work.scratch / f"part-{number:04d}.json"
        start, end = part.clips[0].start, part.clips[-1].end
        done = read_json(target, PartWords)
        if done is None:
            began = self.now()
            limit = _START + _LIMIT_PER_SECOND * (end - start)
            arguments = self.work.scratch, target, part, self.model, self.options
            self.work.call(recognise, *arguments, limit=limit)
            done = read_json(target, PartWords)
            self.work.log(
                "part",
                part=number,
                start=round(start, 2),
                end=round(end, 2),
                waited=round(began - self._free, 2),
                began=began,
                ended=self.now(),
            )
        if done is None:
            raise StoreError(f"{target}: cannot be read; run again")
        self._free = self.now()
        self.work.progress(end, self.recording.duration)
        return done


def _beside_decoding(recogniser: _Recogniser) -> tuple[list[PartWords], Plan]:
    """All parts, each as soon as its sound is ready, and the plan that then is there."""
    work, recording = recogniser.work, recogniser.recording

    def ready(until: float, _total: float) -> None:
        work.log("ready", until=round(until, 2), after=recogniser.now())

    for old in work.scratch.glob(planned(work.scratch, 0).name.replace("0000", "*")):
        old.unlink()  # it speaks of sound that is written anew
    media = work.outputs / recording.media
    limit = _START + recording.duration
    parts: list[PartWords] = []
    with work.beside(
        prepare, media, work.scratch, recogniser.options, limit=limit, listen=ready
    ) as preparing:
        recogniser.load()
        while True:
            is_last = preparing.done()  # asked first: what it left is then there
            part = read_json(planned(work.scratch, len(parts)), Part)
            if part is not None:
                parts.append(recogniser.part(len(parts), part))
            elif is_last:
                break
            else:
                wait([preparing], timeout=_TICK)
        preparing.result()
    plan = _plan(work.scratch)
    if plan is None or len(plan.parts) != len(parts):
        raise StageError("the plan of its parts cannot be read; run again")
    return parts, plan


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


STAGE = Stage("transcribe", 3, "recording", transcribe)
