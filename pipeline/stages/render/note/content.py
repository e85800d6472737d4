"""What the template of a note is given: a seminar as far as a site may show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.canonical import digest
from pipeline.declared import SeminarInfo
from pipeline.stages.render.clock import fragment
from pipeline.stages.render.deck_page import deck_name, deck_page_name
from pipeline.stages.render.hostile import line
from pipeline.stages.render.layout import placed
from pipeline.stages.render.options import Language, Media
from pipeline.stages.render.selection import Shown
from pipeline.stages.render.talk import TalkTimes
from pipeline.stages.render.voices import Voices
from pipeline.summaries import SentenceKind, SummarySentence

_HEARD = 5.0
"""Seconds from which on a person is told to have spoken: less may be a border in a wrong place."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the summary and where to hear it."""

    text: str
    kind: SentenceKind
    start: float
    address: str
    """Seen from the first page of the site, as all addresses here."""
    recording: str
    """A short title of the recording; empty where there is only one."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who was heard under a name that may be shown."""

    name: str
    doubtful: bool
    """Whether much of it may be someone else."""


@dataclass(frozen=True, slots=True)
class NotePart:
    """A session that is placed. What is said twice in a note is said in the first place alone."""

    title: str
    found: bool
    """The title is ours."""
    start: float
    end: float
    address: str
    printed: tuple[str, ...]
    """Speakers as the programme prints them."""
    heard: tuple[Speaker, ...]
    about: tuple[Said, ...]
    points: tuple[Said, ...]
    figures: tuple[Said, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteRecording:
    """A recording, and its sessions in their order."""

    title: str
    date: date | None
    duration: float
    address: str
    parts: tuple[NotePart, ...]


@dataclass(frozen=True, slots=True)
class NoteDeck:
    """A presentation. Addresses are empty where there is no page, or no file in the site."""

    title: str
    page: str
    file: str
    kind: str


@dataclass(frozen=True, slots=True)
class NoteContent:
    """Everything that a note may say."""

    seminar: SeminarInfo
    days: tuple[date, ...]
    """Declared, else those of the recordings."""
    address: str
    """Of the seminar's page."""
    about: tuple[Said, ...]
    """What all of it is about."""
    points: tuple[Said, ...]
    """The main points of the whole."""
    phrases: tuple[str, ...]
    recordings: tuple[NoteRecording, ...]
    commitments: tuple[Said, ...]
    """Of all sessions, as far as `points` do not hold them."""
    questions: tuple[Said, ...]
    elsewhere: tuple[str, ...]
    """Titles of sessions that are placed in none of the recordings."""
    decks: tuple[NoteDeck, ...]

    @property
    def found(self) -> bool:
        """Whether any part has a title that is ours."""
        return any(part.found for each in self.recordings for part in each.parts)


@dataclass(slots=True)
class _Gathering:
    """Tells each sentence once."""

    shown: Shown
    names: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def take(self, sentences: Sequence[SummarySentence], *kinds: SentenceKind) -> tuple[Said, ...]:
        """Those of some kinds."""
        return tuple(self._said(each) for each in sentences if each.kind in kinds)

    def fresh(self, sentences: Sequence[SummarySentence]) -> list[SummarySentence]:
        """Those that were not told yet; told from now on."""
        found = [each for each in sentences if line(each.text) not in self.told]
        self.told.update(line(each.text) for each in found)
        return found

    def _said(self, sentence: SummarySentence) -> Said:
        place = sentence.place
        address = f"{self.shown.view.info.id}/{place.recording}.html#{fragment(place.start)}"
        name = self.names.get(place.recording, "") if len(self.names) > 1 else ""
        return Said(sentence.text, sentence.kind, place.start, address, name)


def note_content(shown: Shown, language: Language, media: Media) -> NoteContent:
    """What a note of this seminar may say."""
    view, home = shown.view, shown.view.info.id
    gathering = _Gathering(
        shown, short_titles([(e.info.id, e.info.title) for e in view.recordings])
    )
    whole = gathering.fresh(view.summary.sentences)
    parts = {each.session: each for each in view.summary.sessions}
    fresh = {name: gathering.fresh(part.sentences) for name, part in parts.items()}
    rest = [sentence for found in fresh.values() for sentence in found]
    talk = TalkTimes(Voices(view.turns, view.names, language), view.turns.mixed, language)
    recordings = tuple(
        NoteRecording(
            each.info.title, each.info.date, each.recording.duration,
            f"{home}/{each.info.id}.html",
            tuple(_parts(gathering, fresh, talk, each.info.id)),
        )
        for each in view.recordings
    )  # fmt: skip
    return NoteContent(
        seminar=view.info,
        days=view.info.dates or tuple(e.info.date for e in view.recordings if e.info.date),
        address=f"{home}/index.html",
        about=gathering.take(whole, "about"),
        points=gathering.take(whole, "point", "figure", "commitment"),
        phrases=view.summary.phrases,
        recordings=recordings,
        commitments=gathering.take(rest, "commitment"),
        questions=gathering.take([*whole, *rest], "question"),
        elsewhere=tuple(
            each.title
            for each in view.programme.sessions
            if each.placement is None and each.kind != "break"
        ),
        decks=tuple(_decks(shown, media)),
    )


def basis(shown: Shown) -> str:
    """Digest of what an automatic note says of the words: changes when they do."""
    summary = shown.view.summary
    return digest([summary.sentences, [[e.session, e.sentences] for e in summary.sessions]])


def short_titles(titles: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Titles of recordings by id: `Dzień 1` for `Dzień 1: dane`, where that tells them apart.

    No line breaks inside one of at most a dozen characters.
    """
    short = {name: line(title).partition(": ")[0] for name, title in titles}
    short = {
        name: title.replace(" ", "\u00a0") if len(title) <= 12 else title
        for name, title in short.items()
    }
    return short if len(set(short.values())) == len(short) else dict(titles)


def _parts(
    gathering: _Gathering,
    fresh: dict[str, list[SummarySentence]],
    talk: TalkTimes,
    recording: str,
) -> Iterator[NotePart]:
    view = gathering.shown.view
    phrases = {each.session: each.phrases for each in view.summary.sessions}
    # Inside its own recording no sentence needs to name it.
    here = replace(gathering, names={})
    for session in placed(view.programme.sessions, recording):
        place = session.placement
        if place is None or session.kind == "break":
            continue
        heard = talk.of(view.turns.of(recording), place.start, place.end)
        sentences = fresh.get(session.id, [])
        yield NotePart(
            title=session.title,
            found=session.origin == "found",
            start=place.start,
            end=place.end,
            address=f"{view.info.id}/{recording}.html#{fragment(place.start)}",
            printed=session.speakers,
            heard=tuple(
                Speaker(each.label, bool(each.doubtful))
                for each in heard
                if each.named and not each.mixed and each.seconds >= _HEARD
            ),
            about=here.take(sentences, "about"),
            points=here.take(sentences, "point"),
            figures=here.take(sentences, "figure"),
            phrases=phrases.get(session.id, ()),
        )


def _decks(shown: Shown, media: Media) -> Iterator[NoteDeck]:
    home = shown.view.info.id
    for each in shown.view.decks:
        page = f"{home}/{deck_page_name(each)}" if each.deck.slides else ""
        file = f"{home}/{deck_name(each)}" if media != "none" else ""
        yield NoteDeck(each.info.title, page, file, each.deck.kind.upper())
