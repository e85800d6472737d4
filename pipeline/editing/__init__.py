"""Proofreading in a browser: what a page is told, what it changes, and who may ask."""

from pipeline.editing.desk import Desk, desks_of
from pipeline.editing.gate import Gate
from pipeline.editing.remaking import Remaking
from pipeline.editing.serving import EditServer

__all__ = ["Desk", "EditServer", "Gate", "Remaking", "desks_of"]
