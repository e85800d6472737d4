"""How others lead to a recording: the address of its page, its player, a mail about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from pipeline.declared import RecordingInfo, SeminarInfo
from pipeline.stages.render.hostile import line
from pipeline.stages.render.options import RenderOptions

PLAYER = ".embed.html"


@dataclass(frozen=True, slots=True)
class Citing:
    """What a page offers to those who lead to it; each is empty where it cannot be."""

    address: str
    """Where the page is published."""
    embed: str
    """HTML that shows the player alone, its time to be added, for a page elsewhere."""
    report: str
    """A link that begins a mail about a mistake; the page's script adds the moment."""


def citing(
    seminar: SeminarInfo,
    info: RecordingInfo,
    options: RenderOptions,
    texts: Mapping[str, str],
    *,
    draft: bool,
) -> Citing:
    """What the page of a recording offers. A draft has no address."""
    base = "" if draft or not options.base else f"{options.base}{seminar.id}/{info.id}"
    address = base and f"{base}.html"
    embed = _frame(base + PLAYER, line(info.title)) if base and options.media != "none" else ""
    title = f"{line(info.title)} ({line(seminar.title)})"
    return Citing(address, embed, _report(options.contact, title, address, texts))


def _frame(address: str, title: str) -> str:
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}"'
        ' width="640" height="440" loading="lazy" allowfullscreen></iframe>'
    )


def _report(contact: str, title: str, address: str, texts: Mapping[str, str]) -> str:
    """A `mailto:` link, RFC 6068."""
    if not contact:
        return ""
    subject = quote(texts["report_subject"].format(title=title), safe="")
    body = quote("".join(f"{each}\r\n" for each in (title, address) if each), safe="")
    return f"mailto:{quote(contact, safe='@')}?subject={subject}&body={body}"
