"""All public seminars as an Atom feed (RFC 4287). The same site gives the same bytes."""

import uuid
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from pipeline.stages.render.manifest import Card

FEED = "kanal.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_OURS = uuid.UUID("6d9a3a0e-5e0c-4b7c-9b62-0f5d1c7f2b11")
"""Names things that have no address yet."""
MOST = 100
"""Seminars in the feed, the newest first."""
_UNDATED = "1970-01-01"
"""Atom wants a date of every entry; of a seminar without one nothing is known."""


def feed(cards: Sequence[Card], texts: Mapping[str, str], base: str) -> bytes:
    """The feed of seminars, in the order given: the newest first.

    `base` is the address of the site with a slash at its end; where it is empty, links are
    relative to the feed. Ids are made of it and the seminar's id, so a new title or date does not
    make a new entry. An entry is as new as the last day of the seminar or of its note's approval.
    """
    ET.register_namespace("", _ATOM)
    cards = cards[:MOST]
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "title", texts["site"])
    _add(root, "id", _id(base, ""))
    _add(root, "updated", _moment(max(map(_updated, cards), default=_UNDATED)))
    # Entries without an organiser take it from here.
    _add(_add(root, "author"), "name", texts["site"])
    _add(root, "link", rel="alternate", type="text/html", href=f"{base}index.html")
    if base:
        _add(root, "link", rel="self", type="application/atom+xml", href=base + FEED)
    for card in cards:
        _entry(_add(root, "entry"), card, base)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(entry: ET.Element, card: Card, base: str) -> None:
    _add(entry, "title", card.title)
    _add(entry, "id", _id(base, card.id))
    _add(entry, "updated", _moment(_updated(card)))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{base}{card.id}/index.html")
    if card.organiser:
        _add(_add(entry, "author"), "name", card.organiser)
    # An entry needs words of its own: without a description, what it holds.
    held = ", ".join(each.title for each in card.recordings)
    _add(entry, "summary", card.description or held or card.title)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    child.text = text or None
    return child


def _id(base: str, name: str) -> str:
    made = uuid.uuid5(uuid.NAMESPACE_URL, base + name) if base else uuid.uuid5(_OURS, name)
    return made.urn


def _updated(card: Card) -> str:
    return max([*card.dates, card.approved, _UNDATED])


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
