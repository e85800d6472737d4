"""The programme that a page carries: rows of a table, of a list or lines with clock times."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from pipeline.language import lexicon
from pipeline.stages.download.page.found import FoundSession
from pipeline.stages.download.page.pieces import Piece, clean
from pipeline.stages.download.page.recordings import day_of

_MOST = 300
_CLOCK = r"(?:[01]?\d|2[0-4])[:.][0-5]\d"
_HOUR = r"(?<=[gz]\.\s)(?:[01]?\d|2[0-4])(?=\s*[-–—:])"  # „godz. 9 –”
_TIME = re.compile(
    rf"^\W*(?:od\s+)?(?:g(?:odz)?\.\s*|godz(?:ina)?\s*)?(?:od\s+)?(?P<start>{_CLOCK}|{_HOUR})"
    rf"(?:\s*(?:[-–—]+|do)\s*(?P<end>{_CLOCK}))?"
    r"(?:\s*(?:h|godz\.?)\b)?(?![.:]\d|\d)",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\b(?:przerwa|lunch|obiad|kawa|poczęstunek|kolacja)\b"
    r"|^rejestracja(?: uczestników| gości)?(?!\s\w)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:prowadząc[yaei]\w*|prowadzi|prowadzenie|prelegen\w+|moderator\w*|moderuje|moderacja|"
    r"komentarz|wprowadzenie|referuje|wykładowc\w+|wykład|ekspert\w*|panelist\w+|udział(?: biorą)?|"
    r"z udziałem|głos zabiorą|uczestnicy)\b\s*:?\s*",
    re.IGNORECASE,
)
_TITLE = (
    r"(?:(?:dr|hab|prof|mgr|inż|arch|lek|ks|gen|płk|doc|adw|r\.?\s?pr|red)\.?\s+|"
    r"(?:pan|pani|burmistrz|prezydent|wójt|starosta)\s+)"
)
_WORD = r"[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźżéöüß]+"
_SURNAME = rf"{_WORD}(?:[-–]{_WORD})?"
_PERSON = re.compile(
    rf"(?P<titles>{_TITLE}{{0,4}})(?P<name>(?P<first>{_WORD})(?:\s+(?:{_WORD}|[A-Z]\.)){{0,2}}\s+{_SURNAME})"
)
_HONOURS = frozenset({"dr", "hab", "prof", "mgr", "inż", "arch", "doc"})
_DASHED = re.compile(r"\s+[-–—|/]+\s+|;\s*|\s*\((?=[^)]*\)\s*$)")
_PUBLISHED = re.compile(r"opublik|publikac|dodan|aktualiz|w?ytworz|utworz|zamieszcz", re.IGNORECASE)
_FEWEST = 2
"""Lines with a time that make a programme; one is an invitation."""
_MOST_BELOW = 5
"""Lines of speakers under a title."""
_LONGEST = 500
_LONGEST_NAMES = 150
"""Letters of a line that are looked at."""


def programme(
    row: Sequence[Piece], days: Sequence[dt.date], about: dt.date | None
) -> tuple[FoundSession, ...]:
    """The programme's lines in order; none where the page carries no programme."""
    found: list[FoundSession] = []
    day: dt.date | None = days[0] if len(days) == 1 else None
    for index, piece in enumerate(row):
        at, time = _time_of(piece)
        if time is None:
            if (piece.level or len(piece.text) <= 80) and not _PUBLISHED.search(piece.text):
                day = day_of([piece.text], [] if len(days) == 1 else days, about) or day
            continue
        if len(found) < _MOST and not (piece.links and _is_list_of_news(piece)):
            line = replace(piece, cells=piece.cells[at:])
            below = row[index + 1 : index + 2 + _MOST_BELOW]
            session = _session(line, time, day)
            if not session.title and below and not _TIME.match(below[0].text):
                session = _session(Piece(f"{piece.text} {below[0].text}"), time, day)
                below = below[1:]
            if not session.speakers:
                lines = takewhile(_is_line_of_speakers, below)
                named = dict.fromkeys(name for line in lines for name in people(line.text))
                session = replace(
                    session, speakers=tuple(named), kind="session" if named else session.kind
                )
            if session.title:
                found.append(session)
    return tuple(_distinct(found)) if len(found) >= _FEWEST else ()


