"""Players on a page: what stands for one, the addresses it has, what it is called."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.stages.download.page.wording import clean

Element = Any
"""Of lxml, which has no types."""
PLAYERS = frozenset(["video", "audio", "iframe", "embed", "object", "lite-youtube", "lite-vimeo"])
"""Elements that play something."""
_ADDRESSES = re.compile(r"^(?:data|value)$|(?:^|[-_])(?:src|href|url|video)(?:$|[-_])")
"""Attributes that hold an address, also where a script for consent or laziness renames them."""
_NAMES = ("videoid", "data-youtube-id", "data-videoid", "data-video-id")
_WRITTEN = re.compile(r"https?://[^\s\"'<>\\\\]{4,500}")
_LONGEST = 2000
_LONGEST_SETTINGS = 5000


def is_player(element: Element) -> bool:
    """Whether something that is no player becomes one by a script."""
    names = (element.get("class") or "").split()
    if "fb-video" in names or any(element.get(name) for name in _NAMES):
        return True
    if any("youtube" in name for name in names) and element.get("data-id"):
        return True
    return bool(element.get("data-settings")) and any("widget-video" in name for name in names)


def addresses(element: Element) -> Iterator[str]:
    """All that might be the address of what is played, the player's own first."""
    inside = ("source", "embed", "a", "iframe", "param", "video", "audio")
    for each in (element, *element.iter(*inside)):
        for name, value in each.attrib.items():
            if _ADDRESSES.search(name) and len(value) < _LONGEST:
                yield value.strip()
    for name, value in element.attrib.items():
        if (name == "srcdoc" or '"' in value) and len(value) < _LONGEST_SETTINGS:
            yield from _WRITTEN.findall(value.replace("\\/", "/"))  # HTML or JSON for a script
    for name in (*_NAMES, "data-id"):
        if element.get(name):
            host = "vimeo.com/" if element.tag == "lite-vimeo" else "www.youtube.com/watch?v="
            yield f"https://{host}{element.get(name).strip()}"


def label(element: Element) -> str:
    """What a player is called: by its caption, else by itself."""
    for above in element.iterancestors():
        if above.tag == "figure":
            for caption in above.iter("figcaption"):
                return clean("".join(caption.itertext()))
        if above.tag in {"div", "td", "section", "article"}:
            break
    return clean(element.get("title") or element.get("aria-label") or "")
