"""How much each element of a page says for itself: letters outside links, players, files."""

import re

from pipeline.stages.download.page.embedded import Element

_PLAYER = 300  # letters that an embedded player is worth
_LINKED = 60  # the same, a link to a file or a film
_FILE = re.compile(
    r"\.(?:pdf|pp[ts]x?|odp|mp[34]|m4a|webm|m3u8|wmv|avi|ogg)(?:$|[?#/])"
    r"|youtu\.?be|vimeo\.com/|fb\.watch|facebook\.com/.*/videos/",
    re.IGNORECASE,
)


def is_file(href: str) -> bool:
    """Whether an address looks like one of a recording or a deck."""
    return bool(_FILE.search(href[:2000]))


class Weights:
    """The weight of every element of a tree as it stands now, each element looked at once."""

    def __init__(self, root: Element) -> None:
        self._of: dict[Element, int] = {}
        for element in reversed(list(root.iter())):  # what is inside comes first
            self._of[element] = self._own(element)

    def __getitem__(self, element: Element) -> int:
        return self._of.get(element, 0)

    def _own(self, element: Element) -> int:
        tag = element.tag
        if not isinstance(tag, str) or tag in {"script", "style", "template"}:
            return 0
        if tag in {"video", "audio", "iframe", "object", "embed"}:
            return _PLAYER
        letters = sum(len((child.tail or "").strip()) for child in element)
        if tag == "a":
            return letters + (_LINKED if is_file(element.get("href") or "") else 0)
        inside = sum(self._of[child] for child in element)
        return letters + len((element.text or "").strip()) + inside
