"""match: decks, words and scenes → which slide is shown when."""

from pipeline.artefacts import Deck, Transcript
from pipeline.errors import WorkerLost
from pipeline.shown import Scenes, Slideshow
from pipeline.stage import Of, Stage, Work
from pipeline.stages.match.matching import Order, matched
from pipeline.stages.match.options import MatchOptions

_LIMIT = 900.0


def match(
    decks: tuple[Of[Deck], ...],
    transcripts: tuple[Of[Transcript], ...],
    scenes: tuple[Of[Scenes], ...],
    options: MatchOptions,
    work: Work,
) -> Slideshow:
    """The slides of all decks in time; nothing where they cannot be placed surely enough."""
    if not options.enabled or not any(deck.artefact.slides for deck in decks):
        return Slideshow(())
    order = Order(decks, transcripts, scenes, work.outputs, options.min_confidence)
    try:
        return work.call(matched, order, limit=_LIMIT)
    except WorkerLost as error:
        work.note(f"its slides are not placed in time ({error})")
        return Slideshow(())


STAGE = Stage("match", 1, "seminar", match)
