"""Everything that was made, as pages that people read and search."""

from pipeline.stages.render.indexing import private_index
from pipeline.stages.render.note.editors import EditorsNote, editors_note
from pipeline.stages.render.options import DRAFTS, RenderOptions
from pipeline.stages.render.site import VERSION, merge_index, render_site
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
    "EditorsNote",
    "RecordingView",
    "RenderOptions",
    "SeminarEntry",
    "SeminarView",
    "SiteReport",
    "editors_note",
    "merge_index",
    "private_index",
    "render_site",
]
