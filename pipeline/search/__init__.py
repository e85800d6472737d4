"""One lemma-aware static index, read by the page and by the command line."""

from pipeline.search.documents import Document, DocumentKind, Place, Source
from pipeline.search.index import Hit, Index, Results
from pipeline.search.writing import (
    IndexReport,
    IndexState,
    index_state,
    is_current,
    update_index,
    write_index,
)

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
