"""Our stages on one recording, all in this process, so that time and memory are told as a whole."""

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.clock import Clock, Spent
from bench.corpora import DEMO
from pipeline.artefacts import Transcript, Word
from pipeline.catalogue import Catalogue
from pipeline.config import Settings
from pipeline.engine import Engine, Task
from pipeline.making import Bench, Hearing, Making, Owner
from pipeline.owners import STAGES, owners_of
from pipeline.seminar import DeclaredRecording, Seminar, SeminarFolder, read_seminar
from pipeline.stage import Model, Stage, VoiceModel

R = TypeVar("R")
_DEAF = Hearing(lambda _done, _total: None, lambda _text: None)


class _Here(Engine):
    """No children: a task is run where it is given."""

    width = 1

    def submit(self, task: Task[R]) -> Future[R]:
        done: Future[R] = Future()
        done.set_result(task.function(*task.arguments))
        return done

    @contextlib.contextmanager
    def beside(self, task: Task[R]) -> Iterator[Future[R]]:
        with ThreadPoolExecutor(1) as thread:
            yield thread.submit(task.function, *task.arguments)

    def close(self) -> None:
        """There is nothing to end."""


@dataclass(frozen=True, slots=True)
class Told:
    """A transcript, the stages that led to it and what they took."""

    stages: tuple[str, ...]
    words: tuple[Word, ...]
    spent: Spent


def bench_for(catalogue: Catalogue, threads: int, outputs: Path) -> Bench:
    """What stages are made with: the default settings, `base`, the processor, `threads`."""
    settings = Settings()
    options = dataclasses.replace(settings.transcribe, cpu_threads=threads, device="cpu")
    return Bench(
        outputs,
        dataclasses.replace(settings, transcribe=options),
        {Model: catalogue.model(catalogue.entry("base")), VoiceModel: catalogue.voices()},
        lambda model: catalogue.fetch(catalogue.entry(model.name)),
        _Here(),
    )


def tell(bench: Bench, media: Path, *, is_demo: bool) -> Iterator[Told]:
    """The transcript of each stage that gives one, as soon as it is there, `transcribe`'s first.

    The clock begins with `transcribe`: that the file is whole and what the decks say is known.
    """
    seminar = owners_of(_seminar(media, is_demo=is_demo), bench.outputs)
    for deck in seminar.children:
        if deck.scope == "deck":
            for _ in made(deck, bench):
                pass
    recording = next(child for child in seminar.children if child.scope == "recording")
    stages = [stage for stage in STAGES if stage.scope == "recording"]
    while stages[-1].name != "repair":  # what comes after is people's, or no transcript
        stages.pop()
    names: list[str] = []
    clock = Clock()
    for name, kind in made(recording, bench, stages):
        if not names and kind is not Transcript:
            clock = Clock()
            continue
        names.append(name)
        if kind is Transcript:
            spent = clock.spent()
            yield Told(tuple(names), recording.made[Transcript].read(Transcript).words, spent)


def _seminar(media: Path, *, is_demo: bool) -> SeminarFolder:
    """A seminar of this one recording; of the demo, with its decks and programme.

    What a person would add by hand, the glossary, is left out.
    """
    recordings = (DeclaredRecording(id="recording", file=str(media.absolute())),)
    if not is_demo:
        return SeminarFolder(media.parent, Seminar("Bench", recordings=recordings))
    declared = read_seminar(DEMO).declared
    return SeminarFolder(DEMO, dataclasses.replace(declared, recordings=recordings, glossary=()))


def made(
    owner: Owner, bench: Bench, stages: Sequence[Stage] = STAGES
) -> Iterator[tuple[str, type]]:
    """Make the artefacts of one owner; each stage's name and what it gave."""
    for stage in stages:
        if stage.scope == owner.scope:
            making = Making(stage, owner, bench)
            owner.made[stage.output] = making.make(making.provenance(), _DEAF)
            yield stage.name, stage.output
