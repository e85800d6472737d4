"""Recordings with known words. What is under a licence for measuring only stays where it is."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
_GOLD = CHECKOUT / "tests" / "data" / "gold" / "reference.json"
_SPEECH = Path(os.environ.get("STENOGRAM_SPEECH", CHECKOUT.parent / "shared" / "data" / "speech"))


@dataclass(frozen=True, slots=True)
class Corpus:
    """A recording and the words that are said in it, numbers as words."""

    name: str
    media: Path
    words: str


def corpora() -> list[Corpus]:
    """The demo's recordings, and human speech where it is present."""
    gold = json.loads(_GOLD.read_text(encoding="utf-8"))
    found = []
    for recording in gold["media"]:
        media = CHECKOUT / "seminars" / "endogenne-potencjaly" / recording["file"]
        words = " ".join(turn["text"] for turn in recording["turns"])
        found.append(Corpus(media.stem, media, words))
    for media in sorted(_SPEECH.glob("*.flac")):
        said = json.loads(media.with_suffix(".json").read_text(encoding="utf-8"))
        found.append(Corpus(media.stem, media, " ".join(item["text"] for item in said)))
    return found
