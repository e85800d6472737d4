"""The words around a find; `engine.js` cuts them the same way."""

from collections.abc import Sequence

_SHORT = 60
_LONG = 240
_BEFORE = 80

Marks = tuple[tuple[int, int], ...]


def widen(text: str, before: str, after: str) -> tuple[str, int]:
    """Put the neighbours around a very short text; return it and how far it moved."""
    if len(text) >= _SHORT:
        return text, 0
    head = f"{before} " if before else ""
    return head + text + (f" {after}" if after else ""), len(head)


def cut(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, Marks]:
    """Return at most about 240 characters around the first mark, and the marks within them."""
    joined = _join(marks)
    if len(text) <= _LONG:
        return text, joined
    begin = max(0, (joined[0][0] if joined else 0) - _BEFORE)
    end = min(len(text), begin + _LONG)
    begin = max(0, end - _LONG)
    if begin > 0:
        space = text.find(" ", begin, begin + _BEFORE)
        begin = space + 1 if space >= 0 else begin
    if end < len(text):
        space = text.rfind(" ", end - _BEFORE, end)
        end = space if space >= 0 else end
    head, tail = ("… " if begin > 0 else ""), (" …" if end < len(text) else "")
    shift = len(head) - begin
    kept = tuple((a + shift, b + shift) for a, b in joined if a >= begin and b <= end)
    return head + text[begin:end] + tail, kept


def _join(marks: Sequence[tuple[int, int]]) -> Marks:
    """Sort marks and join those that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
