"""Captions as files: WebVTT, SubRip, and a script for pages opened from a disk."""

from collections.abc import Sequence

from pipeline.stages.render.clock import stamp
from pipeline.stages.render.cues import Cue
from pipeline.stages.render.hostile import cue_text, line, script_json

_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})


def webvtt(cues: Sequence[Cue], title: str) -> str:
    """WebVTT as W3C describes it; the title stands in a note."""
    head = f"WEBVTT\n\nNOTE {cue_text(line(title))}\n"
    blocks = (
        f"\n{stamp(cue.start_ms, '.')} --> {stamp(cue.end_ms, '.')}\n{_body(cue)}\n" for cue in cues
    )
    return head + "".join(blocks)


def subrip(cues: Sequence[Cue]) -> str:
    """SubRip. It has no escapes: `<` and `{`, which begin tags for players, become look-alikes."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        body = "\n".join(cue.lines).translate(_LOOKALIKES)
        times = f"{stamp(cue.start_ms, ',')} --> {stamp(cue.end_ms, ',')}"
        blocks.append(f"{number}\n{times}\n{body}\n")
    return "\n".join(blocks)


def cue_script(cues: Sequence[Cue]) -> str:
    """A script that hands the captions to the page.

    Browsers refuse `<track>` on file://, but run scripts there.
    """
    rows = [[cue.start_ms / 1000, cue.end_ms / 1000, _body(cue)] for cue in cues]
    return f"stenogramCues({script_json(rows)});\n"


def _body(cue: Cue) -> str:
    return cue_text("\n".join(cue.lines))
