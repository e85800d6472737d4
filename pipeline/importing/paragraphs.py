"""The words of a document's paragraphs: told from titles, times, labels and notes of gaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.corrections import Mark
from pipeline.importing.known import (
    TIME,
    Known,
    bare_label,
    is_gap,
    is_picture,
    is_state,
    is_unnamed,
    told,
)
from pipeline.importing.spoken import Label, Read, Token, tokens_of, unit

Role = Literal["title", "heading", "bold", "italic", "plain"]
_LED = re.compile(rf"\s*({TIME})(\t\s*|\s+|$)")
_HEADING = re.compile(rf".{{1,300}} \({TIME}\)")
_LONGEST_LABEL = 12
"""Words."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with what its look says. A time that certainly is no word has a tab after it."""

    text: str
    role: Role = "plain"


@dataclass(slots=True)
class _Reading:
    known: Known
    tokens: list[Token] = field(default_factory=list)
    labels: list[tuple[str, int, int]] = field(default_factory=list)
    pictures: int = 0
    began: bool = False
    titled: bool = False

    def take(self, paragraph: Paragraph) -> None:
        led = _LED.match(paragraph.text)
        text = unit(paragraph.text[led.end() :] if led else paragraph.text)
        if paragraph.role in ("title", "heading"):
            self.titled |= paragraph.role == "title"
            self.began |= paragraph.role == "heading"
        elif is_gap(text):
            self.began = True
        elif is_picture(text):
            self.began = True
            self.pictures += 1
        elif led:
            self._say(led[1] if "\t" not in led[2] else "", text)
        elif not self.began and self._is_head(paragraph.role, text):
            pass
        elif self._is_label(paragraph.role, text):
            self._label(text)
        elif _HEADING.fullmatch(text) or (not self.began and self.titled):
            self.tokens += tokens_of(text, optional=True)
        elif text and text not in told("outside"):
            self._say("", text)

    def _say(self, time: str, text: str) -> None:
        self.began = True
        self.tokens += [*tokens_of(time, optional=True), *tokens_of(text)]

    def _is_head(self, role: Role, text: str) -> bool:
        return role == "italic" or text in self.known.heads or is_state(text)

    def _is_label(self, role: Role, text: str) -> bool:
        if len(text.split()) > _LONGEST_LABEL:
            return False
        name = bare_label(text)
        return role == "bold" or name in self.known.labels or is_unnamed(name)

    def _label(self, text: str) -> None:
        self.began = True
        name = bare_label(text)
        own: list[Token] = []
        if name not in self.known.labels and not is_unnamed(name):
            own = tokens_of(text, optional=True)
        self.tokens += own
        self.labels.append((name, len(self.tokens), len(own)))


def spoken(
    paragraphs: Sequence[Paragraph], known: Known, mark: Mark | None, notes: tuple[str, ...]
) -> Read:
    """The words that were said, and who is said to say them."""
    reading = _Reading(known)
    for paragraph in _without_end(paragraphs, known):
        reading.take(paragraph)
    ends = [first - own for _, first, own in reading.labels[1:]] + [len(reading.tokens)]
    labels = [
        Label(name, first, end, own)
        for (name, first, own), end in zip(reading.labels, ends, strict=False)
    ]
    if reading.pictures:
        told_of = f"descriptions of the picture in the file: {reading.pictures}"
        notes = (*notes, f"{told_of}; a change of these is not brought back")
    return Read(tuple(reading.tokens), tuple(labels), mark, notes)


def _without_end(paragraphs: Sequence[Paragraph], known: Known) -> Sequence[Paragraph]:
    """The paragraphs before sources and licences."""
    for number in range(len(paragraphs) - 1, -1, -1):
        paragraph = paragraphs[number]
        text = unit(paragraph.text)
        if text in told("credits") and len(paragraphs) - number <= 4:
            return paragraphs[:number]
    end = len(paragraphs)
    while end and unit(paragraphs[end - 1].text) in (known.ends | {""}):
        end -= 1
    return paragraphs[:end]
