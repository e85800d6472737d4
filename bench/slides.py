"""How well slides are placed in the demo's recordings: `python -m bench.slides`.

Seconds right where a slide is placed, and seconds of slides that are placed at all: by picture and
words; by words alone, on our transcript and on the true one; with decks of other seminars; with the
slides in a corner beside a camera.
"""

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.clock import Clock
from bench.corpora import CHECKOUT, DEMO, GOLD
from bench.distorted import all_in
from bench.foreign import foreign_decks
from pipeline.artefacts import Deck, Recording, Transcript
from pipeline.shown import Scenes, Slideshow
from pipeline.stage import Of
from pipeline.stages.match.matching import Order, matched
from pipeline.stages.match.options import MatchOptions
from pipeline.stages.watch.watching import watched
from pipeline.store import Folder
from tests.stages.gold import transcripts as said_in_truth

OUTPUTS = CHECKOUT / "outputs"


@dataclass(frozen=True, slots=True)
class Span:
    """What is really shown in `[start, end)` of a recording; no deck where it is no slide."""

    recording: str
    start: float
    end: float
    deck: str
    slide: int


@dataclass(frozen=True, slots=True)
class Score:
    """Seconds: of slides, of them placed right, placed, and placed right."""

    slides: float
    covered: float
    placed: float
    right: float

    def __str__(self) -> str:
        right = 100 * self.right / self.placed if self.placed else 100.0
        return (
            f"{right:5.1f} % right of {self.placed:5.0f} s placed; "
            f"{100 * self.covered / self.slides:5.1f} % of {self.slides:.0f} s of slides placed, "
            f"{100 * self.right / self.slides:5.1f} % right"
        )


def truth() -> list[Span]:
    """What the demo shows. Decks by their ids."""
    decks = {"prezentacja_poltax_zus_23-04-2020": "poltax-zus",
             "przyklady-i-warsztat": "przyklady-i-warsztat"}  # fmt: skip
    content = json.loads((GOLD / "slides.json").read_text(encoding="utf-8"))
    return [
        Span(
            Path(media["file"]).stem,
            each["start"],
            each["end"],
            decks[Path(each["deck"]).stem] if each["deck"] else "",
            each["slide"] or 0,
        )
        for media in content["media"]
        for each in media["shown"]
    ]


def scored(found: Slideshow, spans: Sequence[Span]) -> Score:
    """How much of what was found is so; over a title card, any slide is wrong."""
    slides = covered = placed = right = 0.0
    for span in spans:
        slides += (span.end - span.start) * bool(span.deck)
        for each in found.of(span.recording):
            both = max(0.0, min(span.end, each.end) - max(span.start, each.start))
            placed += both
            covered += both * bool(span.deck)
            right += both * ((each.deck, each.slide) == (span.deck, span.slide))
    return Score(slides, covered, placed, right)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made of the demo, without its picture."""

    decks: tuple[Of[Deck], ...]
    transcripts: tuple[Of[Transcript], ...]
    media: dict[str, Path]


def demo(outputs: Path = OUTPUTS) -> Demo:
    """The demo as a run left it. Raises `StoreError` where there was none."""
    base = outputs / DEMO.name
    names = sorted(path.name for path in (base / "recordings").iterdir())
    transcripts = [Folder(base / "recordings" / name).read("repair", Transcript) for name in names]
    media = [Folder(base / "recordings" / name).read("download", Recording) for name in names]
    decks = sorted(path.name for path in (base / "decks").iterdir())
    return Demo(
        tuple(Of(deck, Folder(base / "decks" / deck).read("download", Deck)) for deck in decks),
        tuple(Of(name, each) for name, each in zip(names, transcripts, strict=True)),
        {name: outputs / each.media for name, each in zip(names, media, strict=True)},
    )


def watch(media: dict[str, Path], transcripts: Sequence[Of[Transcript]]) -> tuple[Of[Scenes], ...]:
    """The scenes of each recording."""
    return tuple(
        Of(each.owner, watched(media[each.owner], each.artefact.duration)) for each in transcripts
    )


def without_pictures(decks: Sequence[Of[Deck]]) -> tuple[Of[Deck], ...]:
    """The decks as if nothing could be drawn."""
    return tuple(
        Of(
            deck.owner,
            dataclasses.replace(
                deck.artefact,
                slides=tuple(
                    dataclasses.replace(slide, picture=None) for slide in deck.artefact.slides
                ),
            ),
        )
        for deck in decks
    )


def main() -> None:
    """Print a line for each condition."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    made, spans = demo(), truth()
    clock = Clock()
    scenes = watch(made.media, made.transcripts)
    seconds = sum(each.artefact.duration for each in made.transcripts)
    speed = seconds / clock.spent().wall_seconds
    _print(f"the picture is watched {speed:.0f} times as fast as it lasts")

    def told(name: str, order: Order) -> None:
        _print(f"{name:44} {scored(matched(order), spans)}")

    least = MatchOptions().min_confidence
    whole = Order(made.decks, made.transcripts, scenes, OUTPUTS, least)
    told("picture and words", whole)
    words = dataclasses.replace(whole, scenes=())
    told("words alone", words)
    told("words alone, true words", dataclasses.replace(words, transcripts=said_in_truth()))
    told(
        "decks of other seminars beside",
        dataclasses.replace(whole, decks=made.decks + foreign_decks()),
    )
    for deck in foreign_decks():
        told(f"only {deck.owner}, of another seminar", dataclasses.replace(whole, decks=(deck,)))
    for deck in made.decks:
        told(f"only {deck.owner}", dataclasses.replace(whole, decks=(deck,)))
        told(f"only {deck.owner}, words alone", dataclasses.replace(words, decks=(deck,)))
    with tempfile.TemporaryDirectory() as folder:
        films = all_in(Path(folder), made.media)
        corner = dataclasses.replace(whole, scenes=watch(films, made.transcripts))
        told("in a corner beside a camera", corner)
        for deck in made.decks:
            told(f"in a corner, only {deck.owner}", dataclasses.replace(corner, decks=(deck,)))


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
