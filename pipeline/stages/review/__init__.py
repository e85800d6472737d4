"""review: a transcript and what people changed of it → which words go, and what stays undecided.

It reads words alone. What a person checked or described changes the review and not the words, so
nothing else is made anew for it.
"""

from pipeline.artefacts import Transcript
from pipeline.corrections import reviewed
from pipeline.declared import Corrections
from pipeline.reviews import Review
from pipeline.stage import Stage


def review(transcript: Transcript, corrections: Corrections) -> Review:
    """The corrections as far as they hold for these words; the rest are its conflicts."""
    return reviewed(transcript, corrections.lines).review


STAGE = Stage("review", 1, "recording", review)
