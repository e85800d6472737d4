"""What Lighthouse says of the page of a recording of 10,000 words: `make lighthouse`.

The median of five runs on a phone's emulated connection and processor, and each of the five. Wants
`npm ci` in tests/browser-tools and Debian's chromium.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from pipeline.server import server
from pipeline.stages.render import RenderOptions, render_site
from tests.conftest import CHROMIUM, FLAGS
from tests.demo import CHECKOUT
from tests.render.invented import TEMPLATES, entry, film, lay_media
from tests.render.long_recording import long_seminar
from tests.render.visiting import RECORDING

COMMAND = CHECKOUT / "tests/browser-tools/node_modules/.bin/lighthouse"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def scores(address: str) -> dict[str, int]:
    """The scores of one run, in percent, by category."""
    told = subprocess.run(
        [str(COMMAND), address, "--quiet", "--output=json",
         f"--only-categories={','.join(LEAST)}", f"--chrome-flags={' '.join(FLAGS)}"],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        capture_output=True, text=True, timeout=180, check=True,
    ).stdout  # fmt: skip
    report = json.loads(told)
    faults = [
        f"{name}: {audit['title']}"
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    sys.stderr.writelines(f"  {fault}\n" for fault in faults)
    return {name: round(report["categories"][name]["score"] * 100) for name in LEAST}


def serve(outputs: Path) -> str:
    """Render the page and serve it; the address of its site."""
    view = long_seminar()
    lay_media(outputs, view, film(60))
    options = RenderOptions(address="https://zapisy.example/", contact="zapisy@example.org")
    render_site([entry(view)], outputs, TEMPLATES, options)
    running = server(outputs / "site", 0)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    return f"http://127.0.0.1:{running.server_address[1]}/"


def main() -> int:
    """Print the five and the median; 1 where the median falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        address = serve(Path(folder)) + RECORDING
        found = [scores(address) for _ in range(runs)]
    short = []
    for name, least in LEAST.items():
        each = [run[name] for run in found]
        median = round(statistics.median(each))
        sys.stdout.write(f"{name:16}{median:4}   of {each}, wanted {least}\n")
        if median < least:
            short.append(name)
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main())
