"""All public recordings as a podcast: RSS 2.0 with the iTunes and podcast namespaces.

https://github.com/Podcastindex-org/podcast-namespace: transcripts, chapters, guid.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from pipeline.stages.render.clock import clock
from pipeline.stages.render.manifest import Card, RecordingCard
from pipeline.stages.render.media_types import media_type
from pipeline.stages.render.options import RenderOptions

PODCAST = "podcast.xml"
MOST = 300
"""Recordings in the feed, the newest first."""
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of the podcast namespace: names a feed by its address without the scheme."""


def has_podcast(cards: Sequence[Card], options: RenderOptions) -> bool:
    """Whether there can be one: a player must know where to fetch a file."""
    return bool(options.base) and any(True for _ in _items(cards))


def podcast(cards: Sequence[Card], texts: Mapping[str, str], options: RenderOptions) -> bytes:
    """The feed of recordings of `cards`, which come the newest first; the same bytes each time."""
    for prefix, space in (("itunes", _ITUNES), ("podcast", _PODCAST), ("atom", _ATOM)):
        ET.register_namespace(prefix, space)
    base = options.base
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", texts["site"])
    _add(channel, "link", f"{base}index.html")
    _add(channel, "description", texts["index_lead"])
    _add(channel, "language", options.language)
    _add(channel, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=base + PODCAST)
    named = f"{base}{PODCAST}".partition("://")[2].rstrip("/")
    _add(channel, f"{{{_PODCAST}}}guid", str(uuid.uuid5(_GUIDS, named)))
    if options.organiser:
        _add(channel, f"{{{_ITUNES}}}author", options.organiser)
    _add(channel, f"{{{_ITUNES}}}explicit", "false")
    for number, (card, recording) in enumerate(_items(cards)):
        if number == MOST:
            break
        _item(_add(channel, "item"), card, recording, base)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _items(cards: Sequence[Card]) -> Iterator[tuple[Card, RecordingCard]]:
    """Recordings that a player could fetch, the newest first."""
    for card in cards:
        for recording in reversed(card.recordings):
            if media_type(recording.media, has_picture=recording.has_picture):
                yield card, recording


def _item(item: ET.Element, card: Card, recording: RecordingCard, base: str) -> None:
    home = f"{base}{card.id}/"
    page = f"{home}{recording.id}"
    title = recording.title or card.title
    _add(item, "title", title if title == card.title else f"{title} – {card.title}")
    _add(item, "link", f"{page}.html")
    _add(item, "guid", uuid.uuid5(uuid.NAMESPACE_URL, page).urn, isPermaLink="false")
    _add(item, "description", card.description or card.title)
    if day := recording.date or (card.dates[0] if len(card.dates) == 1 else ""):
        _add(item, "pubDate", format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC)))
    kind = media_type(recording.media, has_picture=recording.has_picture)
    _add(
        item, "enclosure",
        url=home + recording.media, length=str(recording.size_bytes), type=kind,
    )  # fmt: skip
    _add(item, f"{{{_ITUNES}}}duration", clock(recording.duration))
    for ending, kind, rel in (
        ("vtt", "text/vtt", {"rel": "captions"}),
        ("srt", "application/x-subrip", {"rel": "captions"}),
        ("html", "text/html", {}),
    ):
        spoken = {"language": recording.spoken} if recording.spoken else {}
        told = {"url": f"{page}.{ending}", "type": kind, **spoken, **rel}
        _add(item, f"{{{_PODCAST}}}transcript", **told)
    if recording.chapters:
        told = {"url": f"{page}.chapters.json", "type": "application/json+chapters"}
        _add(item, f"{{{_PODCAST}}}chapters", **told)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    child.text = text or None
    return child
