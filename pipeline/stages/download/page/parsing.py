"""The HTML of a page as a tree, of a size that can be walked many times."""

import re
from itertools import islice

from pipeline.stages.download.page.embedded import Element

_TAG = re.compile(r"<[a-zA-Z]")
_MOST_TAGS = 60_000
"""Ten times what the pages of towns have; what stands behind is not read."""


def tree(text: str) -> Element:
    """The tree of `text`, an empty one where nothing in it is HTML."""
    from lxml import etree, html

    text = text.replace("\x00", "")
    beyond = next(islice(_TAG.finditer(text), _MOST_TAGS, None), None)
    if beyond is not None:
        text = text[: beyond.start()]
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(text, parser=parser)
    except etree.ParserError:
        return html.document_fromstring("<html></html>")
