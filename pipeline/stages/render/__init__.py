"""Everything that was made, as pages that people read and search."""

from pipeline.stages.render.options import RenderOptions
from pipeline.stages.render.site import DRAFTS, VERSION, render_site
from pipeline.stages.render.views import (
    DeckView,
    RecordingView,
    SeminarEntry,
    SeminarView,
    SiteReport,
)

__all__ = [
    "DRAFTS",
    "VERSION",
    "DeckView",
    "RecordingView",
    "RenderOptions",
    "SeminarEntry",
    "SeminarView",
    "SiteReport",
    "render_site",
]
