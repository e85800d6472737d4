"""How far a person has checked a transcript, as readers are told, and by when it is due."""

from datetime import date

from pipeline.stages.render.clock import clock
from pipeline.stages.render.dates import day
from pipeline.stages.render.options import Language
from pipeline.stages.render.strings import strings
from pipeline.stages.render.views import RecordingView


def state_told(view: RecordingView, language: Language) -> str:
    """One sentence, or two where it is not checked to its end and a day is known."""
    review, texts = view.review, strings(language)
    if review.state == "checked":
        return texts["state_checked"].format(day=_day(review.checked_on, language))
    if review.state == "checked to":
        told = texts["state_to"].format(
            time=clock(review.checked_to), day=_day(review.checked_on, language)
        )
    else:
        told = texts["state"]
    if view.due is None:
        return told
    return f"{told} {texts['state_due'].format(day=day(view.due, language))}"


def _day(iso: str, language: Language) -> str:
    return day(date.fromisoformat(iso), language)
