"""Slides beside what is said: where in a recording each appears, and what it shows there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.artefacts import Slide
from pipeline.shown import ShownBy, Slideshow
from pipeline.stages.render.clock import fragment
from pipeline.stages.render.deck_page import deck_page_name, picture_name
from pipeline.stages.render.hostile import line
from pipeline.stages.render.layout import Block, Layout
from pipeline.stages.render.views import DeckView

_ENOUGH = 5.0
"""Seconds of a paragraph that are enough for a slide to stand beside it."""


@dataclass(frozen=True, slots=True)
class SlideCard:
    """A slide where it appears in a recording."""

    start: float
    end: float
    deck: str
    slide: Slide
    title: str
    address: str
    """Of the slide on the page of its deck, seen from the recording's page."""
    picture: str
    """Where it is, seen from there; empty where there is none."""
    by: ShownBy
    id: str = ""
    """Its place in the page; empty where that second has one."""


def cards(
    slideshow: Slideshow, recording: str, decks: Sequence[DeckView], *, carries: bool
) -> tuple[SlideCard, ...]:
    """The slides of one recording, by time; those whose deck is not there are left out."""
    found = {
        (deck.info.id, slide.number): (deck, slide) for deck in decks for slide in deck.deck.slides
    }
    made = []
    for each in slideshow.of(recording):
        if (each.deck, each.slide) not in found:
            continue
        deck, slide = found[each.deck, each.slide]
        pictured = carries and slide.picture is not None
        made.append(
            SlideCard(
                start=each.start,
                end=each.end,
                deck=each.deck,
                slide=slide,
                title=line(slide.title),
                address=f"{deck_page_name(deck)}#slajd-{slide.number}",
                picture=f"decks/{picture_name(deck, slide)}" if pictured else "",
                by=each.by,
            )
        )
    return tuple(made)


def beside(layout: Layout, shown: Sequence[SlideCard]) -> Mapping[int, tuple[SlideCard, ...]]:
    """The slides that appear at each paragraph, by the number of its first word.

    A slide goes to the first paragraph of which it sees enough, else to that of which it sees most;
    one that sees none is left out.
    """
    used = set(_ids(layout))
    texts = [
        block
        for section in layout.sections
        for block in section.blocks
        if block.kind == "paragraph" and block.sentences
    ]
    placed: dict[int, list[SlideCard]] = {}
    for card in shown:
        block = _paragraph(texts, card)
        if block is None:
            continue
        name = fragment(card.start)
        own = replace(card, id="" if name in used else name)
        used.add(name)
        placed.setdefault(block.sentences[0].first_word, []).append(own)
    return {word: tuple(each) for word, each in placed.items()}


def _paragraph(texts: Sequence[Block], card: SlideCard) -> Block | None:
    seconds = [min(card.end, text.end) - max(card.start, text.start) for text in texts]
    for text, each in zip(texts, seconds, strict=True):
        if each > 0 and each >= min(_ENOUGH, (text.end - text.start) / 2):
            return text
    most = max(range(len(texts)), key=seconds.__getitem__, default=None)
    return None if most is None or seconds[most] <= 0 else texts[most]


def _ids(layout: Layout) -> Iterator[str]:
    for section in layout.sections:
        yield section.id
        for block in section.blocks:
            yield block.id
            yield from (sentence.id for sentence in block.sentences)
