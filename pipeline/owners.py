"""The stages in their order, and what each seminar, recording and deck gives them to read."""

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.corrections import corrections_file, entry_lines
from pipeline.declared import Corrections, Glossary, Plan, Source
from pipeline.errors import SourceError
from pipeline.files import remembered_digest
from pipeline.making import Made, Owner
from pipeline.reviews import NO_REVIEW, Review
from pipeline.seminar import DeclaredMedia, SeminarFolder
from pipeline.stage import Scope, Stage
from pipeline.stages import (
    correct,
    diarise,
    download,
    match,
    repair,
    review,
    segment,
    summarise,
    transcribe,
    watch,
)
from pipeline.store import Folder, Whose

STAGES: tuple[Stage, ...] = (
    download.RECORDING,
    download.DECK,
    transcribe.STAGE,
    repair.STAGE,
    review.STAGE,
    correct.STAGE,
    watch.STAGE,
    diarise.STAGE,
    match.STAGE,
    segment.STAGE,
    summarise.STAGE,
)


def owners_of(seminar: SeminarFolder, outputs: Path) -> Owner:
    """The seminar as an owner of artefacts, its recordings and decks as its children."""
    base = outputs / seminar.id
    decks = [
        _media_owner("deck", seminar, deck, base / "decks" / deck.id) for deck in seminar.decks
    ]
    recordings = [
        _media_owner("recording", seminar, recording, base / "recordings" / recording.id)
        for recording in seminar.recordings
    ]
    for recording in recordings:
        recording.siblings = decks
        recording.declared[Glossary] = lambda: seminar.glossary
        recording.declared[Corrections] = _corrections(seminar, recording.id)
    return Owner(
        scope="seminar",
        id=seminar.id,
        label=seminar.id,
        folder=Folder(base, Whose(seminar.id)),
        declared={Plan: lambda: seminar.plan},
        children=decks + recordings,
    )


def _corrections(seminar: SeminarFolder, recording: str) -> Callable[[], Corrections]:
    path = corrections_file(seminar.path, recording)
    return lambda: Corrections(entry_lines(path))


def review_of(made: Mapping[type, Made]) -> Review:
    """What people changed and checked of a recording, as it was last made. Raises `StoreError`."""
    return made[Review].read(Review) if Review in made else NO_REVIEW


def _media_owner(scope: Scope, seminar: SeminarFolder, media: DeclaredMedia, path: Path) -> Owner:
    is_deck = scope == "deck"
    whose = Whose(seminar.id, deck=media.id) if is_deck else Whose(seminar.id, media.id)
    return Owner(
        scope=scope,
        id=media.id,
        label=f"{seminar.id}/{media.id}",
        folder=Folder(path, whose),
        declared={Source: _source(seminar, media, path)},
    )


def _source(seminar: SeminarFolder, media: DeclaredMedia, path: Path) -> Callable[[], Source]:
    def source() -> Source:
        if not media.file:  # a file beside an address was attached by hand
            return Source(media.url)
        file = seminar.local(media.file)
        try:
            sha256 = remembered_digest(file, path / "source.json")
        except OSError as error:
            reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
            raise SourceError(
                f"{file}: {reason}; put it there, or correct `file` in {seminar.path.name}/"
                "seminar.toml"
            ) from None
        return Source("", sha256, str(file))

    return source
