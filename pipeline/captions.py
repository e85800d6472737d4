"""Captions that a person made for a recording: a source for names, and something to compare with.

They are never taken for the transcript.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.artefacts import Recording

_MOST_BYTES = 8 << 20
_TIMES = re.compile(r"^[\d:.,\s]{5,40}-->")
_MARK = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}|&[a-z]{2,6};")
_WORD = re.compile(r"[^\W_]+")


def polish_captions(recording: Recording, outputs: Path) -> str:
    """What the Polish captions of a recording say; empty where there are none to be read."""
    for name in recording.captions:
        file = outputs / name
        if file.name.startswith("captions.pl"):
            return caption_text(file)
    return ""


def caption_text(file: Path) -> str:
    """The lines of a WebVTT or SubRip file without times, numbers and marks."""
    try:
        with file.open("rb") as opened:
            text = opened.read(_MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""
    said: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.split("\n")
        timed = next((at for at, line in enumerate(lines) if _TIMES.match(line)), None)
        said += [] if timed is None else lines[timed + 1 :]
    return "\n".join(clean for line in said if (clean := _MARK.sub(" ", line).strip()))


def agreement(transcript: Sequence[str], captions: str) -> float | None:
    """Share of the captions' words that the transcript has in the same order, in [0, 1].

    `None` where the captions have no words.
    """
    from rapidfuzz.distance import LCSseq

    written = _WORD.findall(captions.lower())
    if not written:
        return None
    said = _WORD.findall(" ".join(transcript).lower())
    return float(LCSseq.similarity(said, written)) / len(written)
