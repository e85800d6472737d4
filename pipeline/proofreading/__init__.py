"""What a person who checks a transcript is shown: where to look first, and what to put there."""

from pipeline.proofreading.everywhere import everywhere
from pipeline.proofreading.offers import offers
from pipeline.proofreading.queue import Doubt, minutes_left, queue

__all__ = ["Doubt", "everywhere", "minutes_left", "offers", "queue"]
