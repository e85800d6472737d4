"""One site: a folder with its first page, search, and a folder for each seminar.

Built twice where there are drafts: the public site, and below it that of the drafts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from pipeline.canonical import digest
from pipeline.errors import UsageError
from pipeline.files import store_error, write_atomically
from pipeline.search import Document, Place, write_index
from pipeline.search.writing import MANIFEST
from pipeline.search.writing import VERSION as INDEX_VERSION
from pipeline.stages.render.deck_page import deck_document, deck_files, deck_html, deck_page_name
from pipeline.stages.render.feed import FEED, feed
from pipeline.stages.render.hostile import line, verified_id
from pipeline.stages.render.layout import lay_out, placed
from pipeline.stages.render.manifest import Built, Card, RecordingCard, Root
from pipeline.stages.render.media import place
from pipeline.stages.render.options import Language, RenderOptions
from pipeline.stages.render.pages import Frame, Pages
from pipeline.stages.render.recording_page import Manner, media_name, recording_files
from pipeline.stages.render.selection import Selection, Shown, select
from pipeline.stages.render.seminar_page import seminar_html
from pipeline.stages.render.views import RecordingView, SeminarEntry, SeminarView
from pipeline.stages.render.voices import Voices

_INDEX = "search/"


@dataclass(frozen=True, slots=True)
class Plan:
    """One site to build."""

    outputs: Path
    name: str
    """Its folder below `outputs/site`; empty for the public site."""
    entries: tuple[SeminarEntry, ...]
    selection: Selection
    recipe: str
    """Of what every page shares: options, templates, version."""
    options: RenderOptions
    pages: Pages
    assets: dict[str, bytes]
    word: bool
    """Whether Word documents are made."""

    @property
    def draft(self) -> bool:
        """Whether every page says that it is not published."""
        return self.selection == "all"

    @property
    def folder(self) -> Path:
        """Where the site lies."""
        return self.outputs / "site" / self.name


@dataclass(slots=True)
class Tally:
    """What a run did so far."""

    made: list[str] = field(default_factory=list)
    kept: int = 0
    removed: list[str] = field(default_factory=list)


class SiteBuilder:
    """Brings one site up to date with what was built before."""

    def __init__(self, plan: Plan, old: Root, tally: Tally) -> None:
        self.plan = plan
        self.tally = tally
        self.old = old
        self.new = Root()

    def is_current(self) -> bool:
        """Whether there is nothing to do; loads nothing."""
        plan = self.plan
        return (
            self.old.recipe == self._shared_recipe()
            and self.old.seminars.keys() == {entry.info.id for entry in plan.entries}
            and self._is_whole(self.old.files)
            and self._is_searchable()
            and all(self._kept(entry) is not None for entry in plan.entries)
        )

    def build(self) -> Root:
        """Makes what is missing or changed. One seminar is in memory at a time."""
        for entry in self.plan.entries:
            kept = self._kept(entry)
            if kept is None:
                kept = self._seminar(entry)
            else:
                self.tally.kept += len(kept.files)
            self.new.seminars[entry.info.id] = kept
        self._shared()
        self.new.sizes = self._sizes()
        return self.new

    def _kept(self, entry: SeminarEntry) -> Built | None:
        built = self.old.seminars.get(entry.info.id)
        if built is None or built.recipe != self._recipe(entry):
            return None
        return built if self._is_whole(built.files) else None

    def _is_whole(self, files: Iterable[str]) -> bool:
        sizes, folder = self.old.sizes, self.plan.folder
        return all(name in sizes and sizes[name] == _size(folder / name) for name in files)

    def _is_searchable(self) -> bool:
        index = [name for name in self.old.sizes if name.startswith(_INDEX)]
        return f"{_INDEX}{MANIFEST}.js" in index and self._is_whole(index)

    def _sizes(self) -> dict[str, int]:
        """What `_is_whole` will compare: the size of every file that is now in the site."""
        folder = self.plan.folder
        names = [*self.new.files, *(f"{_INDEX}{path.name}" for path in self._shards())]
        for built in self.new.seminars.values():
            names.extend(built.files)
        found = ((name, _size(folder / name)) for name in sorted(names))
        return {name: size for name, size in found if size is not None}

    def _shards(self) -> list[Path]:
        return list((self.plan.folder / _INDEX).glob("*.js"))

    def _drop_damaged_shards(self) -> None:
        """What is there by the right name, the index takes for right and leaves alone."""
        for path in self._shards():
            if not self._is_whole([f"{_INDEX}{path.name}"]):
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise store_error(error, path) from error

    def _recipe(self, entry: SeminarEntry) -> str:
        return digest([self.plan.recipe, entry.info.id, entry.digest, self.plan.selection])

    def _shared_recipe(self) -> str:
        parts = [self.plan.recipe, *(self._recipe(entry) for entry in self.plan.entries)]
        parts.append(f"search {INDEX_VERSION}")
        return digest([*parts, *sorted(digest(data.hex()) for data in self.plan.assets.values())])

    def _write(self, name: str, data: bytes) -> str:
        path = self.plan.folder / name
        if path.is_file() and path.read_bytes() == data:
            self.tally.kept += 1
        else:
            write_atomically(path, data)
            self.tally.made.append(self._told(name))
        return name

    def _told(self, name: str) -> str:
        return (self.plan.folder / name).relative_to(self.plan.outputs).as_posix()

    def _seminar(self, entry: SeminarEntry) -> Built:
        plan, home = self.plan, entry.info.id
        shown = select(entry.load(), plan.selection)
        how, files = plan.options.media, []
        page = seminar_html(shown, plan.pages, how, draft=plan.draft)
        files.append(self._write(f"{home}/index.html", page))
        manner = Manner(plan.options, plan.draft, plan.word)
        for view in shown.view.recordings:
            _check_recording(home, view.info.id)
            made = recording_files(shown, view, plan.pages, manner)
            files.extend(self._write(f"{home}/{name}", data) for name, data in made)
        for deck in filter(lambda each: each.deck.slides, shown.view.decks):
            page = deck_html(deck, shown, plan.pages, how, draft=plan.draft)
            files.append(self._write(f"{home}/{deck_page_name(deck)}", page))
        for name, source in _attached(shown.view) if how != "none" else ():
            files.append(f"{home}/{name}")
            if place(plan.outputs / source, plan.folder / home / name, how):
                self.tally.made.append(self._told(files[-1]))
            else:
                self.tally.kept += 1
        return Built(self._recipe(entry), tuple(files), _card(shown.view))

    def _shared(self) -> None:
        """The first page, the page of search and its index, and the assets."""
        plan = self.plan
        cards = sorted(
            (built.card for built in self.new.seminars.values()),
            key=lambda card: (max(card.dates, default=""), card.id),
            reverse=True,
        )
        texts = plan.pages.texts
        first = Frame(texts["index_title"], "", plan.draft)
        search = Frame(texts["search_title"], "", plan.draft)
        files = {
            "index.html": plan.pages.html("index.html", first, cards=cards, feed=FEED),
            "szukaj.html": plan.pages.html("search.html", search),
            **{f"assets/{name}": data for name, data in sorted(plan.assets.items())},
        }
        if not plan.draft:
            files[FEED] = feed(cards, texts, plan.options.base)
        self.new.files = tuple(self._write(name, data) for name, data in files.items())
        self.new.recipe = self._shared_recipe()
        if self.new.recipe != self.old.recipe or not self._is_searchable():
            self._drop_damaged_shards()
            write_index(_documents(plan), plan.folder / _INDEX)
            self.tally.made.append(self._told("search"))


def _size(path: Path) -> int | None:
    """In bytes; `None` where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size if S_ISREG(found.st_mode) else None


