"""One lemma-aware static index, read by the page and by the command line."""

from pipeline.search.documents import Document, DocumentKind, Place
from pipeline.search.index import Hit, Index, Results
from pipeline.search.writing import write_index

__all__ = ["Document", "DocumentKind", "Hit", "Index", "Place", "Results", "write_index"]
