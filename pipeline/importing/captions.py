"""The words of a caption file, however a program for captions wrote it.

More lenient than the check of captions: times do not matter here, numbers and settings neither.
"""

import re
from collections.abc import Iterator

from pipeline.corrections import mark_in
from pipeline.importing.known import bare_label
from pipeline.importing.spoken import Label, Read, Token, tokens_of
from pipeline.stages.render.cue_markup import plain_subrip, plain_webvtt

_CLOCK = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]{1,300})>")
_VOICE_TAG = re.compile(r"(</?v(?:[.\s][^<>]*)?>)")
_DASHES = frozenset("-–—")


def read_captions(text: str, *, is_subrip: bool) -> Read:
    """The words of all captions, in the order of the file. Nothing where there is no caption."""
    tokens: list[Token] = []
    labels: list[Label] = []
    notes, bodies = _parted(text.split("\n"))
    for body in bodies:
        if is_subrip:
            tokens += _said(plain_subrip(body))
        else:
            _voiced(body, tokens, labels)
    mark = mark_in("\n".join(notes))
    return Read(tuple(tokens), tuple(labels), mark, is_subrip=is_subrip)


def _parted(lines: list[str]) -> tuple[list[str], Iterator[list[str]]]:
    """The lines before, and between captions that are notes; and those of each caption."""
    at = [number for number, line in enumerate(lines) if _TIMES.fullmatch(line)]
    if not at:
        return lines, iter(())
    notes = lines[: at[0]]
    for first, end in zip(at, [*at[1:], len(lines)], strict=True):
        for number in range(first + 1, end):
            if lines[number].startswith("NOTE") and not lines[number - 1].strip():
                notes = [*notes, *lines[number:end]]
                break
    return notes, (
        _body(lines, first + 1, end) for first, end in zip(at, [*at[1:], None], strict=False)
    )


def _body(lines: list[str], first: int, end: int | None) -> list[str]:
    """The lines of a caption: up to a note, or to what names the next one."""
    body = lines[first:end]
    if end is not None and body and body[-1].strip() and _names_next(body):
        body = body[:-1]
    for number, line in enumerate(body):
        is_note = line.startswith(("NOTE", "STYLE", "REGION"))
        if is_note and number and not body[number - 1].strip():
            body = body[:number]
            break
    return [line for line in body if line.strip()]


def _names_next(body: list[str]) -> bool:
    """Whether the last line is the name of the next caption: alone, or a number."""
    return len(body) == 1 or not body[-2].strip() or body[-1].strip().isdecimal()


def _said(shown: tuple[str, ...]) -> Iterator[Token]:
    """The words of lines; a dash that begins one may only tell that another speaker begins."""
    for line in shown:
        for number, token in enumerate(tokens_of(line)):
            yield Token(token.text, optional=not number and token.text in _DASHES)


def _voiced(body: list[str], tokens: list[Token], labels: list[Label]) -> None:
    """WebVTT, where a tag tells whose voice it is."""
    name, first = "", len(tokens)
    for part in _VOICE_TAG.split("\n".join(body)):
        if not _VOICE_TAG.fullmatch(part):
            tokens += _said(plain_webvtt(part.split("\n"))[0])
            continue
        if name and len(tokens) > first:
            labels.append(Label(name, first, len(tokens)))
        found = _VOICE.fullmatch(part)
        shown = plain_webvtt([found[1]])[0][0] if found else ""
        name, first = bare_label(shown), len(tokens)
    if name and len(tokens) > first:
        labels.append(Label(name, first, len(tokens)))
