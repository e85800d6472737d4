"""What the page of a recording tells programs of it."""

from collections.abc import Sequence

from pipeline.stages.render.clock import span
from pipeline.stages.render.dates import day
from pipeline.stages.render.layout import placed
from pipeline.stages.render.linked_data import Files, recording_json
from pipeline.stages.render.pages import About, Pages, shortened
from pipeline.stages.render.selection import Shown
from pipeline.stages.render.slideshow import SlideCard
from pipeline.stages.render.views import RecordingView


def recording_about(shown: Shown, view: RecordingView, pages: Pages, files: Files) -> About:
    """Of a page that is in the site as `<seminar>/<recording>.html`."""
    info, home = view.info, shown.view.info.id
    sessions = placed(shown.view.programme.sessions, info.id)
    facts = [
        shown.view.info.title,
        day(info.date, pages.language) if info.date else "",
        span(view.recording.duration),
    ]
    told = pages.texts["recording_about"].format(facts=", ".join(filter(None, facts)))
    return About(
        path=f"{home}/{info.id}.html",
        description=shortened(told),
        kind="video.other" if view.recording.has_picture else "article",
        image=f"{home}/{files.image}" if files.image else "",
        data=recording_json(shown, view, sessions, pages, files),
    )


def image_of(slides: Sequence[SlideCard]) -> str:
    """The first slide that the recording itself shows, seen from its page; else nothing."""
    seen = (each.picture for each in slides if each.picture and each.by != "words")
    return next(seen, "")
