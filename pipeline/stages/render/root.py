"""One site: a folder with its first page, search, and a folder for each seminar.

Built twice where there are drafts: the public site, and below it that of the drafts.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from pipeline.canonical import digest
from pipeline.files import store_error
from pipeline.search import Document, Place, write_index
from pipeline.search.writing import MANIFEST
from pipeline.search.writing import VERSION as INDEX_VERSION
from pipeline.stages.render.deck_page import deck_document
from pipeline.stages.render.hostile import line
from pipeline.stages.render.layout import lay_out, placed
from pipeline.stages.render.manifest import Built, Root
from pipeline.stages.render.options import Language, RenderOptions
from pipeline.stages.render.selection import Selection, Shown, select
from pipeline.stages.render.seminar_files import Bench, written_anew
from pipeline.stages.render.shared import shared_files
from pipeline.stages.render.together import Job, make_seminars
from pipeline.stages.render.views import RecordingView, SeminarEntry
from pipeline.stages.render.voices import Voices

_INDEX = "search/"


@dataclass(frozen=True, slots=True)
class Plan:
    """One site to build."""

    name: str
    """Its folder below `outputs/site`; empty for the public site."""
    entries: tuple[SeminarEntry, ...]
    recipe: str
    """Of what every page shares: options, templates, version."""
    bench: Bench
    assets: Mapping[str, bytes]

    @property
    def outputs(self) -> Path:
        """Where everything is that the machine made."""
        return self.bench.outputs

    @property
    def folder(self) -> Path:
        """Where the site lies."""
        return self.bench.folder

    @property
    def selection(self) -> Selection:
        """What of each seminar it shows."""
        return self.bench.selection

    @property
    def options(self) -> RenderOptions:
        """What the owner of the workspace chose."""
        return self.bench.options


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
        known = {entry.info.id: self._kept(entry) for entry in self.plan.entries}
        jobs = [
            Job(entry.info.id, self._recipe(entry), entry.load)
            for entry in self.plan.entries
            if known[entry.info.id] is None
        ]
        self.tally.kept += sum(len(built.files) for built in known.values() if built)
        for job, made in make_seminars(self.plan.bench, jobs):
            known[job.home] = made.built
            self.tally.made.extend(self._told(name) for name in made.written)
            self.tally.kept += len(made.built.files) - len(made.written)
        self.new.seminars = {name: built for name, built in known.items() if built}
        self._shared()
        self.new.sizes = self._sizes()
        return self.new

    def _kept(self, entry: SeminarEntry) -> Built | None:
        built = self.old.seminars.get(entry.info.id)
        if built is None or built.recipe != self._recipe(entry):
            return None
        folder = str(self.plan.folder)
        whole = all(_size(f"{folder}/{name}") == size for name, size in built.files.items())
        return built if whole else None

    def _is_whole(self, files: Iterable[str]) -> bool:
        sizes, folder = self.old.sizes, self.plan.folder
        return all(name in sizes and sizes[name] == _size(folder / name) for name in files)

    def _is_searchable(self) -> bool:
        index = [name for name in self.old.sizes if name.startswith(_INDEX)]
        return f"{_INDEX}{MANIFEST}.js" in index and self._is_whole(index)

    def _sizes(self) -> dict[str, int]:
        """What `_is_whole` will compare: the sizes of the files that are of no seminar."""
        folder = self.plan.folder
        names = [*self.new.files, *(f"{_INDEX}{path.name}" for path in self._shards())]
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
        if written_anew(self.plan.folder / name, data):
            self.tally.made.append(self._told(name))
        else:
            self.tally.kept += 1
        return name

    def _told(self, name: str) -> str:
        return (self.plan.folder / name).relative_to(self.plan.outputs).as_posix()

    def _shared(self) -> None:
        """What is of all seminars: lists, feeds, the page of search and its index, the assets."""
        plan = self.plan
        files = {
            **dict(shared_files(list(self.new.seminars.values()), plan.bench)),
            **{f"assets/{name}": data for name, data in sorted(plan.assets.items())},
        }
        self.new.files = tuple(self._write(name, data) for name, data in files.items())
        self.new.recipe = self._shared_recipe()
        if self.new.recipe != self.old.recipe or not self._is_searchable():
            self._drop_damaged_shards()
            write_index(_documents(plan), plan.folder / _INDEX)
            self.tally.made.append(self._told("search"))


def _size(path: str | Path) -> int | None:
    """In bytes; `None` where there is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands of files, and a Path takes three times as long
    except OSError:
        return None
    return found.st_size if S_ISREG(found.st_mode) else None


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
