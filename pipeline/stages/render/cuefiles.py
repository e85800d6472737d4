"""Captions as files: WebVTT, SubRip, and a script for pages opened from a disk."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from pipeline.stages.render.clock import stamp
from pipeline.stages.render.cues import Cue
from pipeline.stages.render.hostile import cue_text, line, script_json

LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
"""What stands in SubRip for characters that would begin a tag."""


def webvtt(cues: Sequence[Cue], title: str, state: str = "", mark: str = "") -> str:
    """WebVTT as W3C describes it; the title stands in a note, a speaker in a voice tag.

    `state` is how far somebody has checked them, `mark` what they are known again by: a note each.
    """
    head = f"WEBVTT\n\nNOTE {cue_text(line(title))}\n"
    for note in filter(None, (state, mark)):
        head += f"\nNOTE {cue_text(line(note))}\n"
    blocks = (
        f"\n{stamp(cue.start_ms, '.')} --> {stamp(cue.end_ms, '.')}\n{_voiced(cue)}\n"
        for cue in cues
    )
    return head + "".join(blocks)


def subrip(cues: Sequence[Cue]) -> str:
    """SubRip. It has no escapes: `<` and `{`, which begin tags for players, become look-alikes."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        body = "\n".join(cue.lines).translate(LOOKALIKES)
        times = f"{stamp(cue.start_ms, ',')} --> {stamp(cue.end_ms, ',')}"
        blocks.append(f"{number}\n{times}\n{body}\n")
    return "\n".join(blocks)


def cue_script(cues: Sequence[Cue]) -> str:
    """A script that hands the captions to the page.

    Browsers refuse `<track>` on file://, but run scripts there.
    """
    rows = [[cue.start_ms / 1000, cue.end_ms / 1000, _body(cue)] for cue in cues]
    return f"stenogramCues({script_json(rows)});\n"


def _voiced(cue: Cue) -> str:
    """The text of a cue, what each speaker says in a tag; WebVTT, section 4.2.2.

    Whose voice is not known has none, and a doubtful one is of the class `doubtful`.
    """
    if not cue.voices:
        return _body(cue)
    parts = []
    for voice, rows in groupby(zip(cue.voices, cue.lines, strict=True), key=itemgetter(0)):
        text = cue_text("\n".join(each for _, each in rows))
        if voice is not None and voice.known:
            kind = ".doubtful" if voice.doubtful else ""
            text = f"<v{kind} {cue_text(voice.label)}>{text}</v>"
        parts.append(text)
    return "\n".join(parts)


def _body(cue: Cue) -> str:
    return cue_text("\n".join(cue.lines))
