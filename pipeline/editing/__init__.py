"""Proofreading in a browser: what a page is told, what it changes, and who may ask."""

from pipeline.editing.desk import Desk, desks_of
from pipeline.editing.gate import Gate
from pipeline.editing.pages import EditorPages
from pipeline.editing.remaking import Remaking
from pipeline.editing.serving import Editor, EditServer
from pipeline.editing.terms import Terms

__all__ = [
    "Desk",
    "EditServer",
    "Editor",
    "EditorPages",
    "Gate",
    "Remaking",
    "Terms",
    "desks_of",
]