def _check_recording(seminar: str, name: str) -> None:
    if verified_id(name) == "index":
        raise UsageError(f"{seminar}: a recording cannot be called 'index'; choose another id")


def _attached(view: SeminarView) -> Iterator[tuple[str, str]]:
    """Media and decks: the name in the seminar's folder, and the source in outputs."""
    for recording in view.recordings:
        media = recording.recording
        yield media_name(recording), media.playable or media.media
    for deck in view.decks:
        yield from deck_files(deck)


def _card(view: SeminarView) -> Card:
    info = view.info
    dates = {each.isoformat() for each in info.dates}
    dates |= {each.info.date.isoformat() for each in view.recordings if each.info.date}
    return Card(
        info.id,
        line(info.title),
        line(info.organiser),
        line(info.description),
        tuple(sorted(dates)),
        view.note.approved.isoformat() if view.note and view.note.approved else "",
        tuple(
            RecordingCard(
                each.info.id,
                line(each.info.title),
                each.info.date.isoformat() if each.info.date else "",
                each.recording.duration,
            )
            for each in view.recordings
        ),
    )


def _documents(plan: Plan) -> Iterator[Document]:
    """Every recording and deck for the index of search, one seminar in memory at a time."""
    for entry in plan.entries:
        shown = select(entry.load(), plan.selection)
        for view in shown.view.recordings:
            yield Document(
                id=f"{entry.info.id}/{view.info.id}",
                url=f"{entry.info.id}/{view.info.id}.html",
                title=line(view.info.title),
                seminar=line(entry.info.title),
                date=view.info.date.isoformat() if view.info.date else "",
                places=tuple(_places(shown, view, plan.options.language)),
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
