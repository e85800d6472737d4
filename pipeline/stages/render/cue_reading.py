"""Caption files into cues: WebVTT as W3C describes it, and SubRip as everybody writes it.

Strict: what a player would have to guess is a fault. Nothing that a file may hold makes reading
it long or large.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import InvalidFile
from pipeline.files import bounded_bytes
from pipeline.stages.render.cue_markup import plain_subrip, plain_webvtt
from pipeline.stages.render.cues import Cue

MOST_BYTES = 8 << 20
LONGEST_LINE = 2_000
"""Characters: a line of a file, not of a caption."""
MOST_CUES = 50_000
_MOST_FAULTS = 20

_VTT_TIME = r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_SRT_TIME = r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9]),([0-9]{3})"
_SETTINGS = r"(?:[ \t]+(?:vertical|line|position|size|align|region):[^\s:]+)*"
_VTT_TIMES = re.compile(rf"{_VTT_TIME}[ \t]+-->[ \t]+{_VTT_TIME}{_SETTINGS}[ \t]*")
_SRT_TIMES = re.compile(rf"{_SRT_TIME}[ \t]+-->[ \t]+{_SRT_TIME}(?:[ \t]+[XY][12]:[0-9]+)*[ \t]*")
_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")
_NOTE = re.compile(r"NOTE(?:[ \t].*)?")
_ASIDE = re.compile(r"(?:STYLE|REGION)[ \t]*")
_BREAKS = re.compile(r"\r\n|\n|\r")


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    name: str
    cues: list[Cue] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, line: int, told: str) -> None:
        self.faults.append(f"{self.name}: line {line}: {told}")

    @property
    def full(self) -> bool:
        """Whether there is no use in going on."""
        return len(self.faults) >= _MOST_FAULTS

    def done(self) -> tuple[Cue, ...]:
        if self.faults:
            raise InvalidFile(self.faults)
        return tuple(self.cues)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without an empty one between them; `number` is that of the first."""

    number: int
    lines: tuple[str, ...]


def read_cues(path: Path) -> tuple[Cue, ...]:
    """The cues of a .vtt or .srt file, as they stand in it.

    Raises `InvalidFile` with a line for each fault, and where the file cannot be read.
    """
    kind = path.suffix.lower()
    if kind not in (".vtt", ".srt"):
        raise InvalidFile([f"{path}: name a WebVTT file (.vtt) or a SubRip file (.srt)"])
    data = bounded_bytes(path, MOST_BYTES, "which no captions are")
    if kind == ".vtt":
        return read_webvtt(_decoded(path, data, ("utf-8-sig",)), str(path))
    return read_subrip(_decoded(path, data, ("utf-8-sig", "cp1250")), str(path))


def read_webvtt(text: str, name: str) -> tuple[Cue, ...]:
    """The cues of a WebVTT file. Raises `InvalidFile`; `name` stands in its faults."""
    reading = _Reading(name)
    blocks = _blocks(text, reading)
    head = next(blocks, None)
    if head is None or head.number != 1 or not _HEAD.fullmatch(head.lines[0]):
        reading.fault(1, "a WebVTT file begins with the line WEBVTT")
        return reading.done()
    if any("-->" in line for line in head.lines):
        reading.fault(1, "an empty line must follow the first one")
    for block in blocks:
        if _NOTE.fullmatch(block.lines[0]) or (
            not reading.cues and _ASIDE.fullmatch(block.lines[0])
        ):
            if any("-->" in line for line in block.lines):
                reading.fault(block.number, "--> cannot stand in a note, or in a style")
        else:
            _webvtt_cue(block, reading)
        if reading.full:
            break
    return reading.done()


def read_subrip(text: str, name: str) -> tuple[Cue, ...]:
    """The cues of a SubRip file. Raises `InvalidFile`; `name` stands in its faults."""
    reading = _Reading(name)
    for block in _blocks(text, reading):
        times = _SRT_TIMES.fullmatch(block.lines[1]) if len(block.lines) > 1 else None
        if not re.fullmatch(r"[0-9]+[ \t]*", block.lines[0]):
            reading.fault(block.number, "the number of a caption is expected here")
        elif times is None:
            told = "times such as 00:01:02,345 --> 00:01:04,000 are expected here"
            reading.fault(block.number + 1, told)
        else:
            _add(reading, times, plain_subrip(block.lines[2:]))
        if reading.full:
            break
    return reading.done()


def _decoded(path: Path, data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidFile([f"{path}: this is not text in UTF-8; save it as UTF-8"])


def _blocks(text: str, reading: _Reading) -> Iterator[_Block]:
    """Blocks of lines, as long as each is of a length that makes sense."""
    held: list[str] = []
    first = 1
    for number, line in enumerate(_each_line(text), 1):
        if len(line) > LONGEST_LINE:
            reading.fault(number, f"longer than {LONGEST_LINE} characters")
            return
        if line:
            first = first if held else number
            held.append(line)
        elif held:
            yield _Block(first, tuple(held))
            held = []
    if held:
        yield _Block(first, tuple(held))


def _each_line(text: str) -> Iterator[str]:
    at = 0
    for found in _BREAKS.finditer(text):
        yield text[at : found.start()]
        at = found.end()
    yield text[at:]


def _webvtt_cue(block: _Block, reading: _Reading) -> None:
    named = "-->" not in block.lines[0]
    if named and (len(block.lines) == 1 or "-->" not in block.lines[1]):
        reading.fault(block.number, "neither a caption nor a note begins like this")
        return
    body = block.lines[1 + named :]
    number = block.number + named
    times = _VTT_TIMES.fullmatch(block.lines[int(named)])
    if times is None:
        reading.fault(number, "times such as 00:01:02.345 --> 00:01:04.000 are expected here")
        return
    if any("-->" in line for line in body):
        reading.fault(number, "--> cannot stand in the text; an empty line may be missing")
        return
    shown, faults = plain_webvtt(body)
    for at, told in faults:
        reading.fault(number + 1 + at, told)
    _add(reading, times, shown)


def _add(reading: _Reading, times: re.Match[str], lines: tuple[str, ...]) -> None:
    if len(reading.cues) >= MOST_CUES:
        told = f"{reading.name}: more than {MOST_CUES} captions, which no recording has"
        raise InvalidFile([told])
    start, end = (_milliseconds(times.groups()[at : at + 4]) for at in (0, 4))
    reading.cues.append(Cue(start, end, lines))


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
