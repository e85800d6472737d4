"""The part of a page that is its own: without navigation, side columns, comments and adverts."""

import re
from collections.abc import Iterator

from pipeline.stages.download.page.embeds import Element
from pipeline.stages.download.page.pieces import Piece, pieces

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
    r"|metryczka|metryka|rejestr(?:-zmian)?|alert|posts|podglad|column-[2-9]|kalendarz"
    r"|wyszukiwarka|search\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)
_BUILDER = re.compile(r"\b(?:elementor|wp-block|et_pb|fusion|vc)[-_](?!widget-posts)[\w-]*")
"""Of page builders, who call all that is on a page a widget."""
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
_PLAYER = 300  # letters that an embedded player is worth
_LINKED = 60  # the same, a link to a file or a film
_FILE = re.compile(
    r"\.(?:pdf|pptx?|odp|mp[34]|m4a|webm|m3u8|wmv|avi|ogg)(?:$|[?#])"
    r"|youtu\.?be|vimeo\.com/|fb\.watch|facebook\.com/.*/videos/",
    re.IGNORECASE,
)
_DOMINANT = 0.7
_LEAST = 0.3  # share of what a page says that its article has; a teaser has less
_WHOLE = frozenset(
    ["p", "iframe", "video", "audio", "ul", "ol", "figure", "a", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_LARGEST = 0.6  # share of a page that no furniture has
_SEE_ALSO = re.compile(
    r"^\W*(?:zobacz|czytaj|przeczytaj|sprawdź|obejrzyj)\s+(?:też|także|również|inne|więcej)\b"
    r"|^\W*(?:powiązane|podobne|polecane|polecamy|najnowsze|pozostałe|inne)\s+(?:\w+\s+)?"
    r"(?:aktualności|artykuły|wpisy|wiadomości|wydarzenia|wideo|filmy|nagrania|strony)"
    r"|^\W*(?:polecamy|komentarze|udostępnij|tagi|metryczka|rejestr zmian|powiązane)\b"
    r"|^\W*(?:najnowsze |ostatnie |nadchodzące )?(?:aktualności|wydarzenia|wpisy)\W*$",
    re.IGNORECASE,
)


def content(root: Element) -> list[Piece]:
    """The pieces of the page's own content. `root` is changed: the rest is taken out of it."""
    whole = max(1.0, _weight(root))
    for element in list(root.iter()):
        if element.getparent() is not None and _is_furniture(element):
            surely = element.tag in {"nav", "aside", "footer"}
            if surely or _weight(element) <= _LARGEST * whole:
                _drop(element)
    return list(_without_other_pages(pieces(_own(root))))


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
    if tag not in {"div", "section", "td", "ul", "ol", "p", "table", "span"}:
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    has_title = any(True for _ in element.iter("h1", "article", "main"))
    return bool(_NAMES.search(_BUILDER.sub(" ", named))) and not has_title


def _weight(element: Element) -> float:
    """How much an element says for itself: its letters outside links, and its players."""
    letters = 0
    stack = [element]
    while stack:
        each = stack.pop()
        if not isinstance(each.tag, str) or each.tag in {"script", "style", "template"}:
            continue
        if each.tag in {"video", "audio", "iframe", "object", "embed"}:
            letters += _PLAYER
            continue
        if each.tag == "a":
            letters += _LINKED if _FILE.search(each.get("href") or "") else 0
        else:
            letters += len((each.text or "").strip())
            stack.extend(each)
        letters += sum(len((child.tail or "").strip()) for child in each)
    return float(letters)


def _own(root: Element) -> Element:
    """The element that holds the article."""
    whole = _weight(root)
    for path in _OWN:
        found = max(root.xpath(path), key=_weight, default=None)
        if found is not None and _weight(found) > _LEAST * whole:
            return _inner(found)
    return _inner(root)


def _inner(element: Element) -> Element:
    """The innermost element that says nearly all of what this one does."""
    weight = _weight(element)
    while True:
        children = [child for child in element if isinstance(child.tag, str)]
        heaviest = max(children, key=_weight, default=None)
        if weight == 0 or heaviest is None or heaviest.tag in _WHOLE:
            return element
        if _weight(heaviest) < _DOMINANT * weight or _is_beside(element, heaviest):
            return element
        element = heaviest


def _is_beside(element: Element, inside: Element) -> bool:
    """Whether a part of the article is in `element` beside `inside`: a heading, films, files."""
    wanted = ("h1", "h2", "h3", "video", "audio", "iframe")
    for child in element:
        if child is inside or not isinstance(child.tag, str):
            continue
        links = [each.get("href") or "" for each in child.iter("a")]
        files = sum(bool(_FILE.search(href)) for href in links)
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
