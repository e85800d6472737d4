"""What people change of a transcript: entries in a file of theirs, and their place in its words."""

from pipeline.corrections.carrying import standing, stands
from pipeline.corrections.entries import VERBS, Entry, Unreadable, Verb, parsed, written
from pipeline.corrections.keeping import append, corrections_file, entry_lines
from pipeline.corrections.making import Asked, entries_between, entry_of
from pipeline.corrections.reviewing import Reviewed, reviewed

__all__ = [
    "VERBS",
    "Asked",
    "Entry",
    "Reviewed",
    "Unreadable",
    "Verb",
    "append",
    "corrections_file",
    "entries_between",
    "entry_lines",
    "entry_of",
    "parsed",
    "reviewed",
    "standing",
    "stands",
    "written",
]
