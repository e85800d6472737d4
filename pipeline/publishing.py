"""The site, brought up to date from whatever artefacts are there: all seminars of the workspace."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from pipeline.artefacts import Deck, Programme, Recording, Transcript, Turns
from pipeline.attributing import consistent, shown_speakers
from pipeline.canonical import digest
from pipeline.config import Workspace
from pipeline.corrections.voices import Attributed, attributed
from pipeline.errors import Busy, InvalidFile
from pipeline.files import sweep, write_atomically
from pipeline.locks import locked, unheard
from pipeline.making import Made, Owner, note_present
from pipeline.owners import STAGES, owners_of, review_of
from pipeline.passages import fault
from pipeline.reviews import NO_REVIEW, Review
from pipeline.seminar import FILE, SeminarFolder, read_seminar, seminar_folders
from pipeline.settling import Settled, Shown, shown_of
from pipeline.shown import Slideshow
from pipeline.stages.render import (
    DeckView,
    EditorsNote,
    RecordingView,
    RenderOptions,
    SeminarEntry,
    SeminarView,
    editors_note,
    merge_index,
    render_site,
)
from pipeline.summaries import Summary

_WANTED = ".site-wanted"
_NO_PROGRAMME, _NO_SUMMARY, _NO_TURNS = Programme(()), Summary((), (), ()), Turns(())
_NO_SLIDES = Slideshow(())


class Site:
    """The folder `outputs/site` of a workspace."""

    def __init__(
        self,
        workspace: Workspace,
        options: RenderOptions,
        told: Callable[[str], None] = unheard,
        known: Callable[[Path], Settled | None] | None = None,
    ) -> None:
        """`told` hears of a run that was cut off as it rendered.

        `known`: what is noted of the seminar declared in a folder, where nothing is to do.
        """
        self._told = told
        self._workspace = workspace
        self._known = known
        self._options = options
        self._wanted = workspace.outputs / _WANTED
        self.unreadable: list[str] = []
        """Seminars whose declaration has faults: their pages stay as they were."""
        self.faulty_notes: list[tuple[str, InvalidFile]] = []
        """Seminars whose summary.md cannot be shown: the automatic summary is."""

    def bring_up_to_date(self) -> int:
        """Render what changed; how many files were written or removed.

        Where another run is rendering, it is asked to look again before it ends, and 0 is given.
        Raises `StenogramError`.
        """
        write_atomically(self._wanted, b"")
        changed = 0
        while self._wanted.exists():
            try:
                with locked(self._workspace.outputs, "the site", told=self._told):
                    self._wanted.unlink(missing_ok=True)
                    changed += self._render()
            except Busy:
                break  # the holder sees the mark after it has let go
        return changed

    def merge_index(self) -> None:
        """Make the index of search anew where a delta stands beside its base.

        Raises `Busy` where another run is rendering, `StenogramError`.
        """
        with locked(self._workspace.outputs, "the site", told=self._told):
            merge_index(
                self._entries(), self._workspace.outputs, self._workspace.templates, self._options
            )

    def _render(self) -> int:
        sweep(self._workspace.outputs, deep=False)
        report = render_site(
            self._entries(), self._workspace.outputs, self._workspace.templates, self._options
        )
        return len(report.made) + len(report.removed)

    def _entries(self) -> list[SeminarEntry]:
        self.unreadable.clear()
        self.faulty_notes.clear()
        entries = map(self._entry, seminar_folders(self._workspace.seminars))
        return [entry for entry in entries if entry]

    def _entry(self, path: Path) -> SeminarEntry | None:
        known = self._known(path) if self._known else None
        seminar = SeminarFolder(path, known.declared) if known else self._declared(path)
        if seminar is None:
            return None
        outputs = self._workspace.outputs
        shown = known.shown if known else _shown(owners_of(seminar, outputs))
        return _entry(seminar, outputs, shown, self._note(seminar))

    def _note(self, seminar: SeminarFolder) -> EditorsNote | None:
        try:
            return editors_note(seminar.path)
        except InvalidFile as error:
            self.faulty_notes.append((seminar.id, error))
            return None

    def _declared(self, path: Path) -> SeminarFolder | None:
        """The seminar as declared or, where that has faults now, as it was when it had none."""
        kept = self._workspace.outputs / path.name / FILE
        try:
            seminar = read_seminar(path)
        except InvalidFile:
            self.unreadable.append(path.name)
            with contextlib.suppress(InvalidFile):
                return read_seminar(kept)
            return None
        text = (path / FILE).read_bytes()
        if kept.parent.is_dir() and not (kept.is_file() and kept.read_bytes() == text):
            write_atomically(kept, text)
        return seminar


def view_of(seminar: SeminarFolder, outputs: Path) -> SeminarView:
    """Everything that may be shown of a seminar. Raises `InvalidFile`, `StoreError`."""
    return _loaded(seminar, outputs, editors_note(seminar.path))


def _shown(owner: Owner) -> tuple[Shown, ...]:
    """What pages of a seminar are made of: of its children in their order, then of itself."""
    note_present(owner, STAGES)
    return (*(shown_of(child.made) for child in owner.children), shown_of(consistent(owner)))


def _entry(
    seminar: SeminarFolder, outputs: Path, made: Sequence[Shown], note: EditorsNote | None
) -> SeminarEntry | None:
    """A seminar with what was made of it, up to date or not; `None` while there is no recording."""
    infos = [seminar.recording_info(recording) for recording in seminar.recordings]
    of_recordings = made[len(seminar.decks) : -1]
    shown = [
        info
        for info, kinds in zip(infos, of_recordings, strict=True)
        if any(kind == Transcript.__name__ for kind, *_ in kinds)
    ]
    if not shown:
        return None
    return SeminarEntry(
        info=seminar.info,
        digest=digest(
            [
                seminar.info,
                infos,
                [seminar.deck_info(deck) for deck in seminar.decks],
                [seminar.captions_due(each) for each in seminar.recordings],
                _naming(seminar),
                note,
                [kind for owner in made for kind in owner],
            ]
        ),
        public=any(info.public for info in shown),
        draft=any(not info.public for info in shown),
        load=partial(_loaded, seminar, outputs, note),
    )


def _loaded(seminar: SeminarFolder, outputs: Path, note: EditorsNote | None) -> SeminarView:
    """The same view in whatever process: an owner cannot be sent to one."""
    owner = owners_of(seminar, outputs)
    note_present(owner, STAGES)
    return _view(seminar, owner, note)


def _review(made: Mapping[type, Made], transcript: Transcript) -> Review:
    """What people changed and checked of these very words; nothing where it is of others."""
    review = review_of(made)
    return review if review.corrected_words == len(transcript.words) else NO_REVIEW


def _naming(seminar: SeminarFolder) -> list[object]:
    """What names of speakers are made of, besides what was heard."""
    given = seminar.declared
    printed = seminar.glossary.terms if given.confirm == "said" else ()
    return [given.speakers, given.confirm, printed]


def _view(seminar: SeminarFolder, owner: Owner, note: EditorsNote | None) -> SeminarView:
    children = {(child.scope, child.id): child.made for child in owner.children}
    recordings, missing = [], []
    for declared in seminar.recordings:
        info, made = seminar.recording_info(declared), children["recording", declared.id]
        if Transcript in made and Recording in made:
            media, spoken = made[Recording].read(Recording), made[Transcript].read(Transcript)
            due = seminar.captions_due(declared)
            recordings.append(RecordingView(info, media, spoken, _review(made, spoken), due))
        else:
            missing.append(info)
    decks = [
        DeckView(seminar.deck_info(deck), children["deck", deck.id][Deck].read(Deck))
        for deck in seminar.decks
        if Deck in children["deck", deck.id]
    ]
    made = consistent(owner)
    words = {each.info.id: each.transcript for each in recordings}
    turns = made[Turns].read(Turns) if Turns in made else _NO_TURNS
    turns = _NO_TURNS if fault(turns, words) else turns
    speakers = shown_speakers(seminar, owner, turns, words)
    spoken_by = attributed(
        Attributed(turns, speakers.names),
        {name: transcript.words for name, transcript in words.items()},
        {each.info.id: each.review.speakers for each in recordings},
    )
    return SeminarView(
        info=seminar.info,
        recordings=tuple(recordings),
        decks=tuple(decks),
        programme=made[Programme].read(Programme) if Programme in made else _NO_PROGRAMME,
        summary=made[Summary].read(Summary) if Summary in made else _NO_SUMMARY,
        missing=tuple(missing),
        turns=spoken_by.turns,
        note=note,
        names=spoken_by.names,
        said_in={
            each.speaker: frozenset(moment.recording for moment in each.moments)
            for each in speakers.named
            if each.known == "said"
        },
        slideshow=made[Slideshow].read(Slideshow) if Slideshow in made else _NO_SLIDES,
    )
