"""A recording as plain text, as Markdown and as JSON.

The JSON is an interface of its own, described by `assets/recording.schema.json` of every site.
`version` grows when a reader would have to change. What was rejected is not in it, only where.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.artefacts import Session, Word
from pipeline.checking import MISSING_END
from pipeline.declared import RecordingInfo, SeminarInfo
from pipeline.stages.render.clock import clock, clock_range, fragment
from pipeline.stages.render.dates import day, days
from pipeline.stages.render.hostile import clean, line, markdown, web_link
from pipeline.stages.render.layout import Block, Layout, Section
from pipeline.stages.render.options import Language
from pipeline.stages.render.strings import strings

JSON_VERSION = 1


@dataclass(frozen=True, slots=True)
class Record:
    """What a document is written from."""

    seminar: SeminarInfo
    info: RecordingInfo
    duration: float
    spoken: str
    """Language of the words."""
    words: tuple[Word, ...]
    layout: Layout
    language: Language
    """Language of what the document itself says."""


def plain_text(record: Record) -> str:
    """Plain text, one paragraph a line, for any program."""
    texts = strings(record.language)
    head = [line(record.seminar.title), line(record.info.title), _when(record), texts["state"]]
    parts = ["\n".join(each for each in head if each)]
    for section in record.layout.sections:
        title = _heading(section)
        if title:
            parts.append(f"{clock(section.start)}  {title}")
        parts.extend(_plain_block(block, texts["gap"]) for block in section.blocks)
    return "\n\n".join(parts) + "\n"


def markdown_text(record: Record) -> str:
    """CommonMark; times link to the page of the recording beside it."""
    texts = strings(record.language)
    page = f"{record.info.id}.html"
    lines = [f"# {markdown(record.info.title)}", markdown(record.seminar.title)]
    lines += [each for each in (_when(record), f"*{texts['state']}*") if each]
    for section in record.layout.sections:
        title = _heading(section)
        if title:
            lines.append(f"## {markdown(title)}")
        lines.extend(_markdown_block(block, page, texts["gap"]) for block in section.blocks)
    link = web_link(record.seminar.page)
    if link:
        lines.append(f"<{link}>")
    if record.seminar.credits:
        lines.append(markdown(record.seminar.credits))
    return "\n\n".join(lines) + "\n"


def json_text(record: Record) -> str:
    """The record as JSON, version 1. Times in seconds, ranges half-open."""
    content = {
        "$schema": "../assets/recording.schema.json",
        "version": JSON_VERSION,
        "language": record.spoken,
        "state": "automatic",
        "seminar": {
            "id": record.seminar.id,
            "title": clean(record.seminar.title),
            "organiser": clean(record.seminar.organiser),
            "dates": [each.isoformat() for each in record.seminar.dates],
            "page": web_link(record.seminar.page),
        },
        "recording": {
            "id": record.info.id,
            "title": clean(record.info.title),
            "date": record.info.date.isoformat() if record.info.date else None,
            "duration": record.duration,
        },
        "sessions": [
            _session_json(section.session, section)
            for section in record.layout.sections
            if section.session is not None
        ],
        "untranscribed": [[gap.start, gap.end] for gap in record.layout.gaps],
        "sentences": list(_sentences_json(record.layout.sections, record.words)),
    }
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return written + "\n"


def _when(record: Record) -> str:
    if record.info.date:
        return day(record.info.date, record.language)
    return days(record.seminar.dates, record.language)


def _heading(section: Section) -> str:
    return line(section.session.title) if section.session else ""


def _plain_block(block: Block, gap: str) -> str:
    if block.kind == "gap":
        return f"[{clock_range(block.start, block.end)}: {gap}]"
    if block.kind == "chapter":
        return f"{clock(block.start)}  {block.title}"
    return " ".join(sentence.text for sentence in block.sentences)


def _markdown_block(block: Block, page: str, gap: str) -> str:
    time = f"[{clock(block.start)}]({page}#{fragment(block.start)})"
    if block.kind == "gap":
        told = f"*{gap}, {clock_range(block.start, block.end)}*"
        return told if block.title == MISSING_END else f"{time} {told}"
    if block.kind == "chapter":
        return f"### {markdown(block.title)}"
    text = " ".join(sentence.text for sentence in block.sentences)
    return f"{time} {markdown(text)}"


def _session_json(session: Session, section: Section) -> dict[str, object]:
    return {
        "id": session.id,
        "title": clean(session.title),
        "kind": session.kind,
        "origin": session.origin,
        "speakers": [clean(name) for name in session.speakers],
        "planned": clean(session.planned),
        "start": section.start,
        "end": section.end,
        "chapters": [
            {"start": block.start, "title": block.title}
            for block in section.blocks
            if block.kind == "chapter"
        ],
    }


def _sentences_json(
    sections: Sequence[Section], words: Sequence[Word]
) -> Iterator[dict[str, object]]:
    for section in sections:
        for block in section.blocks:
            for sentence in block.sentences:
                spoken = words[sentence.first_word : sentence.end_word]
                yield {
                    "start": sentence.start,
                    "end": sentence.end,
                    "session": section.session.id if section.session else None,
                    "text": sentence.text,
                    "words": [[word.start, word.end, clean(word.text)] for word in spoken],
                }
