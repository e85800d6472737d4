"""Every page of the public site: whether its links lead somewhere, and its HTML is right.

One folder of the site is in memory at a time: what it links to outside is looked up at the end.
"""

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import StoreError
from pipeline.files import store_error
from pipeline.inspecting.page import Link, Page, read_page
from pipeline.stages.render import DRAFTS

_LARGEST = 64 << 20
_Elsewhere = dict[str, list[tuple[str, int, str]]]
"""By the page that is led to: from which page and line, and to which place in it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a page of the site."""

    page: str
    line: int
    what: str


@dataclass(slots=True)
class Inspection:
    """How much was looked at."""

    pages: int = 0
    links: int = 0


def inspect(site: Path, base: str, counts: Inspection) -> Iterator[Fault]:
    """All that is wrong with the pages of the public site at `site`, published at `base`.

    Counts what it looks at. Raises `StoreError` where a page cannot be read.
    """
    look = _Inspector(site, base, counts)
    folders = [""]
    folders += sorted(each.name for each in site.iterdir() if each.is_dir() and each.name != DRAFTS)
    for folder in folders:
        yield from look.folder(folder)
    yield from look.elsewhere()


class _Inspector:
    def __init__(self, site: Path, base: str, counts: Inspection) -> None:
        self._site = site
        self._base = base
        self._counts = counts
        self._elsewhere: _Elsewhere = {}
        self._is_file = lru_cache(1 << 16)(lambda name: os.path.isfile(f"{site}/{name}"))  # noqa: PTH113 - many

    def folder(self, folder: str) -> Iterator[Fault]:
        """What is wrong in one folder and those below; in the site's own, of its pages alone."""
        names = sorted(self._names(folder))
        pages = {name: self._page(name) for name in names}
        for name, page in pages.items():
            self._counts.pages += 1
            yield from (Fault(name, line, what) for line, what in page.faults)
            for link in page.links:
                self._counts.links += 1
                yield from self._link(name, link, pages)

    def elsewhere(self) -> Iterator[Fault]:
        """What is wrong with links from one folder to a place in a page of another."""
        for target, links in sorted(self._elsewhere.items()):
            page = self._page(target)
            for name, line, place in links:
                if not page.has_place(place):
                    yield Fault(name, line, f"{target} has no place #{place[:80]}")

    def _names(self, folder: str) -> Iterator[str]:
        found = (self._site / folder).rglob("*.html") if folder else self._site.glob("*.html")
        return (path.relative_to(self._site).as_posix() for path in found)

    def _page(self, name: str) -> Page:
        path = self._site / name
        try:
            if path.stat().st_size > _LARGEST:
                raise StoreError(f"{path}: is too large for a page")
            return read_page(path.read_text("utf-8", "replace"))
        except OSError as error:
            raise store_error(error, path) from error

    def _link(self, name: str, link: Link, pages: dict[str, Page]) -> Iterator[Fault]:
        address = link.address.strip()
        if self._base and address.startswith(self._base):
            address = posixpath.relpath(address[len(self._base) :] or ".", posixpath.dirname(name))
        try:
            parts = urlsplit(address)
        except ValueError:
            yield Fault(name, link.line, f"{address[:80]!r} is no address")
            return
        if parts.scheme or parts.netloc:
            if link.loads:
                yield Fault(name, link.line, f"the page loads {address[:80]} from elsewhere")
            elif parts.scheme not in {"", "http", "https", "mailto", "tel"}:
                yield Fault(name, link.line, f"{address[:80]!r} leads to no page")
            return
        target = self._target(name, unquote(parts.path))
        if target is None or target.startswith(f"{DRAFTS}/") or not self._is_file(target):
            yield Fault(name, link.line, f"leads to {address[:120]}, which is not there")
        elif parts.fragment and target.endswith(".html"):
            place = unquote(parts.fragment)
            if target not in pages:
                self._elsewhere.setdefault(target, []).append((name, link.line, place))
            elif not pages[target].has_place(place):
                yield Fault(name, link.line, f"{target} has no place #{place[:80]}")

    def _target(self, name: str, path: str) -> str | None:
        """The file in the site that is meant; `None` where the way leads out of it."""
        if not path:
            return name
        if "\0" in path:
            return None
        start = "" if path.startswith("/") else posixpath.dirname(name)
        found = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        if found == ".." or found.startswith("../"):
            return None
        found = "" if found == "." else found
        if not found or os.path.isdir(f"{self._site}/{found}"):  # noqa: PTH112 - many
            found = posixpath.join(found, "index.html")
        return found
