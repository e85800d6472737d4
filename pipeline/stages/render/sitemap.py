"""The sitemap: every page of the site, for programs that read all of it (sitemaps.org 0.9)."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

SITEMAP = "sitemap.xml"
MOST = 50_000
"""Addresses in one file, as the protocol has it."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(names: Sequence[str], base: str) -> Iterator[tuple[str, bytes]]:
    """The sitemap of pages at `base`, and its parts where there are too many for one file.

    When a page changed last is not told: it would have to be invented.
    """
    if len(names) <= MOST:
        yield SITEMAP, _written("urlset", "url", [base + quote(name) for name in names])
        return
    parts = [names[at : at + MOST] for at in range(0, len(names), MOST)]
    told = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield SITEMAP, _written("sitemapindex", "sitemap", [base + name for name in told])
    for name, part in zip(told, parts, strict=True):
        yield name, _written("urlset", "url", [base + quote(each) for each in part])


def _written(outer: str, inner: str, addresses: Sequence[str]) -> bytes:
    rows = "".join(f"<{inner}><loc>{escape(each)}</loc></{inner}>\n" for each in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{outer} xmlns="{_SPACE}">\n{rows}</{outer}>\n'.encode()
