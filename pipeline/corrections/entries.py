r"""Entries of corrections, a line each, that a person can read, write and keep under git.

    when | verb | start-end | words before [what stood there] words after | what stands now

for example

    2020-04-27T09:14:03.120Z | text | 00:01:23.45-00:01:24.10 | dane z [poltaksu] są | Poltaxu

`|`, `[`, `]` and `\` inside a field have a `\` before them. Lines that begin with `#` are notes.
Entries are only added: one that takes another back is an entry, too.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

Verb = Literal["text", "restore", "speaker", "picture", "checked", "settle"]
"""`text`: words in the place of others, or of none, or none in their place; `restore`: the same, of
text that had been rejected; `speaker`: who says the words; `picture`: what is to be seen;
`checked`: all up to there is right, with a digest of the words since the last such entry;
`settle`: the entry whose `when` it has as `new` is decided on, and no conflict any more."""
VERBS: tuple[Verb, ...] = get_args(Verb)
MOST_CHARACTERS = 100_000
"""Of a line."""
_ESCAPED = re.compile(r"[\\|\[\]]")
_FIELD = re.compile(r"(?<!\\)(?:\\\\)*\|")
_TIMES = re.compile(r"(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)")
_PLACE = re.compile(r"((?:[^\\\[\]]|\\.)*)\[((?:[^\\\[\]]|\\.)*)\]((?:[^\\\[\]]|\\.)*)")
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `before`, `old`, `after` and `new` are words; times are of `old`."""

    when: str
    """UTC, to the millisecond; no two entries of a file have the same, so that it names one."""
    verb: Verb
    start: float
    end: float
    before: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no entry, and why. It is told, and stays."""

    line: str
    reason: str


def written(entry: Entry) -> str:
    """The line of an entry, without its end."""
    old = f"[{_escaped(entry.old)}]"
    place = " ".join(part for part in (_escaped(entry.before), old, _escaped(entry.after)) if part)
    times = f"{_clock(entry.start)}-{_clock(entry.end)}"
    return " | ".join((entry.when, entry.verb, times, place, _escaped(entry.new))).rstrip()


def parsed(line: str) -> Entry | Unreadable:
    """The entry of a line."""
    if len(line) > MOST_CHARACTERS:
        return Unreadable(line[:200], f"longer than {MOST_CHARACTERS} characters")
    fields = [field.strip() for field in _fields(line)]
    if len(fields) != 5:
        return Unreadable(line, f"has {len(fields)} fields divided by |, not 5")
    when, verb, times, place, new = fields
    found = next((each for each in VERBS if each == verb), None)
    stretch = _stretch(times)
    parts = _PLACE.fullmatch(place)
    reason = ""
    if not _WHEN.fullmatch(when):
        reason = f"{when[:40]!r} is no time such as 2020-04-27T09:14:03.120Z"
    elif found is None:
        reason = f"{verb[:40]!r} is none of {', '.join(VERBS)}"
    elif stretch is None:
        reason = f"{times[:40]!r} is no stretch such as 00:01:23.45-00:01:24.10"
    elif parts is None:
        reason = "has no [words in brackets] in its fourth field"
    if found is None or stretch is None or parts is None or reason:
        return Unreadable(line, reason)
    before, old, after = (_words(part) for part in parts.groups())
    return Entry(when, found, *stretch, before, old, after, _words(new))


def _stretch(times: str) -> tuple[float, float] | None:
    span = [_seconds(part) for part in times.split("-")]
    start, end = span[0], span[-1]
    if len(span) > 2 or start is None or end is None or end < start:
        return None
    return start, end


def _fields(line: str) -> list[str]:
    fields, last = [], 0
    for found in _FIELD.finditer(line):
        fields.append(line[last : found.end() - 1])
        last = found.end()
    return [*fields, line[last:]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\\(.)", r"\1", text).split())


def _escaped(words: tuple[str, ...]) -> str:
    return _ESCAPED.sub(r"\\\g<0>", " ".join(" ".join(words).split()))


def _clock(time: float) -> str:
    hundredths = round(time * 100)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest / 100:05.2f}"


def _seconds(text: str) -> float | None:
    found = _TIMES.fullmatch(text.strip())
    if not found or len(text) > 20:
        return None
    return round(int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]), 3)
