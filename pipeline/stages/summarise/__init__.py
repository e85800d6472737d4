"""summarise: sessions → summaries made of what was said, each sentence with its words.

By default every sentence is quoted. Where the user has set a language model, it writes the points
of each session; they are held against what was said, and where too little passes, quotations stand.
"""

import dataclasses
from dataclasses import dataclass

from pipeline.artefacts import Programme, Session, Transcript, Turns
from pipeline.declared import Plan
from pipeline.errors import ModelError
from pipeline.stage import Of, Stage, Work
from pipeline.stages.summarise.asking import ask
from pipeline.stages.summarise.endpoint import Endpoint
from pipeline.stages.summarise.extracting import extract, quotable
from pipeline.stages.summarise.options import SummariseOptions
from pipeline.stages.summarise.units import Unit
from pipeline.summaries import SessionSummary, Summary

_LIMIT = 1800.0
"""Seconds for all that is quoted of a seminar."""
_FEWEST = 3
"""Points of a model that stand in place of what is quoted; with fewer, that stays."""
_MOST_TOLD = 10
"""Dropped points that are told for a session."""


def summarise(  # noqa: PLR0913, PLR0917 - what a stage reads are its parameters
    programme: Programme,
    transcripts: tuple[Of[Transcript], ...],
    plan: Plan,
    options: SummariseOptions,
    work: Work,
    turns: Turns | None = None,
) -> Summary:
    """A summary of each placed session and of the whole; recordings without any count whole."""
    summary = work.call(extract, programme, transcripts, plan, options, turns, limit=_LIMIT)
    if not (options.endpoint and options.model):
        return summary
    said = work.call(quotable, programme, transcripts, turns, limit=_LIMIT)
    endpoint = Endpoint(options.endpoint, options.model, options.timeout)
    writer = _Writer(endpoint, options.max_points, work)
    parts = list(summary.sessions)
    for number, (session, inside) in enumerate(said):
        try:
            parts[number] = writer.written(parts[number], session, inside)
        except ModelError as error:  # no session is worth another wait for the same server
            work.note(f"{error}; quoted sentences stand instead")
            break
        work.progress(number + 1, len(said))
    return dataclasses.replace(summary, sessions=tuple(parts))


@dataclass(frozen=True, slots=True)
class _Writer:
    """The model, and what is done with its answers."""

    endpoint: Endpoint
    most: int
    work: Work

    def written(
        self, quoted: SessionSummary, session: Session, inside: list[Unit]
    ) -> SessionSummary:
        """The summary of a session with the model's points, if enough of them pass."""
        answer = ask(session.title, inside, self.endpoint, self.most)
        for reason in answer.dropped[:_MOST_TOLD]:
            self.work.note(f"{session.title}: dropped from the model's answer: {reason}")
        if len(answer.sentences) < _FEWEST:
            self.work.note(f"{session.title}: too little of the answer passed; quoted instead")
            return quoted
        return dataclasses.replace(quoted, sentences=answer.sentences, model=self.endpoint.model)


STAGE = Stage("summarise", 5, "seminar", summarise)
