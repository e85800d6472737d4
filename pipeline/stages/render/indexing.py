"""What the index of search is given of each seminar."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from pipeline.canonical import digest
from pipeline.search import Document, Place, Source
from pipeline.stages.render.deck_page import deck_document
from pipeline.stages.render.hostile import line
from pipeline.stages.render.layout import lay_out, placed
from pipeline.stages.render.options import Language
from pipeline.stages.render.selection import Selection, Shown, select
from pipeline.stages.render.views import RecordingView, SeminarEntry
from pipeline.stages.render.voices import Voices

INDEX = "search"
"""The folder of the index in a site."""
_VERSION = 1
"""Of what is made of a seminar here: a new one has the whole index made anew."""


def private_index(outputs: Path, name: str) -> Path:
    """Where the index keeps what is not published; `name` is the folder of its site."""
    return outputs / ".search" / (name or "public")


def sources(
    entries: Sequence[SeminarEntry], selection: Selection, language: Language
) -> list[Source]:
    """Each seminar as the index knows it; none is loaded before the index needs it."""
    return [
        Source(
            id=entry.info.id,
            digest=digest(["search", _VERSION, entry.digest, selection, language]),
            date=max((each.isoformat() for each in entry.info.dates), default=""),
            load=partial(_documents, entry, selection, language),
        )
        for entry in entries
    ]


def _documents(entry: SeminarEntry, selection: Selection, language: Language) -> Iterator[Document]:
    """Every recording and deck of a seminar."""
    shown = select(entry.load(), selection)
    for view in shown.view.recordings:
        yield Document(
            id=f"{entry.info.id}/{view.info.id}",
            url=f"{entry.info.id}/{view.info.id}.html",
            title=line(view.info.title),
            seminar=line(entry.info.title),
            date=view.info.date.isoformat() if view.info.date else "",
            places=tuple(_places(shown, view, language)),
        )
    for deck in shown.view.decks:
        yield deck_document(deck, entry.info)


def _places(shown: Shown, view: RecordingView, language: Language) -> Iterator[Place]:
    stretches = Voices(shown.view.turns, shown.view.names, language).stretches(view.info.id)
    sessions = placed(shown.view.programme.sessions, view.info.id)
    layout = lay_out(view.transcript, sessions, stretches)
    for section in layout.sections:
        session = line(section.session.title) if section.session else ""
        for block in section.blocks:
            voice = layout.voice(block)
            # „Osoba 2" is someone else in every seminar.
            name = voice.label if voice and voice.named else ""
            doubtful = bool(name and voice and voice.doubtful)
            for sentence in block.sentences:
                yield Place(sentence.start, sentence.text, session, name, doubtful)
