"""Pagefind over the same recordings: pages of the same words, and its own index of them."""

import html
from collections.abc import Iterable
from pathlib import Path

from bench.memory import Cost, cost_of
from pipeline.search import Document

TOOLS = Path(__file__).parent / "tools"
BINARY = TOOLS / "node_modules/.bin/pagefind"

MEASURED = """async ({query, count}) => {
  const started = performance.now();
  const pagefind = await import("/pagefind/pagefind.js");
  const {results} = await pagefind.search(query);
  const shown = await Promise.all(results.slice(0, count).map((one) => one.data()));
  return {ms: performance.now() - started, shown: shown.length};
}"""
FOUND = """async (query) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const {results} = await pagefind.search(query);
  return (await Promise.all(results.map((one) => one.data()))).map(({url}) => url);
}"""


def write_pages(documents: Iterable[Document], folder: Path) -> None:
    """Write a page of each recording: a heading with an id for each session, then its words."""
    for document in documents:
        path = folder / document.url
        path.parent.mkdir(parents=True, exist_ok=True)
        body: list[str] = []
        session = None
        for at, place in enumerate(document.places):
            if place.session != session:
                session = place.session
                body.append(f'</p><h2 id="s{at}">{html.escape(session)}</h2><p>')
            body.append(html.escape(place.text))
        title = html.escape(f"{document.title} – {document.seminar}")
        path.write_text(
            f'<!DOCTYPE html><html lang="pl"><meta charset="utf-8"><title>{title}</title>'
            f"<body data-pagefind-body><h1>{title}</h1><p>{' '.join(body)}</p></body></html>",
            encoding="utf-8",
        )


def build(folder: Path) -> Cost:
    """Make its index of a folder of pages."""
    return cost_of([str(BINARY), "--site", str(folder)], folder)
