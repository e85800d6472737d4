"""What comes from outside, made harmless. HTML itself is escaped by the template engine."""

import json
import re
from urllib.parse import urlsplit

from pipeline.errors import UsageError

_ID = re.compile(r"[a-z0-9-]+")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&|~]")
_MARKDOWN_END = re.compile(r"(?<=\s)#+\s*$")  # would close a heading, and be gone
_MARKDOWN_START = re.compile(r"^(?:([#+=-])|(\d+)([.)]))")


def _forbidden() -> dict[int, str | None]:
    """Controls, direction overrides, lone surrogates and what is no character at all."""
    codes = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    codes += [*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFEFF]
    codes += [plane * 0x10000 + end for plane in range(17) for end in (0xFFFE, 0xFFFF)]
    spaces = {ord(mark): " " for mark in "\t\n\r\v\f\x85\u2028\u2029"}
    return dict.fromkeys(codes, None) | spaces


_FORBIDDEN = _forbidden()


def clean(text: str) -> str:
    """The text on one line, without characters that break a page or turn its direction."""
    return text.translate(_FORBIDDEN)


def line(text: str) -> str:
    """Clean text with every run of white space made one space; no space at either end."""
    return " ".join(clean(text).split())


def verified_id(name: str) -> str:
    """The id itself. Raises `UsageError` where it could be anything but a plain file name."""
    if not _ID.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot name a page: use lower-case letters a-z, digits and hyphens"
        )
    return name


def verified_suffix(path: str) -> str:
    """The extension of a media file in lower case, with its dot, or empty if it is an odd one."""
    suffix = "." + path.rpartition(".")[2].lower() if "." in path else ""
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def web_link(address: str) -> str:
    """The address if it is http or https with a host, else empty: pages link to nothing else."""
    if clean(address) != address or " " in address:
        return ""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and host else ""


def markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line. CommonMark 0.31, section 2.4."""
    return markdown_escaped(line(text))


def markdown_escaped(text: str) -> str:
    """The same for a clean text, whose spaces stay."""
    escaped = _MARKDOWN_END.sub(r"\\\g<0>", _MARKDOWN.sub(r"\\\g<0>", text))
    return _MARKDOWN_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)


def cue_text(text: str) -> str:
    """Text for a WebVTT cue: no tag, no entity and no arrow can arise from it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def script_json(value: object) -> str:
    """JSON that can stand in a script: pure ASCII, no tag can arise from it."""
    written = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
