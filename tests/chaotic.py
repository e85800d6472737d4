"""A workspace of ten short recordings, and what can go wrong with it."""

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.demo import COMMAND, DEMO, cut, lend_models

SETTINGS = "[run]\njobs = 2\n[transcribe]\npart_length = 20\nbeam_size = 1\n"
_DAYS = [DEMO / "media" / name for name in ("dzien-1.mp4", "dzien-2.mp4")]
_PIECES = {
    "pierwsze": [(0, 0.0, 40.0), (0, 40.0, 8.0)],
    "drugie": [(0, 51.2, 7.0), (1, 0.0, 9.0)],
    "trzecie": [(1, 14.0, 6.0), (0, 102.2, 8.0), (1, 24.0, 10.0)],
    "czwarte": [(1, 54.0, 38.0), (0, 130.6, 6.0), (1, 103.6, 7.0)],
}
"""Day, start and seconds of each recording."""
LOST = "no space is left to write it"


def ten_recordings(root: Path) -> Path:
    """Four seminars with ten recordings and a deck; two are long enough for several parts."""
    for number, (name, pieces) in enumerate(_PIECES.items()):
        seminar = root / "seminars" / name
        declared = [f'title = "Seminarium {name}"', f"dates = [2020-04-{23 - number}]"]
        for day, start, seconds in pieces:
            piece = f"nagranie-{start:.0f}"
            cut(_DAYS[day], seminar / f"{piece}.mp4", seconds, start)
            state = "draft" if seconds == 6.0 else "public"
            declared += ["[[recordings]]", f'id = "{piece}"', f'file = "{piece}.mp4"']
            declared += [f'title = "Od {start:.0f}"', f'state = "{state}"']
        if not number:
            shutil.copy(DEMO / "slides" / "prezentacja_poltax_zus_23-04-2020.pdf", seminar / "d.pdf")
            declared += ["[[decks]]", 'id = "dane"', 'file = "d.pdf"']
        (seminar / "seminar.toml").write_text("\n".join(declared) + "\n", encoding="utf-8")
    (root / "stenogram.toml").write_text(SETTINGS, encoding="utf-8")
    lend_models(root)
    return root
