"""Players that are embedded in a page: which elements they are, where they lead, their names.

Pages that wait for consent or for a click hold the address elsewhere than in `src`.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

Element = Any
"""Of lxml, which has no types."""
PLAYERS = frozenset(["video", "audio", "iframe", "embed", "object", "lite-youtube", "lite-vimeo"])
_ADDRESSES = re.compile(r"^(?:src|href|url|data|data-(?:[a-z]+-)*(?:src|href|url)(?:-[a-z]+)*)$")
_NAMES = ("videoid", "data-youtube-id", "data-videoid")
_FACADES = ("data-id", "data-video-id", "data-video", "data-embed", "data-key", "id")
"""Where a box that waits for a click may hold a number, if it is of YouTube."""
_NUMBER = re.compile(r"^[\w-]{11}$")
_WRITTEN = re.compile(r"https?://[^\s\"'<>\\]{4,500}")
_LONGEST_SETTINGS = 5000
_MOST_INSIDE = 50
_SIBLINGS = 3


def is_player(element: Element) -> bool:
    """Whether an element is a player, or becomes one by a script."""
    if element.tag in PLAYERS:
        return True
    names = (element.get("class") or "").split()
    is_widget = any("widget-video" in name for name in names) and element.get("data-settings")
    named = any(element.get(name) for name in _NAMES)
    return "fb-video" in names or bool(is_widget) or named or bool(_facade(element))


def _facade(element: Element) -> str:
    """The number of the YouTube video that a box is a picture of."""
    service = f"{element.get('class') or ''} {element.get('data-service') or ''}".lower()
    if "youtube" not in service and "ytp" not in service:
        return ""
    values = ((element.get(name) or "").strip() for name in _FACADES)
    return next((value for value in values if _NUMBER.match(value)), "")


def addresses_of(element: Element) -> Iterator[str]:
    """All that might be the address of what is played, the player's own first."""
    inside = element.iter("video", "audio", "source", "embed", "a", "iframe", "param")
    for each in (element, *islice(inside, _MOST_INSIDE)):
        for name, value in each.attrib.items():
            if (_ADDRESSES.match(name) or name == "value") and len(value) < 2000:
                yield value.strip()
    for name, value in element.attrib.items():  # JSON for a script, or a small page of its own
        if ('"' in value or name == "srcdoc") and len(value) < _LONGEST_SETTINGS:
            yield from _WRITTEN.findall(value.replace("\\/", "/"))
    for number in (*(element.get(name) for name in _NAMES), _facade(element)):
        if number:
            host = "vimeo.com/" if element.tag == "lite-vimeo" else "www.youtube.com/watch?v="
            yield f"https://{host}{number.strip()}"


def label_of(element: Element) -> str:
    """What a player is called: by its caption, else by itself."""
    for above in element.iterancestors():
        if above.tag == "figure":  # its caption is its first or its last part
            for part in (above[0], above[-1]):
                if part.tag == "figcaption":
                    return "".join(part.itertext())
        if above.tag in {"div", "td", "section", "article"}:
            break
    for beside in (element, element.getparent()):
        if beside is not None:
            for each in islice(beside.itersiblings(), _SIBLINGS):
                if "caption" in (each.get("class") or "").lower():
                    return "".join(each.itertext())
    return element.get("title") or element.get("aria-label") or ""
