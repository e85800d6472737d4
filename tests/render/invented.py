"""A seminar that never was, small enough to render in a blink."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.artefacts import (
    Chapter,
    Deck,
    LedgerEntry,
    Picture,
    Placement,
    Programme,
    Recording,
    RecordingTurns,
    Session,
    Slide,
    Transcript,
    Turn,
    Turns,
    Word,
)
from pipeline.declared import DeckInfo, RecordingInfo, SeminarInfo
from pipeline.shown import Shown, ShownBy, Slideshow
from pipeline.stages.render import DeckView, RecordingView, SeminarEntry, SeminarView
from pipeline.summaries import Passage, SessionSummary, Summary, SummarySentence, Term

TEMPLATES = (Path(__file__).parents[2] / "templates",)
MORNING = (
    "Dzień dobry państwu. Otwieram naradę o rzekach i mostach w naszych miastach."
    " Najpierw opowiem o brzegach, a potem o tym, co z nimi zrobimy."
    " Każdy most kosztuje, ale brak mostu kosztuje więcej."
)
EVENING = (
    "Wracamy po przerwie. Teraz pytania z sali i z czatu."
    " Czy gmina może sama naprawić wał? Może, jeżeli ma zgodę i pieniądze."
)


def spoken(text: str, start: float = 0.0, pace: float = 0.4) -> tuple[Word, ...]:
    """The words of a text, one every `pace` seconds, with a breath after each sentence."""
    words, now = [], start
    for part in text.split():
        words.append(Word(round(now, 2), round(now + pace * 0.9, 2), part, 0.9))
        now += pace + (0.5 if part.endswith((".", "?", "!")) else 0.0)
    return tuple(words)


def recording(name: str, *, public: bool = True, title: str = "") -> RecordingView:
    """A recording of 60 s: a session, a break, a session, and a stretch that was rejected."""
    words = (*spoken(MORNING, 1.0), *spoken(EVENING, 30.0))
    ledger = (
        LedgerEntry(0.0, 20.0, "transcribed"),
        LedgerEntry(20.0, 29.0, "not speech"),
        LedgerEntry(29.0, 50.0, "transcribed"),
        LedgerEntry(50.0, 56.0, "rejected", "a loop", "odrzucone słowa"),
        LedgerEntry(56.0, 60.0, "failed", "no memory"),
    )
    return RecordingView(
        RecordingInfo(name, title or f"Nagranie {name}", date(2021, 5, 4), public),
        Recording(f"recordings/{name}/media.mp4", "00", 9, 60.0, 60.0, has_picture=True),
        Transcript("pl", 60.0, words, ledger),
    )


def sessions(name: str) -> tuple[Session, ...]:
    """The sessions of a recording as made by `recording`."""
    return (
        Session(
            f"{name}-otwarcie", "Otwarcie", "session", "programme", ("Żegota Brzeg",),
            "10:00-10:10", Placement(name, 1.0, 20.0, 0.95, ()), (Chapter(9.0, "mosty i brzegi"),),
        ),
        Session(
            f"{name}-przerwa", "Przerwa", "break", "programme", (), "",
            Placement(name, 20.0, 29.0, None, ()), (),
        ),
        Session(
            f"{name}-pytania", "Pytania z sali", "session", "found", (), "",
            Placement(name, 30.0, 60.0, 0.5, ()), (),
        ),
    )  # fmt: skip


def seminar(
    name: str = "narada", *, recordings: Sequence[RecordingView] | None = None
) -> SeminarView:
    """A seminar with everything that a page can show."""
    views = tuple(recordings if recordings is not None else [recording("dzien-1")])
    placed = [each for view in views for each in sessions(view.info.id)]
    unplaced = Session("panel", "Panel", "session", "programme", (), "12:00", None, ())
    quotes = [
        SummarySentence(
            f"Zdanie z {view.info.id}.", "point", (Passage(view.info.id, 2.8, 6.0, 3, 12),)
        )
        for view in views
    ]
    parts = [
        SessionSummary(f"{view.info.id}-otwarcie", (quote,), (f"most {view.info.id}", "rzeka"))
        for view, quote in zip(views, quotes, strict=True)
    ]
    phrases = tuple(f"most {view.info.id}" for view in views)
    terms = tuple(
        Term(f"most {view.info.id}", "phrase", (Passage(view.info.id, 2.8, 6.0, 3, 12),))
        for view in views
    )
    shown = Picture("decks/plan/slides/1.webp", 320, 180)
    slides = (
        Slide(1, "Rzeki", "Rzeki\nBrzeg lewy\nBrzeg prawy", shown),
        Slide(2, "", "", shown),
        Slide(4, "Przeprawy promowe", "Przeprawy\npromowe\nBilet 2 zł"),
    )
    deck = Deck("decks/plan/plan.pdf", "00", 9, slides)
    return SeminarView(
        info=SeminarInfo(
            name, "Narada o mostach", "Gmina Zarzecze", (date(2021, 5, 4), date(2021, 5, 5)),
            "https://example.org/narada", "Dwa dni o rzekach.", "Wszystko zmyślone.",
        ),
        recordings=views,
        decks=(DeckView(DeckInfo("plan", "Plan przepraw"), deck),),
        programme=Programme((*placed, unplaced)),
        summary=Summary(tuple(quotes), phrases, tuple(parts), terms),
        missing=(RecordingInfo("zgubione", "Zgubione nagranie", None, public=True),),
    )  # fmt: skip


NAMES = {1: "Żegota Brzeg", 2: "Mira Przęsło"}


def turns(name: str) -> RecordingTurns:
    """Who speaks in a recording as made by `recording`: two by name, one without, one unknown.

    Mira breaks into a sentence; in the middle it may be someone else than Żegota.
    """
    words = recording(name).transcript.words
    rows: tuple[tuple[int, int, int | None, float | None], ...] = (
        (0, 16, 1, 0.99), (16, 24, 2, 0.95), (24, 32, 1, 0.4),
        (32, 42, 1, 0.99), (42, 48, 3, 0.99), (48, 54, None, None),
    )  # fmt: skip
    return RecordingTurns(
        name,
        tuple(
            Turn(words[first].start, words[end - 1].end, first, end, speaker, confidence)
            for first, end, speaker, confidence in rows
        ),
    )


def voiced(view: SeminarView) -> SeminarView:
    """The same seminar with who speaks in every recording."""
    told = Turns(tuple(turns(each.info.id) for each in view.recordings))
    return replace(view, turns=told, names=NAMES)


def slid(view: SeminarView) -> SeminarView:
    """The same seminar with the deck's slides in each recording: two are seen, one is spoken of."""
    told: tuple[tuple[float, float, int, ShownBy], ...] = (
        (0.9, 9.0, 1, "picture"), (9.0, 20.0, 2, "both"),
        (30.1, 48.0, 4, "words"), (48.0, 49.0, 1, "picture"),
    )  # fmt: skip
    rows = [
        Shown(each.info.id, start, end, "plan", slide, by, 0.9)
        for each in view.recordings
        for start, end, slide, by in told
    ]
    return replace(view, slideshow=Slideshow(tuple(rows)))


