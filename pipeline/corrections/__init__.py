"""What people change of a transcript: entries in a file of theirs, and their place in its words."""

from pipeline.corrections.carrying import standing
from pipeline.corrections.entries import VERBS, Entry, Unreadable, Verb, parsed, written
from pipeline.corrections.keeping import append, belonging_nowhere, corrections_file, entry_lines
from pipeline.corrections.making import Asked, differences, entries_between, entry_of, tried
from pipeline.corrections.marking import Mark, mark_in, mark_of, names
from pipeline.corrections.reviewing import Reviewed, changing, reviewed, texts_of_time
from pipeline.reviews import Conflict

__all__ = [
    "VERBS",
    "Asked",
    "Conflict",
    "Entry",
    "Mark",
    "Reviewed",
    "Unreadable",
    "Verb",
    "append",
    "belonging_nowhere",
    "changing",
    "corrections_file",
    "differences",
    "entries_between",
    "entry_lines",
    "entry_of",
    "mark_in",
    "mark_of",
    "names",
    "parsed",
    "reviewed",
    "standing",
    "texts_of_time",
    "tried",
    "written",
]
