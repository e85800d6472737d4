"""Small workspaces made from the demo seminar, and the command run on them."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DEMO = CHECKOUT / "seminars" / "endogenne-potencjaly"
COMMAND = (sys.executable, "-m", "pipeline")
_SEMINAR = """\
title = "Minuta seminarium"
organiser = "Związek Miast Polskich"
dates = [2020-04-23]

[[recordings]]
id = "minuta"
title = "Pierwsza minuta"
file = "media/minuta.mp4"
state = "public"

[[decks]]
id = "dane"
title = "Dane"
file = "slides/dane.pdf"

[[programme]]
title = "Otwarcie seminarium"
speakers = ["Halszka Wiatraczna"]

[[programme]]
title = "Sesja 1. Co mówią dane: dochody, podatki i rynek pracy w miastach"
speakers = ["dr Ziemowit Kasztelnik"]
"""


def cut(source: Path, target: Path, seconds: float, start: float = 0.0) -> Path:
    """`seconds` of a recording from a key frame on, its packets as they are."""
    import av

    target.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(source)) as whole, av.open(str(target), "w") as part:
        streams = {
            stream.index: part.add_stream_from_template(stream)
            for stream in (*whole.streams.video, *whole.streams.audio)
        }
        for packet in whole.demux(*whole.streams.video, *whole.streams.audio):
            if packet.dts is not None and packet.pts is not None:
                first = round(start / packet.time_base)
                if packet.pts >= first and (packet.dts - first) * packet.time_base < seconds:
                    packet.pts, packet.dts = packet.pts - first, packet.dts - first
                    packet.stream = streams[packet.stream.index]
                    part.mux(packet)
    return target


def workspace(root: Path, settings: str = "") -> Path:
    """A workspace with one seminar, `minuta`: a minute of the demo, a deck, two sessions."""
    seminar = root / "seminars" / "minuta"
    cut(DEMO / "media" / "dzien-1.mp4", seminar / "media" / "minuta.mp4", 60.0)
    slides = seminar / "slides"
    slides.mkdir()
    shutil.copy(DEMO / "slides" / "prezentacja_poltax_zus_23-04-2020.pdf", slides / "dane.pdf")
    (seminar / "seminar.toml").write_text(_SEMINAR, encoding="utf-8")
    (root / "stenogram.toml").write_text(settings, encoding="utf-8")
    lend_models(root)
    return root


def lend_models(root: Path) -> None:
    """Let a workspace use the checkout's models: joining them again takes a second each time."""
    (CHECKOUT / "models").mkdir(exist_ok=True)
    (root / "models").symlink_to(CHECKOUT / "models")


def heed_ctrl_c() -> None:
    """What a shell starts in the background ignores a Ctrl-C, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def stenogram(
    root: Path, *arguments: str, timeout: float = 300.0, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command, run in the folder `root`."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
