"""One lemma-aware static index, read by the page and by the command line.

What reads and what writes the index is imported when it is first asked for: most commands only
look whether the index is current.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.search.documents import Document, DocumentKind, Place, Source
from pipeline.search.ledger import IndexState, index_state, is_current

if TYPE_CHECKING:
    from pipeline.search.index import Hit, Index, Results
    from pipeline.search.writing import IndexReport, update_index, write_index

__all__ = [
    "Document",
    "DocumentKind",
    "Hit",
    "Index",
    "IndexReport",
    "IndexState",
    "Place",
    "Results",
    "Source",
    "index_state",
    "is_current",
    "update_index",
    "write_index",
]

_LATER = {
    **dict.fromkeys(("Hit", "Index", "Results"), "index"),
    **dict.fromkeys(("IndexReport", "update_index", "write_index"), "writing"),
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(name)
    found: object = getattr(import_module(f"pipeline.search.{_LATER[name]}"), name)
    return found
