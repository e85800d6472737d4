"""Title, organiser, days and lead of the seminar, from what its page says."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.stages.download.page.dates import Dated, dates
from pipeline.stages.download.page.head import Head
from pipeline.stages.download.page.pieces import Piece, clean

_ORGANISER = re.compile(
    r"\b(?:organizator(?:em|zy|ami)?|organizuje|zorganizowan[eya]\w*\s+przez)"
    r"(?:\s+(?:seminarium|konferencji|szkolenia|spotkania|wydarzenia|webinaru))?"
    r"\s*(?::|jest|był|była|było|są|–|-)?\s*(?P<name>(?-i:[A-ZŁŚŻĆŹ])[^.;:()\n]{3,100})",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"seminari|konferencj|szkoleni|webinar|spotkani|debat|warsztat|posiedzeni|sesj|kongres|"
    r"odby[łw]|w dni(?:u|ach)|^\W*(?:termin|data|kiedy)\b|zapis|nagrani|"
    r"za nami|dzień\s+\S+\s*[–—:-]",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"odbęd(?:zie|ą) się|zapisz się|zapraszamy", re.IGNORECASE)
"""Of what was still to come; often the next event, where the page tells of one that was."""
_WHEN = re.compile(r"^\W*(?:termin|data|kiedy)\b(?:\s\w+){0,2}\W*$", re.IGNORECASE)
_PLACE = re.compile(r"^[^\d.:;]{3,80},\s*(?:(?:w\s+)?dniu|dnia)?\s*$", re.IGNORECASE)
"""„Żabno,” of „Żabno, 17 X 2008 r.”"""
_WEEKDAY = re.compile(r"^\W*(?:poniedz|wtor|środ|czwart|piąt|sobot|niedz)", re.IGNORECASE)
_OTHER = re.compile(
    r"zapraszamy na|zgłoszeni|do dnia|termin\w* (?:zgł|skł|nad|rej|zap|do\b)|aktualizac|"
    r"opublik|zapisy|rejestrac|następn|kolejn|w przyszł|dodano|publikacj|z dnia|ustaw|"
    r"uchwał|dziennik|dz\.\s?u|nr\s",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-ząćęłńóśźż)”]{2}[.!?])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ„])")
_LONGEST = 14
"""Days between the first and the last that may belong to one event."""
_LEAST_LEAD = 60
_LONGEST_PLACE = 120
_MOST_LEAD = 700


def title_of(row: Sequence[Piece], headings: Sequence[str], head: Head) -> str:
    """The title: the first heading that the head knows, or the content has; else the head's.

    `headings`: the headings of the first level anywhere on the page.
    """
    known = _plain(head.title)
    first = [piece.text for piece in row if piece.level == 1]
    second = [piece.text for piece in row if piece.level in {2, 3}][:1]
    others = [text for text in headings if text and text.lower() != head.site.lower()]
    for text in (*first, *second, *others):
        plain = _plain(text)
        if known and plain and (plain in known or known in plain):
            return text
    return next(filter(None, (*first, head.title, *others, *second)), "")


def _plain(title: str) -> str:
    """A title without what differs between the head and the heading: quotes, dashes, capitals."""
    return re.sub(r"[\s„”“\"«»'’–—-]+", " ", title).strip().lower()


def organiser_of(row: Sequence[Piece]) -> str:
    """Who the page prints as the organiser; empty where it prints none."""
    for index, piece in enumerate(row):
        if re.fullmatch(r"\W*organizator\w*\W*", piece.text, re.IGNORECASE) and index + 1 < len(
            row
        ):
            return clean(row[index + 1].text)[:120]
        found = _ORGANISER.search(piece.text)
        if found:
            name = re.split(r",? (?:we współ|przy współ|wraz z|zaprasza|oraz)", found["name"])
            return clean(name[0]).strip(" ,–-")
    return ""


def days_of(row: Sequence[Piece], title: str, head: Head, lead: str) -> tuple[dt.date, ...]:
    """The days of the event, by what is said of it; never the day of the publication alone."""
    if head.days:
        return head.days
    row = _below_title(row, title)
    about = head.published
    for texts in (
        [title],
        [text for text in _telling([lead]) if not _AHEAD.search(text)],
        [f"{a.text} {b.text}" for a, b in pairwise(row) if _WHEN.match(a.text)],
        [piece.text for piece in row if piece.level and not _OTHER.search(piece.text)],
        [t for t in _telling(piece.text for piece in row) if not _AHEAD.search(t)],
        [piece.text for piece in row if _is_place_and_day(piece.text, about)],
        list(_telling(piece.text for piece in row)),
        list(_telling([head.description])),
        [text for piece in row for text in _sentences(piece.text) if len(text) > _LEAST_LEAD],
    ):
        days = _together([each for text in texts for each in dates(text, about)])
        if days:
            return days
    return ()


def _below_title(row: Sequence[Piece], title: str) -> Sequence[Piece]:
    """What stands below the title, where it stands in the row: above it the site speaks."""
    at = next((n for n, piece in enumerate(row) if piece.level == 1 and piece.text == title), 0)
    return row[at:]


def _is_place_and_day(text: str, about: dt.date | None) -> bool:
    """Whether a line is „Żabno, 17 X 2008 r.”."""
    found = dates(text, about) if len(text) <= _LONGEST_PLACE else []
    if len(found) != 1 or _WEEKDAY.match(text):
        return False
    rest = text[found[0].end :].strip(" .r")
    return not rest and bool(_PLACE.match(text[: found[0].start]))


def _telling(texts: Sequence[str] | Iterator[str]) -> Iterator[str]:
    """The sentences that speak of the event itself."""
    for text in texts:
        yield from (sentence for sentence in _sentences(text) if _EVENT.search(sentence))


def _sentences(text: str) -> Iterator[str]:
    """Sentences that do not speak of other days: of a deadline, of the next event."""
    yield from (part for part in _SENTENCE.split(text) if not _OTHER.search(part))


def _together(found: Sequence[Dated]) -> tuple[dt.date, ...]:
    """The first days that are found, and those near them."""
    if not found:
        return ()
    days = set(found[0].days)
    for each in found[1:]:
        near = all(abs((day - min(days)).days) < _LONGEST for day in each.days)
        days |= set(each.days) if near else set()
    return tuple(sorted(days))


def lead_of(row: Sequence[Piece], title: str, head: Head) -> str:
    """The first paragraph that says something; else what the head says."""
    for piece in _below_title(row, title):
        is_text = not piece.embeds and not piece.cells and len(piece.text) >= _LEAST_LEAD
        is_text &= not _ORGANISER.match(piece.text)
        linked = sum(len(link.text) for link in piece.links)
        if (
            is_text
            and piece.level in {0, 7}
            and piece.text != title
            and linked < len(piece.text) / 2
        ):
            return piece.text[:_MOST_LEAD]
    return head.description[:_MOST_LEAD]
