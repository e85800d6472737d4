"""One page read as a browser would: its ids, where it leads, and what is wrong with its HTML.

No full validator: what it looks for is what breaks pages in practice, and what the policy of the
site forbids.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905 - a list of words
)
_IMPLIED = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"},
    "td": {"td", "th"}, "th": {"td", "th"}, "option": {"option"}, "tbody": {"thead", "tr"},
}  # fmt: skip
"""What an element ends that need not be closed."""
_OPTIONAL = frozenset({"html", "head", "body", "p", "thead", "tbody"}.union(*_IMPLIED.values()))
_LEADS = {("a", "href"), ("area", "href"), ("form", "action")}
_LOADS = {
    ("link", "href"), ("script", "src"), ("img", "src"), ("video", "src"), ("video", "poster"),
    ("audio", "src"), ("source", "src"), ("track", "src"), ("iframe", "src"), ("object", "data"),
}  # fmt: skip
_MOST = 50
"""Faults of one page that are told."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address on a page. `loads`: the browser fetches it without being asked."""

    address: str
    line: int
    loads: bool


@dataclass(slots=True)
class Page:
    """What was found on a page."""

    ids: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    """Line and what is wrong."""
    timed: bool = False
    """Whether it has places with times: then its script finds the one nearest to any second."""

    def has_place(self, fragment: str) -> bool:
        """Whether `#fragment` leads somewhere."""
        if fragment in self.ids or fragment in ("", "top"):
            return True
        return self.timed and fragment.startswith("t=")


def read_page(text: str) -> Page:
    """A page from its HTML."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._page = Page()
        self._open: list[tuple[str, int]] = []
        self._title: str | None = None
        self._doctype = False
        self._lang = False

    def finished(self) -> Page:
        """The page, with what is only known at its end."""
        for tag, line in self._open:
            if tag not in _OPTIONAL:
                self._fault(f"<{tag}> is not closed", line)
        if not self._doctype:
            self._fault("there is no <!DOCTYPE html>", 1)
        if not self._lang:
            self._fault("<html> does not say its language", 1)
        if not (self._title or "").strip():
            self._fault("the page has no title", 1)
        return self._page

    def _fault(self, what: str, line: int = 0) -> None:
        if len(self._page.faults) < _MOST:
            self._page.faults.append((line or self.getpos()[0], what))

    def handle_decl(self, decl: str) -> None:
        """Note the document type."""
        self._doctype |= decl.strip().lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and its attributes."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self._fault(f"<{tag}> has an attribute twice")
        found = {name: value or "" for name, value in attrs}
        self._attributes(tag, found)
        while self._open and self._open[-1][0] in _IMPLIED.get(tag, ()):
            self._open.pop()
        if tag not in _VOID:
            self._open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>`, as drawings have it; elsewhere it opens an element."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            drawn = any(name in {"svg", "math"} for name, _ in self._open)
            if not drawn:
                self._fault(f"<{tag}/> does not close the element")
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what need not be closed inside it."""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                for inner, line in self._open[at + 1 :]:
                    if inner not in _OPTIONAL:
                        self._fault(f"<{inner}> is not closed before </{tag}>", line)
                del self._open[at:]
                return
        self._fault(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self._open and self._open[-1][0] == "title" and len(self._open) <= 3:
            self._title = (self._title or "") + data

    def _attributes(self, tag: str, found: dict[str, str]) -> None:
        line = self.getpos()[0]
        if "id" in found:
            if found["id"] in self._page.ids:
                self._fault(f"the id {found['id'][:60]!r} is there twice")
            self._page.ids.add(found["id"])
            self._page.timed |= found["id"].startswith("t=")
        self._lang |= tag == "html" and bool(found.get("lang"))
        if tag in {"img", "area"} and "alt" not in found:
            self._fault(f"<{tag}> has no alt")
        if tag == "iframe" and not found.get("title"):
            self._fault("<iframe> has no title")
        if tag == "script" and "src" not in found and not found.get("type", "").endswith("json"):
            self._fault("a script stands in the page: the policy of the site forbids it")
        if tag == "style" or "style" in found or any(name.startswith("on") for name in found):
            self._fault(f"<{tag}> has a style or script of its own: the policy forbids it")
        for name, value in found.items():
            loads = (tag, name) in _LOADS and found.get("rel") not in {"canonical", "alternate"}
            if loads or (tag, name) in _LEADS or (tag, name) in _LOADS:
                self._page.links.append(Link(value, line, loads))
