"""Plain text: paragraphs with an empty line between them, lines wrapped or not."""

import re

from pipeline.corrections import mark_in
from pipeline.importing.known import TIME, Known, bare_label, is_state, is_unnamed
from pipeline.importing.paragraphs import Paragraph, spoken
from pipeline.importing.spoken import Read, unit

_HEADING = re.compile(rf"{TIME}(?:  |\t).+")
_MARK = re.compile(r"\[stenogram [^\[\]\n]{1,450}\]")
_LONGEST_LABEL = 80


def read_plain(text: str, known: Known, notes: tuple[str, ...]) -> Read:
    """The words of a text."""
    marks = _MARK.findall(text)
    blocks = re.split(r"\n[ \t]*\n", _MARK.sub("", text))
    paragraphs: list[Paragraph] = []
    filled = [block.strip("\n") for block in blocks if block.strip()]
    for number, block in enumerate(filled):
        paragraphs += _paragraphs(block.split("\n"), known, is_first=not number)
    return spoken(paragraphs, known, mark_in(" ".join(marks)), notes)


def _paragraphs(lines: list[str], known: Known, *, is_first: bool) -> list[Paragraph]:
    first = unit(lines[0])
    if is_first and any(unit(each) in known.heads or is_state(unit(each)) for each in lines):
        return [Paragraph(unit(each), "title") for each in lines]
    if len(lines) == 1 and _HEADING.fullmatch(lines[0].strip()):
        return [Paragraph(first, "heading")]
    named = bare_label(first) in known.labels or is_unnamed(bare_label(first))
    is_short = len(first) <= _LONGEST_LABEL and first.endswith(":")
    if len(lines) > 1 and is_short and (named or len(lines) == 2):
        return [Paragraph(first, "bold"), *_said(lines[1:])]
    return _said(lines)


def _said(lines: list[str]) -> list[Paragraph]:
    # A time at the beginning is a word here: exports have none before what is said.
    return [Paragraph("\u2060" + " ".join(lines))]
