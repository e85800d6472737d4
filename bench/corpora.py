"""Recordings with known words. What is under a licence for measuring only stays where it is."""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DEMO = CHECKOUT / "seminars" / "endogenne-potencjaly"
GOLD = CHECKOUT / "tests" / "data" / "gold"
SPEECH = Path(os.environ.get("STENOGRAM_SPEECH", CHECKOUT.parent / "shared" / "data" / "speech"))


@dataclass(frozen=True, slots=True)
class Said:
    """A word that is said, in lower case and without punctuation, and where it stands."""

    text: str
    start: float | None
    """`None` where the gold does not tell."""
    sentence: int
    turn: int
    """Counted from 0 in the recording, as sentences are."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name or term where it is said."""

    term: str
    """As it is written."""
    spoken: str
    time: float
    is_person: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """A recording and the words that are said in it, numbers as words."""

    name: str
    media: Path
    turns: tuple[str, ...]
    said: tuple[Said, ...]
    written: str
    """All of it in its usual written form; empty where the gold has none."""
    occurrences: tuple[Occurrence, ...] = ()
    is_demo: bool = False
    """Whether the demo's decks and glossary belong to it."""


def plain(text: str) -> list[str]:
    """The words of `text` in lower case, without punctuation."""
    return re.sub(r"[^\w\s]", " ", text.lower()).split()


def corpora(wanted: Iterable[str] | None = None) -> list[Corpus]:
    """The demo's recordings, and human speech where it is present; of them those `wanted`."""
    found = [*_demo(), *map(_clips, sorted(SPEECH.glob("*.flac")))]
    return [corpus for corpus in found if wanted is None or corpus.name in wanted]


def _demo() -> Iterable[Corpus]:
    gold = json.loads((GOLD / "reference.json").read_text(encoding="utf-8"))
    terms = json.loads((GOLD / "terms.json").read_text(encoding="utf-8"))["terms"]
    for recording in gold["media"]:
        said, sentence = [], 0
        for number, turn in enumerate(recording["turns"]):
            for spoken in turn["sentences"]:
                for text, start in spoken["words"]:
                    said += [Said(word, start, sentence, number) for word in plain(text)]
                sentence += 1
        media = DEMO / recording["file"]
        yield Corpus(
            name=media.stem,
            media=media,
            turns=tuple(turn["text"] for turn in recording["turns"]),
            said=tuple(said),
            written=" ".join(turn["display"] for turn in recording["turns"]),
            occurrences=tuple(
                Occurrence(term["term"], at["spoken"], at["time"], term["type"] == "person")
                for term in terms
                for at in term["occurrences"]
                if at["media"] == recording["file"]
            ),
            is_demo=True,
        )


def _clips(media: Path) -> Corpus:
    """Sentences that were recorded one by one and joined: each is a turn."""
    clips = json.loads(media.with_suffix(".json").read_text(encoding="utf-8"))
    said = [
        Said(word, None, number, number)
        for number, clip in enumerate(clips)
        for word in plain(clip["text"])
    ]
    return Corpus(media.stem, media, tuple(clip["text"] for clip in clips), tuple(said), "")
