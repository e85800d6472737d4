"""One lemma-aware static index, read by the page and by the command line."""

from pipeline.search.documents import Document, DocumentKind, Place, Source
from pipeline.search.index import Hit, Index, Results
from pipeline.search.writing import IndexReport, is_current, update_index, write_index

__all__ = [
    "Document",
    "DocumentKind",
    "Hit",
    "Index",
    "IndexReport",
    "Place",
    "Results",
    "Source",
    "is_current",
    "update_index",
    "write_index",
]
