"""What a page says of itself outside its content: its head, its structured data, its owner."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pipeline.stages.download.page.dates import dates
from pipeline.stages.download.page.embedded import Element
from pipeline.stages.download.page.pieces import clean, text_of
from pipeline.stages.download.page.players import recording_url

_SEPARATORS = re.compile(r"\s+[–—|»•·:/-]+\s+|\s*[|»]\s*")
_MOST_JSON = 200_000
_DEEPEST = 12
_COPYRIGHT = re.compile(
    r"(?:©|&copy;|\(c\)|copyright)\s*(?:\(c\)|©)?\s*(?:19|20)?\d*(?:\s*[-–]\s*\d{4})?\s*(?:by\s+)?",
    re.I,
)
_SAID = tuple(
    re.compile(rf"(?:{words})\W{{0,3}}(?:dnia\W)?", re.IGNORECASE)
    for words in (
        r"opublikowan\w+|data\s+publikacji|dodan\w+|data\s+dodania|zamieszczon\w+",
        r"artykuł\s+z|utworzon\w+|wytworzon\w+|data\s+wytworzenia",  # before it was published
    )
)
_MARKED = re.compile(r"publish|posted-on|entry-date|date-?created|name-created", re.IGNORECASE)
"""Classes of the day of publication."""
_PROVIDER = re.compile(r"^podmiot\s+udostępniający\b[\s\w]*:?$", re.IGNORECASE)
"""How every BIP has to name whose it is."""
_MOST_MARKED = 20
_OF_NEWS = re.compile(r"(?:^|[-_\s])(?:date|data)(?:\s|$)", re.IGNORECASE)
_OF_EVENT = re.compile(r"event|wydarz|termin|start|end|modif|updat|zmian", re.IGNORECASE)
_LONGEST_DAY = 30
_LONGEST_NAME = 120
_MOST_FEET = 5
_NO_NAME = re.compile(
    r"^\W*(?:bip|biuletyn informacji publicznej|strona (?:główna|domowa)|home|start|aktualności|"
    r"herb|logo\w*|menu)\W*$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"^(?:urząd|gmin[ay]|miasto|powiat|województwo|starostwo|związek|zrzeszenie|unia|stowarzyszenie|"
    r"fundacja|ośrodek|centrum|instytut|ministerstwo|agencja|izba|uniwersytet|politechnika|akademia|"
    r"forum|rada|biblioteka|muzeum|szkoła|zespół|zarząd)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What is said there; texts are empty where nothing is."""

    title: str
    """As the page calls itself to others, without the site's name."""
    site: str
    """The name of the site's owner."""
    published: dt.date | None
    description: str
    videos: tuple[tuple[str, str], ...]
    """Addresses of recordings with their names: og:video, structured data."""
    days: tuple[dt.date, ...]
    """Of an event in structured data."""


def head(root: Element, page: str) -> Head:
    """The head of a page; `root` is not changed."""
    data = list(_structured(root))
    meta = _meta(root)
    whole = _title(root)
    site = _site(root, meta, data, whole)
    title = clean(meta.get("og:title", "")) or whole
    return Head(
        title=_without_site(title, site),
        site=site,
        published=_published(root, meta, data),
        description=clean(meta.get("og:description", "") or meta.get("description", "")),
        videos=tuple(_videos(meta, data, page)),
        days=tuple(_event_days(data)),
    )


def _meta(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.lower(), (element.get("content") or "")[:2000])
    return found


def _title(root: Element) -> str:
    return next((clean(each.text or "") for each in root.iter("title")), "")