def _time_of(piece: Piece) -> tuple[int, re.Match[str] | None]:
    """The clock time at the start of a line, or of the first or second cell, and which."""
    for at, text in enumerate(piece.cells[:2] or (piece.text,)):
        time = _TIME.match(text)
        if time is not None:
            return at, time
    return 0, None


def _is_line_of_speakers(piece: Piece) -> bool:
    """Whether a line under a title begins with somebody's name and is no sentence."""
    text = _trimmed(_ROLE.sub("", piece.text, count=1))
    is_short = len(text) <= _LONGEST_NAMES and not piece.level and not piece.cells
    return is_short and bool(_PERSON.match(text)) and bool(people(text))


def _is_list_of_news(piece: Piece) -> bool:
    return any(link.text and link.text == piece.text for link in piece.links)


def _session(piece: Piece, time: re.Match[str], day: dt.date | None) -> FoundSession:
    start, end = _clock(time["start"]), _clock(time["end"]) if time["end"] else None
    if piece.cells:
        title, printed = _of_cells(piece.cells)
    else:
        title, printed = _of_line(piece.text[time.end() :])
    is_break = bool(_BREAK.search(title)) and not printed
    if end is not None and end <= start:
        end = None
    return FoundSession(title, tuple(printed), start, end, "break" if is_break else "session", day)


def _of_cells(cells: Sequence[str]) -> tuple[str, list[str]]:
    """The title and the speakers of a row: the first cell that says something, and the rest."""
    said = [cell for cell in cells[1:] if cell]
    if not said:
        return "", []
    printed = [name for cell in said[1:] for name in people(cell)]
    if printed or len(said) > 1:
        return _trimmed(said[0]), printed
    return _of_line(said[0])


def _of_line(text: str) -> tuple[str, list[str]]:
    """A line parted into title and speakers: what follows the last dash that names somebody."""
    text = _trimmed(text[:_LONGEST])
    marks = list(_DASHED.finditer(text))
    for mark in marks:
        printed = people(text[mark.end() :])
        head = text[: mark.start()]
        if printed and head and not people(head):
            return _trimmed(head), printed
    role = next((each for each in _ROLE.finditer(text) if people(text[each.end() :])), None)
    if role is not None and role.start() > 0:
        return _trimmed(text[: role.start()]), people(text[role.end() :])
    head, comma, rest = text.partition(", ")
    if comma and people(rest) and not people(head) and _PERSON.match(rest):
        return _trimmed(head), people(rest)
    return text, []


def people(text: str) -> list[str]:
    """The people named in a text, with their academic titles, each once and in order."""
    found = []
    for match in _PERSON.finditer(text[:_LONGEST]):
        if _is_first_name(match["first"]):
            titles = [word for word in match["titles"].split() if word.rstrip(".") in _HONOURS]
            found.append(" ".join((*titles, clean(match["name"]))))
    return list(dict.fromkeys(found))


def _is_first_name(word: str) -> bool:
    return any("imię" in reading.labels for reading in lexicon().analyses(word))


def _trimmed(text: str) -> str:
    return clean(text).strip(" :–—-•*|,;").strip()


def _clock(text: str) -> dt.time:
    hours, _, minutes = text.replace(".", ":").partition(":")
    return dt.time(int(hours) % 24, int(minutes or 0))


def _distinct(sessions: Sequence[FoundSession]) -> list[FoundSession]:
    """The sessions, none of them twice in a row."""
    kept = list(sessions[:1])
    kept += [session for before, session in pairwise(sessions) if session != before]
    return kept
