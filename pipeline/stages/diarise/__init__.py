"""diarise: words and sound → who speaks when, the same voice under one number in all recordings.

What tells a voice from another is personal data. It is compared in memory while the stage runs, in
a process of its own, and written nowhere: that is why all recordings of a seminar are heard again
when one is added.
"""

from pipeline.artefacts import Recording, Transcript, Turns
from pipeline.stage import Of, Stage, VoiceModel, Work
from pipeline.stages.diarise.clustering import Bounds
from pipeline.stages.diarise.diarising import Order, diarised
from pipeline.stages.diarise.options import DiariseOptions

_LIMIT = 600.0
_LIMIT_PER_SECOND = 1.0


def diarise(
    recordings: tuple[Of[Recording], ...],
    transcripts: tuple[Of[Transcript], ...],
    model: VoiceModel,
    options: DiariseOptions,
    work: Work,
) -> Turns:
    """The turns of all recordings; none where there is no voice model.

    Raises `SourceError`, `ModelError` or `WorkerLost`.
    """
    if not options.enabled or not model.revision:
        return Turns(())
    media = {each.owner: work.outputs / each.artefact.media for each in recordings}
    orders = [
        Order(each.owner, media[each.owner], each.artefact)
        for each in transcripts
        if each.owner in media
    ]
    if not any(order.transcript.words for order in orders):
        return Turns(())
    limit = _LIMIT + _LIMIT_PER_SECOND * sum(order.transcript.duration for order in orders)
    bounds = Bounds(options.min_speakers, options.max_speakers)
    return work.call(diarised, orders, bounds, model, limit=limit)


STAGE = Stage("diarise", 1, "seminar", diarise)