def _structured(root: Element) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD, those inside others too."""
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(text) < _MOST_JSON:
            try:
                yield from _objects(json.loads(text), 0)
            except (ValueError, RecursionError):
                continue


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _is_a(thing: dict[str, Any], kind: str) -> bool:
    named = thing.get("@type")
    names = named if isinstance(named, list) else [named]
    return any(isinstance(name, str) and name.endswith(kind) for name in names)


def _site(root: Element, meta: dict[str, str], data: list[dict[str, Any]], title: str) -> str:
    """The owner of the site, by its own name for itself, then its title, its foot, its logo."""
    named = meta.get("og:site_name", "")
    for thing in data:
        if not named and (_is_a(thing, "Organization") or _is_a(thing, "WebSite")):
            named = str(thing.get("name") or "")
    named = named or _provider(root)
    # what is the page's own heading is seldom the site's name
    shown = {text_of(each).lower() for each in islice(root.iter("h1", "h2"), _MOST_FEET)}
    parts = [re.sub(r"^BIP\s+(?:-\s+)?", "", part) for part in _SEPARATORS.split(title)]
    parts = [part for part in parts if part and not _NO_NAME.match(part)]
    apart = [part for part in parts if not any(part.lower() in text for text in shown)]
    foot = _owner_in_foot(root)
    logo = _logo(root)
    if not named and len(parts) > 1:
        printed = f"{foot} {logo}".lower()
        own = [part for part in parts if part.lower() in printed]
        own += [part for part in (*apart, *parts) if _INSTITUTION.match(part)]
        named = own[0] if own else (logo or (apart or parts)[-1])
    return clean(named or foot or logo)[:_LONGEST_NAME]


def _provider(root: Element) -> str:
    """What a page of a BIP states as the one that gives the information."""
    for label in root.iter("th", "td", "dt", "span", "strong", "b", "div"):
        if _PROVIDER.match((label.text or "").strip()[:60]) and label.getnext() is not None:
            return text_of(label.getnext())
    return ""


def _owner_in_foot(root: Element) -> str:
    """What stands behind the sign of copyright, up to what is no name any more."""
    texts = [text_of(foot) for foot in islice(root.iter("footer"), _MOST_FEET)]
    texts += [
        text_of(each)
        for each in root.xpath(
            "//*[contains(@id,'foot') or contains(@id,'stopka') or contains(@class,'stopka')"
            " or contains(@class,'foot')]"
        )[:_MOST_FEET]
    ]
    texts.append(text_of(root)[-600:])
    for text in texts:
        mark = _COPYRIGHT.search(text)
        if mark:
            name = re.split(
                r"[(.|·•,–—]|wszelkie|wszystkie|all rights|polityka|projekt|realiz",
                text[mark.end() :],
                maxsplit=1,
                flags=re.IGNORECASE,
            )[0]
            if 3 <= len(name.strip()) <= _LONGEST_NAME:
                return clean(name)
    return ""


def _logo(root: Element) -> str:
    found = root.xpath(
        "//*[contains(@class,'logo') or contains(@id,'logo') or contains(@class,'site-title')"
        " or contains(@class,'brand') or contains(@class,'podmiot')"
        " or contains(@class,'site-name')"
        " or @rel='home']"
    )
    for each in found[:10]:
        texts = [text_of(each), *(image.get("alt") or "" for image in each.iter("img"))]
        if each.tag == "img":
            texts.append(each.get("alt") or "")
        for text in texts:
            name = re.sub(r"^(?:logo|logotyp|herb)\W+", "", clean(text), flags=re.IGNORECASE)
            if 3 <= len(name) <= _LONGEST_NAME and not _NO_NAME.match(name):
                return name
    return ""


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site before or behind it."""
    marks = list(_SEPARATORS.finditer(title))
    for mark in reversed(marks):
        if site and title[mark.end() :].strip().lower() == site.lower():
            return title[: mark.start()].strip()
    for mark in marks[:1]:
        if site and title[: mark.start()].strip().lower() == site.lower():
            return title[mark.end() :].strip()
    return title


def _published(root: Element, meta: dict[str, str], data: list[dict[str, Any]]) -> dt.date | None:
    stated = [meta.get(name, "") for name in (
        "article:published_time", "datepublished", "dc.date", "dcterms.created", "dc.date.issued",
        "og:article:published_time", "pubdate", "date",
    )]  # fmt: skip
    stated += [str(thing.get("datePublished") or "") for thing in data]
    stated += [
        f"{each.get('datetime') or ''} {text_of(each)}"
        for each in islice(_marked(root), _MOST_MARKED)
    ]
    text = text_of(root)
    for said in _SAID:
        stated += [text[mark.end() : mark.end() + 40] for mark in said.finditer(text)]
    stated += [str(thing.get("uploadDate") or "") for thing in data]
    stated += _under_heading(root)
    for value in stated:
        day = re.match(r"\s*(\d{4}-\d\d-\d\d)", value)
        found = dates(day[1]) if day else dates(value[:40])
        if found:
            return found[0].days[0]
    return None


def _marked(root: Element) -> Iterator[Element]:
    """What is marked as the day of publication, and is short."""
    for each in root.iter("time", "span", "div", "p", "li"):
        named = each.get("itemprop") == "datePublished" or _MARKED.search(each.get("class") or "")
        if named and len(each) <= 2:
            yield each


def _under_heading(root: Element) -> Iterator[str]:
    """Texts below the first heading that are a day and called a date, as news have them."""
    for each in islice(_called_dates(root), _MOST_MARKED):
        text = text_of(each)[: _LONGEST_DAY + 1]
        found = dates(text)
        if len(found) == 1 and len(found[0].days) == 1:
            rest = text[: found[0].start] + text[found[0].end :].strip(" .r")
            if not re.search(r"\w", rest):
                yield text


def _called_dates(root: Element) -> Iterator[Element]:
    below = False
    for each in root.iter("h1", "h2", "span", "div", "p"):
        named = each.get("class") or ""
        if each.tag in {"h1", "h2"}:
            below = True
        elif below and _OF_NEWS.search(named) and not _OF_EVENT.search(named):
            yield each


def _videos(
    meta: dict[str, str], data: list[dict[str, Any]], page: str
) -> Iterator[tuple[str, str]]:
    for thing in data:
        if _is_a(thing, "VideoObject"):
            for name in ("contentUrl", "embedUrl", "url"):
                url = recording_url(str(thing.get(name) or ""), page)
                if url:
                    yield url, clean(str(thing.get("name") or ""))[:200]
                    break
    for name in ("og:video:secure_url", "og:video:url", "og:video"):
        url = recording_url(meta.get(name, ""), page)
        if url:
            yield url, ""
            return


def _event_days(data: list[dict[str, Any]]) -> Iterator[dt.date]:
    for thing in data:
        if _is_a(thing, "Event"):
            ends = [str(thing.get(name) or "")[:10] for name in ("startDate", "endDate")]
            days = [day for end in ends for each in dates(end) for day in each.days]
            if days and (days[-1] - days[0]).days < 14:
                length = (days[-1] - days[0]).days
                yield from (days[0] + dt.timedelta(number) for number in range(length + 1))
                return
