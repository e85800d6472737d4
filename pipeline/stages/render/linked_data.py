"""What pages tell programs as JSON-LD in the words of schema.org: only what is known.

Where the site has no address, addresses are relative to the page, as JSON-LD resolves them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Session
from pipeline.declared import SeminarInfo
from pipeline.stages.render.clock import fragment
from pipeline.stages.render.hostile import line, script_json, web_link
from pipeline.stages.render.media_types import media_type
from pipeline.stages.render.pages import Pages
from pipeline.stages.render.selection import Shown
from pipeline.stages.render.views import RecordingView

_Node = dict[str, object]
_ABOVE = "../"


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a recording by their paths in its seminar's folder; empty where there is none."""

    media: str
    image: str
    """A picture of it."""


def website_json(pages: Pages) -> str:
    """Of the first page."""
    return _written(
        {
            "@type": "WebSite",
            "name": line(pages.texts["site"]),
            "description": pages.texts["index_lead"],
            "url": pages.address("index.html", ""),
            "inLanguage": pages.language,
        }
    )


def event_json(shown: Shown, pages: Pages) -> str:
    """Of a seminar: an event, and the recordings it left.

    How people took part is declared nowhere, so `eventAttendanceMode` is not told.
    """
    info = shown.view.info
    days = sorted({*info.dates, *(v.info.date for v in shown.view.recordings if v.info.date)})
    recordings = [
        {
            "@type": _kind(each),
            "name": line(each.info.title),
            "url": pages.address(f"{info.id}/{each.info.id}.html", _ABOVE),
            "duration": _lasting(each.recording.duration),
        }
        for each in shown.view.recordings
    ]
    return _written(
        {
            **_event(info, pages),
            "description": line(info.description),
            "startDate": days[0].isoformat() if days else "",
            "endDate": days[-1].isoformat() if days else "",
            "sameAs": web_link(info.page),
            "recordedIn": recordings,
        }
    )


def recording_json(
    shown: Shown, view: RecordingView, sessions: Sequence[Session], pages: Pages, files: Files
) -> str:
    """Of a recording: video or sound, its sessions as clips, its captions and transcript.

    When it was put on the web nobody knows, so `uploadDate` is not told. schema.org takes an
    address for a text: the transcript is not on the page twice.
    """
    info, spoken = shown.view.info, view.transcript.language

    def at(name: str) -> str:
        return pages.address(f"{info.id}/{name}", _ABOVE) if name else ""

    page, name = f"{view.info.id}.html", view.info.id
    captions = {"contentUrl": at(f"{name}.vtt"), "encodingFormat": "text/vtt", "inLanguage": spoken}
    clips = [
        {
            "@type": "Clip",
            "name": line(session.title),
            "startOffset": int(session.placement.start),
            "endOffset": int(session.placement.end),
            "url": at(f"{page}#{fragment(session.placement.start)}"),
        }
        for session in sessions
        if session.placement and session.kind != "break"
    ]
    return _written(
        {
            "@type": _kind(view),
            "name": line(view.info.title),
            "description": line(info.description) or line(info.title),
            "url": at(page),
            "duration": _lasting(view.recording.duration),
            "inLanguage": spoken,
            "dateCreated": view.info.date.isoformat() if view.info.date else "",
            "contentUrl": at(files.media),
            "encodingFormat": media_type(files.media, has_picture=view.recording.has_picture),
            "thumbnailUrl": at(files.image),
            "transcript": at(f"{name}.txt"),
            "caption": {"@type": "MediaObject", **captions},
            "recordedAt": _event(info, pages),
            "hasPart": clips,
        }
    )


def _event(info: SeminarInfo, pages: Pages) -> _Node:
    organiser = line(info.organiser)
    return {
        "@type": "Event",
        "name": line(info.title),
        "url": pages.address(f"{info.id}/index.html", _ABOVE),
        "startDate": min(info.dates).isoformat() if info.dates else "",
        "organizer": {"@type": "Organization", "name": organiser} if organiser else "",
    }


def _kind(view: RecordingView) -> str:
    return "VideoObject" if view.recording.has_picture else "AudioObject"


def _lasting(seconds: float) -> str:
    """ISO 8601: `PT3723S`."""
    return f"PT{max(0, round(seconds))}S"


def _written(node: _Node) -> str:
    told = {key: value for key, value in node.items() if value not in ("", [])}
    nested = {key: _told(value) for key, value in told.items()}
    return script_json({"@context": "https://schema.org", **nested})


def _told(value: object) -> object:
    """A node inside another without what is not known."""
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items() if each not in ("", [])}
    return value
