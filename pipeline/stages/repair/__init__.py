"""repair: words that no dictionary knows → the words that were said, where the sound agrees.

A language model never picks: proposals are alike in sound, and the speech model says how well each
fits those very seconds.
"""

from pipeline.artefacts import Deck, Recording, Transcript
from pipeline.captions import polish_captions
from pipeline.declared import Glossary
from pipeline.stage import Model, Of, Stage, Work
from pipeline.stages.repair.options import RepairOptions
from pipeline.stages.repair.repairing import Order, repaired

_LIMIT = 1200.0
_LIMIT_PER_SECOND = 20.0


def repair(  # noqa: PLR0913, PLR0917 - wired by its type hints: each parameter is an input
    recording: Recording,
    transcript: Transcript,
    glossary: Glossary,
    decks: tuple[Of[Deck], ...],
    model: Model,
    options: RepairOptions,
    work: Work,
) -> Transcript:
    """The transcript with misheard words replaced, each replacement noted.

    Raises `SourceError`, `StoreError` or `WorkerLost`.
    """
    if not options.enabled or not transcript.words:
        return transcript
    slides = [f"{slide.title}\n{slide.text}" for deck in decks for slide in deck.artefact.slides]
    captions = polish_captions(recording, work.outputs)
    printed = [*glossary.texts, *slides, *filter(None, [captions])]
    order = Order(
        media=work.outputs / recording.media,
        sha256=recording.sha256,
        folder=work.folder,
        scratch=work.scratch,
        glossary=Glossary(glossary.terms, tuple(printed)),
        caution=options.caution,
    )
    limit = _LIMIT + _LIMIT_PER_SECOND * transcript.duration
    return work.call(repaired, transcript, order, model, limit=limit)


STAGE = Stage("repair", 2, "recording", repair)
