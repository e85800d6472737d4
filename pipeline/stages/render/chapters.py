"""The chapters of a recording as players of podcasts read them: the podcast namespace's JSON.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

import json
from collections.abc import Sequence

from pipeline.artefacts import Session
from pipeline.declared import RecordingInfo
from pipeline.stages.render.hostile import line

VERSION = "1.2.0"


def chapters_name(info: RecordingInfo) -> str:
    """The file's name in the folder of the seminar."""
    return f"{info.id}.chapters.json"


def chapters_json(title: str, sessions: Sequence[Session]) -> bytes:
    """Sessions of one recording and what they turn to, in order; empty where there is none."""
    rows = [
        (start, line(told))
        for session in sessions
        if session.placement
        for start, told in (
            (session.placement.start, session.title),
            *((each.start, each.title) for each in session.chapters),
        )
    ]
    if not rows:
        return b""
    ends = [session.placement.end for session in sessions if session.placement]
    told = [
        {"startTime": round(start, 2), "title": title}
        for start, title in sorted(rows, key=lambda row: row[0])
    ]
    told[-1]["endTime"] = round(max(ends), 2)
    content = {"version": VERSION, "title": line(title), "chapters": told}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
