"""A recording as plain text, as Markdown and as JSON.

The JSON is an interface of its own, described by `assets/recording.schema.json` of every site.
`version` grows when a reader would have to change. What was rejected is not in it, only where. Who
speaks is there where voices were told apart.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.artefacts import Session, Word
from pipeline.checking import MISSING_END
from pipeline.declared import RecordingInfo, SeminarInfo
from pipeline.reviews import NO_REVIEW, Review
from pipeline.stages.render.clock import clock, clock_range, fragment
from pipeline.stages.render.dates import day, days
from pipeline.stages.render.hostile import clean, line, markdown, web_link
from pipeline.stages.render.layout import Block, Layout, Section
from pipeline.stages.render.options import Language
from pipeline.stages.render.slideshow import SlideCard
from pipeline.stages.render.strings import strings
from pipeline.stages.render.voices import Voice

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
    slides: tuple[SlideCard, ...] = ()
    """By time."""
    state: str = ""
    """How far a person has checked it, as readers are told."""
    review: Review = NO_REVIEW
    due: date | None = None
    mark: str = ""
    """What the document is known again by when it is brought back."""


def plain_text(record: Record) -> str:
    """Plain text, one paragraph a line, for any program."""
    texts = strings(record.language)
    head = [line(record.seminar.title), line(record.info.title), when(record), record.state]
    parts = ["\n".join(each for each in head if each)]
    for section in record.layout.sections:
        title = heading(section)
        if title:
            parts.append(f"{clock(section.start)}  {title}")
        parts.extend(_plain_block(block, texts) for block in section.blocks)
    if record.mark:
        parts.append(f"[{record.mark}]")
    return "\n\n".join(parts) + "\n"


def markdown_text(record: Record) -> str:
    """CommonMark; times link to the page of the recording beside it."""
    texts = strings(record.language)
    page = f"{record.info.id}.html"
    lines = [f"# {markdown(record.info.title)}", markdown(record.seminar.title)]
    lines += [each for each in (when(record), f"*{record.state}*") if each]
    for section in record.layout.sections:
        title = heading(section)
        if title:
            lines.append(f"## {markdown(title)}")
        for block in section.blocks:
            if block.label:
                lines.append(_markdown_label(block.label, texts))
            lines.append(_markdown_block(block, page, texts))
    link = web_link(record.seminar.page)
    if link:
        lines.append(f"<{link}>")
    if record.seminar.credits:
        lines.append(markdown(record.seminar.credits))
    if record.mark:
        lines.append(f"<!-- {record.mark} -->")
    return "\n\n".join(lines) + "\n"


def json_text(record: Record) -> str:
    """The record as JSON, version 1. Times in seconds, ranges half-open."""
    content = {
        "$schema": "../assets/recording.schema.json",
        "version": JSON_VERSION,
        "language": record.spoken,
        "state": record.review.state,
        **_checked_json(record),
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
        **_slides_json(record.slides),
        **_turns_json(record.layout),
        "sentences": list(_sentences_json(record.layout.sections, record.words)),
    }
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return written + "\n"


def when(record: Record) -> str:
    """The day of the recording, else the days of the seminar; empty where neither is known."""
    if record.info.date:
        return day(record.info.date, record.language)
    return days(record.seminar.dates, record.language)


def heading(section: Section) -> str:
    """The title of a section on one line; empty outside of all sessions."""
    return line(section.session.title) if section.session else ""


def said(block: Block) -> str:
    """The sentences of a paragraph."""
    return " ".join(sentence.text for sentence in block.sentences)


def _plain_block(block: Block, texts: Mapping[str, str]) -> str:
    if block.kind == "gap":
        return f"[{clock_range(block.start, block.end)}: {texts['gap']}]"
    if block.kind == "picture":
        return f"[{texts['picture']}: {block.title}]"
    if block.kind == "chapter":
        return f"{clock(block.start)}  {block.title}"
    if block.label:
        doubt = f" ({texts['doubtful']})" if block.label.doubtful else ""
        return f"{block.label.label}{doubt}:\n{said(block)}"
    return said(block)


def _markdown_label(voice: Voice, texts: Mapping[str, str]) -> str:
    """A speaker in bold, in a paragraph of its own."""
    return f"**{markdown(voice.label)}**" + (f" *({texts['doubtful']})*" if voice.doubtful else "")


def _markdown_block(block: Block, page: str, texts: Mapping[str, str]) -> str:
    time = f"[{clock(block.start)}]({page}#{fragment(block.start)})"
    if block.kind == "gap":
        told = f"*{texts['gap']}, {clock_range(block.start, block.end)}*"
        return told if block.title == MISSING_END else f"{time} {told}"
    if block.kind == "picture":
        return f"{time} *\\[{texts['picture']}: {markdown(block.title)}\\]*"
    if block.kind == "chapter":
        return f"### {markdown(block.title)}"
    return f"{time} {markdown(said(block))}"


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


def _slides_json(slides: Sequence[SlideCard]) -> dict[str, object]:
    """Which slide when; no key at all where none is placed."""
    found = [
        {
            "start": each.start,
            "end": each.end,
            "deck": each.deck,
            "slide": each.slide.number,
            "title": each.title,
            "by": each.by,
        }
        for each in slides
    ]
    return {"slides": found} if found else {}


def _checked_json(record: Record) -> dict[str, object]:
    """Up to where a person has checked it, when, and by when captions are due, as far as known."""
    review, found = record.review, dict[str, object]()
    if review.checked_to:
        found = {"checked_to": review.checked_to, "checked_on": review.checked_on}
    if record.due:
        found["captions_due"] = record.due.isoformat()
    if review.descriptions:
        found["pictures"] = [
            {"start": each.start, "text": clean(each.text)} for each in review.descriptions
        ]
    return found


def _turns_json(layout: Layout) -> dict[str, object]:
    """Who speaks when; no key at all where voices were not looked for."""
    turns = [
        {
            "start": each.start,
            "end": each.end,
            "speaker": each.voice.label if each.voice.known else None,
            "named": each.voice.named,
            "doubtful": each.voice.doubtful or not each.voice.known,
        }
        for each in layout.stretches
    ]
    return {"turns": turns} if turns else {}


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
                    **({} if block.stretch is None else {"turn": block.stretch}),
                    "text": sentence.text,
                    "words": [[word.start, word.end, clean(word.text)] for word in spoken],
                }
