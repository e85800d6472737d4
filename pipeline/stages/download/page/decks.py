"""The presentations of a page; other documents are left out, and told."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.stages.download.page.found import FoundMedia, LeftOut
from pipeline.stages.download.page.pieces import Piece, clean, trails
from pipeline.stages.download.page.players import absolute, ending

_SLIDES = frozenset(["pptx", "ppt", "pps", "ppsx", "odp"])
_DOCUMENTS = _SLIDES | frozenset(["pdf", "doc", "docx", "xls", "xlsx", "zip", "rar", "odt"])
_MOST = 200
_LONGEST_LINE = 200
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
_SAYS_FILE = re.compile(r"[(\[][^\[\]()]*\b(?:pdf|pptx?|odp)\b[^\[\]()]*[)\]]", re.IGNORECASE)
_FETCHED = re.compile(r"download|pobierz|plik|attachment|file|zalacznik|getfile|media", re.I)
_EMPTY_WORD = re.compile(
    r"pobierz|plik|pdf|pptx?|odp|prezentacj[aię]|tutaj|link|zobacz|otwórz|do|w|formacie|\d+|[kmg]i?b",
    re.IGNORECASE,
)
"""A word that tells no presentation from another."""
_FILE = re.compile(r"^\S+\.\w{2,4}$")
_ENDING = re.compile(r"\.(?:pdf|pp[ts]x?|odp)$", re.IGNORECASE)
_SIZE = re.compile(
    r"\s*[(\[]?\b(?:pdf|pptx?|odp)?\W{0,3}\d+(?:[.,]\d+)?\s*[kmg]i?b\b[)\]]?\s*$", re.IGNORECASE
)
_KIND = re.compile(
    r"\s*[(\[]\s*\.?(?:pdf|pptx?|odp|slajdy|prezentacja)\b[^)\]]*[)\]]\s*$", re.IGNORECASE
)


def decks(row: Sequence[Piece], page: str) -> tuple[tuple[FoundMedia, ...], tuple[LeftOut, ...]]:
    """The presentations that the pieces link, each once; and documents that are none."""
    taken: dict[str, FoundMedia] = {}
    left: dict[str, LeftOut] = {}
    above = trails(row)
    for index, piece in enumerate(row):
        for link, before in zip(piece.links, _before_each(piece), strict=True):
            url = absolute(link.href, page)
            if not url or url in taken or len(taken) >= _MOST:
                continue
            labels = [
                link.text,
                before or _beside(piece),
                link.column,
                *_around(row, index, above[index]),
            ]
            why = _why_not(url, labels, "" if _says(link.text) else before)
            if why == "":
                taken[url] = FoundMedia(_title(url, labels), url)
            elif why is not None:
                left.setdefault(url, LeftOut(url, why))
    return tuple(taken.values()), tuple(each for url, each in left.items() if url not in taken)


def _why_not(url: str, labels: Sequence[str], before: str) -> str | None:
    """Why a document is no presentation: empty where it is one, `None` for no document at all."""
    path = unquote(urlsplit(url).path)
    kind = ending(path, _DOCUMENTS)
    name = next((part for part in path.split("/")[::-1] if kind and f".{kind}" in part.lower()), "")
    own = f"{labels[0]} {before} {name.replace('_', ' ').replace('-', ' ')}"
    if kind in _SLIDES:
        return ""
    if not kind:
        loaded = bool(_FETCHED.search(url)) or bool(_SAYS_FILE.search(labels[0]))
        return "" if loaded and re.search(r"prezentacj|slajd", labels[0], re.I) else None
    if kind != "pdf":
        return f"a document of another kind (.{kind})"
    named = re.search(r"prezentacj|slajd", own, re.IGNORECASE)
    if not named and _IS_OTHER.search(own):
        return "a document, not a presentation"
    if named or any(_IS_DECK.search(label) for label in (own, *labels[1:])):
        return ""
    return "a PDF that nothing on the page calls a presentation"


def _around(row: Sequence[Piece], index: int, above: Sequence[str]) -> Iterator[str]:
    """A line before the list of a link, and the headings above it."""
    for before in reversed(row[max(0, index - 30) : index]):
        if before.level or before.embeds:
            break
        if not before.links:
            if before.text.endswith(":"):
                yield before.text[-_LONGEST_LINE:]
            break
    yield from above


def _says(text: str) -> bool:
    """Whether a text tells one presentation from another."""
    return not all(_EMPTY_WORD.fullmatch(word) for word in re.findall(r"\w+", text))


def _before_each(piece: Piece) -> list[str]:
    """For each link of a line what stands between it and the one before: „Slajdy: tu, film: tu”."""
    found, at = [], 0
    for link in piece.links:
        start = -1 if piece.cells or not link.text else piece.text.find(link.text, at)
        text = piece.text[at:start] if start >= 0 else ""
        found.append(text.strip(" :–—-•*|,;.()") if len(text) <= _LONGEST_LINE else "")
        at = start + len(link.text) if start >= 0 else at
    return [text if _says(text) else "" for text in found]


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
    named = [label for label in labels[:2] if not _FILE.match(label)]
    for label in named:
        text = _SIZE.sub("", _KIND.sub("", _SIZE.sub("", clean(label)))).strip(" :–—-•*|,;")
        text = _ENDING.sub("", text)
        if _says(text):
            return text[:200]
    stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    return clean(re.sub(r"[_-]+", " ", stem))[:200]
