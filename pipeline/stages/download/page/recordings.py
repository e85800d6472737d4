"""The recordings of a page, in its order, each with what the page calls it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.stages.download.page.dates import dates
from pipeline.stages.download.page.found import FoundRecording
from pipeline.stages.download.page.pieces import Piece, clean, trails
from pipeline.stages.download.page.players import recording_url

_MOST = 200
_LONGEST_LABEL = 160
_LONGEST_CAPTION = 60
_EMPTY_WORD = re.compile(
    r"youtub\w*|facebook\w*|vimeo|serwisie|video|wideo|film\w*|nagrani\w*|zapis\w*|relacj\w*|transmisj\w*|player|"
    r"odtwarzacz\w*|embed\w*|obejrzyj|odtwórz|zobacz|oglądaj|link\w*|tutaj|tu|kliknij|pobierz|mp[34]|post|"
    r"z|ze|na|do|w|oraz|i|to|the|plik\w*|seminari\w*|konferencj\w*|spotkani\w*|szkoleni\w*|webinar\w*|"
    r"online|on|line|materiał\w*|załącznik\w*|multimedi\w*|\d+[kmg]i?b|udostępni\w*|poniżej|\d{1,4}|[mg]b",
    re.IGNORECASE,
)
"""A word that tells no recording from another."""
_SOFTWARE = re.compile(r"\b(?:player|odtwarzacz)\b", re.IGNORECASE)
"""A player that is called what its makers call it."""
_ADDRESS = re.compile(r"^(?:https?://)?[\w.-]+\.\w{2,}/\S*$")
_SENTENCE = re.compile(r"(?<=[a-ząćęłńóśźż]{3}[.!?])\s+")
_FILE = re.compile(r"^\S+\.\w{2,4}$|\.(?:mp[34]|m4a|webm|wmv|avi|og[gv])$", re.IGNORECASE)
_ENDING = re.compile(
    r"\s*[\[(][^\[\]()]*(?:mp4|mp3|webm|MB|GB|YouTube|Facebook)[^\[\]()]*[\])]\s*$", re.I
)
_ORDINALS = {
    1: "1|i|pierwszy|pierwszego", 2: "2|ii|drugi|drugiego", 3: "3|iii|trzeci|trzeciego",
    4: "4|iv|czwarty|czwartego", 5: "5|v|piąty|piątego",
}  # fmt: skip
_DAY = re.compile(
    rf"\b(?:dzień|dnia|dz\.)\s+(?:{'|'.join(f'(?P<d{n}>{w})' for n, w in _ORDINALS.items())})\b"
    rf"|\b(?:{'|'.join(f'(?P<e{n}>{w})' for n, w in _ORDINALS.items())})\s+(?:dzień|dnia)\b",
    re.IGNORECASE,
)


def recordings(
    row: Sequence[Piece], page: str, days: Sequence[dt.date], names: dict[str, str]
) -> tuple[FoundRecording, ...]:
    """What is embedded in the pieces or linked from them, each once.

    `days`: of the event; `names`: what the head of the page calls an address.
    """
    found: dict[str, list[str]] = {}
    above = trails(row)
    for index, piece in enumerate(row):
        for url, label in _in_piece(piece, page):
            if url not in found and len(found) >= _MOST:
                break
            labels = [label, names.get(url, ""), *_around(row, index, above[index])]
            found.setdefault(url, []).extend(labels)
    about = days[-1] if days else None
    result = []
    for url, labels in found.items():
        title = next((kept for label in labels if (kept := _telling(label))), "")
        result.append(FoundRecording(title, url, day_of(labels, days, about)))
    return tuple(result)


def _in_piece(piece: Piece, page: str) -> Iterator[tuple[str, str]]:
    for address in piece.embeds:
        url = recording_url(address, page)
        if url:
            yield url, piece.text
            return  # another source of the same player
    for link in piece.links:
        url = recording_url(link.href, page)
        if url:
            yield url, link.text
    if not piece.embeds and _ADDRESS.match(piece.text) and "://" in piece.text:
        url = recording_url(piece.text, page)
        if url:
            yield url, ""


def _around(row: Sequence[Piece], index: int, above: Sequence[str]) -> Iterator[str]:
    """What stands just before a recording, and the headings above it, the nearest first."""
    piece = row[index]
    if piece.links and not piece.level:
        yield _before_link(piece)
    before = row[index - 1] if index else None
    if before is not None and not before.links and not before.cells and _is_label(before, piece):
        yield before.text
    yield from above


def _is_label(before: Piece, piece: Piece) -> bool:
    """Whether a line names what follows it: „Dzień 1:”, or a few words above a player."""
    if before.level or before.text.endswith(":"):
        return True
    short = len(before.text) <= _LONGEST_CAPTION and not before.text.endswith((".", "!", "?"))
    return bool(piece.embeds) and short and not before.text[:1].isdigit()


def _before_link(piece: Piece) -> str:
    """„Dzień 1:” of „Dzień 1: nagranie”; of a row of a table its other cells."""
    if piece.cells:
        linked = {link.text for link in piece.links}
        return next((cell for cell in piece.cells if cell not in linked and _telling(cell)), "")
    head = piece.text.partition(piece.links[0].text)[0] if piece.links[0].text else piece.text
    head = _SENTENCE.split(head)[-1]
    return head if len(head) <= _LONGEST_LABEL else ""


def _telling(label: str) -> str:
    """A label that tells one recording from another; empty for one that does not."""
    if len(label) > 2 * _LONGEST_LABEL:
        return ""
    text = _ENDING.sub("", clean(label)).strip(" :–—-•*|►▶")
    if (
        not text
        or len(text) > _LONGEST_LABEL
        or _ADDRESS.match(text)
        or _FILE.search(text)
        or _SOFTWARE.search(text)
    ):
        return ""
    words = re.findall(r"\w+", text)
    return "" if all(_EMPTY_WORD.fullmatch(word) for word in words) else text


def day_of(labels: Iterable[str], days: Sequence[dt.date], about: dt.date | None) -> dt.date | None:
    """The day that labels name: by a date, or as „dzień 2” of `days`."""
    for label in labels:
        named = [day for each in dates(label, about) for day in each.days]
        if len(named) == 1:
            return named[0]
        ordinal = _DAY.search(label)
        if ordinal:
            number = next(int(name[1:]) for name, text in ordinal.groupdict().items() if text)
            if number <= len(days):
                return days[number - 1]
    return days[0] if len(days) == 1 else None
