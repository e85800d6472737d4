"""The part of a page that is its own: without navigation, side columns, comments and adverts."""

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.stages.download.page.embedded import Element
from pipeline.stages.download.page.pieces import Piece, pieces
from pipeline.stages.download.page.weights import Weights, is_file

_FURNITURE = frozenset(["nav", "footer", "aside", "form", "dialog", "noframes", "menu"])
_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"]
)
_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav(?:bar|igation|igacja)?|menu\w*|sidebar|side|footer|stopka|naglowek|masthead"
    r"|comments?|komentarze?|respond|related|powiazane|podobne|polecane|widgets?|widget-area"
    r"|reklam[ay]|banner[sy]?|baner[y]?|adverts?|ads|cookies?|rodo|breadcrumbs?|okruszki|sciezka"
    r"|share|sharing|social\w*|udostepnij|tags?|tagi|pag(?:er|ination)|post-nav\w*|prev-next"
    r"|newsletter|partnerzy|sponsor\w*|popup|modal|lewa|prawa|left|right|skip-link|entry-meta"
    r"|metryczka|rejestr-zmian|kalendarz|wyszukiwarka|search\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)
_BUILDER = re.compile(r"\b(?:elementor|wp-block|et_pb|fusion|vc)[\w-]*")
"""Of page builders, who call all that is on a page a widget."""
_POSTS = re.compile(
    r"\b(?:elementor-(?:widget-)?posts|wp-block-(?:latest-posts|query)|et_pb_(?:posts|blog)\w*)"
)
"""Lists of other pages, as builders call them."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # itemRelated
_NARROW = re.compile(r"(?:^|\s)(?:col-(?:\w\w-)?[1-4]|span[1-4])(?:\s|$)")
_MOST_COLUMNS = 4
_NAMED = frozenset(["div", "section", "td", "ul", "ol", "p", "table", "span"])
_LONGEST_NAMES = 1000
_CLASSES = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_OWN = (
    "//main",
    "//*[@role='main']",
    "//article",
    *(f"//*[{_CLASSES.format(name)}]" for name in ("item-page", "entry-content", "post-content")),
    "//*[@itemprop='articleBody']",
    "//*[@id='content' or @id='tresc' or @id='main' or @id='article']",
)
"""Where an article is, the widest first: films and files may lie beside its text."""
_DOMINANT = 0.7
_WHOLE = frozenset(
    ["p", "iframe", "video", "audio", "ul", "ol", "figure", "a", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_LARGEST = 0.6  # share of a page that no furniture has
_SMALLEST = 0.2  # the same, that an article has at least: less is a card that leads to another
_SEE_ALSO = re.compile(
    r"^\W*(?:zobacz|czytaj|przeczytaj|sprawdź|obejrzyj)\s+(?:też|także|również|inne|więcej)\b"
    r"|^\W*(?:powiązane|podobne|polecane|polecamy|najnowsze|pozostałe|inne)\s+(?:\w+\s+)?"
    r"(?:aktualności|artykuły|wpisy|wiadomości|wydarzenia|wideo|filmy|nagrania|strony)"
    r"|^\W*(?:polecamy|komentarze|udostępnij|tagi|metryczka|rejestr zmian)\b",
    re.IGNORECASE,
)


def content(root: Element) -> list[Piece]:
    """The pieces of the page's own content. `root` is changed: the rest is taken out of it."""
    weights = Weights(root)
    for element in list(root.iter()):
        if element.getparent() is not None and _is_furniture(element):
            surely = element.tag in {"nav", "aside", "footer"}
            if surely or weights[element] <= _LARGEST * max(1, weights[root]):
                _drop(element)
    return list(_without_other_pages(pieces(_own(root, Weights(root)))))


def _drop(element: Element) -> None:
    """Take an element out, and leave what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _is_furniture(element: Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in {"html", "body", "main", "article"}:
        return False
    if tag in _FURNITURE or (element.get("role") or "").lower() in _ROLES:
        return True
    if tag == "header":
        return not any(above.tag in {"article", "main"} for above in element.iterancestors())
    return tag in _NAMED and _is_named_furniture(element)


def _is_named_furniture(element: Element) -> bool:
    """Whether the name of an element says that it holds what is beside the article."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAMES]
    if _POSTS.search(named):  # each of which is an article
        return next(element.iter("h1", "main"), None) is None
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    if _NAMES.search(_BUILDER.sub(" ", _HUMP.sub("-", named))):
        return True
    return bool(_NARROW.search(named)) and _is_beside_title(element)


def _is_beside_title(column: Element) -> bool:
    """Whether a narrow column stands beside the wide one with the title: it is the site's."""
    columns = list(islice(column.getparent(), _MOST_COLUMNS + 1))
    wide = [each for each in columns if not _NARROW.search(each.get("class") or "")]
    has_title = any(next(each.iter("h1"), None) is not None for each in wide)
    return len(columns) <= _MOST_COLUMNS and has_title


def _own(root: Element, weights: Weights) -> Element:
    """The element that holds the article."""
    for path in _OWN:
        heaviest = max(root.xpath(path), key=weights.__getitem__, default=None)
        if heaviest is not None and weights[heaviest] > _SMALLEST * weights[root]:
            return _inner(heaviest, weights)
    return _inner(root, weights)


def _inner(element: Element, weights: Weights) -> Element:
    """The innermost element that says nearly all of what this one does."""
    weight = weights[element]
    while True:
        children = [child for child in element if isinstance(child.tag, str)]
        heaviest = max(children, key=weights.__getitem__, default=None)
        if weight == 0 or heaviest is None or heaviest.tag in _WHOLE:
            return element
        if weights[heaviest] < _DOMINANT * weight or _is_beside(element, heaviest):
            return element
        element = heaviest


def _is_beside(element: Element, inside: Element) -> bool:
    """Whether a part of the article is in `element` beside `inside`: a heading, films, files."""
    wanted = ("h1", "h2", "h3", "video", "audio", "iframe")
    for child in element:
        if child is inside or not isinstance(child.tag, str):
            continue
        links = [each.get("href") or "" for each in child.iter("a")]
        files = sum(is_file(href) for href in links)
        if any(True for _ in child.iter(*wanted)) or 2 * files > len(links):
            return True
    return False


def _without_other_pages(row: list[Piece]) -> Iterator[Piece]:
    """The pieces without what leads to other pages („Zobacz też”)."""
    level = 0  # of the heading under which all is left out
    for piece in row:
        if level:
            if not piece.level or piece.level > level:
                continue
            level = 0
        if _SEE_ALSO.search(piece.text):
            is_heading = piece.level or (piece.text.endswith(":") and not piece.links)
            level = (piece.level or 7) if is_heading else 0
            continue
        yield piece
