"""A whole transcript repaired, in a process that has the model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.artefacts import Raised, Transcript, Word
from pipeline.canonical import digest
from pipeline.declared import Glossary
from pipeline.language.frequency import homophones
from pipeline.pool import report
from pipeline.sound import Track, write_track
from pipeline.speech import speech_model
from pipeline.stage import Model
from pipeline.stages.repair.choosing import Weighed, capitals, choose, put_in
from pipeline.stages.repair.doubt import with_doubts
from pipeline.stages.repair.listening import fits, text_of, window
from pipeline.stages.repair.memory import FILE, Memory
from pipeline.stages.repair.sites import Site, sites
from pipeline.stages.repair.vocabulary import vocabulary

_TRACK = "track.s16"
_SAVED_EVERY = 100  # sites


@dataclass(frozen=True, slots=True)
class Order:
    """What a transcript is repaired with."""

    media: Path
    sha256: str
    """Of the media."""
    folder: Path
    """Where the memory is kept."""
    scratch: Path
    glossary: Glossary
    caution: float


def repaired(transcript: Transcript, order: Order, model: Model) -> Transcript:
    """The transcript with what was chosen in place. Raises `SourceError`, `StoreError`."""
    words = transcript.words
    known = vocabulary(order.glossary.terms, order.glossary.texts)
    memory = Memory(order.folder / FILE, digest([order.sha256, model.name, model.revision]))
    listener = _Listener(order, model, memory, transcript.sound.raised)
    weighed = []
    for number, site in enumerate(sites(words, known, homophones()), 1):
        weighed.append(listener.weigh(words, site))
        report(words[site.end_word - 1].end, transcript.duration)
        if number % _SAVED_EVERY == 0:
            memory.save()
    memory.save()
    chosen = choose(words, weighed, known, order.caution)
    put, replacements = put_in(words, capitals(words, chosen, known))
    return replace(transcript, words=with_doubts(put, known), replacements=replacements)


class _Listener:
    """Asks the memory first; decodes the sound when something new is to be heard."""

    def __init__(
        self, order: Order, model: Model, memory: Memory, raised: Sequence[Raised]
    ) -> None:
        self._order = order
        self._raised = raised
        self._model = model
        self._memory = memory
        self._track: Track | None = None

    def weigh(self, words: Sequence[Word], site: Site) -> Weighed:
        around = window(words, site)
        texts = [text_of(words, around, None)]
        texts += [text_of(words, around, proposal) for proposal in site.proposals]
        new = [text for text in dict.fromkeys(texts) if self._memory.fit(around, text) is None]
        if new:
            stretch = self._sound().as_recognised(around.start, around.end, self._raised)
            heard = fits(speech_model(self._model), stretch, new)
            for text, fit in zip(new, heard, strict=True):
                self._memory.keep(around, text, fit)
        known = [self._memory.fit(around, text) or 0.0 for text in texts]
        return Weighed(site, known[0], tuple(known[1:]))

    def _sound(self) -> Track:
        if self._track is None:
            path = self._order.scratch / _TRACK
            if not path.exists():
                write_track(self._order.media, path)
            self._track = Track(path)
        return self._track
