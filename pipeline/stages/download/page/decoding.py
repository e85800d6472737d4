"""The text of a page, whatever its encoding is called.

Order after the HTML standard: byte order mark, HTTP header, `<meta>`; then UTF-8 if it is that,
else windows-1250, which old Polish pages are in. What calls itself ISO 8859-2 and has bytes that
are no letters there is windows-1250, too.
"""

import codecs
import re

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_HEAD = 4096
_OLD = "cp1250"
_CONTROLS = re.compile(rb"[\x80-\x9f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip


def decoded(body: bytes, declared: str = "") -> str:
    """The text of `body`; `declared` is the charset of the HTTP header, if it has one."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    named = (_META.search(body[:_HEAD]) or _XML.search(body[:_HEAD])) if not declared else None
    name = _known(declared) or (_known(named[1].decode("ascii")) if named else "")
    if name == "iso8859-2" and _CONTROLS.search(body):
        name = _OLD
    if name and name != "utf-8":
        return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _partly_utf8(body) if name else body.decode(_OLD, "replace")


def _known(name: str) -> str:
    """The codec's own name; empty where there is none for text."""
    try:
        found = codecs.lookup(name.strip().lower())
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and not found.name.startswith(("utf-7", "utf_7")) else ""


def _partly_utf8(body: bytes) -> str:
    """What calls itself UTF-8 and is not, or not everywhere."""
    text = body.decode("utf-8", "replace")
    other = sum(character > "\x7f" for character in text)
    return body.decode(_OLD, "replace") if 2 * text.count("\ufffd") > other else text
