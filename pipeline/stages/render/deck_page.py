"""Every file of one deck: its page with all slides, their pictures, and the deck itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.artefacts import Slide
from pipeline.declared import RecordingInfo, SeminarInfo
from pipeline.search import Document, Place
from pipeline.stages.render.clock import fragment
from pipeline.stages.render.hostile import line, verified_id
from pipeline.stages.render.options import Media
from pipeline.stages.render.pages import About, Frame, Pages, shortened
from pipeline.stages.render.selection import Shown
from pipeline.stages.render.strings import counted
from pipeline.stages.render.views import DeckView

_MAX_ALT = 1000


@dataclass(frozen=True, slots=True)
class Appearance:
    """When one recording shows a slide, or speaks of it where its picture does not tell."""

    recording: RecordingInfo
    by_words: bool
    times: tuple[tuple[float, str], ...]
    """In seconds, each with its address seen from the page of the deck."""


@dataclass(frozen=True, slots=True)
class SlideView:
    """One slide as its page shows it."""

    slide: Slide
    lines: tuple[str, ...]
    """Of its text, without those that make up the title."""
    picture: str
    """Where it is, seen from the page; empty where there is none."""
    alt: str
    """What stands in for the picture: all that is written on it, up to a length."""
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class DeckPage:
    """What the template of a deck is given."""

    view: DeckView
    seminar: SeminarInfo
    slides: tuple[SlideView, ...]
    address: str
    """Of the deck itself, seen from the page; empty where it is left out."""


def deck_name(view: DeckView) -> str:
    """The deck's place in the folder of its seminar. Raises `UsageError` for an impossible id."""
    return f"decks/{verified_id(view.info.id)}.{view.deck.kind}"


def deck_page_name(view: DeckView) -> str:
    """The place of its page there."""
    return f"decks/{verified_id(view.info.id)}.html"


def deck_files(view: DeckView) -> Iterator[tuple[str, str]]:
    """The deck and its pictures: the name in the seminar's folder, and the source in outputs."""
    yield deck_name(view), view.deck.file
    for slide in view.deck.slides:
        if slide.picture is not None:
            yield f"decks/{picture_name(view, slide)}", slide.picture.file


def deck_html(view: DeckView, shown: Shown, pages: Pages, how: Media, *, draft: bool) -> bytes:
    """The page of a deck."""
    carries, seminar = how != "none", shown.view.info
    page = DeckPage(
        view=view,
        seminar=seminar,
        slides=tuple(
            replace(
                _slide(view, slide, pages, carries=carries),
                appearances=tuple(_appearances(shown, view.info.id, slide.number)),
            )
            for slide in view.deck.slides
        ),
        address=f"{view.info.id}.{view.deck.kind}" if carries else "",
    )
    title = f"{view.info.title} – {seminar.title}"
    told = counted(pages.texts, "slides", len(view.deck.slides))
    pictures = (f"{seminar.id}/decks/{each.picture}" for each in page.slides if each.picture)
    about = About(
        path=f"{seminar.id}/{deck_page_name(view)}",
        description=shortened(f"{pages.texts['deck']}: {title} ({told})"),
        kind="article",
        image=next(pictures, ""),
    )
    frame = Frame(title, "../../", draft, about)
    return pages.html("deck.html", frame, page=page)


def deck_document(view: DeckView, seminar: SeminarInfo) -> Document:
    """The deck for the index of search: each slide that says something is a place."""
    places = []
    for slide in view.deck.slides:
        title, text = line(slide.title), line(slide.text)
        said = text if title in text else f"{title}. {text}"
        if said:
            places.append(Place(float(slide.number), said, title))
    return Document(
        id=f"{seminar.id}/decks/{view.info.id}",
        url=f"{seminar.id}/{deck_page_name(view)}",
        title=line(view.info.title),
        seminar=line(seminar.title),
        date="",
        places=tuple(places),
        kind="deck",
    )


def picture_name(view: DeckView, slide: Slide) -> str:
    """Where the picture of a slide is, seen from the page of its deck."""
    return f"{view.info.id}/{slide.number}.webp"


def _slide(view: DeckView, slide: Slide, pages: Pages, *, carries: bool) -> SlideView:
    lines = tuple(filter(None, map(line, slide.text.split("\n"))))
    rest = _without_title(line(slide.title), lines)
    shown = carries and slide.picture is not None
    written = "; ".join(filter(None, [line(slide.title), *rest]))
    return SlideView(
        slide=slide,
        lines=rest,
        picture=picture_name(view, slide) if shown else "",
        alt=_shortened(written) or pages.texts["slide_picture"].format(n=slide.number),
        appearances=(),
    )


def _appearances(shown: Shown, deck: str, slide: int) -> Iterator[Appearance]:
    times = shown.view.slideshow.times(deck, slide)
    for view in shown.view.recordings:
        page = f"../{verified_id(view.info.id)}.html"
        for by_words in (False, True):
            here = tuple(
                (each.start, f"{page}#{fragment(each.start)}")
                for each in times
                if each.recording == view.info.id and (each.by == "words") == by_words
            )
            if here:
                yield Appearance(view.info, by_words, here)


def _without_title(title: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without the one to three, wherever they stand, that are the title."""
    for start in range(len(lines)):
        for end in range(start + 1, min(start + 3, len(lines)) + 1):
            if " ".join(lines[start:end]) == title:
                return (*lines[:start], *lines[end:])
    return tuple(lines)


def _shortened(text: str) -> str:
    if len(text) <= _MAX_ALT:
        return text
    return text[:_MAX_ALT].rpartition(" ")[0] + " …"
