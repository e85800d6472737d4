"""One download in a process of its own, to be killed: `python -m tests.stages.fetch_alone`."""

import sys
from pathlib import Path

from pipeline.stages.download.web import fetch_file, fetch_media
from tests.stages.downloading import HERE

if __name__ == "__main__":
    kind, url, folder = sys.argv[1:]
    if kind == "deck":
        fetch_file(url, Path(folder) / "deck.pdf", HERE)
    else:
        fetch_media(url, Path(folder), HERE)