def entry(view: SeminarView, digest: str = "1") -> SeminarEntry:
    """The entry that loads a view."""
    return SeminarEntry(
        view.info,
        digest,
        any(each.info.public for each in view.recordings),
        any(not each.info.public for each in view.recordings),
        partial(_same, view),
    )


def _same(view: SeminarView) -> SeminarView:
    return view


def retitled(view: SeminarView, title: str) -> SeminarView:
    """The same seminar by another title."""
    return replace(view, info=replace(view.info, title=title))


def lay_media(outputs: Path, view: SeminarView, film: bytes = b"not a film") -> None:
    """Puts a file where each recording, deck and picture of a view says it lies."""
    slides = [slide for each in view.decks for slide in each.deck.slides]
    pictures = [slide.picture.file for slide in slides if slide.picture]
    files = {each.recording.media: film for each in view.recordings}
    files |= {each.deck.file: film for each in view.decks}
    files |= dict.fromkeys(pictures, _webp() if pictures else b"")
    for name, data in files.items():
        path = outputs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def film(seconds: int) -> bytes:
    """A grey picture of some seconds, as H.264 in MP4."""
    import av
    import numpy as np

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=2)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for number in range(seconds * 2):
            grey = np.full((36, 64, 3), number % 255, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return buffer.getvalue()


def _webp() -> bytes:
    """A grey picture."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (320, 180), (120, 120, 120)).save(buffer, "WEBP")
    return buffer.getvalue()
