"""The site, brought up to date from whatever artefacts are there: all seminars of the workspace."""

import contextlib
from collections.abc import Callable, Mapping
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
    ) -> None:
        """`told` hears of a run that was cut off as it rendered."""
        self._told = told
        self._workspace = workspace
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
        seminars = [self._declared(path) for path in seminar_folders(self._workspace.seminars)]
        entries = [
            _entry(seminar, self._workspace.outputs, self._note(seminar))
            for seminar in seminars
            if seminar
        ]
        return [entry for entry in entries if entry]

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


def _entry(seminar: SeminarFolder, outputs: Path, note: EditorsNote | None) -> SeminarEntry | None:
    """A seminar with what was made of it, up to date or not; `None` while there is no recording."""
    owner = owners_of(seminar, outputs)
    note_present(owner, STAGES)
    recordings = [child for child in owner.children if Transcript in child.made]
    if not recordings:
        return None
    infos = {info.id: info for info in map(seminar.recording_info, seminar.recordings)}
    shown = [infos[child.id] for child in recordings]
    made = [*(child.made for child in owner.children), consistent(owner)]
    return SeminarEntry(
        info=seminar.info,
        digest=digest(
            [
                seminar.info,
                list(infos.values()),
                [seminar.deck_info(deck) for deck in seminar.decks],
                [seminar.captions_due(each) for each in seminar.recordings],
                _naming(seminar),
                note,
                [
                    [kind.__name__, each.sidecar.digest, *(f.sha256 for f in each.sidecar.files)]
                    for one in made
                    for kind, each in one.items()
                ],
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
