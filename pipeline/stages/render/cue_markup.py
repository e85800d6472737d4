"""What a viewer sees of the text of a caption: tags taken out, references resolved."""

import html
import re
from collections.abc import Sequence
from html.entities import html5

_TAG = re.compile(
    r"<(?P<end>/)?(?P<name>c|i|b|u|ruby|rt|v|lang)(?:\.[^\s.<>&]+)*(?:[ \t][^<>]*)?>"
    r"|<(?:[0-9]{2,4}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}>"
)
_REFERENCE = re.compile(r"&(?:(?P<name>[A-Za-z0-9]+;)|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};)")
_SUBRIP_TAG = re.compile(r"</?(?:b|i|u|s|font)(?:[ \t][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)


def plain_webvtt(lines: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[int, str]]]:
    """The lines as they are shown, and faults with the index of their line. WebVTT, section 3.3."""
    shown: list[str] = []
    faults: list[tuple[int, str]] = []
    inside: list[str] = []
    for at, line in enumerate(lines):
        for found in _TAG.finditer(line):
            told = _nested(inside, found)
            if told:
                faults.append((at, told))
        bare = _TAG.sub("", line)
        if "<" in bare:
            faults.append((at, "< begins no tag that WebVTT has; write &lt;"))
        if not _references_are_right(bare):
            faults.append((at, "& begins no character reference; write &amp;"))
        shown.append(html.unescape(bare).strip())
    # The name of a speaker may stand for the whole caption, without an end.
    if [name for name in inside if name != "v"]:
        faults.append((len(lines) - 1, f"<{inside[-1]}> has no end"))
    return tuple(shown), faults


def plain_subrip(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines as they are shown: without tags for type and place."""
    return tuple(_SUBRIP_TAG.sub("", line).strip() for line in lines)


def _nested(inside: list[str], found: re.Match[str]) -> str:
    """What is wrong with a tag where it stands, if anything; `inside` are the open ones."""
    name = found["name"]
    if name is None:
        return ""
    if not found["end"]:
        inside.append(name)
        return ""
    if inside and inside[-1] == name:
        inside.pop()
        return ""
    return f"</{name}> ends what does not stand open"


def _references_are_right(text: str) -> bool:
    found = list(_REFERENCE.finditer(text))
    known = all(match["name"] is None or match["name"] in html5 for match in found)
    return known and text.count("&") == len(found)
