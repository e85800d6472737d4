"""correct: words and their review → the words as people want them, at the times of the sound."""

from pipeline.artefacts import Recording, Transcript
from pipeline.reviews import Review
from pipeline.stage import Model, Stage, Work
from pipeline.stages.correct.correcting import Order, corrected

_LIMIT = 600.0
_LIMIT_PER_SECOND = 5.0


def correct(
    recording: Recording, transcript: Transcript, review: Review, model: Model, work: Work
) -> Transcript:
    """The transcript that everything after reads; the same where nobody changed anything.

    Raises `SourceError`, `StoreError` or `WorkerLost`.
    """
    if not review.edits and not review.restored:
        return transcript
    order = Order(
        media=work.outputs / recording.media,
        sha256=recording.sha256,
        folder=work.folder,
        scratch=work.scratch,
    )
    limit = _LIMIT + _LIMIT_PER_SECOND * transcript.duration
    return work.call(corrected, transcript, review, order, model, limit=limit)


STAGE = Stage("correct", 1, "recording", correct)
