"""The presentations of a page; other documents are left out, and told."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.stages.download.page.found import FoundMedia, LeftOut
from pipeline.stages.download.page.pieces import Link, Piece, column_of, headings_above
from pipeline.stages.download.page.players import absolute, ending_of
from pipeline.stages.download.page.wording import clean

_SLIDES = frozenset(["pptx", "ppt", "pps", "ppsx", "odp"])
_DOCUMENTS = _SLIDES | frozenset(["pdf", "doc", "docx", "xls", "xlsx", "zip", "rar", "odt"])
_MOST = 200
_LONGEST_LINE = 200
_LONGEST_LABEL = 40
_IS_SLIDES = re.compile(r"prezentacj|slajd", re.IGNORECASE)
_IS_DECK = re.compile(
    r"prezentacj|slajd|wystąpieni|wystapieni|wykład|wyklad|referat|prelekcj|prelegen"
    r"|materiał\w*\s+(?:szkoleniow|warsztatow|konferencyjn|seminaryjn|z\s|do\s+pobrania|prelegent)"
    r"|materialy",
    re.IGNORECASE,
)
_IS_OTHER = re.compile(
    r"regulamin|statut|cennik|polityk|deklaracj|klauzul|rodo\b|formularz|zgłosz"
    r"|zglosz|zaprosz|plakat|ulotk|uchwał|uchwal|zarządzen|zarzadzen|protok|ogłosz|oglosz|ofert"
    r"|oświadcz|oswiadcz|zgod[aęy]\b|list[aęy]\s+(?:uczestn|obecn)|certyfikat|ankiet|dojazd|logo"
    r"|harmonogram|agend|program(?:u|em|ie)?\b|sprawozdan|biuletyn|faktur|umow|przetarg|notatk"
    r"|informacj[aęi]\s+prasow|komunikat|wniosek|wniosk|karta\s+",
    re.IGNORECASE,
)
_SAYS_FILE = re.compile(r"[(\[][^)\]]*\b(?:pdf|pptx?|odp)\b[^)\]]*[)\]]", re.IGNORECASE)
_FETCHED = re.compile(r"download|pobierz|plik|attachment|file|zalacznik|getfile|media", re.I)
_EMPTY_WORD = re.compile(
    r"pobierz|plik|pdf|pptx?|odp|prezentacj[aię]|tutaj|link|zobacz|otwórz|do|w|formacie|\d+|[kmg]i?b",
    re.IGNORECASE,
)
"""A word that tells no presentation from another."""
_SIZE = re.compile(
    r"\s*[(\[]?\b(?:pdf|pptx?|odp)?\W{0,3}\d+(?:[.,]\d+)?\s*[kmg]i?b\b[)\]]?\s*$", re.IGNORECASE
)
_DOT = re.compile(r"\.(?:pdf|pptx?|ppsx?|odp)$", re.IGNORECASE)
_NAME = re.compile(r"^[^\s]+\.\w{3,4}$")
_KIND = re.compile(
    r"\s*[(\[]\s*\.?(?:pdf|pptx?|odp|slajdy|prezentacja)\b[^)\]]*[)\]]\s*$", re.IGNORECASE
)


def decks(row: Sequence[Piece], page: str) -> tuple[tuple[FoundMedia, ...], tuple[LeftOut, ...]]:
    """The presentations that the pieces link, each once; and documents that are none."""
    taken: dict[str, FoundMedia] = {}
    left: dict[str, LeftOut] = {}
    for index, piece in enumerate(row):
        for link in piece.links:
            url = absolute(link.href, page)
            if not url or url in taken or len(taken) >= _MOST:
                continue
            labels = [link.text, *_around(row, index, link)]
            why = _why_not(url, labels)
            if why == "":
                taken[url] = FoundMedia(_title(url, labels), url)
            elif why is not None:
                left.setdefault(url, LeftOut(url, why))
    return tuple(taken.values()), tuple(each for url, each in left.items() if url not in taken)


def _why_not(url: str, labels: Sequence[str]) -> str | None:
    """Why a document is no presentation: empty where it is one, `None` for no document at all."""
    name = re.sub(r"[-_+]", " ", unquote(urlsplit(url).path).rpartition("/")[2])
    ending = ending_of(url) or _written_ending(labels[0])
    own = f"{labels[0]} {name}"
    if ending in _SLIDES:
        return ""
    if ending not in _DOCUMENTS:
        loaded = bool(_FETCHED.search(url)) or bool(_SAYS_FILE.search(labels[0]))
        return "" if loaded and _IS_SLIDES.search(labels[0]) else None
    if ending != "pdf":
        return f"a document of another kind (.{ending})"
    named = _IS_SLIDES.search(own)
    if not named and _IS_OTHER.search(own):
        return "a document, not a presentation"
    if named or any(_IS_DECK.search(label) for label in (own, *labels[1:])):
        return ""
    return "a PDF that nothing on the page calls a presentation"


def _written_ending(text: str) -> str:
    """The ending of a file's name that is printed as the text of a link."""
    found = re.search(r"\.([a-z]{3,4})$", text.strip().lower())
    return found[1] if found else ""


def _around(row: Sequence[Piece], index: int, link: Link) -> Iterator[str]:
    """The line of a link, a line before its list, and the headings above it."""
    yield _beside(row[index])
    yield column_of(row, index, link)
    for before in reversed(row[max(0, index - 30) : index]):
        if before.level or before.embeds:
            break
        if not before.links:
            if before.text.endswith(":") or len(before.text) <= _LONGEST_LABEL:
                yield before.text
            break
    yield from headings_above(row, index)


def _beside(piece: Piece) -> str:
    """What a line says beside its links; of a row the first cell that has none."""
    texts = sorted({link.text for link in piece.links if link.text}, key=len, reverse=True)
    if piece.cells:
        return next((cell for cell in piece.cells if cell and not _has_any(cell, texts)), "")
    rest = piece.text
    for text in texts:
        rest = rest.replace(text, " ")
    rest = clean(rest).strip(" :–—-•*|,;.()")
    return rest if len(rest) <= _LONGEST_LINE else ""


def _has_any(text: str, parts: Sequence[str]) -> bool:
    return any(part in text for part in parts)


def _title(url: str, labels: Sequence[str]) -> str:
    """What the page calls a presentation; else the name of its file."""
    for label in labels[:2]:
        text = _DOT.sub("", _SIZE.sub("", clean(label)))
        text = _SIZE.sub("", _KIND.sub("", text)).strip(" :–—-•*|,;")
        if _NAME.match(label.strip()):
            continue
        if not all(_EMPTY_WORD.fullmatch(word) for word in re.findall(r"\w+", text)):
            return text[:200]
    stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    return clean(re.sub(r"[_-]+", " ", stem))[:200]
